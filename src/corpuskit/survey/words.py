"""The words of texts as 64-bit numbers, worked out with numpy: no word is ever made as an object of Python.

A word is a run of letters, digits and marks, whatever its case; in scripts that write no blanks each character is
one. Punctuation, blanks and ends of lines part words and say nothing more. Texts are read as columns of UTF-16 code units:
what a unit is stands in a table of 65,536 places, and the hash of any run of units is a difference of two prefix sums
(Karp & Rabin 1987) in whole numbers modulo 2 ** 64, the same in every process.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

WIDTH = 3  # words of a shingle
PIECE = 1 << 16  # characters that are worked on at once: their columns fit in a processor's cache
_AT_ONCE = 2 * PIECE  # units of them at most
_UNITS = 1 << 16  # code units there are
_FIRST_ALONE = 0x0E00  # no unit below it is a word of its own
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
_UNPARTED = re.compile(  # Thai, Lao, Burmese, Khmer, kana, Han, and the first halves of the Han beyond U+FFFF
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\ud840-\ud8bf]+"
)
_DOTTED = "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}"  # the one unit that is two in lower case
_SIGMA, _FINAL_SIGMA = "\N{GREEK SMALL LETTER SIGMA}", "\N{GREEK SMALL LETTER FINAL SIGMA}"
_BASE = (
    0xD1342543DE82EF95  # odd, so that it has an inverse modulo 2 ** 64: a multiplier of Steele & Vigna (2021)
)
_FACTORS = (0x9FB21C651E98DF25, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)  # odd, with no pattern in their bits


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order; equal positions belong together.

    hashes         64 bits of the word in lower case
    starts, ends   where it begins and ends, in UTF-16 code units
    lines          how many LF stand before it
    """

    hashes: Any
    starts: Any
    ends: Any
    lines: Any


def words_in(text: str) -> Words:
    """The words of a text of any length; one that lies across the end of a piece counts as two."""
    import numpy as np

    units = _units_of(text)
    breaks = np.flatnonzero(units == ord("\n"))
    pieces = [_words(units[at : at + _AT_ONCE], at, breaks) for at in range(0, max(1, len(units)), _AT_ONCE)]
    if len(pieces) == 1:
        return pieces[0]
    names = ("hashes", "starts", "ends", "lines")
    return Words(*(np.concatenate([getattr(piece, name) for piece in pieces]) for name in names))


def _words(units: Any, offset: int, breaks: Any) -> Words:
    import numpy as np

    letters = _letters().take(units, mode="clip")  # no unit lies beyond the table: numpy need not look
    inside = np.zeros(len(units) + 2, bool)
    np.not_equal(letters, 0, out=inside[1:-1])
    before, after = inside[:-1], inside[1:]
    edges = before != after
    alone = np.flatnonzero(units >= _FIRST_ALONE)
    alone = alone[_alone()[units[alone]]]
    edges[alone] |= before[alone]
    edges[alone + 1] |= after[alone + 1]
    starts, ends = np.flatnonzero(edges & after), np.flatnonzero(edges & before)
    hashes = _hashes(letters, starts, ends)
    starts, ends = starts + offset, ends + offset
    lines = np.zeros(len(starts) + 1, np.int64)
    np.add.at(lines, np.searchsorted(starts, breaks), 1)
    return Words(hashes, starts, ends, np.cumsum(lines[:-1]))


def _hashes(letters: Any, starts: Any, ends: Any) -> Any:
    import numpy as np

    powers, inverses = _powers()
    sums = np.zeros(len(letters) + 1, np.uint64)
    tail = sums[1:]
    tail[:] = letters
    tail *= powers[: len(letters)]
    np.add.accumulate(tail, out=tail)
    return mixed((sums[ends] - sums[starts]) * inverses[starts])


def numbers_in(text: str, words: Words) -> Any:
    """Which of the words of a text begin with a digit."""
    return _digits()[_units_of(text)[words.starts]]


def shingles_of(hashes: Any) -> Any:
    """The hash of each sequence of WIDTH words, given the hashes of the words; none where there are fewer words."""
    import numpy as np

    count = max(0, len(hashes) - WIDTH + 1)
    found = np.zeros(count, np.uint64)
    for at, factor in enumerate(_FACTORS):
        found += hashes[at : at + count] * np.uint64(factor)
    return mixed(found)


def mixed(values: Any) -> Any:
    """The values with their bits spread: the finisher of SplitMix64 (Steele, Lea & Flood 2014)."""
    import numpy as np

    values = values ^ (values >> np.uint64(30))
    values *= np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(27)
    values *= np.uint64(0x94D049BB133111EB)
    values ^= values >> np.uint64(31)
    return values


def _units_of(text: str) -> Any:
    import numpy as np

    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")


@cache
def _powers() -> tuple[Any, Any]:
    """The powers of the base and of its inverse, modulo 2 ** 64."""
    import numpy as np

    found = []
    for base in (_BASE, pow(_BASE, -1, 2**64)):
        powers = np.full(_AT_ONCE + 1, base, np.uint64)
        powers[0] = 1
        found.append(np.multiply.accumulate(powers))
    return found[0], found[1]


@cache
def _letters() -> Any:
    """For each code unit what stands for it in a word: itself in lower case; 0 for what is no part of one.

    Marks are parts of words, and so are the halves of pairs.
    """
    import numpy as np

    lower = _every_unit().replace(_DOTTED, "i").lower().replace(_FINAL_SIGMA, _SIGMA)  # as long as before
    inside = _where(_WORD)
    others = np.flatnonzero(~inside).tolist()
    inside[[at for at in others if unicodedata.category(chr(at)) in ("Mn", "Mc", "Cs")]] = True
    return np.where(inside, _units_of(lower), np.uint16(0))


@cache
def _alone() -> Any:
    return _where(_UNPARTED)


@cache
def _digits() -> Any:
    return _where(_DIGITS)


def _where(pattern: re.Pattern[str]) -> Any:
    """For each code unit whether the pattern, of runs of them, matches it."""
    import numpy as np

    found = np.zeros(_UNITS, bool)
    for run in pattern.finditer(_every_unit()):
        found[run.start() : run.end()] = True
    return found


@cache
def _every_unit() -> str:
    import numpy as np

    return np.arange(_UNITS, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
