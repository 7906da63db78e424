"""A value and some columns as one run of bytes that tells whether it is whole: JSON and plain arrays, never a pickle.

magic · length of the head · head (JSON) · the arrays, one after the other · BLAKE2b of all before
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_MAGIC = b"corpuskit-kept-1\n"
_DIGEST = 16  # bytes
_KINDS = frozenset({"|b1", "|u1", "<u2", "<u4", "<u8", "<i8"})


class Damaged(ValueError):
    """These bytes are not what `packed` gives."""


def packed(value: Mapping[str, Any], columns: Mapping[str, Any]) -> bytes:
    """The bytes of a JSON object and of columns (numpy arrays) by name."""
    import numpy as np

    told = {name: (column.dtype.str, list(column.shape)) for name, column in columns.items()}
    head = json.dumps([dict(value), told], separators=(",", ":")).encode("ascii")
    parts = [_MAGIC, len(head).to_bytes(8, "little"), head]
    parts += [np.ascontiguousarray(column).tobytes() for column in columns.values()]
    body = b"".join(parts)
    return body + hashlib.blake2b(body, digest_size=_DIGEST).digest()


def unpacked(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """The object and the columns, which share the bytes; Damaged where one byte is not as it was."""
    import numpy as np

    body, digest = data[:-_DIGEST], data[-_DIGEST:]
    whole = data.startswith(_MAGIC) and hashlib.blake2b(body, digest_size=_DIGEST).digest() == digest
    if not whole:
        raise Damaged("it is cut off or changed")
    try:
        at = len(_MAGIC) + 8
        end = at + int.from_bytes(body[len(_MAGIC) : at], "little")
        value, told = json.loads(body[at:end])
        columns = {}
        for name, (kind, shape) in told.items():
            if kind not in _KINDS:
                raise Damaged("it has a column of another kind")
            count = int(np.prod(shape, dtype=np.int64))
            columns[name] = np.frombuffer(body, kind, count, end).reshape(shape)
            end += columns[name].nbytes
    except (ValueError, TypeError, AttributeError, RecursionError) as fault:
        raise Damaged(str(fault)) from None
    if end != len(body) or not isinstance(value, dict):
        raise Damaged("its parts do not fill it")
    return value, columns
