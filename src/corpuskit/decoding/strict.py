"""Strict decoding: the only way in which bytes become text here, whoever proposed the encoding."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

HIGH = bytes(range(0x80, 0x100))
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x80-\x9f]")  # C0 and C1 but TAB, LF, FF and CR


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an encoding does not stand: the byte offset of the first fault, and what is wrong there."""

    offset: int
    why: str


def stands(data: bytes, encoding: str) -> str | Fault:
    """The text of the bytes, or why this encoding cannot be theirs: it does not decode, or gives control characters.

    >>> stands(b"caf\\xe9", "cp1252"), stands(b"caf\\xe9", "utf-8")
    ('café', Fault(offset=3, why='e9 is not utf-8'))
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        bad = data[error.start : max(error.end, error.start + 1)][:8]
        return Fault(error.start, f"{bad.hex(' ') or 'the end'} is not {encoding}")
    control = _CONTROLS.search(text)
    if control:
        name = f"U+{ord(control.group()):04X}"
        return Fault(
            len(text[: control.start()].encode(encoding)), f"{encoding} gives the control character {name}"
        )
    return text


def gives_back(text: str, encoding: str, data: bytes) -> bool:
    """Whether encoding the text gives exactly the bytes. Always so for UTF-8, UTF-16 and UTF-32, which are not tried."""
    if encoding.startswith("utf-"):
        return True
    try:
        return text.encode(encoding) == data
    except UnicodeEncodeError:
        return False


def high_bytes(data: bytes) -> int:
    """How many bytes are 0x80 or above."""
    return 0 if data.isascii() else len(data) - len(data.translate(None, HIGH))


def line_at(data: bytes, offset: int) -> int:
    """The line, from 1, on which a byte stands; LF, CR and CR LF each end a line. Not for UTF-16 and UTF-32.

    >>> line_at(b"a\\r\\nb\\nc", 5)
    3
    """
    ends = data.count(b"\n", 0, offset) + data.count(b"\r", 0, offset) - data.count(b"\r\n", 0, offset)
    return 1 + ends - (data[max(offset - 1, 0) : offset + 1] == b"\r\n")


def canonical(encoding: str) -> str:
    """Python's own name of a codec: "latin-1" is "iso8859-1"."""
    return codecs.lookup(encoding).name
