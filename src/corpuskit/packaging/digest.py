"""Digests over rows: the same for the same content, whatever build of pyarrow wrote the Parquet.

A row is a mapping of column to value, as Python builds it or as `to_pylist()` gives it back. A field that is null and
a field that is absent count as the same, because Parquet cannot tell them apart. Values must have the type of their
column: 1 and 1.0 are different values here. The text of an article enters by the SHA-256 that stands beside it in its
row: writing out what has been hashed already would take as long as all the rest (`verify` compares the two).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

_NESTED: frozenset[type] = frozenset({list, tuple, dict})


def _stated(value: Any) -> str:
    """What JSON has no form for: instants in UTC, bytes in hexadecimal."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"a row cannot hold a {type(value).__name__}")


_encode = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_stated
).encode


def row_bytes(row: Mapping[str, Any]) -> bytes:
    r"""The canonical form of a row: one line of JSON, keys sorted, nulls left out, in UTF-8.

    Without `text` where the row has its `text_sha256`.

    ValueError (UnicodeEncodeError) for a lone surrogate, TypeError for a value no column can hold.

    >>> row_bytes({"text": "é", "id": "a", "title": None, "edits": [{"start": 0, "old": "x", "score": None}]})
    b'{"edits":[{"old":"x","start":0}],"id":"a","text":"\xc3\xa9"}\n'
    """
    said = _present(row)
    if "text_sha256" in said:
        said.pop("text", None)
    return (_encode(said) + "\n").encode("utf-8")


def rows_digest(rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256, hex, over the digests of the rows in their order: a row that is known by its digest need not be read again.

    >>> rows_digest([{"id": "a"}]) == rows_digest([{"id": "a", "title": None}]) != rows_digest([])
    True
    """
    return joined_digest(map(row_digest, rows))


def row_digest(row: Mapping[str, Any]) -> bytes:
    """SHA-256 of the canonical form of a row."""
    return hashlib.sha256(row_bytes(row)).digest()


def joined_digest(digests: Iterable[bytes]) -> str:
    """What `rows_digest` says of the rows that have these digests."""
    return hashlib.sha256(b"".join(digests)).hexdigest()


def package_digest(shards: Sequence[str], refused: str, pipeline: str) -> str:
    """SHA-256, hex, of a package: the digests of its shards' rows in order, of its refused rows, of its pipeline."""
    return hashlib.sha256(_encode([list(shards), refused, pipeline]).encode("utf-8")).hexdigest()


def refused_digest(files: Sequence[str]) -> str:
    """The digest of the refused rows: that of their file, or SHA-256 over those of several.

    >>> refused_digest(["ab"])
    'ab'
    """
    return files[0] if len(files) == 1 else hashlib.sha256(_encode(list(files)).encode("utf-8")).hexdigest()


def _present(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _nested(value) if value.__class__ in _NESTED else value
        for key, value in fields.items()
        if value is not None
    }


def _nested(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _present(value)
    if value and value[0].__class__ is dict:  # a list of structs, the usual case, without a call for each
        return [
            {key: v for key, v in item.items() if v is not None} if _is_flat(item) else _present(item)
            for item in value
        ]
    return [_nested(item) if item.__class__ in _NESTED else item for item in value]


def _is_flat(item: Mapping[str, Any]) -> bool:
    return _NESTED.isdisjoint({value.__class__ for value in item.values()})
