"""The characters of lines as columns, and the hashes of any stretch of them: words, beginnings of words, n-grams.

A stretch's hash is a polynomial in a fixed odd number, modulo 2**64, so that prefix sums over all characters give the
hash of each stretch with one subtraction and one product, wherever in the batch it stands (Karp and Rabin, 1987).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

SEEN = 512  # characters of a line that are looked at: the rest of a line says nothing new about what it is
BLOCK = 1 << 18  # characters that are held at once, about

# What a character is; 0 is one that was not met yet. What is below LETTER parts words.
BLANK, MARK, LETTER, CAPITAL, DIGIT, SINGLE, SIGN = 1, 2, 3, 4, 5, 6, 7
SIGNS = ":©|@&€%/>»•→#"  # signs that a phrase of a lexicon can hold
UNPARTED = (  # scripts without blanks between words: each character is one
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_BASE = 0x9E3779B97F4A7C15
_MIX = 0xD6E8FEB86659FD93
_FOLDS = {"İ": "i", "ı": "i"}


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of some lines, one after another, each line closed by a LF.

    points   the code points, case folded, all digits "0"
    kinds    what each is
    starts, ends   of each line: its characters stand at starts[i] .. ends[i], its LF at ends[i]
    """

    points: Any
    kinds: Any
    starts: Any
    ends: Any
    _sums: Any

    def hashes(self, starts: Any, ends: Any) -> Any:
        """64 bits for each stretch [start, end): equal for equal folded characters."""
        import numpy as np

        _, inverses = _powers()
        found = self._sums[ends] - self._sums[starts]
        found *= inverses[starts]
        found ^= found >> np.uint64(32)
        found *= np.uint64(_MIX)
        return found

    def stretches(self, length: int) -> Any:
        """The hashes of all stretches of this length, wherever they begin: `hashes` without looking anything up."""
        import numpy as np

        _, inverses = _powers()
        found = self._sums[length:] - self._sums[:-length]
        found *= inverses[: len(found)]
        found ^= found >> np.uint64(32)
        found *= np.uint64(_MIX)
        return found


def glyphs_of(texts: Sequence[str]) -> Glyphs:
    """The characters of these lines, none of which holds a LF; no more than BLOCK + SEEN of them."""
    import numpy as np

    joined = "\n".join([text[:SEEN] for text in texts]) + "\n" if texts else ""
    if "ß" in joined:
        joined = joined.replace("ß", "ss")
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    kinds = kinds_of(raw)
    kinds[_heading_marks(raw, kinds)] = MARK
    points = _tables()[1][raw]
    ends = np.flatnonzero(raw == 10)
    starts = np.append(0, ends[:-1] + 1)[: len(ends)]
    powers, _ = _powers()
    sums = np.zeros(len(points) + 1, np.uint64)
    np.cumsum(points * powers[: len(points)], out=sums[1:])
    return Glyphs(points, kinds, starts, ends, sums)


def _heading_marks(raw: Any, kinds: Any) -> Any:
    """Where a "#" is no hashtag's: before a blank or another "#", as in the headings of Markdown (CommonMark 0.31.2, section 4.2)."""
    import numpy as np

    at = np.flatnonzero(raw[:-1] == ord("#"))
    follows = raw[at + 1]
    return at[(follows != 10) & ((kinds[at + 1] == BLANK) | (follows == ord("#")))]


def kinds_of(points: Any) -> Any:
    """What each of these code points is."""
    import numpy as np

    table, _ = _tables()
    found = table[points]
    if len(found) and not found.all():
        _learn(np.unique(points[found == 0]).tolist())
        found = table[points]
    return found


def folded(points: Any) -> Any:
    """Code points case folded; they were asked for by `kinds_of` before."""
    return _tables()[1][points]


def of_first(codes: Any) -> Any:
    """The hash of a stretch of which row j holds the folded code points of place j, 0 after its end."""
    import numpy as np

    powers, _ = _powers()
    found = np.zeros(codes.shape[1], np.uint64)
    for place, row in enumerate(codes):
        found += row * powers[place]
    found ^= found >> np.uint64(32)
    found *= np.uint64(_MIX)
    return found


def blocks(lengths: Any) -> list[tuple[int, int]]:
    """Ranges of lines that together hold BLOCK characters at most, or one line; `lengths` are those of the lines."""
    import numpy as np

    sums = np.cumsum(np.minimum(lengths, SEEN) + 1)
    found, start = [], 0
    while start < len(sums):
        before = int(sums[start - 1]) if start else 0
        end = max(start + 1, int(np.searchsorted(sums, before + BLOCK, "right")))
        found.append((start, end))
        start = end
    return found


@cache
def _powers() -> tuple[Any, Any]:
    """The powers of the base, and their inverses, modulo 2**64."""
    import numpy as np

    count = 2 * (BLOCK + 2 * SEEN)  # "ß" may double a character
    both = []
    for base in (_BASE, pow(_BASE, -1, 1 << 64)):
        steps = np.full(count, base, np.uint64)
        steps[0] = 1
        both.append(np.multiply.accumulate(steps))
    return both[0], both[1]


@cache
def _tables() -> tuple[Any, Any]:
    """What each code point is, and what it is folded to: filled as code points are met."""
    import numpy as np

    return np.zeros(0x110000, np.uint8), np.zeros(0x110000, np.uint64)


def _learn(points: Sequence[int]) -> None:
    kinds, folds = _tables()
    for point in points:
        char = chr(point)
        kind = _kind(char, point)
        folded = next(
            (form for form in (_FOLDS.get(char, char).casefold(), char.lower()) if len(form) == 1), char
        )
        folds[point] = ord("0") if kind == DIGIT else ord(" ") if kind == BLANK else ord(folded)
        kinds[point] = kind


def _kind(char: str, point: int) -> int:
    if char.isspace():
        return BLANK
    if char in SIGNS:
        return SIGN
    if any(a <= point <= b for a, b in UNPARTED):
        return SINGLE if char.isalnum() else MARK
    if char.isdecimal():
        return DIGIT
    if char.isupper():
        return CAPITAL
    return LETTER if char.isalnum() or unicodedata.category(char) in ("Mn", "Mc") else MARK
