"""Paths and ids that a package names: which of them may be joined to a folder of ours."""

from __future__ import annotations

import os
import re

_LONGEST = 4096  # PATH_MAX on Linux, in bytes
_LONGEST_PART = 255  # NAME_MAX on Linux and macOS, in bytes
_ID = re.compile(r"[A-Za-z0-9%][A-Za-z0-9._%-]*(?:/[A-Za-z0-9%][A-Za-z0-9._%-]*)*")
# Controls, and what reorders or breaks the line it is shown in: the same that sources refuse in names of files.
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# "Naming Files, Paths, and Namespaces", learn.microsoft.com: with any ending, they name devices.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(?:\..*)?", re.IGNORECASE
)
_SPECIAL = re.compile(r'[<>:"|?*]|[ .]\Z')


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
    if _HIDDEN.search(path):
        return "it has control characters"
    for part in path.split("/"):
        if part in ("", ".", ".."):
            return f'it has a part "{part}"'
        if len(part.encode("utf-8")) > _LONGEST_PART:
            return f"it has a part longer than {_LONGEST_PART} bytes"
    return fault_on_windows(path) if os.name == "nt" else None


def fault_on_windows(path: str) -> str | None:
    """Why Windows cannot write this path (or writes somewhere else), None where it can.

    >>> fault_on_windows("sub/CON.txt"), fault_on_windows("12 h 30: le journal.txt")
    ('its part "CON.txt" names a device on Windows', 'its part "12 h 30: le journal.txt" is no name on Windows')
    """
    for part in path.split("/"):
        if _DEVICE.fullmatch(part):
            return f'its part "{part:.100}" names a device on Windows'
        if _SPECIAL.search(part):
            return f'its part "{part:.100}" is no name on Windows'
    return None


def is_safe_id(article: str) -> bool:
    """Whether an id has the form that ids have: segments of letters, digits and . _ - %, joined by slashes.

    >>> is_safe_id("2024/my-article"), is_safe_id("a/../b"), is_safe_id("")
    (True, False, False)
    """
    return len(article) <= _LONGEST and _ID.fullmatch(article) is not None
