"""What the name of a file says: an article, metadata, or something else.

Names are taken as bytes and read as UTF-8 whatever the locale says, so that one corpus has the same ids everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

LINES = "metadata.jsonl"
TABLE = "metadata.csv"
SIDECARS = (".meta.json", ".meta.yaml", ".meta.yml")
MEDIA_TYPES: Mapping[str, str] = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
}
_BACKUPS = ("~", ".bak", ".orig", ".tmp", ".swp", "#")


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


def holds_records(name: str) -> bool:
    """Whether a file of this name holds records of several articles."""
    return name in (LINES, TABLE)


def is_sidecar(name: str) -> bool:
    """Whether a file of this name holds the record of the article beside it."""
    return name.endswith(SIDECARS)


def without_sidecar(path: str) -> str:
    """The path that a sidecar speaks of: its own without the ending of sidecars.

    >>> without_sidecar("a.txt.meta.yaml")
    'a.txt'
    """
    return next(path.removesuffix(end) for end in SIDECARS if path.endswith(end))


def without_ending(path: str) -> str:
    """The path of an article without the ending that makes it one.

    >>> without_ending("a.b/c.txt"), without_ending("a.b/c")
    ('a.b/c', 'a.b/c')
    """
    return path.removesuffix(ending(path.rpartition("/")[2]))


def readable(name: str) -> str:
    r"""The name as text that can be stored: bytes that are not UTF-8 as \xNN.

    >>> readable("caf\udce9.txt")
    'caf\\xe9.txt'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
