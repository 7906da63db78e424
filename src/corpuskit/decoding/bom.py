"""The byte order mark: bytes at the start of a file that name its encoding (Unicode Standard, section 23.8)."""

from __future__ import annotations

from corpuskit.decoding.strict import Fault

MARKS = (  # UTF-32 before UTF-16, whose little-endian mark is the beginning of the other
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xef\xbb\xbf", "utf-8"),
)
_FIRST = tuple(mark for mark, _ in MARKS)


def marked(data: bytes) -> str | None:
    """The encoding that the mark names, None without a mark. The codec leaves U+FEFF in the text."""
    if not data.startswith(_FIRST):
        return None
    return next(encoding for mark, encoding in MARKS if data.startswith(mark))


def read(data: bytes, encoding: str) -> str | Fault:
    """The text behind the mark. Control characters are allowed (a check reports them), U+0000 is not: no text holds it.

    >>> read(b"\\xef\\xbb\\xbfun", "utf-8")
    '\\ufeffun'
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        bad = data[error.start : error.start + 4].hex(" ")
        return Fault(error.start, f"{bad} is not {encoding}")
    at = text.find("\0")
    if at >= 0:
        return Fault(len(text[:at].encode(encoding)), f"{encoding} gives the control character U+0000")
    return text
