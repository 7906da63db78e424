"""A package in the hands of `mlcroissant`, which need know nothing of us: its records are the rows that the files have.

    python with_mlcroissant.py DIST

It prints one line of JSON: the record sets, the records that were compared, what differed. Records are compared as they
come: text arrives as bytes, and the name of its record set stands before each name.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import mlcroissant
import pyarrow.parquet as pq

FILES = {"default": "train", "removed": "removed", "refused": "refused"}


def plain(value: Any) -> Any:
    """A value of a record, bytes where it is text: no name of a record set, numbers and times of Python."""
    if isinstance(value, dict):
        return {key.rpartition("/")[2]: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    value = value.item() if hasattr(value, "item") else value
    return None if isinstance(value, float) and math.isnan(value) else value


def octets(value: Any) -> Any:
    """A value of a row, bytes where it is text."""
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, dict):
        return {key: octets(inner) for key, inner in value.items()}
    return [octets(inner) for inner in value] if isinstance(value, list) else value


def rows(dist: str, config: str) -> Iterator[dict[str, Any]]:
    """The rows of a config, few of them at a time."""
    for file in sorted(Path(dist).glob(f"data/{FILES[config]}-*.parquet")):
        for batch in pq.ParquetFile(file).iter_batches(500):
            yield from batch.to_pylist()


def main(dist: str) -> int:
    """Read all record sets; the exit status is 1 where anything differs."""
    opened = mlcroissant.Dataset(f"{dist}/croissant.json")
    total, lost = 0, [str(error) for error in opened.metadata.issues.errors]
    for config in FILES:
        pairs = zip_longest(opened.records(config), rows(dist, config))
        count, differ = 0, 0
        for record, row in pairs:
            count += record is not None
            differ += record is None or plain(record) != octets(row)
        total += count
        lost += [f"{config}: {differ} of {count} records differ from the rows"] if differ else []
    print(json.dumps({"reads": len(FILES), "rows": total, "lost": lost}))
    return bool(lost)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
