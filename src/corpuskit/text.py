"""Arithmetic on text that several stages share: lines, places, normal forms, hashes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from corpuskit.model.articles import Article
from corpuskit.model.edits import Span
from corpuskit.model.findings import Place

_NEWLINES = re.compile(r"\r\n?|\n")
_DIGITS = re.compile(r"\d+")
_C0 = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r"))
_C1 = re.compile(rb"\xc2[\x80-\x9f]")

SHORT = 120
_FEW = 20
_AROUND = 30

UNPARTED = re.compile(  # the scripts that write no blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def lines_of(text: str) -> list[tuple[int, str]]:
    """The lines of a text whose newlines are all LF: (start in code points, line without its LF).

    >>> lines_of("ab\\n\\nc")
    [(0, 'ab'), (3, ''), (4, 'c')]
    """
    found = []
    at = 0
    for line in text.split("\n"):
        found.append((at, line))
        at += len(line) + 1
    return found


def normal_form(line: str) -> str:
    """The form in which two lines count as the same: case folded, runs of blanks one blank, runs of digits one 0.

    A line of more than 120 characters counts as it stands: its digits are what it says, and nobody sets it anew.

    >>> normal_form("  Publié le 12 mai\\u00a02024 ")
    'publié le 0 mai 0'
    """
    if len(line) > SHORT:
        return line.strip()
    return _DIGITS.sub("0", " ".join(line.split()).casefold())


def hash64(*parts: str) -> int:
    """64 bits of BLAKE2b over the parts, the same in every process (never `hash()`, which is salted)."""
    return int.from_bytes(
        hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
    )


def place_in(path: str, text: str, index: int) -> Place:
    """The place of a code point: line and column from 1. LF, CR and CR LF each end a line.

    >>> place_in("a.txt", "ab\\r\\ncd", 5)
    Place(path='a.txt', line=2, column=2, offset=None, pointer=None)
    """
    if "\r" in text:
        ends = [match.end() for match in _NEWLINES.finditer(text, 0, index + 1) if match.end() <= index]
        return Place(path, len(ends) + 1, index - (ends[-1] if ends else 0) + 1)
    return Place(path, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))


def line_numbers(text: str, indexes: Iterable[int]) -> Iterator[int]:
    """The line of each code point, from 1, for ascending indexes: `place_in` without starting over for each.

    >>> list(line_numbers("ab\\r\\ncd\\nef", [0, 4, 8]))
    [1, 2, 3]
    """
    line, at = 1, 0
    for index in indexes:
        if "\r" in text:
            line = place_in("", text, index).line or 1
        else:
            line, at = line + text.count("\n", at, index), index
        yield line


def word_count(text: str) -> int:
    """How many words a text has, parted by blanks: `len(text.split())` in a quarter of the time.

    >>> word_count(" une  page\\nblanche")
    3
    """
    import numpy as np

    if not text:
        return 0
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")  # every blank is one unit
    blank = _blanks().take(units)
    return int(np.count_nonzero(blank[:-1] > blank[1:])) + int(not blank[0])


@cache
def _blanks() -> Any:
    import numpy as np

    return np.fromiter((chr(point).isspace() for point in range(1 << 16)), bool, 1 << 16)


def excerpt_at(text: str, at: int) -> str:
    """What stands around a code point in its line: thirty characters to both sides.

    >>> excerpt_at("un\\ndeux trois\\r\\nquatre", 5)
    'deux trois'
    """
    return _before(text, at) + _NEWLINES.split(text[at : at + _AROUND])[0].rstrip()


def within_excerpt(text: str, at: int) -> int:
    """How many code points of `excerpt_at` stand before the place.

    >>> within_excerpt("un\\n  deux trois", 7)
    2
    """
    return len(_before(text, at))


def _before(text: str, at: int) -> str:
    return _NEWLINES.split(text[max(0, at - _AROUND) : at])[-1].lstrip()


def place_of(article: Article, at: int) -> Place:
    """The place in the raw file that a code point of the clean text came from."""
    origin = article.script.origin(Span(at, at + 1)).start
    return place_in(article.raw.address.path, article.decoded.text, origin)


def counted(offsets: Iterable[int]) -> tuple[int, list[int]]:
    """How many there are, and the first twenty of them: a hostile file may hold millions.

    >>> counted(range(30))[0], len(counted(range(30))[1])
    (30, 20)
    """
    first: list[int] = []
    count = 0
    for count, offset in enumerate(offsets, start=1):
        if count <= _FEW:
            first.append(offset)
    return count, first


def has_controls(utf8: bytes) -> bool:
    """Whether a text in UTF-8 holds a C0 control but TAB, LF, CR, VT and FF, a DEL, or a C1 control: four times as fast as a pattern.

    >>> has_controls(b"un\\tdeux\\n"), has_controls(b"un\\x07"), has_controls("un\\x80".encode())
    (False, True, True)
    """
    return len(utf8.translate(None, _C0)) < len(utf8) or (b"\xc2" in utf8 and _C1.search(utf8) is not None)
