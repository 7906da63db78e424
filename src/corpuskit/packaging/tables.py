"""Rows out of datasets of anybody: Parquet, JSONL, JSONL in gzip, one after the other, whatever they hold.

What is damaged is a finding and ends its file; what would fill the memory is refused before it is unfolded: pages and
rows of Parquet as in a package (`batches`), lines of JSONL, and what comes out of gzip, by the caps here.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from corpuskit.errors import SourceError
from corpuskit.model.findings import Finding, Place
from corpuskit.packaging.batches import Shard, ShardFault
from corpuskit.rules import met_malformed, pkg_rows

ENDINGS = (".parquet", ".jsonl", ".jsonl.gz")
_LONGEST_LINE = 64 << 20  # bytes
_FREE = 1 << 30  # bytes that a gzip file may unfold to, whatever its size
_RATIO = 200  # beyond that, times its size: text in gzip shrinks to a third, a bomb to a thousandth


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number from 0, the line it stands in where the file has lines, the columns that were asked for."""

    number: int
    line: int | None
    columns: Mapping[str, Any]


def rows_of(file: Path, shown: str, columns: Sequence[str], text: str) -> Iterator[Row | Finding]:
    """The rows of a file, each with those of these columns that it has; findings where it cannot be read.

    SourceError where a Parquet file has no column `text` of strings, or it cannot be opened at all.
    """
    try:
        stream = file.open("rb")
    except OSError as error:
        raise SourceError(f"{file} cannot be read: {error.strerror or error}") from None
    with stream:
        if file.name.endswith(".parquet"):
            yield from _parquet(stream, shown, columns, text)
        elif file.name.endswith(".gz"):
            room = _FREE + _RATIO * file.stat().st_size
            with gzip.GzipFile(fileobj=stream) as unfolded:
                yield from _lines(unfolded, shown, columns, room)
        else:
            yield from _lines(stream, shown, columns, None)


def columns_of(file: Path) -> frozenset[str]:
    """The names of the columns: of Parquet as its schema has them, of JSONL those of the first row that can be read."""
    if not file.name.endswith(".parquet"):
        first = next((row for row in rows_of(file, "", (), "") if isinstance(row, Row)), None)
        return frozenset(first.columns) if first else frozenset()
    try:
        with file.open("rb") as stream:
            return frozenset(Shard(stream).schema.names)
    except (OSError, ShardFault):
        return frozenset()  # reading the rows will say why


def count_of(file: Path) -> int | None:
    """How many rows a Parquet file says it has; None for JSONL, which does not say, and where the file is damaged."""
    if not file.name.endswith(".parquet"):
        return None
    try:
        with file.open("rb") as stream:
            return max(0, Shard(stream).rows)
    except (OSError, ShardFault):
        return None


def _parquet(stream: BinaryIO, shown: str, columns: Sequence[str], text: str) -> Iterator[Row | Finding]:
    number = 0
    try:
        shard = Shard(stream)
        if text not in shard.schema.names:
            raise SourceError(
                f"{shown} has no column {text!r} but {', '.join(shard.schema.names)}: name it with --text-column"
            )
        wanted = [name for name in dict.fromkeys(columns) if name in shard.schema.names]
        for rows in shard.batches(wanted):
            for row in rows:
                yield Row(number, None, row)
                number += 1
    except ShardFault as fault:
        yield pkg_rows.ROWS.finding(
            f"its rows cannot be read from row {number} on: {fault}; fetch or write the file again",
            place=Place(shown),
            fault="unreadable",
        )


def _lines(stream: Any, shown: str, columns: Sequence[str], room: int | None) -> Iterator[Row | Finding]:
    number, at = 0, 0
    try:
        while line := stream.readline(_LONGEST_LINE + 1):
            at += 1
            if len(line) > _LONGEST_LINE:
                yield _malformed(
                    shown, at, f"a line of it is longer than {_LONGEST_LINE >> 20} MB; the rest is not read"
                )
                return
            if room is not None and stream.tell() > room:
                yield _malformed(shown, at, "it unfolds to far more than text does; the rest is not read")
                return
            if not line.strip():
                continue
            try:
                value = json.loads(line.decode("utf-8"))
            except (ValueError, RecursionError):
                value = None
            if isinstance(value, dict):
                yield Row(number, at, {k: value[k] for k in columns if k in value} if columns else value)
            else:
                yield _malformed(shown, at, "this is no JSON object: write one a line, in UTF-8")
            number += 1
    except (OSError, EOFError, zlib.error) as error:
        yield _malformed(
            shown, at + 1, f"it cannot be read on: {str(error)[:200]}; fetch or write the file again"
        )


def _malformed(shown: str, line: int, message: str) -> Finding:
    return met_malformed.CODE.finding(message, place=Place(shown, line), fault="row")
