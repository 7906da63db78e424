"""One shard on disk: rows to Parquet in memory, to a file with every error checked, and read back to be proved."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from corpuskit.errors import EditMismatch, MachineError
from corpuskit.packaging.columns import Column, table_of
from corpuskit.packaging.digest import joined_digest, row_digest
from corpuskit.packaging.disk import told
from corpuskit.packaging.manifest import ShardFact
from corpuskit.packaging.publish import write_file
from corpuskit.packaging.undo import raw_bytes

ROWS_A_GROUP = 1024


def write_shard(
    folder: Path, name: str, rows: Sequence[dict[str, Any]], columns: Sequence[Column]
) -> ShardFact:
    """Write rows as `folder`/`name`, read the file back, and say what it is; MachineError where it reads otherwise."""
    return write_table(folder, name, table_of(rows, columns), list(map(row_digest, rows)))


def write_table(folder: Path, name: str, table: Any, digests: Sequence[bytes]) -> ShardFact:
    """The same for rows that are an Arrow table already; `digests` are those of its rows."""
    import pyarrow.parquet as pq

    written = write_file(folder, name, memoryview(parquet_bytes(table)))
    with told(f"cannot read {name} back"), (folder / name).open("rb") as file:
        read = pq.read_table(file, use_threads=False)
    if not read.equals(table):
        raise MachineError(f"{name} does not read back as it was written: check the disk, then run again")
    return ShardFact(written.path, len(table), written.bytes, written.sha256, joined_digest(digests))


def parquet_bytes(table: Any) -> Any:
    """The table as Parquet, a buffer.

    In memory, since pyarrow 26 aborts the process when a write to a full disk fails under content-defined chunking,
    and that chunking is what lets a store keep 95 % of the bytes across small edits (design, package; measured).
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(
        sink, table.schema, compression="zstd", use_content_defined_chunking=True
    ) as writer:
        if len(table):  # `datasets` fails on a row group of no rows, and reads a file without any
            writer.write_table(table, row_group_size=ROWS_A_GROUP)
    return sink.getvalue()


def undoes(row: Mapping[str, Any]) -> bool:
    """Whether taking back the row's edits gives the bytes of its raw file (or, where text cannot, the bytes it keeps do)."""
    proof = {**row, "raw": None} if row["restorable"] else row
    try:
        return hashlib.sha256(raw_bytes(proof)).hexdigest() == str(row["raw_sha256"])
    except (EditMismatch, UnicodeError):
        return False
