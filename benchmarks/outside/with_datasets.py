"""A package in the hands of `datasets`, which need know nothing of us: every way of loading gives the rows that the files have.

    python with_datasets.py DIST CACHE

Each config is loaded plain and by streaming: all of it, then some columns, then what a filter lets through. It prints one
line of JSON: the reads, the rows that were compared, what differed. `benchmarks.readers` and the tests run it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Features, load_dataset

FILES = {"default": "train", "removed": "removed", "refused": "refused"}
NO_ROWS = "corresponds to no data"  # what `datasets` says where a split has no rows, unless it is streamed


def values(table: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows of a table, few of them as Python values at a time."""
    for batch in table.to_batches(1000):
        yield from batch.to_pylist()


def difference(given: Iterable[dict[str, Any]], table: pa.Table) -> str:
    """What is wrong with the rows that were given, "" where they are those of the table."""
    pairs = zip_longest(given, values(table))
    differ = sum(theirs != ours for theirs, ours in pairs)
    return f"{differ} of {len(table)} rows are other ones" if differ else ""


def read(dist: str, cache: str, config: str, **how: Any) -> tuple[int, list[str]]:
    """Load a config in one way, plain and by streaming: how many rows it has, and what is wrong with them."""
    files = sorted(Path(dist).glob(f"data/{FILES[config]}-*.parquet"))
    table = pa.concat_tables(pq.read_table(file, use_threads=False, **how) for file in files)
    given = {"name": config, "split": "train", "cache_dir": cache, **how}
    lost = [f"streamed: {difference(load_dataset(dist, streaming=True, **given), table)}"]
    try:
        plain = load_dataset(dist, **given)
    except ValueError as error:
        lost.append("plain: " + ("" if not len(table) and NO_ROWS in str(error) else str(error)))
    else:
        lost.append(f"plain: {difference(plain, table)}")
        same = plain.features == Features.from_arrow_schema(table.schema)
        lost.append("types: " + ("" if same else "the card tells other ones than the files"))
    return 2 * len(table), [f"{config} {' '.join(how)} {what}" for what in lost if not what.endswith(": ")]


def main(dist: str, cache: str) -> int:
    """Load all; the exit status is 1 where anything differs."""
    reads, rows, lost = 0, 0, []
    for config, prefix in FILES.items():
        files = sorted(Path(dist).glob(f"data/{prefix}-*.parquet"))
        names = pq.read_schema(files[0]).names
        ids = sorted(
            {name for file in files for name in pq.read_table(file, columns=["id"])["id"].to_pylist()}
        )
        some = ids[:: max(1, len(ids) // 3)] or ["nobody"]
        for how in ({}, {"columns": [names[0], names[1], names[-1]]}, {"filters": [("id", "in", some)]}):
            count, wrong = read(dist, cache, config, **how)
            reads, rows, lost = reads + 2, rows + count, lost + wrong
    print(json.dumps({"reads": reads, "rows": rows, "lost": lost}), flush=True)
    return bool(lost)


if __name__ == "__main__":
    os._exit(
        main(*sys.argv[1:])
    )  # threads of a streaming reader sometimes abort the interpreter on its way out
