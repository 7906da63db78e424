"""Writing to disk so that every error is met where it happens and told in one sentence; reading without surprises."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from corpuskit.errors import CorpuskitError, MachineError, TargetError
from corpuskit.packaging.manifest import FileFact

_OF_THE_TARGET = frozenset(
    {
        errno.EACCES,
        errno.EBUSY,
        errno.EEXIST,
        errno.EISDIR,
        errno.ELOOP,
        errno.ENAMETOOLONG,
        errno.ENOTDIR,
        errno.ENOTEMPTY,
        errno.EPERM,
    }
)
OF_THE_MACHINE = frozenset({errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC, errno.EROFS})
_ADVICE = {
    errno.EACCES: "check its permissions or choose another place",
    errno.EDQUOT: "free some of the quota and run again",
    errno.EFBIG: "raise the limit on the size of files (ulimit -f) and run again",
    errno.EIO: "check the disk and run again",
    errno.ENOSPC: "free some space and run again",
    errno.EPERM: "check its permissions or choose another place",
    errno.EROFS: "choose a place that can be written",
}
UNTOUCHED = "; what was published before is untouched"
_CHUNK = 1 << 20
# Without O_NONBLOCK, opening a FIFO waits for its writer.
READ_ONLY = (
    os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
)


@contextlib.contextmanager
def told(task: str, aftermath: str = UNTOUCHED) -> Iterator[None]:
    """Turns an OSError into MachineError or TargetError: one sentence of what failed, where, and what to do.

    `task` reads "cannot write dist/news"; `aftermath` says what the failure leaves.
    """
    try:
        yield
    except OSError as fault:
        raise as_told(fault, task, aftermath) from fault


def as_told(fault: OSError, task: str, aftermath: str) -> CorpuskitError | MachineError:
    """The error to raise for `fault`: TargetError where another target helps, else MachineError."""
    number = fault.errno or 0
    kind = TargetError if number in _OF_THE_TARGET else MachineError
    reason = (os.strerror(number) if number else str(fault)).lower()
    where = f" ({os.fsdecode(fault.filename)})" if isinstance(fault.filename, str | bytes) else ""
    advice = _ADVICE.get(number, "choose another place or run again")
    return kind(f"{task}: {reason}{where}{aftermath}: {advice}")


def make_folder(path: Path) -> None:
    """A folder that must not exist yet, readable by all whatever the umask."""
    path.mkdir(0o755)
    path.chmod(0o755)


def write_file(folder: Path, name: str, data: bytes | memoryview) -> FileFact:
    """Writes a new file at the POSIX path `name` below `folder`, whose folders are made; says what was written.

    Mode 0644 whatever the umask. `Claim.commit` makes it durable. Two files of one name are an error: nothing is
    ever overwritten. TargetError or MachineError where it cannot be written.
    """
    path = folder / name
    with told(f"cannot write {path}"):
        _make_parents(folder, path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with _named(path), closing(os.open(path, flags, 0o644)) as file:
            write_all(file, data)
            os.fchmod(file, 0o644)
    return FileFact(name, len(data), hashlib.sha256(data).hexdigest())


def write_all(file: int, data: bytes | memoryview) -> None:
    """Writes every byte; a write may take fewer than it was given."""
    rest = memoryview(data).cast("B")
    while rest:
        rest = rest[os.write(file, rest) :]


@contextlib.contextmanager
def closing(file: int) -> Iterator[int]:
    """The open file, closed at the end; an error of closing is an error, since some file systems write only then."""
    try:
        yield file
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(file)
        raise
    os.close(file)


def sync_file(path: Path) -> None:
    """Makes the content of a file durable."""
    with _named(path), closing(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)) as file:
        _sync(file)


def sync_folder(path: Path) -> None:
    """Makes the names in a folder durable; silent where the file system has no such thing (EINVAL)."""
    with _named(path), closing(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY)) as file:
        try:
            _sync(file)
        except OSError as fault:
            if fault.errno != errno.EINVAL:
                raise


def sync_tree(folder: Path) -> None:
    """Makes a folder durable with all that is in it, what lies deepest first."""
    for path, _, names in os.walk(folder, topdown=False):
        for name in sorted(names):
            sync_file(Path(path, name))
        sync_folder(Path(path))


def read_regular(path: Path, limit: int) -> bytes | None:
    """The bytes of a regular file of at most `limit` bytes; None for anything else: a link, a FIFO, a folder, too large."""
    try:
        with closing(os.open(path, READ_ONLY)) as file:
            return read_open(file, limit)
    except OSError as fault:
        if fault.errno in (errno.ELOOP, errno.ENXIO, errno.EOPNOTSUPP):  # a symbolic link, a socket
            return None
        raise


def read_open(file: int, limit: int, offset: int = 0) -> bytes | None:
    """The bytes of an open regular file from `offset` on; None if it is not regular or has more than `limit` of them."""
    found = os.fstat(file)
    if not stat.S_ISREG(found.st_mode) or found.st_size - offset > limit:
        return None
    parts: list[bytes] = []
    while limit >= 0:
        part = os.pread(file, min(_CHUNK, limit + 1), offset)
        if not part:
            return b"".join(parts)
        parts.append(part)
        offset += len(part)
        limit -= len(part)
    return None


def _make_parents(folder: Path, path: Path) -> None:
    for parent in reversed(path.relative_to(folder).parents):
        if parent.parts:
            with contextlib.suppress(FileExistsError):  # another shard made it
                make_folder(folder / parent)


@contextlib.contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors of an open file know no name; this adds it."""
    try:
        yield
    except OSError as fault:
        if fault.filename is None:
            fault.filename = str(path)
        raise


def _sync(file: int) -> None:
    import fcntl

    full = getattr(fcntl, "F_FULLFSYNC", None)  # macOS: fsync alone leaves the bytes in the drive's cache
    if full is not None:
        with contextlib.suppress(OSError):
            fcntl.fcntl(file, full)
            return
    os.fsync(file)
