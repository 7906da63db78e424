"""What can be seen of each line of a batch: its shape and its words, its place in the article, its repetition.

Every feature is a whole number and depends on the line's own article and the facts alone, never on the batch. What the
model reads are columns of one byte over the lines that can be residue at all: a long line deep inside an article is
the article's, whatever words it holds, unless it is repeated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpuskit.cleaning import shapes
from corpuskit.cleaning.decided import REMOVED, decided
from corpuskit.cleaning.glyphs import blocks
from corpuskit.cleaning.kinship import kin, vocabulary
from corpuskit.cleaning.lexicon import primary
from corpuskit.cleaning.lines import Draft, Lines, band_of, site_keys
from corpuskit.cleaning.model import Model, model_of
from corpuskit.cleaning.places import LONG, SENTENCE, Seen, occurrences, placed
from corpuskit.cleaning.places import NAMES as PLACES
from corpuskit.cleaning.voice import breaks
from corpuskit.cleaning.wording import ALIKE, KIN, share, wording
from corpuskit.cleaning.wording import NAMES as WORDING
from corpuskit.model.context import Context

WORDY = 4 * LONG  # tokens from which a line is the article's, unless it is repeated
HEAD, TAIL = 3, 6  # lines at either end among which long ones are looked at

NAMES = (*WORDING, *PLACES)


@dataclass(frozen=True, slots=True)
class Features:
    """What was seen of the lines of a batch.

    at       the lines that are looked at, ascending; rows: one row for each of NAMES, one column for each of these lines
    tokens   of every line; so are the following
    strong   ends in strong punctuation
    guarded  follows a colon with other short lines; or stands inside the article and is an item of a list, a quotation, what
             follows one, or a heading: short, unpunctuated, before a sentence of the body
    head, tail  stands before the first, after the last sentence of the body
    breaks   speaks in a voice that the article hardly ever has, after it
    title    equals the title of the metadata
    site, corpus  bands of repetition (see corpuskit.survey), 0 for none
    decided  what people decided (see corpuskit.cleaning.decided); reasons: what they said of some of these lines
    drafts   the index of the article of each line; languages: the code of each article's language, "" where it is not known
    """

    at: Any
    rows: Any
    tokens: Any
    strong: Any
    guarded: Any
    head: Any
    tail: Any
    breaks: Any
    title: Any
    site: Any
    corpus: Any
    decided: Any
    reasons: Mapping[int, str]
    drafts: Any
    languages: Any


def features(batch: Sequence[Draft], lines: Lines, context: Context) -> Features:
    """The features of every line of the batch."""
    import numpy as np

    ends, begins = shapes.endings(lines.texts), shapes.beginnings(lines.texts)
    strong, tokens = (ends >= 1) & (ends <= shapes.FULL_STOP), lines.tokens
    site, corpus = bands(batch, lines, context)
    original = ~_copied((tokens >= SENTENCE) & strong, (site > 0) | (corpus > 0), lines)
    site, corpus = site * original, corpus * original
    repeated = (site > 0) | (corpus > 0)
    decisions, reasons = decided(batch, lines, context)
    at = np.flatnonzero(_looked_at(lines, repeated | (decisions == REMOVED)))
    languages = [primary(draft.language) for draft in batch]
    words = _words(languages, lines, at, context, model_of(context.model))
    cued, voiced = np.zeros(len(tokens), bool), np.zeros(len(tokens), bool)
    voiced[at] = words[WORDING.index("voice_words")] > 0
    cued[at] = words[WORDING.index("lexicon_words")] > 0
    body = (tokens >= SENTENCE) & strong & ~repeated & (~cued | (tokens >= 2 * LONG))
    first, last = (bound[lines.drafts] for bound in shapes.body_bounds(body, tokens, lines))
    seen = Seen(lines, ends, begins, strong, cued, repeated, body, first, last)
    quoted = begins == shapes.QUOTE
    listed = shapes.after(ends == shapes.COLON, tokens < LONG, lines)
    heading = (tokens < SENTENCE) & ~strong & shapes.beside(body, 1, lines, outside=0)
    shaped = shapes.items(lines, begins) | quoted | shapes.beside(quoted, -1, lines, outside=0) | heading
    index = np.arange(len(tokens))
    return Features(
        at=at,
        rows=np.concatenate((words, placed(seen, site, corpus)[:, at]))
        if len(at)
        else np.zeros((len(NAMES), 0), np.uint8),
        tokens=tokens,
        strong=strong,
        guarded=listed | ((index >= first) & (index <= last) & shaped),
        head=index < first,
        tail=index > last,
        breaks=breaks(voiced, body, index > last, lines, languages, context.lexicons),
        title=shapes.titles(batch, lines),
        site=site,
        corpus=corpus,
        decided=decisions,
        reasons=reasons,
        drafts=lines.drafts,
        languages=np.array(languages, dtype=object),
    )


def _looked_at(lines: Lines, repeated: Any) -> Any:
    import numpy as np

    at = np.arange(len(lines.tokens))
    starts, ends = lines.bounds[:-1][lines.drafts], lines.bounds[1:][lines.drafts]
    edge = (at - starts < HEAD) | (ends - at <= TAIL)
    return (lines.tokens < LONG) | ((lines.tokens < WORDY) & edge) | repeated


def bands(batch: Sequence[Draft], lines: Lines, context: Context) -> tuple[Any, Any]:
    """The bands of repetition of every line: on its site, and in the corpus."""
    import numpy as np

    keys = site_keys(lines.hashes, [draft.site for draft in batch], lines.drafts)
    known = np.fromiter((bool(draft.site) for draft in batch), bool, len(batch))[lines.drafts]
    return np.where(known, band_of(keys, context.facts.site_lines), 0), band_of(
        lines.hashes, context.facts.corpus_lines
    )


def _copied(sentences: Any, repeated: Any, lines: Lines) -> Any:
    """Lines of articles of which most of the sentences, by their length, are repeated: not residue, a text that others copy."""
    import numpy as np

    count = len(lines.bounds) - 1
    of_all = np.bincount(lines.drafts, weights=lines.lengths * sentences, minlength=count)
    of_repeated = np.bincount(lines.drafts, weights=lines.lengths * (sentences & repeated), minlength=count)
    return (of_repeated * 2 > of_all)[lines.drafts]


def _words(languages: Sequence[str], lines: Lines, at: Any, context: Context, model: Model) -> Any:
    """The columns of wording for the lines at these places, block by block."""
    import numpy as np

    texts = [lines.texts[i] for i in at.tolist()]
    drafts = lines.drafts[at]
    long = np.flatnonzero(lines.tokens >= LONG)
    held = vocabulary([lines.texts[i] for i in long.tolist()], lines.drafts[long], len(languages))
    rows = np.zeros((len(WORDING), len(texts)), np.uint8)
    edges = np.zeros((2, len(texts)), np.uint64)
    shared_at, share_at, unshared_at = (WORDING.index(name) for name in KIN)
    for start, end in blocks(np.fromiter(map(len, texts), np.int64, len(texts))):
        of = [languages[i] for i in drafts[start:end].tolist()]
        found, words, glyphs = wording(texts[start:end], of, context.lexicons, model)
        shared, counted = kin(glyphs, words, drafts[start:end], held)
        found[shared_at] = np.minimum(shared, 255)
        found[share_at] = np.where(counted == 0, 120, share(shared, counted))
        found[unshared_at] = np.minimum(counted - shared, 255)
        rows[:, start:end] = found
        full = start + np.flatnonzero(np.diff(words.bounds))
        edges[0, full] = words.hashes[words.bounds[:-1][full - start]]
        edges[1, full] = words.hashes[words.bounds[1:][full - start] - 1]
    for name, hashes in zip(ALIKE, edges, strict=True):
        rows[WORDING.index(name)] = np.minimum(occurrences(hashes, drafts), 255)
    return rows
