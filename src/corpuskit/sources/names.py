"""What the name of a file says: an article, metadata, something else, or nothing that can be stored safely.

Names are taken as bytes and read as UTF-8 whatever the locale says, so that one corpus has the same ids everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

RECORDS = "metadata.jsonl"
SIDECAR = ".meta.json"
MEDIA_TYPES: Mapping[str, str] = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}
_BACKUPS = ("~", ".bak", ".orig", ".tmp", ".swp", "#")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\\\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def ending(name: str) -> str:
    """The ending of an article's name as written, "" where the name is not that of an article.

    >>> ending("a.b.TXT"), ending("photo.jpg"), ending(".txt")
    ('.TXT', '', '')
    """
    stem, dot, last = name.rpartition(".")
    return dot + last if stem and (dot + last).lower() in MEDIA_TYPES else ""


def passed_over(name: str) -> bool:
    """Whether a file or folder is hidden, or the backup of an editor."""
    return name.startswith(".") or name.endswith(_BACKUPS)


def is_unsafe(name: str) -> bool:
    r"""Whether a name has a character that no dataset, log or script should meet.

    >>> is_unsafe("été 2024.txt"), is_unsafe("a\nb.txt"), is_unsafe("a\udce9.txt")
    (False, True, True)
    """
    return _UNSAFE.search(name) is not None


def readable(name: str) -> str:
    r"""The name as text that can be stored: bytes that are not UTF-8 as \xNN.

    >>> readable("caf\udce9.txt")
    'caf\\xe9.txt'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
