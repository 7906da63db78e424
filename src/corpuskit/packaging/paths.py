"""Paths and ids that a package names: which of them may be joined to a folder of ours."""

from __future__ import annotations

import os
import re

from corpuskit.rules.src_name_not_portable import on_windows
from corpuskit.rules.src_unsafe_name import HIDDEN, LONGEST

_LONGEST = 4096  # PATH_MAX on Linux, in bytes
_ID = re.compile(r"[A-Za-z0-9%][A-Za-z0-9._%-]*(?:/[A-Za-z0-9%][A-Za-z0-9._%-]*)*")


def fault_in_path(path: str) -> str | None:
    """Why this path must not be written below a folder of the user, or None: a relative POSIX path of plain names.

    On Windows what Windows cannot write is a fault too.

    >>> fault_in_path("2024/été.txt")
    >>> fault_in_path("../x.txt")
    'it has a part ".."'
    """
    try:
        size = len(path.encode("utf-8"))
    except UnicodeEncodeError:
        return "it is not valid Unicode"
    if not path or size > _LONGEST:
        return "it is empty" if not path else f"it is longer than {_LONGEST} bytes"
    if path.startswith("/"):
        return "it is absolute"
    if "\\" in path:
        return "it has a backslash"
    if HIDDEN.search(path):
        return "it has control characters"
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return f'it has a part "{part}"'
        if len(part.encode("utf-8")) > LONGEST:
            return f"it has a part longer than {LONGEST} bytes"
    return fault_on_windows(path) if os.name == "nt" else None


def fault_on_windows(path: str) -> str | None:
    """Why Windows cannot write this path (or writes somewhere else), None where it can.

    >>> fault_on_windows("sub/CON.txt")
    'its part "CON.txt" is reserved for a device on Windows'
    """
    for part in path.split("/"):
        if (found := on_windows(part)) is not None:
            return f'its part "{part:.100}" {found[1]}'
    return None


def is_safe_id(article: str) -> bool:
    """Whether an id has the form that ids have: segments of letters, digits and . _ - %, joined by slashes.

    >>> is_safe_id("2024/my-article"), is_safe_id("a/../b"), is_safe_id("")
    (True, False, False)
    """
    return len(article) <= _LONGEST and _ID.fullmatch(article) is not None
