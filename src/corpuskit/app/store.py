"""The store of results beside a corpus, `.corpuskit/`: what an earlier run worked out, by shard, so that it need not be done again.

It holds nothing that could not be worked out again, and no run trusts it further than it can see. What is in it was
written by this version of the program (`stamp`), on this machine, in this folder; every file tells whether it is whole. A
file that is damaged is written again, a store that was copied here is emptied, with one sentence; where it cannot be written the run goes on without.
Files appear by renaming, so that runs at the same time at worst work out a thing twice.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Any

from corpuskit.app.packing import Damaged, packed, unpacked
from corpuskit.packaging.disk import closing, read_regular, write_all

FOLDER = ".corpuskit"
WORTH = 500  # articles below which a run is done before a store would have saved anything
GENERATIONS = 3  # sets of results, one for each choice of settings, that are kept of each kind
RACY = 2_000_000_000  # nanoseconds: the coarsest clock of a file system (FAT); what changed so shortly before is read again
_FORMAT = 1
_LARGEST = 1 << 30  # bytes of one file
_LIBRARIES = ("chardet", "ftfy", "jsonschema", "numpy", "packaging", "pyarrow", "pyyaml", "xxhash")
_NO_PLACE = frozenset(
    {errno.EACCES, errno.EPERM, errno.EROFS}
)  # nobody wants to be told of these at every run
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Store:
    """An open store; small, so that it travels to the workers.

    path    of its folder
    stamp   what decides results beside the articles and the settings: this program and what it stands on
    start   when this run began, in nanoseconds, by the clock of the file system
    """

    path: Path
    stamp: str
    start: int

    def load(self, kind: str, name: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """What was saved under this name, None where nothing was; Damaged where it is not whole."""
        try:
            data = read_regular(self.path / kind / name, _LARGEST)
        except OSError:
            return None
        if data is None:
            raise Damaged("it is no file")
        return unpacked(data)

    def save(self, kind: str, name: str, value: Mapping[str, Any], columns: Mapping[str, Any]) -> None:
        """Keep a value and columns; OSError where that cannot be done."""
        self.put(kind, name, packed(value, columns))

    def put(self, kind: str, name: str, data: bytes | memoryview) -> None:
        """Keep bytes under a name, which appears when they are all there."""
        folder = self.path / kind
        folder.mkdir(mode=0o700, exist_ok=True)
        part = folder / f".{os.getpid()}-{os.urandom(4).hex()}"
        try:
            with closing(os.open(part, _NEW, 0o600)) as file:
                write_all(file, data)
            if (folder / name).is_dir():  # nothing of ours, and it would be in the way for ever
                shutil.rmtree(folder / name)
            part.replace(folder / name)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()
            raise

    def adopt(self, kind: str, name: str, file: Path) -> None:
        """Keep a finished file, which never changes again: it takes no more room where it lies on the same disk."""
        folder = self.path / kind
        folder.mkdir(mode=0o700, exist_ok=True)
        part = folder / f".{os.getpid()}-{os.urandom(4).hex()}"
        try:
            os.link(file, part, follow_symlinks=False)
        except OSError:
            self.put(kind, name, file.read_bytes())
            return
        try:
            part.replace(folder / name)
        finally:
            part.unlink(missing_ok=True)  # two names of one file: renaming one to the other leaves both

    def adopted(self, kind: str, name: str, sha256: str) -> bytes:
        """The bytes of a file that was kept; Damaged where they are not those that have this SHA-256."""
        try:
            data = read_regular(self.path / kind / name, _LARGEST)
        except OSError:
            data = None
        if data is None or hashlib.sha256(data).hexdigest() != sha256:
            raise Damaged("a file is gone or changed")
        return data

    def forget(self, ids: Sequence[str]) -> None:
        """Let go of all results where other articles are withdrawn than the last time: what is gone may stand in any of them."""
        known = self.path / "withdrawn"
        if not ids:  # what this run keeps holds them again
            known.unlink(missing_ok=True)
            return
        told = hashlib.sha256("\0".join(ids).encode("utf-8", "surrogatepass")).hexdigest().encode("ascii")
        if known.is_file() and known.read_bytes() == told:
            return
        for item in sorted(self.path.iterdir()):
            if item.is_dir() and not item.is_symlink():
                shutil.rmtree(item)
        self.put("", known.name, told)

    def trim(self, kind: str, names: Iterable[str]) -> None:
        """Let go of all of a kind but these names, and of the sets of results that were not used by the last runs."""
        wanted = frozenset(names)
        with contextlib.suppress(OSError):
            os.utime(self.path / kind)
            for item in sorted((self.path / kind).iterdir()):
                if item.name not in wanted and not _is_fresh(item, self.start):
                    item.unlink()
            family = kind.partition("-")[0]
            sets = [one for one in self.path.iterdir() if one.name.partition("-")[0] == family]
            for old in sorted(sets, key=lambda one: (-one.stat().st_mtime_ns, one.name))[GENERATIONS:]:
                shutil.rmtree(old)


def opened(base: Path, root: Path, articles: int, tell: Tell) -> Store | None:
    """The store of a corpus; None where it has no place for one, or is too small to need one. It is made if need be.

    A raw folder that is no folder of a corpus has none, since nothing is ever written among raw files; and so has Windows, which
    lacks some calls.
    """
    if articles < WORTH or root.resolve() == base.resolve() or os.name != "posix":
        return None
    path = base.absolute() / FOLDER
    try:
        _made(path, tell)
        return Store(path, stamp(), _clock(path))
    except OSError as fault:
        if fault.errno not in _NO_PLACE:
            tell(unwritable(fault))
        return None


def forget(base: Path, ids: Sequence[str]) -> None:
    """Let go of what earlier runs kept in the store of a corpus, if there is one, whether or not this run has a use for it: `Store.forget`."""
    path = base.absolute() / FOLDER
    if path.is_dir() and not path.is_symlink():
        Store(path, "", 0).forget(ids)


def _made(path: Path, tell: Tell) -> None:
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
    here = path.lstat()
    if not stat.S_ISDIR(here.st_mode) or here.st_uid != os.geteuid():
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path))
    own = json.dumps([_FORMAT, here.st_dev, here.st_ino])
    try:
        known = (path / "store.json").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        known = None
    if known == own:
        return
    left = [item for item in sorted(path.iterdir()) if item.is_dir() and not item.is_symlink()]
    if known is not None or left:
        tell(
            f"the store of earlier results, {FOLDER}, was made elsewhere or is damaged: all is worked out again"
        )
    for item in left:
        shutil.rmtree(item)
    store = Store(path, "", 0)
    store.put("", ".gitignore", b"*\n")
    store.put("", "store.json", own.encode("ascii"))


def damaged() -> str:
    """The sentence for a store of which a file is not whole."""
    return f"the store of earlier results, {FOLDER}, is damaged: what was lost is worked out again"


def unwritable(fault: OSError) -> str:
    """The sentence for a store that cannot be written."""
    reason = os.strerror(fault.errno) if fault.errno else str(fault)
    return f"results are not kept for the next run, since {FOLDER} cannot be written ({reason.lower()})"


def _clock(path: Path) -> int:
    """Now, by the clock that gives files their times: it may be that of a server."""
    part = path / f".{os.getpid()}-{os.urandom(4).hex()}"
    with closing(os.open(part, _NEW, 0o600)) as file:
        now = os.fstat(file).st_mtime_ns
    part.unlink()
    return now


def _is_fresh(item: Path, start: int) -> bool:
    """Whether a file may be of a run that is still going on."""
    return item.stat().st_mtime_ns >= start


@cache
def stamp() -> str:
    """A digest of this program's files, of the Python that runs it, and of the libraries that decide results."""
    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{_FORMAT} {sys.version} {sys.byteorder}".encode())
    for name in _LIBRARIES:
        with contextlib.suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}\n".encode())
    top = Path(str(files("corpuskit")))
    for path in sorted(top.rglob("*")):
        if path.suffix in (".py", ".json") and path.is_file():
            digest.update(f"{path.relative_to(top).as_posix()} {path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def status_of(path: str | bytes) -> tuple[int, int, int, int] | None:
    """What tells that a file is untouched: size, time of its content, time of its inode, inode; None for anything but a file."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


__all__ = ["Damaged", "Store", "Tell", "forget", "opened", "stamp", "status_of"]
