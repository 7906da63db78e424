"""Where the phrases of the lexicons stand in lines: every line of a block at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpuskit.cleaning.anchors import LOOK, PAIR, Anchors
from corpuskit.cleaning.glyphs import DIGIT, SIGN, Glyphs
from corpuskit.cleaning.phrases import Lexicons, Phrases
from corpuskit.cleaning.spelling import ANY, LONGEST, NUMBER, NUMBER_HASH, WHOLE
from corpuskit.cleaning.words import Words

FALLBACK = "en"  # residue in English stands on pages of any language


@dataclass(frozen=True, slots=True)
class Hits:
    """Phrases that were found; equal positions belong together.

    lines, categories   the line, and what the phrase speaks for
    first, last      its first word, and the one after its last, among the words
    leads            no word stands before it
    """

    lines: Any
    categories: Any
    first: Any
    last: Any
    leads: Any


def primary(language: str) -> str:
    """The language of a BCP 47 tag without its region and script, "" for one that is not known."""
    subtag = language.split("-")[0].lower()
    return "" if subtag == "und" else subtag


def consulted(language: str, lexicons: Lexicons) -> tuple[str, ...]:
    """The lexicons that speak for a line in this language: its own and the English one; all, where it has none."""
    return tuple(sorted(lexicons)) if language not in lexicons else tuple(dict.fromkeys((language, FALLBACK)))


def hits_in(glyphs: Glyphs, words: Words, phrases: Phrases, heard: Any) -> Hits:
    """Every place where a phrase stands; `heard` has a truth value for each of its `sources`, one row each, in each line."""
    import numpy as np

    at, found = _candidates(glyphs, words, phrases, heard)
    lines = words.lines[at]
    first = at - phrases.offsets[found]
    last = first + phrases.sizes[found]
    head, tail = _ends(words)
    leads = (first == words.bounds[lines]) | (first == head[lines])
    fits = (first >= words.bounds[lines]) & (last <= words.bounds[lines + 1])
    fits &= leads | ~phrases.begins[found]
    fits &= (last == words.bounds[lines + 1]) | (last == tail[lines]) | ~phrases.closes[found]
    keep = np.flatnonzero(fits)
    for place in range(LONGEST):
        keep = keep[_agrees(glyphs, words, phrases, found[keep], first[keep], place)]
    return Hits(lines[keep], phrases.categories[found[keep]], first[keep], last[keep], leads[keep])


def _candidates(glyphs: Glyphs, words: Words, phrases: Phrases, heard: Any) -> tuple[Any, Any]:
    """Words that are the anchor of a phrase, and the phrase: a word once for each."""
    import numpy as np

    places, found = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    begun = np.flatnonzero(phrases.begun[words.beginnings])
    for anchors in phrases.anchors:
        at, hashes = _looked_up(glyphs, words, anchors, begun)
        where = np.minimum(np.searchsorted(anchors.keys, hashes), len(anchors.keys) - 1)
        same = anchors.keys[where] == hashes
        at, where = at[same], where[same]
        sizes = anchors.starts[where + 1] - anchors.starts[where]
        offsets = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        places.append(np.repeat(at, sizes))
        found.append(anchors.members[np.repeat(anchors.starts[where], sizes) + offsets])
    at, phrase = np.concatenate(places), np.concatenate(found)
    keep = heard[phrases.sources[phrase], words.lines[at]]
    return at[keep], phrase[keep]


def _looked_up(glyphs: Glyphs, words: Words, anchors: Anchors, begun: Any) -> tuple[Any, Any]:
    """The words that may be one of these anchors, and their hashes: most words fall at the first look.

    `begun` are the words that begin as some anchor of the lexicon does.
    """
    import numpy as np

    if anchors.kind == NUMBER:
        at = np.flatnonzero(words.kinds == DIGIT)
        return at, np.full(len(at), NUMBER_HASH, np.uint64)
    if anchors.kind in (WHOLE, PAIR):
        hashes = words.hashes if anchors.kind == WHOLE else words.pairs
        at = np.flatnonzero(anchors.first[hashes >> LOOK])
        return at, hashes[at]
    at = begun[words.ends[begun] - words.starts[begun] >= anchors.kind]
    return at, glyphs.hashes(words.starts[at], words.starts[at] + anchors.kind)


def _ends(words: Words) -> tuple[Any, Any]:
    """For each line the first word that is no sign, and the place after the last: signs at the ends do not count."""
    import numpy as np

    solid = np.flatnonzero(words.kinds != SIGN)
    if not len(solid):
        return words.bounds[:-1], words.bounds[1:]
    after = np.searchsorted(solid, words.bounds)
    head = solid[np.minimum(after[:-1], len(solid) - 1)]
    tail = solid[np.maximum(after[1:] - 1, 0)] + 1
    return head, tail


def _agrees(glyphs: Glyphs, words: Words, phrases: Phrases, found: Any, first: Any, place: int) -> Any:
    """Whether the word at this place of each phrase is what the phrase wants there; so too where the phrase has ended."""
    import numpy as np

    over = phrases.sizes[found] <= place
    at = np.minimum(first + place, len(words.starts) - 1)
    ways, wanted = phrases.kinds[found, place], phrases.hashes[found, place]
    agrees = over | (ways == ANY) | ((ways == WHOLE) & (words.hashes[at] == wanted))
    agrees |= (ways == NUMBER) & (words.kinds[at] == DIGIT)
    lengths = words.ends[at] - words.starts[at]
    part = np.flatnonzero((ways != WHOLE) & (ways < NUMBER) & (lengths >= ways) & ~over)
    starts = words.starts[at[part]]
    agrees[part] = glyphs.hashes(starts, starts + ways[part]) == wanted[part]
    return agrees
