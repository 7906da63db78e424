"""Files of the user that are changed whole or not at all, by one run after the other."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes take the place of the file when the block ends, with its mode; until then, and on failure, what is there stands.

    Where the file is a link, what it leads to is replaced.
    """
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    with beside.open("xb") as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)


@contextlib.contextmanager
def in_turn(path: Path) -> Iterator[None]:
    """Waits until no other run is between reading the file and replacing it.

    The folder is locked and not the file, which is another one after each change. Where that cannot be done (Windows, some
    network drives) nobody waits, and of two changes in the same moment the later stands.
    """
    try:
        import fcntl

        folder = os.open(path.resolve().parent, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)
