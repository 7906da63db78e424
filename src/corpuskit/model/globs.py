"""Globs that name files below the raw folder: one meaning on every machine, whatever its file system thinks of case."""

from __future__ import annotations

import re
from functools import lru_cache

_PARTS = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|[^*?]+")
_MEANING = {"**/": "(?:[^/]+/)*", "/**": "/.+", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def matches(path: str, glob: str) -> bool:
    """Whether a glob means the file at this path, with `/` between folders.

    `*` and `?` stand for characters of one name, `**` for any folders. A glob also means all that lies in a folder it
    matches. Every other character stands for itself.

    >>> [matches("press/2024/a.txt", glob) for glob in ("press", "press/*", "**/a.txt", "press/**/*.txt", "*.txt", "pre")]
    [True, True, True, True, False, False]
    """
    return _compiled(glob).fullmatch(path) is not None


@lru_cache(maxsize=256)
def _compiled(glob: str) -> re.Pattern[str]:
    parts = _PARTS.findall(glob.rstrip("/"))
    pattern = "".join(_MEANING.get(part, "") or re.escape(part) for part in parts)
    return re.compile(f"{pattern}(?:/.*)?", re.DOTALL)
