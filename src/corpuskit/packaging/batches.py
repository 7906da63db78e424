"""Rows out of a Parquet file that a stranger may have made: sizes are looked at before anything is unfolded.

A few kilobytes of Parquet can stand for terabytes: a compressed page of zeros, a long value that a dictionary holds
once and a million rows name. So the pages are bounded first (`footer`); then values are read folded, as their
dictionaries, and weighed; then unfolded, in portions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from corpuskit.packaging import footer

_LARGEST_ROW = 256 << 20  # bytes
_PORTION = 32 << 20  # bytes of rows that are unfolded at once
_BATCH = 256  # rows that are read folded at once


class ShardFault(ValueError):
    """This file cannot be read as rows; the message says why."""


class Shard:
    """A Parquet file opened for reading; ShardFault where it is none, or asks for too much."""

    def __init__(self, file: BinaryIO) -> None:
        import pyarrow.parquet as pq

        limits = {"thrift_string_size_limit": 16 << 20, "thrift_container_size_limit": 1 << 20}
        try:
            footer.check(file)
            plain = pq.ParquetFile(file, pre_buffer=False, **limits)
            folded = _dictionaries(plain.schema)
            self._file = pq.ParquetFile(file, pre_buffer=False, read_dictionary=folded, **limits)
        except Exception as fault:  # whatever the library makes of damaged bytes: KeyError was seen
            raise ShardFault(_reason(fault)) from None
        self.schema = plain.schema_arrow
        self.rows: int = plain.metadata.num_rows
        self.groups: int = plain.metadata.num_row_groups

    def batches(
        self, columns: Sequence[str] | None = None, groups: Sequence[int] | None = None
    ) -> Iterator[list[dict[str, Any]]]:
        """Rows in order, as lists of Python mappings, some megabytes at a time; ShardFault at the first that is damaged."""
        try:
            # Group by group: nested dictionaries of two groups do not fit in one batch ("not implemented").
            for group in range(self.groups) if groups is None else groups:
                for batch in self._file.iter_batches(_BATCH, [group], columns, use_threads=False):
                    for portion in _portions(batch):
                        yield self._unfolded(portion, columns is None)
        except Exception as fault:
            raise ShardFault(_reason(fault)) from None

    def _unfolded(self, batch: Any, whole: bool) -> list[dict[str, Any]]:
        import pyarrow as pa

        schema = self.schema if whole else pa.schema([self.schema.field(name) for name in batch.schema.names])
        unfolded = batch.cast(schema)
        unfolded.validate(full=True)
        rows: list[dict[str, Any]] = unfolded.to_pylist()
        return rows


def _dictionaries(schema: Any) -> list[str]:
    """The columns of strings and bytes: read as dictionaries they take no more room than in the file."""
    columns = [schema.column(i) for i in range(len(schema))]
    return [column.path for column in columns if column.physical_type == "BYTE_ARRAY"]


def _portions(batch: Any) -> Iterator[Any]:
    """The batch in slices of which none weighs more than _PORTION, or than one row."""
    if _weight(batch) <= _PORTION:
        yield batch
        return
    for at in range(batch.num_rows):
        row = batch.slice(at, 1)
        if _weight(row) > _LARGEST_ROW:
            raise ShardFault(f"a row of it is larger than {_LARGEST_ROW} bytes")
        yield row


def _weight(batch: Any) -> int:
    return sum(_weight_of(column) for column in batch.columns)


def _weight_of(array: Any) -> int:
    """Bytes that the array takes once it is unfolded."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = array.type
    if pa.types.is_dictionary(kind):
        lengths = pc.take(pc.binary_length(array.dictionary), array.indices)
        return 8 * len(array) + (pc.sum(pc.cast(lengths, pa.int64())).as_py() or 0)
    if pa.types.is_struct(kind):
        return sum(_weight_of(child) for child in array.flatten())
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_map(kind):
        return 8 * len(array) + (
            _weight_of(array.flatten()) if not pa.types.is_map(kind) else int(array.nbytes)
        )
    return int(array.nbytes)


def _reason(fault: BaseException) -> str:
    text = " ".join(str(fault).split()) or type(fault).__name__
    return text if len(text) <= 200 else text[:199] + "\N{HORIZONTAL ELLIPSIS}"
