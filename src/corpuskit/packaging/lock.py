"""One writer at a time: a lock file beside the target, held through `flock`.

The kernel lets go of a lock when its process dies, however it dies, so a stale lock never blocks. The file is removed
at the end; whoever locked a file that was removed meanwhile notices that the name leads elsewhere, and starts again.
(`filelock` empties the file before it holds the lock, and so loses the holder's name that the second run shows.)
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from corpuskit.errors import TargetError
from corpuskit.packaging.disk import told, write_all

_ATTEMPTS = 100
_LOOKS = 40
_LONGEST_NOTE = 200  # bytes


@contextlib.contextmanager
def held(out: Path, name: str) -> Iterator[None]:
    """Holds the lock of the package `name` in `out`; TargetError at once, naming the holder, if another run has it."""
    path = out / f".{name}.corpuskit.lock"
    target = out / name
    with told(f"cannot lock {target}"):
        file = _acquire(path, target)
    try:
        with told(f"cannot lock {target}"):
            os.ftruncate(file, 0)
            write_all(file, _note())
        yield
    finally:
        with contextlib.suppress(OSError):
            path.unlink()
        with contextlib.suppress(OSError):  # the kernel lets go of the file all the same
            os.close(file)


def _acquire(path: Path, target: Path) -> int:
    try:
        import fcntl
    except ImportError:
        raise TargetError(f"cannot lock {target}: packaging needs Linux or macOS") from None
    for _ in range(_ATTEMPTS):
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o644)
        try:
            if not stat.S_ISREG(os.fstat(file).st_mode):
                raise TargetError(f"{path} is not a file of ours: move it away")
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _leads_to(path, file):
                return file
        except BlockingIOError:
            holder = _shown(_note_in(file))
            os.close(file)
            raise TargetError(
                f"{target} is being written by another run{holder}: wait until it ends"
            ) from None
        except BaseException:
            os.close(file)
            raise
        os.close(file)
    raise TargetError(f"cannot lock {target}: other runs come and go: run again")


def _note_in(file: int) -> bytes:
    """The holder's note. It is written just after the lock is taken, so an empty one is looked at again for a moment."""
    for _ in range(_LOOKS):
        if note := os.pread(file, _LONGEST_NOTE, 0):
            return note
        time.sleep(0.005)
    return b""


def _leads_to(path: Path, file: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(file))
    except FileNotFoundError:
        return False


def _note() -> bytes:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]]) if sys.argv else "python"
    return f"process {os.getpid()}, {command[:80]}".encode("utf-8", "backslashreplace")[:_LONGEST_NOTE]


def _shown(note: bytes) -> str:
    text = "".join(c for c in note.decode("utf-8", "replace") if c.isprintable())
    return f" ({text})" if text else ""
