"""UTF-16 and UTF-32 without a byte order mark: known by their NULs, which no 8-bit text holds.

A script fills a few rows of 256 characters, so in UTF-16 the high byte of each unit takes few values (in French it is
nearly always 0) and the low byte takes many. That tells which byte is the high one.
"""

from __future__ import annotations

from collections import Counter

from corpuskit.decoding.strict import stands

# ASCII damaged by a stray NUL can be read as Chinese. It betrays itself: as 8-bit text it holds no control characters,
# while the bytes of other scripts in UTF-16 are full of them (the high byte of Cyrillic is 04, of Greek 03).
CONTROLS = 20  # one byte in so many
_ASTRAL = "\U00010000"  # no script of articles has most of its characters from here on
_CONTROLS = bytes([*range(1, 9), 11, *range(14, 32)])


def read(data: bytes) -> tuple[str, str] | None:
    """The encoding and the text of bytes that hold NULs; None where they are no text.

    >>> read("déjà\\n".encode("utf-16-be"))
    ('utf-16-be', 'déjà\\n')
    """
    if len(data) % 4 == 0:
        for encoding in ("utf-32-le", "utf-32-be"):
            text = stands(data, encoding)
            if isinstance(text, str) and sum(map(_ASTRAL.__gt__, text)) * 2 >= len(text):
                return encoding, text
    if len(data) % 2:
        return None
    even, odd = _repetition(data[::2]), _repetition(data[1::2])
    if even == odd:
        return None
    encoding, high = ("utf-16-le", data[1::2]) if odd > even else ("utf-16-be", data[::2])
    text = stands(data, encoding)
    if not isinstance(text, str) or not (_latin(high) or _full_of_controls(data)):
        return None
    return encoding, text


def _repetition(half: bytes) -> int:
    return sum(n * n for n in Counter(half).values())


def _latin(high: bytes) -> bool:
    return high.count(0) * 2 >= len(high)


def _full_of_controls(data: bytes) -> bool:
    return (len(data) - len(data.translate(None, _CONTROLS))) * CONTROLS >= len(data)
