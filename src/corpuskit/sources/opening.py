"""Opening a file below the raw folder so that nothing outside can be reached and nothing can block.

Every folder on the way is opened from the one above it and none may be a link, so that a folder which somebody
replaces by a link in the meantime leads nowhere. Where the system has no such calls (Windows), the parts of the path
are looked at one by one before, which leaves a moment in between.
"""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from corpuskit.model.findings import Finding, Place
from corpuskit.rules import (
    src_changed,
    src_escapes_root,
    src_not_regular,
    src_symbolic_link,
    src_unreadable,
)
from corpuskit.sources.limits import Limits

_FILE = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_INNER = _FOLDER | getattr(os, "O_NOFOLLOW", 0)
_STEPWISE = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_NO_DEVICE = (errno.ENXIO, errno.ENODEV, errno.EOPNOTSUPP)


@dataclass(frozen=True, slots=True)
class Opened:
    """A regular file that is open for reading: close `descriptor`."""

    descriptor: int
    status: os.stat_result


def opened(root: Path, path: str, limits: Limits) -> Opened | Finding:
    """The file at `path` (POSIX, below `root`) opened for reading, or why it is not."""
    place = Place(path)
    try:
        descriptor = _descend(root, path, limits)
        if descriptor is None:
            return src_escapes_root.CODE.finding(
                "it leads out of the raw folder: put the file itself there", place=place
            )
    except OSError as error:
        return _finding_of(error, root, path)
    try:
        status = os.fstat(descriptor)
    except OSError as error:
        os.close(descriptor)
        return unreadable(error, path)
    if stat.S_ISREG(status.st_mode):
        return Opened(descriptor, status)
    os.close(descriptor)
    return src_not_regular.CODE.finding(
        f"it is {kind_of(status.st_mode)}, not a file: put the bytes into a file", place=place
    )


def _descend(root: Path, path: str, limits: Limits) -> int | None:
    """A descriptor of the file, None where the path leads out of the root."""
    if any(part in ("", ".", "..") for part in path.split("/")):
        return None
    top, below = os.fsencode(root), path.encode("utf-8", "surrogateescape")
    if limits.follow_links:
        top = os.path.realpath(top)
        inner = inside(top, os.path.realpath(top + b"/" + below, strict=True))
        if inner is None:
            return None
        below = inner
    *folders, name = below.split(b"/")
    if not _STEPWISE:
        return _open_by_path(top, folders, name)
    at = os.open(top, _FOLDER)
    try:
        for folder in folders:
            above, at = at, os.open(folder, _INNER, dir_fd=at)
            os.close(above)
        return os.open(name, _FILE, dir_fd=at)
    finally:
        os.close(at)


def _open_by_path(top: bytes, folders: list[bytes], name: bytes) -> int:
    path = top
    for part in (*folders, name):
        path += b"/" + part
        if stat.S_ISLNK(os.lstat(path).st_mode):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if not stat.S_ISREG(os.lstat(path).st_mode):
        raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))
    return os.open(path, _FILE)


def inside(root: bytes, real: bytes) -> bytes | None:
    """The part of the real path below the real root, with slashes, b"" for the root itself; None outside of it."""
    separator = os.fsencode(os.sep)
    if real == root:
        return b""
    base = root.rstrip(separator) + separator
    return real[len(base) :].replace(separator, b"/") if real.startswith(base) else None


def _finding_of(error: OSError, root: Path, path: str) -> Finding:
    place = Place(path)
    if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.EMLINK) and _has_link(root, path):
        return link(path)
    if error.errno in _NO_DEVICE:
        return src_not_regular.CODE.finding(
            "it is a socket or a device, not a file: put the bytes into a file", place=place
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return src_changed.CODE.finding(
            "it is not there any more: let whatever changes the files end, then run again", place=place
        )
    return unreadable(error, path)


def _has_link(root: Path, path: str) -> bool:
    at = os.fsencode(root)
    try:
        for part in path.encode("utf-8", "surrogateescape").split(b"/"):
            at += b"/" + part
            if stat.S_ISLNK(os.lstat(at).st_mode):
                return True
    except OSError:
        return False
    return False


def link(path: str) -> Finding:
    """The finding for a symbolic link that is not followed."""
    return src_symbolic_link.CODE.finding(
        "it is a symbolic link: put the file itself there", place=Place(path)
    )


def unreadable(error: OSError, path: str) -> Finding:
    """The finding for whatever the system refuses."""
    reason = os.strerror(error.errno) if error.errno is not None else "unknown reason"
    return src_unreadable.CODE.finding(
        f"it cannot be read ({reason}): check its permissions, its path and the disk",
        place=Place(path),
        fault=reason,
    )


def kind_of(mode: int) -> str:
    """What a file is that is no regular one, in words."""
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISLNK, "a symbolic link"),
    )
    return next((words for test, words in kinds if test(mode)), "a device")
