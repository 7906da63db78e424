"""What can be seen of each line of a batch: its shape, its place in the article, its words, its repetition.

Every feature is a whole number or a truth value and depends on the line's own article and the facts alone, never on
the batch. They are columns of numpy over all lines at once: arrow would cost a tenth of a second of import and wins
nothing on tests of a line's first and last character.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from corpuskit.cleaning.lexicon import CUES, VOICE, cues_of, index_of
from corpuskit.cleaning.lines import Draft, Lines, site_keys
from corpuskit.cleaning.shapes import (
    after,
    body_bounds,
    colons,
    dates,
    items,
    next_of,
    quotations,
    section_names,
    terminal,
    titles,
)
from corpuskit.model.context import Context
from corpuskit.model.facts import Repeated

LONG = 25  # tokens from which a line is not removed on its form alone (design, boilerplate: "length guard")
SENTENCE = 15  # tokens from which a line with a full stop is taken for the body of the article
WORDY = 2 * LONG  # tokens from which a line is the article's whatever words it holds
DEEP = 6  # lines from either end beyond which only what a line begins with is looked at
LAST = 6  # lines from the end among which a change of voice is looked for
ENDS = 3  # lines at either end of which longer ones are looked at too
BODIED = 3  # sentences of the body from which an article's shape says something


@dataclass(frozen=True, slots=True)
class Features:
    """Columns over the lines of a batch.

    tokens      words, or characters where a script has no blanks
    terminal    ends in strong punctuation; listed, quoted: begins as a list item, as a quotation
    head, tail  stands before the first, after the last sentence of the body; from_end: lines until the end
    headed      another line follows before the first sentence of the body; bodied: the article has a body of some length
    heading     short, unpunctuated, and a sentence of the body follows
    title       equals the title of the metadata
    cues        category to: holds such a cue; leads: category to: begins with one
    section     the whole line names a section; date: the whole line is a date
    voice       speaks in the first person or to the reader where the rest of the article does not
    site, corpus  bands of repetition (see corpuskit.survey), 0 for none
    """

    tokens: Any
    terminal: Any
    listed: Any
    quoted: Any
    head: Any
    tail: Any
    from_end: Any
    headed: Any
    bodied: Any
    heading: Any
    title: Any
    cues: Mapping[str, Any]
    leads: Mapping[str, Any]
    section: Any
    date: Any
    voice: Any
    site: Any
    corpus: Any


def features(batch: Sequence[Draft], lines: Lines, context: Context) -> Features:
    """The features of every line of the batch."""
    import numpy as np

    ends_well, quoted = terminal(lines), quotations(lines)
    listed = items(lines) | after(colons(lines), lines, lines.tokens < LONG)
    tokens = lines.tokens
    cues, leads, voiced = _words(batch, lines, ends_well, context)
    site, corpus = bands(batch, lines, context)
    original = ~_copied((tokens >= SENTENCE) & ends_well, (site > 0) | (corpus > 0), lines)
    site, corpus = site * original, corpus * original
    cued = np.logical_or.reduce([cues[name] for name in CUES])
    body = (tokens >= SENTENCE) & ends_well & (site == 0) & (corpus == 0) & (~cued | (tokens >= WORDY))
    first, last = body_bounds(body, tokens, lines)
    at = np.arange(len(tokens))
    head, tail = at < first[lines.drafts], at > last[lines.drafts]
    ends = lines.bounds[1:][lines.drafts]
    follows = np.append(body[1:], False) & (at + 1 < ends)
    return Features(
        tokens=tokens,
        terminal=ends_well,
        listed=listed,
        quoted=quoted | next_of(quoted, lines),
        head=head,
        tail=tail,
        from_end=ends - 1 - at,
        headed=head & (at + 1 < first[lines.drafts]),
        bodied=(np.bincount(lines.drafts[body], minlength=len(batch)) >= BODIED)[lines.drafts],
        heading=(tokens < SENTENCE) & ~ends_well & follows,
        title=titles(batch, lines),
        cues=cues,
        leads=leads,
        section=section_names(lines, tokens, head | tail, context),
        date=dates(lines, tokens),
        voice=_breaks(voiced & (tokens < WORDY), tail & (ends - at <= LAST), body, batch, lines, context),
        site=site,
        corpus=corpus,
    )


def bands(batch: Sequence[Draft], lines: Lines, context: Context) -> tuple[Any, Any]:
    """The bands of repetition of every line: on its site, and in the corpus."""
    import numpy as np

    keys = site_keys(lines.hashes, [draft.site for draft in batch], lines.drafts)
    known = np.fromiter((bool(draft.site) for draft in batch), bool, len(batch))[lines.drafts]
    return np.where(known, _band(keys, context.facts.site_lines), 0), _band(
        lines.hashes, context.facts.corpus_lines
    )


def _copied(sentences: Any, repeated: Any, lines: Lines) -> Any:
    """Lines of articles of which most of the sentences, by their length, are repeated: not residue, a text that others copy."""
    import numpy as np

    count = len(lines.bounds) - 1
    of_all = np.bincount(lines.drafts, weights=lines.lengths * sentences, minlength=count)
    of_repeated = np.bincount(lines.drafts, weights=lines.lengths * (sentences & repeated), minlength=count)
    return (of_repeated * 2 > of_all)[lines.drafts]


def _band(keys: Any, repeated: Repeated) -> Any:
    import numpy as np

    table, values = np.frombuffer(repeated.keys, "<u8"), np.frombuffer(repeated.bands, "u1")
    if not len(table) or not len(keys):
        return np.zeros(len(keys), dtype=np.uint8)
    at = np.minimum(np.searchsorted(table, keys), len(table) - 1)
    return np.where(table[at] == keys, values[at], 0)


def _words(
    batch: Sequence[Draft], lines: Lines, terminal: Any, context: Context
) -> tuple[dict[str, Any], dict[str, Any], Any]:
    """Cues, leading cues and voice: of short lines, and of the first and last few up to WORDY tokens.

    Deep inside the article a whole sentence is the article's, whatever words it holds.
    """
    import numpy as np

    tokens = lines.tokens
    cues = {name: np.zeros(len(tokens), dtype=bool) for name in (*CUES, VOICE)}
    leads = {name: np.zeros(len(tokens), dtype=bool) for name in (*CUES, VOICE)}
    languages = [primary(draft.language) for draft in batch]
    by_language = {language: index_of(language, context) for language in sorted(set(languages))}
    indexes = [by_language[language] for language in languages]
    drafts = lines.drafts.tolist()
    places = np.arange(len(tokens))
    from_end = np.minimum(
        places - lines.bounds[:-1][lines.drafts], lines.bounds[1:][lines.drafts] - places - 1
    )
    near_end, deep = from_end < ENDS, (from_end >= DEEP).tolist()
    sentences = (from_end >= DEEP) & terminal & (tokens >= SENTENCE // 2)
    for at in np.flatnonzero(((tokens < LONG) & ~sentences) | ((tokens < WORDY) & near_end)).tolist():
        for name, leading in indexes[drafts[at]].judged(lines.texts[at].lower(), inside=deep[at]):
            cues[name][at] = True
            leads[name][at] = leading
    return cues, leads, cues[VOICE]


def primary(language: str) -> str:
    """The language of a BCP 47 tag without its region and script, "" for one that is not known."""
    subtag = language.split("-")[0].lower()
    return "" if subtag == "und" else subtag


def _breaks(voiced: Any, tail: Any, body: Any, batch: Sequence[Draft], lines: Lines, context: Context) -> Any:
    """Lines after the body that speak in a voice which the body hardly ever has: in one of eight sentences at most."""
    import numpy as np

    found = voiced & tail
    for i in np.unique(lines.drafts[found]).tolist():
        index = index_of(primary(batch[i].language), context, (VOICE,))
        inside = slice(int(lines.bounds[i]), int(lines.bounds[i + 1]))
        sentences = [line for line, is_body in zip(lines.texts[inside], body[inside], strict=True) if is_body]
        speaking = (line for line in sentences if cues_of(line.lower(), index))
        at_most = len(sentences) // 8
        if len(sentences) < BODIED or len(list(islice(speaking, at_most + 1))) > at_most:
            found[inside] = False
    return found
