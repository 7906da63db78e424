"""The two files of a shard of a package, its rows and what was removed from them: written anew, or as an earlier run left them.

Of a row that an earlier run made, and that would be the same today, nothing is done again: it is taken as Arrow has it from
that run's file, which the store knows by its checksum. A shard of nothing but such rows is that file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpuskit.app.keys import name_of
from corpuskit.app.results import NOTHING, Kept, Past, keep, past
from corpuskit.app.store import Damaged, Store, damaged, unwritable
from corpuskit.app.work import Task
from corpuskit.model.facts import CorpusFacts
from corpuskit.packaging.columns import REMOVED, Column, table_of
from corpuskit.packaging.counting import BY, Counting
from corpuskit.packaging.digest import joined_digest, row_digest
from corpuskit.packaging.manifest import ShardFact
from corpuskit.packaging.publish import write_file
from corpuskit.packaging.removed import removals_of
from corpuskit.packaging.shard import write_table

_SHA = 32  # bytes of a SHA-256
_SAID = (
    "id",
    "text",
    "edits",
    *BY,
)  # what counts are made of


@dataclass(frozen=True, slots=True)
class Files:
    """A shard on disk, what was removed from its articles, and what is counted in it."""

    train: ShardFact
    removed: ShardFact
    counting: Counting

    def names(self, task: Task) -> tuple[str, str]:
        """The names that the files have in the store."""
        return file_of(task, self.train.sha256), file_of(task, self.removed.sha256)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier run left of a shard: what holds of its articles, the bytes of its files; `trouble` where the store failed."""

    past: Past = NOTHING
    train: bytes | None = None
    removed: bytes | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row is: its digest, and its number in the file of the earlier run, None for one that was made anew."""

    digest: bytes
    at: int | None


def file_of(task: Task, sha256: str) -> str:
    """The name that a file of a shard has in the store."""
    return f"{name_of(task.entries)}-{sha256[:16]}.parquet"


def earlier(store: Store | None, kind: str, task: Task, facts: CorpusFacts) -> Earlier:
    """What an earlier run left of the shard that still holds; nothing where its files are gone or damaged."""
    try:
        before = past(store, kind, task, facts)
        if store is None or not before.articles:
            return Earlier(before)
        train, removed = (
            store.adopted(kind, file_of(task, sha256), sha256)
            for sha256 in (before.value["sha256"], before.value["removed"]["sha256"])
        )
        if len(before.value["removed"]["digests"]) != 2 * _SHA * before.value["removed"]["rows"]:
            raise Damaged("it has not the digest of every removal")
        return Earlier(before, train, removed)
    except (Damaged, KeyError, TypeError):
        return Earlier(trouble=damaged())


def files_of(
    folder: Path,
    part: str,
    columns: Sequence[Column],
    places: Sequence[Place],
    rows: Sequence[dict[str, Any]],
    before: Earlier,
) -> tuple[Files, bytes]:
    """The files `folder`/data/train-`part` and removed-`part` of the rows at these places; `rows` are those that were made anew.

    With them the digests of the removals, one after the other; empty where the files are those of the earlier run.
    """
    names = f"data/train-{part}", f"data/removed-{part}"
    digests = [place.digest for place in places]
    if before.past.whole and before.train is not None and len(places) == before.past.value["rows"]:
        return _copied(folder, names, digests, before), b""
    known = _read(before.train)
    table = _table([place.at for place in places], table_of(rows, columns), known)
    counting = Counting()
    for row in rows if known is None else table.select(_SAID).to_pylist():
        counting.add(row)
    gone, of_gone = _removed(places, rows, known, before)
    train = write_table(folder, names[0], table, digests)
    return Files(train, write_table(folder, names[1], gone, of_gone), counting), b"".join(of_gone)


def _removed(
    places: Sequence[Place], rows: Sequence[dict[str, Any]], known: Any, before: Earlier
) -> tuple[Any, list[bytes]]:
    """What was removed from the articles at these places, and the digest of each removal; of rows that were kept as it was kept."""
    made = [removals_of(row) for row in rows]
    fresh = [removal for few in made for removal in few]
    digests, new = [row_digest(removal) for removal in fresh], table_of(fresh, REMOVED)
    old = _read(before.removed)
    if old is None:
        return new, digests
    kept = bytes.fromhex(before.past.value["removed"]["digests"])
    digests += [kept[at : at + _SHA] for at in range(0, len(kept), _SHA)]
    of, ids, anew = _ranges(old["id"].to_pylist()), known["id"].to_pylist(), iter(made)
    order: list[int | None] = []
    for place in places:
        order += [None] * len(next(anew)) if place.at is None else of.get(ids[place.at], ())
    numbers = iter(range(len(fresh)))
    chosen = [next(numbers) if at is None else len(fresh) + at for at in order]
    return _table(order, new, old), [digests[at] for at in chosen]


def _ranges(ids: Sequence[str]) -> dict[str, range]:
    """Where the removals of each article lie, which stand together."""
    starts = [at for at, name in enumerate(ids) if not at or name != ids[at - 1]]
    return {ids[start]: range(start, end) for start, end in pairwise([*starts, len(ids)])}


def keep_files(
    store: Store,
    kind: str,
    task: Task,
    facts: CorpusFacts,
    folder: Path,
    files: Files,
    kept: Mapping[str, Kept],
    before: Earlier,
    removals: bytes,
) -> str:
    """Keep what came of a shard for the next run, with the digests of its removals; a sentence where that fails, else ""."""
    try:
        for name, fact in zip(files.names(task), (files.train, files.removed), strict=True):
            store.adopt(kind, name, folder / fact.path)
        if not before.past.whole:
            gone = files.removed
            value = {
                "sha256": files.train.sha256,
                "rows": files.train.rows,
                "removed": {"sha256": gone.sha256, "rows": gone.rows, "digest": gone.rows_digest}
                | {"digests": removals.hex()},
                "counting": files.counting.plain,
            }
            keep(store, kind, task, facts, kept, **value)
    except OSError as fault:
        return unwritable(fault)
    return ""


def _copied(folder: Path, names: tuple[str, str], digests: Sequence[bytes], before: Earlier) -> Files:
    value, written = before.past.value, []
    for name, data in zip(names, (before.train, before.removed), strict=True):
        written.append(write_file(folder, name, data or b""))
    train, gone = written
    return Files(
        ShardFact(train.path, len(digests), train.bytes, train.sha256, joined_digest(digests)),
        ShardFact(gone.path, value["removed"]["rows"], gone.bytes, gone.sha256, value["removed"]["digest"]),
        Counting.of_plain(value["counting"]),
    )


def _read(data: bytes | None) -> Any:
    """The rows of a file of the earlier run; None where there is none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.read_table(pa.BufferReader(data), use_threads=False) if data is not None else None


def _table(order: Sequence[int | None], made: Any, known: Any) -> Any:
    """The rows that were made in their order, and those at these places of the old file among them."""
    import pyarrow as pa

    if known is None:
        return made
    fresh = iter(range(len(made)))
    chosen = [next(fresh) if at is None else len(made) + at for at in order]
    # What was read from Parquet has numbers in its schema; the schema of the first table is that of the whole.
    both = pa.concat_tables([made, known]).take(pa.array(chosen, pa.int64())).combine_chunks()
    return pa.table(both.columns, schema=made.schema)
