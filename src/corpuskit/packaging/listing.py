"""Looking into folders that strangers filled: links are not followed, only regular files are opened."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from corpuskit.packaging.disk import READ_ONLY, closing


def files_below(folder: Path) -> Iterator[tuple[str, bool]]:
    """Every entry below `folder` but plain folders: (POSIX path, whether it is a regular file), sorted in each folder.

    Folders are walked without recursion, so depth costs nothing; OSError where one cannot be listed.
    """
    pending = [""]
    while pending:
        below = pending.pop()
        with os.scandir(folder / below) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            path = f"{below}/{entry.name}" if below else entry.name
            if entry.is_dir(follow_symlinks=False):
                pending.append(path)
            else:
                yield path, entry.is_file(follow_symlinks=False)


@contextlib.contextmanager
def opened_below(folder: Path, path: str) -> Iterator[int | None]:
    """A regular file, opened to read, at the POSIX path `path` below `folder` without following any link.

    None where there is no such file. `path` must have passed `fault_in_path`.
    """
    try:
        file = _open_below(folder, path)
    except (FileNotFoundError, NotADirectoryError):
        file = None
    except OSError as fault:
        if fault.filename is None or not _is_link_or_socket(fault):
            raise
        file = None
    if file is None:
        yield None
        return
    with closing(file):
        yield file if stat.S_ISREG(os.fstat(file).st_mode) else None


def _open_below(folder: Path, path: str) -> int:
    *parents, name = path.split("/")
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for parent in parents:
            within = os.open(parent, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=at)
            os.close(at)
            at = within
        return os.open(name, READ_ONLY, dir_fd=at)
    finally:
        os.close(at)


def _is_link_or_socket(fault: OSError) -> bool:
    import errno

    return fault.errno in (errno.ELOOP, errno.ENXIO, errno.EOPNOTSUPP)
