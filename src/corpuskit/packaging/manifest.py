"""`manifest.json`: what a package is made of and from, small at any size, the same bytes for the same package.

It names no clock, no host, no user and no absolute path. Reading one is safe with any bytes: whatever is not exactly
a manifest of ours raises ManifestFault, which `verify` turns into a finding.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from corpuskit.model.context import PARTS, pipeline_of
from corpuskit.packaging.columns import Column
from corpuskit.packaging.model import Example, FileFact, Manifest, ShardFact
from corpuskit.packaging.parsing import (
    LARGEST,
    ManifestFault,
    column_in,
    count_in,
    counts_in,
    example_in,
    file_in,
    items_in,
    no_more_than,
    object_in,
    parsed,
    sha256_in,
    shard_in,
    text_in,
)

__all__ = [
    "LARGEST",
    "NAME",
    "Example",
    "FileFact",
    "Manifest",
    "ManifestFault",
    "ShardFact",
    "from_json",
    "is_intact",
    "to_json",
]

FORMAT = "corpuskit-package"
FORMAT_VERSION = 1
NAME = "manifest.json"


def to_json(manifest: Manifest) -> bytes:
    """The one form of a manifest: sorted keys, two blanks of indent, LF, UTF-8, with a checksum over the rest."""
    content: dict[str, Any] = {"format": FORMAT, "format_version": FORMAT_VERSION} | {
        f.name: getattr(manifest, f.name) for f in fields(manifest)
    }
    for name in ("parts", "settings", "dataset"):
        content[name] = dict(content[name])
    for name in ("shards", "removed", "refusals", "files", "examples"):
        content[name] = [asdict(item) for item in content[name]]
    content["columns"] = [_column(column) for column in manifest.columns]
    content["counts"] = {name: dict(counts) for name, counts in manifest.counts.items()}
    content["checksum"] = hashlib.sha256(_canonical(content)).hexdigest()
    return _canonical(content)


def from_json(data: bytes) -> Manifest:
    """The manifest in these bytes, or ManifestFault. Whether a byte was changed since: `is_intact`."""
    content = object_in(parsed(data), "the manifest")
    if content.get("format") != FORMAT:
        raise ManifestFault(f'"format" is not "{FORMAT}"')
    if content.get("format_version") != FORMAT_VERSION or content["format_version"] is True:
        raise ManifestFault(
            f'"format_version" is not {FORMAT_VERSION}: it needs another version of corpuskit'
        )
    known = {"format", "format_version", "checksum", *(f.name for f in fields(Manifest))}
    no_more_than(content, known, "the manifest")
    manifest = Manifest(
        name=text_in(content, "name"),
        corpuskit=text_in(content, "corpuskit"),
        pipeline=sha256_in(content, "pipeline"),
        parts=_parts(content),
        settings=object_in(content.get("settings"), '"settings"'),
        rows=count_in(content, "rows"),
        refused=count_in(content, "refused"),
        shards=items_in(content, "shards", shard_in),
        files=items_in(content, "files", file_in),
        refused_digest=sha256_in(content, "refused_digest"),
        digest=sha256_in(content, "digest"),
        dataset=object_in(content.get("dataset"), '"dataset"'),
        columns=items_in(content, "columns", column_in),
        removed=items_in(content, "removed", shard_in),
        refusals=items_in(content, "refusals", shard_in),
        counts=counts_in(content, "counts"),
        examples=items_in(content, "examples", example_in),
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


def _parts(content: Mapping[str, Any]) -> dict[str, str]:
    parts = object_in(content.get("parts"), '"parts"')
    no_more_than(parts, set(PARTS), '"parts"')
    return {name: sha256_in(parts, name) for name in PARTS}


def _column(column: Column) -> dict[str, Any]:
    return {**asdict(column), "fields": [{"name": name, "kind": kind} for name, kind in column.fields]}


def _canonical(content: Mapping[str, Any]) -> bytes:
    text = json.dumps(content, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode("utf-8")
