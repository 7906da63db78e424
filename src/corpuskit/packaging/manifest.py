"""`manifest.json`: what a package is made of and from, small at any size, the same bytes for the same package.

It names no clock, no host, no user and no absolute path. Reading one is safe with any bytes: whatever is not exactly
a manifest of ours raises ManifestFault, which `verify` turns into a finding.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar

from corpuskit.model.context import PARTS, pipeline_of
from corpuskit.packaging.digest import package_digest

FORMAT = "corpuskit-package"
FORMAT_VERSION = 1
NAME = "manifest.json"
LARGEST = 16 << 20  # bytes; 512 shards take some 150 kB
_MOST = 2**63
_HEX = frozenset("0123456789abcdef")

T = TypeVar("T")


class ManifestFault(ValueError):
    """These bytes are not a manifest; the message says why."""


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file of the package: POSIX path below the package, size in bytes, SHA-256 (hex)."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ShardFact:
    """A Parquet file of rows; `rows_digest` is over the rows, `sha256` over the bytes of the file."""

    path: str
    rows: int
    bytes: int
    sha256: str
    rows_digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The package in short.

    name            of the dataset
    corpuskit       the version that wrote it
    pipeline        digest over `parts`
    parts           digests of tool, rules, settings, decisions, lexicons, languages, model, schema (Context.parts)
    settings        the resolved settings that decide the rows: a JSON object
    rows, refused   how many articles are in it, and how many are only named with a reason
    shards          the Parquet files of `rows`
    files           every other file but the manifest itself
    refused_digest  `rows_digest` of the refused rows, in the order of their files
    digest          of the package: rows, refused rows and pipeline, not of Parquet bytes
    """

    name: str
    corpuskit: str
    pipeline: str
    parts: Mapping[str, str]
    settings: Mapping[str, Any]
    rows: int
    refused: int
    shards: tuple[ShardFact, ...]
    files: tuple[FileFact, ...]
    refused_digest: str
    digest: str = field(default="")

    def __post_init__(self) -> None:
        """Facts are put in the order of their paths; an empty `digest` is computed."""
        object.__setattr__(self, "shards", tuple(sorted(self.shards, key=lambda fact: fact.path)))
        object.__setattr__(self, "files", tuple(sorted(self.files, key=lambda fact: fact.path)))
        if not self.digest:
            rows = [shard.rows_digest for shard in self.shards]
            object.__setattr__(self, "digest", package_digest(rows, self.refused_digest, self.pipeline))

    @property
    def facts(self) -> tuple[FileFact | ShardFact, ...]:
        """Every file that is listed."""
        return (*self.shards, *self.files)


def to_json(manifest: Manifest) -> bytes:
    """The one form of a manifest: sorted keys, two blanks of indent, LF, UTF-8, with a checksum over the rest."""
    content = {"format": FORMAT, "format_version": FORMAT_VERSION} | {
        f.name: getattr(manifest, f.name) for f in fields(manifest)
    }
    content["parts"] = dict(manifest.parts)
    content["settings"] = dict(manifest.settings)
    content["shards"] = [asdict(shard) for shard in manifest.shards]
    content["files"] = [asdict(file) for file in manifest.files]
    content["checksum"] = hashlib.sha256(_canonical(content)).hexdigest()
    return _canonical(content)


def from_json(data: bytes) -> Manifest:
    """The manifest in these bytes, or ManifestFault. Whether a byte was changed since: `is_intact`."""
    content = _object(_parsed(data), "the manifest")
    if content.get("format") != FORMAT:
        raise ManifestFault(f'"format" is not "{FORMAT}"')
    if content.get("format_version") != FORMAT_VERSION or content["format_version"] is True:
        raise ManifestFault(
            f'"format_version" is not {FORMAT_VERSION}: it needs another version of corpuskit'
        )
    _no_more_than(content, {"format", "format_version", "checksum", *_names(Manifest)}, "the manifest")
    manifest = Manifest(
        name=_text(content, "name"),
        corpuskit=_text(content, "corpuskit"),
        pipeline=_sha256(content, "pipeline"),
        parts=_parts(content),
        settings=_object(content.get("settings"), '"settings"'),
        rows=_count(content, "rows"),
        refused=_count(content, "refused"),
        shards=_facts(content, "shards", _shard),
        files=_facts(content, "files", _file),
        refused_digest=_sha256(content, "refused_digest"),
        digest=_sha256(content, "digest"),
    )
    if pipeline_of(manifest.parts) != manifest.pipeline:
        raise ManifestFault('"pipeline" does not follow from "parts"')
    paths = [fact.path for fact in manifest.facts]
    if len(set(paths)) < len(paths) or NAME in paths:
        raise ManifestFault("a file is listed twice, or the manifest lists itself")
    return manifest


def is_intact(data: bytes, manifest: Manifest) -> bool:
    """Whether `data` is byte for byte what writes this manifest: its checksum included."""
    try:
        return to_json(manifest) == data
    except (
        ValueError,
        RecursionError,
    ):  # settings that JSON can spell and nobody should: 1e400, lone surrogates
        return False


def _canonical(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8")


def _parsed(data: bytes) -> Any:
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


def _names(kind: type[Any]) -> set[str]:
    return {f.name for f in fields(kind)}


def _no_more_than(content: Mapping[str, Any], known: set[str], what: str) -> None:
    unknown = sorted(set(content) - known)
    if unknown:
        raise ManifestFault(f"{what} has a key {unknown[0]!r:.80} that nobody knows")


def _object(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ManifestFault(f"{what} is not an object")
    return value


def _text(content: Mapping[str, Any], key: str) -> str:
    value = content.get(key)
    if not isinstance(value, str):
        raise ManifestFault(f'"{key}" is not a string')
    return value


def _count(content: Mapping[str, Any], key: str) -> int:
    value = content.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST:
        raise ManifestFault(f'"{key}" is not a count')
    return value


def _sha256(content: Mapping[str, Any], key: str) -> str:
    value = _text(content, key)
    if len(value) != 64 or not _HEX.issuperset(value):
        raise ManifestFault(f'"{key}" is not a SHA-256 in lowercase hexadecimal')
    return value


def _parts(content: Mapping[str, Any]) -> dict[str, str]:
    parts = _object(content.get("parts"), '"parts"')
    _no_more_than(parts, set(PARTS), '"parts"')
    return {name: _sha256(parts, name) for name in PARTS}


def _facts(content: Mapping[str, Any], key: str, read: Callable[[Mapping[str, Any]], T]) -> tuple[T, ...]:
    value = content.get(key)
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise ManifestFault(f'"{key}" is not a list')
    return tuple(read(_object(item, f'an item of "{key}"')) for item in value)


def _file(item: Mapping[str, Any]) -> FileFact:
    _no_more_than(item, _names(FileFact), "a file")
    return FileFact(_text(item, "path"), _count(item, "bytes"), _sha256(item, "sha256"))


def _shard(item: Mapping[str, Any]) -> ShardFact:
    _no_more_than(item, _names(ShardFact), "a shard")
    return ShardFact(
        path=_text(item, "path"),
        rows=_count(item, "rows"),
        bytes=_count(item, "bytes"),
        sha256=_sha256(item, "sha256"),
        rows_digest=_sha256(item, "rows_digest"),
    )
