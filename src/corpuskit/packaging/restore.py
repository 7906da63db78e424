"""Giving raw files back, byte for byte, from the package alone."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpuskit.errors import EditMismatch, TargetError
from corpuskit.model.findings import Code, Place
from corpuskit.model.report import Report, Tally
from corpuskit.packaging.batches import Shard, ShardFault
from corpuskit.packaging.disk import told
from corpuskit.packaging.examine import NEEDED, lack_in, proved
from corpuskit.packaging.manifest import Manifest, ShardFact
from corpuskit.packaging.opening import open_package, opened_file, opened_shard
from corpuskit.packaging.paths import fault_in_path
from corpuskit.packaging.placing import place_file
from corpuskit.rules.pkg_files import UNSAFE
from corpuskit.rules.pkg_rows import NO_RAW_BYTES, ROWS

_COMPARED = (
    5000  # ids among which the nearest to a mistyped one is looked for; that takes a tenth of a second
)
_SHOWN = 5  # unknown ids that a message names


@dataclass(frozen=True, slots=True)
class Restored:
    """What `restore` did: the files that now have the raw bytes, as paths below OUT, and what could not be restored."""

    paths: tuple[str, ...]
    report: Report


@dataclass(slots=True)
class _Work:
    folder: Path
    out: Path
    wanted: frozenset[str] | None
    tally: Tally = field(default_factory=Tally)
    paths: dict[str, None] = field(default_factory=dict)

    def add(self, code: Code, shard: str, kind: str, message: str, article: str | None = None) -> None:
        if article is not None:
            message = f"{article!s:.100}: {message}"
        self.tally.add([code.finding(message, article=article, place=Place(shard), fault=kind)])


def restore(dist: str | Path, ids: Sequence[str] | None, out: str | Path) -> Restored:
    """Writes the raw file of each of `ids` (None: of every row) below `out`, at its path below the raw files.

    Bytes are written only once they have the length and SHA-256 that the row says. A row whose path is not safe, or
    that does not give its bytes back, is a finding and is not written. TargetError for an unknown id, with the nearest
    ones, before anything is written; and where a file stands in the way with other bytes. No link is followed.
    """
    with told(f"cannot read {dist}", ""):
        opened = open_package(dist)
        work = _Work(opened.folder, Path(out), None if ids is None else frozenset(ids))
        if opened.manifest is None:
            work.tally.add(opened.findings)
            return Restored((), work.tally.report(str(opened.folder)))
        groups = _find(work, opened.manifest)
    with told(f"cannot restore to {work.out}", ""):
        work.out.mkdir(parents=True, exist_ok=True)
        for fact in opened.manifest.shards:
            _restore(work, fact, groups[fact.path])
    return Restored(tuple(sorted(work.paths)), work.tally.report(str(opened.folder)))


def _find(work: _Work, manifest: Manifest) -> Mapping[str, list[int]]:
    """For each shard the row groups that hold what is wanted; of those that may not, only the ids are read."""
    left = set(work.wanted or ())
    known: list[str] = []
    groups: dict[str, list[int]] = {}
    for fact in manifest.shards:
        held = groups[fact.path] = []

        def look(shard: Shard, held: list[int] = held) -> None:
            for group in range(shard.groups):
                ids = {row["id"] for rows in shard.batches(["id"], [group]) for row in rows}
                if work.wanted is None or left & ids:
                    held.append(group)
                left.difference_update(ids)
                known.extend(sorted(ids - {None})[: _COMPARED - len(known)])

        if left or work.wanted is None:
            _with_shard(work, fact, ("id",), look, check=False)
    if left:
        _unknown(sorted(left), known, work)
    return groups


def _unknown(left: Sequence[str], known: Sequence[str], work: _Work) -> None:
    if work.tally.report().groups:  # it may stand in a file that cannot be read, which is already said
        return
    names = ", ".join(repr(name)[:100] for name in left[:_SHOWN])
    more = f" and {len(left) - _SHOWN} more" if len(left) > _SHOWN else ""
    near = difflib.get_close_matches(left[0][:200], known, 3, 0.6)
    hint = f": did you mean {', '.join(near)}?" if near else ": the column id of the package has them all"
    raise TargetError(f"{work.folder} has no row {names}{more}{hint}")


def _restore(work: _Work, fact: ShardFact, groups: Sequence[int]) -> None:
    def write(shard: Shard) -> None:
        for rows in shard.batches(NEEDED, groups):
            for row in rows:
                if work.wanted is None or row["id"] in work.wanted:
                    _write(work, fact.path, row)

    if groups:
        _with_shard(work, fact, NEEDED, write, check=True)


def _write(work: _Work, shard: str, row: Mapping[str, Any]) -> None:
    article, path = row["id"], row["raw_path"]
    if any(row[name] is None for name in NEEDED if name != "raw"):
        work.add(NO_RAW_BYTES, shard, "null", "a column that every row needs is null: not restored", article)
        return
    fault = fault_in_path(path)
    if fault is not None:
        work.add(
            UNSAFE, shard, "raw_path", f"its raw_path is not safe to write: {fault}; not restored", article
        )
        return
    try:
        body = proved(row)
    except EditMismatch as mismatch:
        message = f"it does not give its raw bytes back: {mismatch!s:.300}; not restored"
        work.add(NO_RAW_BYTES, shard, "bytes", message, article)
        return
    if place_file(work.out, path, body):
        work.paths[path] = None
    elif path in work.paths:
        work.add(UNSAFE, shard, "raw_path", "another row has the same raw_path; not restored", article)
    else:
        raise TargetError(
            f"{work.out / path} exists and has other bytes: move it away or give another folder"
        )


def _with_shard(
    work: _Work, fact: ShardFact, needed: Sequence[str], use: Callable[[Shard], None], *, check: bool
) -> None:
    """Calls `use` with the shard; where it cannot be read, that is a finding."""
    with opened_file(work.folder, fact, check=check) as (file, wrong):
        if wrong is not None:
            work.tally.add([wrong])
        if file is None:
            return
        try:
            with opened_shard(file) as shard:
                lack = lack_in(shard.schema, needed)
                if lack is None:
                    use(shard)
                else:
                    work.add(ROWS, fact.path, "columns", f"{lack}: nothing of it can be restored")
        except ShardFault as fault:
            work.add(ROWS, fact.path, "unreadable", f"its rows cannot be read: {fault!s:.300}")
