"""Reading JSON that a stranger may have written: each value is of the type it must have, or a ManifestFault says why not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from corpuskit.packaging.columns import KINDS, Column
from corpuskit.packaging.model import Example, FileFact, ShardFact

LARGEST = 16 << 20  # bytes; 1,500 files of data take some 500 kB
_MOST = 2**63
_HEX = frozenset("0123456789abcdef")

T = TypeVar("T")


class ManifestFault(ValueError):
    """These bytes are not a manifest; the message says why."""


def parsed(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise ManifestFault(f"it is larger than {LARGEST} bytes")
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except RecursionError:
        raise ManifestFault("it is nested too deeply") from None
    except ValueError as fault:
        raise ManifestFault(f"it is not JSON in UTF-8: {fault}") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ManifestFault("a key stands twice in one object")
    return found


def no_more_than(content: Mapping[str, Any], known: set[str], what: str) -> None:
    unknown = sorted(set(content) - known)
    if unknown:
        raise ManifestFault(f"{what} has a key {unknown[0]!r:.80} that nobody knows")


def object_in(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ManifestFault(f"{what} is not an object")
    return value


def text_in(content: Mapping[str, Any], key: str) -> str:
    value = content.get(key)
    if not isinstance(value, str):
        raise ManifestFault(f'"{key}" is not a string')
    return value


def count_in(content: Mapping[str, Any], key: str) -> int:
    value = content.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST:
        raise ManifestFault(f'"{key}" is not a count')
    return value


def sha256_in(content: Mapping[str, Any], key: str) -> str:
    value = text_in(content, key)
    if len(value) != 64 or not _HEX.issuperset(value):
        raise ManifestFault(f'"{key}" is not a SHA-256 in lowercase hexadecimal')
    return value


def items_in(content: Mapping[str, Any], key: str, read: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
    value = content.get(key)
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ManifestFault(f'"{key}" is not a list')
    return tuple(read(object_in(item, f'an item of "{key}"')) for item in value)


def file_in(item: Mapping[str, Any]) -> FileFact:
    no_more_than(item, {"path", "bytes", "sha256"}, "a file")
    return FileFact(text_in(item, "path"), count_in(item, "bytes"), sha256_in(item, "sha256"))


def shard_in(item: Mapping[str, Any]) -> ShardFact:
    no_more_than(item, {"path", "rows", "bytes", "sha256", "rows_digest"}, "a shard")
    return ShardFact(
        path=text_in(item, "path"),
        rows=count_in(item, "rows"),
        bytes=count_in(item, "bytes"),
        sha256=sha256_in(item, "sha256"),
        rows_digest=sha256_in(item, "rows_digest"),
    )


def example_in(item: Mapping[str, Any]) -> Example:
    """A removal or refusal that the card shows."""
    no_more_than(item, {"config", "code", "id", "text"}, "an example")
    return Example(*(text_in(item, key) for key in ("config", "code", "id", "text")))


def column_in(item: Mapping[str, Any]) -> Column:
    """A column of the rows."""
    no_more_than(item, {"name", "kind", "meaning", "many", "fields"}, "a column")
    fields = items_in(item, "fields", _field)
    many = item.get("many")
    kind = text_in(item, "kind")
    if not isinstance(many, bool) or kind not in KINDS or (kind == "struct") != bool(fields):
        raise ManifestFault("a column has no type that columns have")
    return Column(text_in(item, "name"), kind, text_in(item, "meaning"), many, fields)


def _field(item: Mapping[str, Any]) -> tuple[str, str]:
    no_more_than(item, {"name", "kind"}, "a field")
    kind = text_in(item, "kind")
    if kind not in KINDS or kind == "struct":
        raise ManifestFault("a field has no type that fields have")
    return text_in(item, "name"), kind


def counts_in(content: Mapping[str, Any], key: str) -> dict[str, dict[str, int]]:
    """Counts by name, each a mapping of value to number."""
    found = object_in(content.get(key), f'"{key}"')
    return {
        name: {value: count_in(counts, value) for value in counts}
        for name, counts in ((name, object_in(counts, f'"{name}"')) for name, counts in found.items())
    }
