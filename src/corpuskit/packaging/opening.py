"""Opening a package that somebody gave us: its folder, its manifest, its shards."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpuskit.errors import TargetError
from corpuskit.model.findings import Finding, Place
from corpuskit.packaging.batches import Shard, ShardFault
from corpuskit.packaging.disk import read_regular
from corpuskit.packaging.listing import opened_below
from corpuskit.packaging.manifest import (
    LARGEST,
    NAME,
    FileFact,
    Manifest,
    ManifestFault,
    ShardFact,
    from_json,
    is_intact,
)
from corpuskit.packaging.paths import fault_in_path
from corpuskit.rules.pkg_files import FILE, UNSAFE
from corpuskit.rules.pkg_manifest import UNREADABLE

_CHUNK = 1 << 20
_LARGEST_FILE = 2 << 30  # bytes; a shard of ours holds at most 256 MB of raw bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A package: its folder, its manifest (None where there is no reading it), what is wrong with the manifest."""

    folder: Path
    manifest: Manifest | None
    findings: tuple[Finding, ...]


def open_package(dist: str | Path) -> Opened:
    """The package in the folder `dist`; TargetError where there is none."""
    folder = Path(dist)
    if not folder.is_dir():
        raise TargetError(f"{folder} is not a folder: give the folder of a package, such as dist/NAME")
    try:
        data = read_regular(folder / NAME, LARGEST)
    except FileNotFoundError:
        raise TargetError(
            f"{folder} holds no {NAME}: give the folder of a package, such as dist/NAME"
        ) from None
    if data is None:
        return Opened(
            folder, None, (_damaged(f"it is not a regular file of at most {LARGEST} bytes", "file"),)
        )
    try:
        manifest = from_json(data)
    except ManifestFault as fault:
        return Opened(folder, None, (_damaged(str(fault), "content"),))
    if not is_intact(data, manifest):
        return Opened(
            folder, manifest, (_damaged("a byte of it was changed after it was written", "checksum"),)
        )
    return Opened(folder, manifest, ())


def _damaged(why: str, fault: str) -> Finding:
    message = f"the manifest is damaged: {why:.300}; fetch or make the package again"
    return UNREADABLE.finding(message, place=Place(NAME), fault=fault)


def unsafe_path(path: str) -> Finding | None:
    """The finding for a path in a manifest that must not be joined to a folder, None for a safe one."""
    fault = fault_in_path(path)
    if fault is None:
        return None
    message = f"the manifest names a path that is not safe to open: {fault}; do not use this package"
    return UNSAFE.finding(message, place=Place(NAME), fault="manifest", excerpt=path[:200])


@contextlib.contextmanager
def opened_file(
    folder: Path, fact: FileFact | ShardFact, *, check: bool = True
) -> Iterator[tuple[int | None, Finding | None]]:
    """A file that the manifest lists, open to read, and what is wrong with its bytes; no file where there is none to read.

    Without `check` its bytes are not looked at.
    """
    unsafe = unsafe_path(fact.path)
    if unsafe is not None:
        yield None, unsafe
        return
    with opened_below(folder, fact.path) as file:
        if file is None:
            yield None, _wrong_file(fact.path, "it is missing, or not a regular file", "missing")
            return
        size = os.fstat(file).st_size
        if size > _LARGEST_FILE:
            yield None, _wrong_file(fact.path, "it is larger than any file of a package", "size")
        elif not check:
            yield file, None
        elif size != fact.bytes:
            yield file, _wrong_file(fact.path, f"it has {size} bytes, {fact.bytes} were published", "size")
        elif _sha256(file) != fact.sha256:
            yield file, _wrong_file(fact.path, "its bytes are not those that were published", "changed")
        else:
            yield file, None


def _wrong_file(path: str, why: str, fault: str) -> Finding:
    return FILE.finding(f"{why}; fetch or make the package again", place=Place(path), fault=fault)


def _sha256(file: int) -> str:
    digest = hashlib.sha256()
    at = 0
    while part := os.pread(file, _CHUNK, at):
        digest.update(part)
        at += len(part)
    return digest.hexdigest()


@contextlib.contextmanager
def opened_shard(file: int) -> Iterator[Shard]:
    """The open file as a shard; ShardFault where it is none. The file stays open."""
    os.lseek(file, 0, os.SEEK_SET)
    with os.fdopen(os.dup(file), "rb") as stream:
        yield Shard(stream)


__all__ = ["Opened", "ShardFault", "open_package", "opened_file", "opened_shard", "unsafe_path"]
