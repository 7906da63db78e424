"""Publishing a package all or nothing: a folder beside the target is filled, made durable, and swapped into its place.

>>> import tempfile
>>> out = Path(tempfile.mkdtemp())
>>> with claim(out, "news") as claimed:
...     fact = write_file(claimed.staging, "README.md", b"# News")
...     claimed.commit()
>>> sorted(path.name for path in out.iterdir()), fact.bytes
(['news'], 6)

Whoever is killed, at any point, leaves the old package or the new one, and left-overs that the next run sweeps.
"""

from __future__ import annotations

import contextlib
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpuskit.errors import TargetError
from corpuskit.packaging.bagit import TAGS
from corpuskit.packaging.disk import (
    OF_THE_MACHINE,
    UNTOUCHED,
    as_told,
    read_regular,
    sync_tree,
    told,
    write_file,
)
from corpuskit.packaging.listing import files_below
from corpuskit.packaging.lock import held
from corpuskit.packaging.manifest import LARGEST, NAME, FileFact, Manifest, ManifestFault, from_json
from corpuskit.packaging.swap import new_staging, put_in_place, settle, sweep

__all__ = ["Claim", "FileFact", "claim", "write_file"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_UNCERTAIN = "; the new package is whole, but whether it or the old one stays there the disk does not say"
_OF_THE_DESKTOP = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # file managers leave these anywhere


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to write one package: fill `staging`, then `commit`. `target` is where it will stand."""

    staging: Path
    target: Path

    def commit(self) -> None:
        """Makes `staging` durable and puts it at `target`; the package that stood there is removed.

        TargetError or MachineError where that fails; then `target` is what it was (but where the disk fails again
        while that is restored: then the new package may stand there, and the message says so).
        """
        before = _identity(self.target)
        try:
            sync_tree(self.staging)
            _check_target(self.target)
            put_in_place(self.staging, self.target)
        except OSError as fault:
            aftermath = UNTOUCHED if _identity(self.target) == before else _UNCERTAIN
            raise as_told(fault, f"cannot publish {self.target}", aftermath) from fault


@contextlib.contextmanager
def claim(out: str | Path, name: str) -> Iterator[Claim]:
    """Claims the package `name` in the folder `out`, which is made if need be, and lets go of it at the end.

    Leaving without `commit` leaves nothing. TargetError where another run holds it, where the name will not do, or
    where what stands there is not a package of ours; MachineError where the machine fails.
    """
    if not _NAME.fullmatch(name):
        raise TargetError(
            f"{name!r:.100} cannot name a package: take letters, digits and . _ - (at most 96, a letter or digit first)"
        )
    folder = Path(out)
    target = folder / name
    task = f"cannot write {target}"
    with told(task):
        folder.mkdir(0o755, parents=True, exist_ok=True)
    with held(folder, name):
        with told(task):
            settle(folder, name)
            sweep(folder, name)
            _check_target(target)
            staging = new_staging(folder, name)
        try:
            yield Claim(staging, target)
        except OSError as fault:
            if fault.errno in OF_THE_MACHINE:  # whoever wrote in `staging` without `write_file`
                raise as_told(fault, task, UNTOUCHED) from fault
            raise
        finally:
            with contextlib.suppress(OSError):  # what cannot be removed now, the next run sweeps
                settle(folder, name)
                sweep(folder, name)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _check_target(target: Path) -> None:
    """TargetError unless `target` is absent, an empty folder, or a package of ours with nothing else in it."""
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(mode):
        kind = "a symbolic link" if stat.S_ISLNK(mode) else "not a folder"
        raise TargetError(f"{target} is {kind}: move it away or choose another name")
    if target.is_mount():
        raise TargetError(
            f"{target} is a mount point and cannot be exchanged: choose a name inside or beside it"
        )
    if not any(target.iterdir()):
        return
    known = {fact.path for fact in _published(target).facts} | {NAME, TAGS}
    for path, _ in files_below(target):
        if path not in known and path.rpartition("/")[2] not in _OF_THE_DESKTOP:
            raise TargetError(
                f"{target / path} was not written by corpuskit: move it away or choose another name"
            )


def _published(target: Path) -> Manifest:
    try:
        data = read_regular(target / NAME, LARGEST)
        if data is not None:
            return from_json(data)
    except (FileNotFoundError, ManifestFault):
        pass
    raise TargetError(f"{target} is not a package of corpuskit: move it away or choose another name")
