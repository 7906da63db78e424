"""The words of lines as columns: runs of letters, runs of digits, single characters of scripts without blanks, some signs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpuskit.cleaning.glyphs import CAPITAL, LETTER, SINGLE, Glyphs

BEGINNING = 4
STARTS = 1 << 16  # values that the first bits of a beginning have
_PAIR = 0xFF51AFD7ED558CCD


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the lines of some glyphs.

    starts, ends   where each word stands among the glyphs
    kinds          LETTER, DIGIT, SINGLE or SIGN; a word of letters that begins with a capital is CAPITAL
    hashes         64 bits of each, case folded; all numbers of the same length are one
    beginnings     16 bits of the first BEGINNING characters of each, or of all it has
    pairs          64 bits of each with the next, which may stand in the next line
    lines          the line of each word, ascending
    bounds         the words of line i are bounds[i] .. bounds[i + 1]
    """

    starts: Any
    ends: Any
    kinds: Any
    hashes: Any
    beginnings: Any
    pairs: Any
    lines: Any
    bounds: Any


def words_of(glyphs: Glyphs) -> Words:
    """The words of these glyphs, in order."""
    import numpy as np

    classes = np.where(glyphs.kinds == CAPITAL, LETTER, glyphs.kinds)
    new = classes >= SINGLE
    new[1:] |= classes[1:] != classes[:-1]
    new[:1] = True
    edges = np.flatnonzero(new)
    inner = classes[edges] >= LETTER
    starts, ends = edges[inner], np.append(edges[1:], len(classes))[inner]
    bounds = np.append(0, np.searchsorted(starts, glyphs.ends))
    lines = np.repeat(np.arange(len(glyphs.ends)), np.diff(bounds))
    beginnings = glyphs.hashes(starts, np.minimum(starts + BEGINNING, ends)) >> np.uint64(48)
    hashes = glyphs.hashes(starts, ends)
    pairs = pairs_of(hashes, np.append(hashes[1:], np.uint64(0)))
    return Words(
        starts, ends, glyphs.kinds[starts], hashes, beginnings.astype(np.int64), pairs, lines, bounds
    )


def pairs_of(first: Any, second: Any) -> Any:
    """The hashes of two words, one after the other, given the hashes of each."""
    import numpy as np

    return first * np.uint64(_PAIR) + second
