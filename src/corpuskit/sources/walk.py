"""The walk over the raw folder: which articles and which metadata lie there, without opening any of them."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from corpuskit.errors import SourceError
from corpuskit.model.findings import Finding, Place
from corpuskit.rules import (
    src_escapes_root,
    src_name_not_portable,
    src_not_regular,
    src_other_kind,
    src_symbolic_link,
    src_too_large,
    src_unsafe_name,
)
from corpuskit.rules.src_name_not_portable import unportable
from corpuskit.rules.src_unsafe_name import unsafe
from corpuskit.sources.limits import Limits
from corpuskit.sources.names import ending, holds_records, is_sidecar, passed_over, readable
from corpuskit.sources.opening import inside, kind_of, link, unreadable


@dataclass(slots=True)
class Walked:
    """What the walk met; all paths are POSIX paths below the root.

    sizes      of the articles, in bytes (0 where there is a fault)
    faults     why an article cannot be read; its path as key, in which bytes that are not UTF-8 are surrogates
    warnings   what is wrong with the names of articles that are read all the same
    records    the files with records of many articles, sidecars those with the record of one
    beside     every folder and every file that is no article
    findings   what belongs to no article
    """

    sizes: dict[str, int] = field(default_factory=dict)
    faults: dict[str, Finding] = field(default_factory=dict)
    warnings: dict[str, Finding] = field(default_factory=dict)
    records: list[str] = field(default_factory=list)
    sidecars: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to be looked into: its path below the root ("" for the root), and whether a link led there."""

    path: str
    linked: bool = False


def walk(root: Path, limits: Limits) -> Walked:
    """Everything below `root`, in no particular order; SourceError where `root` is no folder that can be read."""
    top = os.fsencode(root)
    walked = Walked()
    waiting = [_Folder("")]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(_below(top, folder.path)) as items:
                for item in items:
                    waiting += _look(item, folder, top, limits, walked)
        except OSError as error:
            if not folder.path:
                raise SourceError(
                    f"{root} cannot be listed ({error.strerror}): name a folder of raw files"
                ) from None
            walked.findings.append(unreadable(error, folder.path))
    return walked


def _look(
    item: os.DirEntry[bytes], folder: _Folder, top: bytes, limits: Limits, walked: Walked
) -> list[_Folder]:
    """Put one thing where it belongs; a folder to be entered comes back."""
    name = item.name.decode("utf-8", "surrogateescape")
    if passed_over(name):
        return []
    path = f"{folder.path}/{name}" if folder.path else name
    try:
        if (why := unsafe(name)) is not None:
            fault = src_unsafe_name.CODE.finding(
                f"its name {why}: rename it", place=Place(readable(path)), fault=why
            )
            _refuse(walked, path, name, fault)
            return []
        if (odd := unportable(name)) is not None:
            _warn(walked, path, name, odd)
        if item.is_symlink():
            return _follow(path, folder, top, limits, walked)
        if item.is_dir(follow_symlinks=False):
            return _enter(_Folder(path, folder.linked), name, walked)
        _file(path, name, item.stat(follow_symlinks=False), limits, walked)
    except OSError as error:
        _refuse(walked, path, name, unreadable(error, readable(path)))
    return []


def _warn(walked: Walked, path: str, name: str, odd: tuple[str, str]) -> None:
    kind, why = odd
    found = src_name_not_portable.CODE.finding(f"its name {why}: rename it", place=Place(path), fault=kind)
    if ending(name):
        walked.warnings[path] = found
    else:
        walked.findings.append(found)


def _enter(folder: _Folder, name: str, walked: Walked) -> list[_Folder]:
    if not (ending(name) or holds_records(name) or is_sidecar(name)):
        walked.beside.append(folder.path)
        return [folder]
    fault = src_not_regular.CODE.finding(
        "it is a folder with the name of a file: rename it, then what is in it is read",
        place=Place(folder.path),
    )
    _refuse(walked, folder.path, name, fault)
    return []


def _file(path: str, name: str, status: os.stat_result, limits: Limits, walked: Walked) -> None:
    is_article = bool(ending(name))
    if not is_article:
        walked.beside.append(path)
    if not (is_article or holds_records(name) or is_sidecar(name)):
        walked.findings.append(
            src_other_kind.CODE.finding(
                "it is not a kind of file that is read: only .txt, .text, .md and .markdown are",
                place=Place(path),
            )
        )
    elif not stat.S_ISREG(status.st_mode):
        words = f"it is {kind_of(status.st_mode)}, not a file: put the bytes into a file"
        _refuse(walked, path, name, src_not_regular.CODE.finding(words, place=Place(path)))
    elif is_article and status.st_size > limits.max_bytes:
        _refuse(walked, path, name, too_large(status.st_size, limits, path))
    elif is_article:
        walked.sizes[path] = status.st_size
    else:
        (walked.records if holds_records(name) else walked.sidecars).append(path)


def _follow(path: str, folder: _Folder, top: bytes, limits: Limits, walked: Walked) -> list[_Folder]:
    name = path.rpartition("/")[2]
    if not limits.follow_links:
        _refuse(walked, path, name, link(path))
        return []
    root = os.path.realpath(top)
    try:
        real = os.path.realpath(_below(root, path), strict=True)
        status = os.lstat(real)
    except OSError:
        _refuse(walked, path, name, _not_followed("it leads to nothing", path))
        return []
    if inside(root, real) is None:
        words = "it leads out of the raw folder: put the file itself there"
        _refuse(walked, path, name, src_escapes_root.CODE.finding(words, place=Place(path)))
    elif folder.linked:
        _refuse(walked, path, name, _not_followed("another link leads to it", path))
    elif not stat.S_ISDIR(status.st_mode):
        _file(path, name, status, limits, walked)
    elif inside(real, _below(root, folder.path)) is not None:
        _refuse(walked, path, name, _not_followed("it leads back to a folder that it lies in", path))
    else:
        return _enter(_Folder(path, linked=True), name, walked)
    return []


def _not_followed(why: str, path: str) -> Finding:
    return src_symbolic_link.CODE.finding(
        f"it is a symbolic link that is not followed, since {why}: put the file itself there",
        place=Place(path),
        fault=why,
    )


def _refuse(walked: Walked, path: str, name: str, fault: Finding) -> None:
    """An article that cannot be read is still one, and is counted; anything else is only told of."""
    if ending(name):
        walked.sizes[path] = 0
        walked.faults[path] = fault
    else:
        walked.findings.append(fault)


def too_large(size: int, limits: Limits, path: str) -> Finding:
    """The finding for a file beyond the limit."""
    return src_too_large.CODE.finding(
        f"it has {size:,} bytes, more than the {limits.max_bytes:,} that an article may have: split it, or raise max_bytes",
        place=Place(path),
        data={"bytes": size},
    )


def _below(top: bytes, path: str) -> bytes:
    return top + b"/" + path.encode("utf-8", "surrogateescape") if path else top
