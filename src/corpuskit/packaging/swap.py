"""Putting a finished folder at its name, all or nothing.

Onto a free name a folder is renamed. A folder that is not empty cannot be renamed over; there the
two folders *exchange* their names in one system call: `renameat2` on Linux, `renamex_np` on macOS. A reader finds the
old package or the new one, never none and never a mix.

Where the file system cannot exchange (some network file systems), three renames do it, and the names themselves are
the journal: the staging folder becomes `.NAME.corpuskit-ready`, NAME becomes `.NAME.corpuskit-old`, `-ready` becomes
NAME. Between the last two, NAME is absent for a moment; a run that was killed there is completed by `settle`, which the
next run calls first.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from corpuskit.packaging.disk import make_folder, sync_folder

_EXCHANGE = 2  # RENAME_EXCHANGE in linux/fs.h, RENAME_SWAP in sys/stdio.h on macOS: the same number
_HERE = -100  # AT_FDCWD of Linux: paths are relative to the working directory
_CANNOT = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


def new_staging(out: Path, name: str) -> Path:
    """A new empty folder beside the target, to build the package in."""
    while True:
        staging = out / f".{name}.corpuskit-{os.urandom(4).hex()}"
        with contextlib.suppress(FileExistsError):
            make_folder(staging)
            return staging


def put_in_place(staging: Path, target: Path) -> None:
    """Makes the finished, durable folder `staging` stand at `target`; what stood there is then a left-over to sweep.

    OSError where that failed; then `target` is what it was.
    """
    if not target.exists():
        staging.rename(target)
        _confirm(target.parent, lambda: target.rename(staging))
    elif exchange(staging, target):
        _confirm(target.parent, lambda: exchange(staging, target))
    else:
        _rename_thrice(staging, target)


def exchange(one: Path, other: Path) -> bool:
    """Exchanges two names in one step; False where the system or the file system cannot."""
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        call, arguments = getattr(library, "renamex_np", None), (*names, _EXCHANGE)
    else:
        call, arguments = getattr(library, "renameat2", None), (_HERE, names[0], _HERE, names[1], _EXCHANGE)
    if call is None:
        return False
    if call(*arguments) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))


def settle(out: Path, name: str) -> None:
    """Completes three renames that a killed run left halfway. Call it, and `sweep`, only under the lock."""
    target, ready, old = out / name, _aside(out, name, "ready"), _aside(out, name, "old")
    if os.path.lexists(target):
        return
    for left in (ready, old):
        if left.is_dir() and not left.is_symlink():
            left.rename(target)
            sync_folder(out)
            return


def sweep(out: Path, name: str) -> None:
    """Removes the folders that earlier runs left beside the target; links are not followed."""
    ours = re.compile(re.escape(f".{name}.corpuskit-") + r"(?:[0-9a-f]{8}|ready|old)")
    with os.scandir(out) as entries:
        left = sorted(e.path for e in entries if ours.fullmatch(e.name) and e.is_dir(follow_symlinks=False))
    for path in left:
        shutil.rmtree(path)


def _confirm(folder: Path, back: Callable[[], object]) -> None:
    """Makes a rename durable; where that fails the rename is taken back, so that failing changes nothing."""
    try:
        sync_folder(folder)
    except OSError:
        back()
        raise


def _rename_thrice(staging: Path, target: Path) -> None:
    out, name = target.parent, target.name
    ready, old = _aside(out, name, "ready"), _aside(out, name, "old")
    staging.rename(ready)
    try:
        sync_folder(out)
        target.rename(old)
        ready.rename(target)
        sync_folder(out)
    except OSError:
        with contextlib.suppress(OSError):
            _put_back(staging, target, ready, old)
        raise


def _put_back(staging: Path, target: Path, ready: Path, old: Path) -> None:
    if not old.exists():
        return
    if target.exists():
        target.rename(ready)
    try:
        old.rename(target)
    except OSError:
        ready.rename(staging)  # no longer ready, so that `settle` will try the old one again
        raise


def _aside(out: Path, name: str, part: str) -> Path:
    return out / f".{name}.corpuskit-{part}"
