"""Placing a file below a folder of the user: never over another one, never through a link."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from corpuskit.packaging.disk import READ_ONLY, closing, read_open, write_all

_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.EXDEV})


def place_file(root: Path, path: str, data: bytes) -> bool:
    """Writes `data` at the POSIX path `path` below the folder `root`; False where something else stands there.

    True too where a file with the same bytes stands there already. The name appears once the file is complete.
    `path` must have passed `fault_in_path`. OSError where the machine fails, or a link stands in the way.
    """
    *parents, name = path.split("/")
    at = os.open(root, _FOLDER)
    try:
        for parent in parents:
            with contextlib.suppress(FileExistsError):
                os.mkdir(parent, 0o755, dir_fd=at)
            within = os.open(parent, _FOLDER | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = within
        found = _has(at, name, data)
        return _write(at, name, data) if found is None else found
    except OSError as fault:
        if fault.filename != root:  # names below an open folder say little
            fault.filename = str(root / path)
        raise
    finally:
        os.close(at)


def _has(folder: int, name: str, data: bytes) -> bool | None:
    """Whether the file `name` has these bytes, None where nothing stands there."""
    try:
        file = os.open(name, READ_ONLY, dir_fd=folder)
    except FileNotFoundError:
        return None
    except OSError as fault:
        if fault.errno in (errno.ELOOP, errno.ENXIO, errno.EOPNOTSUPP):  # a symbolic link, a socket
            return False
        raise
    with closing(file):
        return read_open(file, len(data)) == data


def _write(folder: int, name: str, data: bytes) -> bool:
    unfinished = f".corpuskit-{os.urandom(4).hex()}"
    with closing(os.open(unfinished, _NEW, 0o644, dir_fd=folder)) as file:
        try:
            write_all(file, data)
        except BaseException:
            os.unlink(unfinished, dir_fd=folder)
            raise
    try:
        os.link(
            unfinished, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False
        )  # fails if `name` exists
    except FileExistsError:
        return _has(folder, name, data) is True
    except OSError as fault:
        if fault.errno not in _NO_LINKS:
            raise
        os.rename(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
        return True
    finally:
        with contextlib.suppress(FileNotFoundError):  # renamed
            os.unlink(unfinished, dir_fd=folder)
    return True
