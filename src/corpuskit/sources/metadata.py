"""Metadata as they lie on disk: `metadata.jsonl` line by line, `metadata.csv` row by row, sidecars whole; and which article each record speaks of."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from corpuskit.model.articles import Record
from corpuskit.model.findings import Finding, Place
from corpuskit.rules import met_malformed, met_schema
from corpuskit.schema.formats import host_of
from corpuskit.schema.ids import is_id
from corpuskit.schema.records import MAX_BYTES, RecordFault, parse
from corpuskit.schema.yaml_records import parse_yaml
from corpuskit.sources.limits import Limits
from corpuskit.sources.names import TABLE, without_sidecar
from corpuskit.sources.opening import opened, unreadable
from corpuskit.sources.tables import Row, RowFault, rows_in

_SKIPPED = 64 * 2**20  # bytes of one line beyond which the rest of a metadata.jsonl is given up
_DRIVE = re.compile(r"[A-Za-z]:/")
_NAMED = re.compile(rb'"file_name"\s*:\s*("(?:[^"\\]|\\.)*+")')


@dataclass(frozen=True, slots=True)
class Said:
    """One record, and what the listing needs to know of it.

    target   the path of the article it speaks of, below the root; None where `file_name` leads elsewhere
    named    `file_name` as it stands there, or the name of the sidecar
    id, site what it says of them, None where it says nothing that can be used
    finding  why it could not be parsed
    """

    target: str | None
    named: str
    record: Record | None
    id: str | None = None
    site: str | None = None
    finding: Finding | None = None


def records_in(root: Path, path: str, limits: Limits, schema: str) -> Iterator[Said | Finding]:
    """What each record in the file at `path` says; findings are those of lines that name no article.

    `schema` is the JSON Schema of the metadata: it says what the cells of a CSV mean.
    """
    file = opened(root, path, limits)
    if isinstance(file, Finding):
        yield file
        return
    folder, _, name = path.rpartition("/")
    with os.fdopen(file.descriptor, "rb", buffering=2**16) as stream:
        try:
            yield from (
                _rows(stream, path, folder, schema) if name == TABLE else _lines(stream, path, folder)
            )
        except OSError as error:
            yield unreadable(error, path)


def _lines(stream: BinaryIO, path: str, folder: str) -> Iterator[Said | Finding]:
    number = 0
    while line := stream.readline(MAX_BYTES + 3):
        number += 1
        place = Place(path, line=number)
        if len(line) > MAX_BYTES + 2 and not line.endswith(b"\n"):
            yield malformed(RecordFault(1, 1, "the line is longer than 1 MiB: no record is"), place)
            if not _skip_line(stream):
                return
            continue
        body = line.rstrip(b"\r\n")
        if body.strip():
            yield _said(body, place, folder)


def _rows(stream: BinaryIO, path: str, folder: str, schema: str) -> Iterator[Said | Finding]:
    for row in rows_in(stream, schema):
        place = Place(path, line=row.line, column=row.column if isinstance(row, RowFault) else None)
        if isinstance(row, Row):
            yield _about(row.said, Record(row.body, place), folder)
            continue
        fault = met_malformed.CODE.finding(row.message, place=place, fault=row.kind)
        yield Said(_target(folder, row.named), row.named, None, finding=fault) if row.named else fault


def sidecar_at(root: Path, path: str, target: str, limits: Limits) -> Said | Finding:
    """What the sidecar at `path` says of the article at `target`."""
    file = opened(root, path, limits)
    if isinstance(file, Finding):
        return file
    try:
        with os.fdopen(file.descriptor, "rb") as stream:
            body = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return unreadable(error, path)
    place, named = Place(path), without_sidecar(path)
    in_json = path.endswith(".json")
    found = parse(body) if in_json else parse_yaml(body)
    if isinstance(found, RecordFault):
        record = Record(body, place) if in_json and len(body) <= MAX_BYTES else None
        return Said(target, named, record, finding=malformed(found, place))
    if not in_json:
        body = json.dumps(found, ensure_ascii=False).encode("utf-8")
    return _of_record(found, target, named, Record(body, place))


def same(one: Record, other: Record) -> bool:
    """Whether two records say the same, whatever the order of keys.

    `file_name` is not part of what they say; null, an empty list and a field that is not there all say nothing.
    """
    return _form(one) == _form(other)


def _form(record: Record) -> str:
    found = parse(record.body)
    if isinstance(found, RecordFault):
        return ""
    said = {key: value for key, value in found.items() if key != "file_name" and value not in (None, [], {})}
    return json.dumps(said, sort_keys=True)


def malformed(fault: RecordFault, place: Place) -> Finding:
    """The finding for a record at `place` that cannot be parsed."""
    line = fault.line if place.line is None else place.line + fault.line - 1
    return met_malformed.CODE.finding(fault.message, place=replace(place, line=line, column=fault.column))


def _skip_line(lines: BinaryIO) -> bool:
    """Go to the next line; False where this one is too long even for that."""
    for _ in range(_SKIPPED // 2**20):
        piece = lines.readline(2**20)
        if not piece or piece.endswith(b"\n"):
            return True
    return False


def _said(body: bytes, place: Place, folder: str) -> Said | Finding:
    found = parse(body)
    record = Record(body, place)
    if isinstance(found, RecordFault):
        named = _name_in(body)
        if named is None:
            return malformed(found, place)
        return Said(_target(folder, named), named, record, finding=malformed(found, place))
    return _about(found, record, folder)


def _about(found: Mapping[str, Any], record: Record, folder: str) -> Said | Finding:
    name = found.get("file_name")
    if not isinstance(name, str):
        kind = "type" if "file_name" in found else "required"
        return met_schema.CODE.finding(
            "file_name says which article the record is about: give its path relative to this file",
            place=replace(record.place, pointer="/file_name"),
            fault=f"/file_name {kind}",
        )
    return _of_record(found, _target(folder, name), name, record)


def _of_record(found: Mapping[str, Any], target: str | None, named: str, record: Record) -> Said:
    identity, publisher = found.get("id"), found.get("publisher")
    site = host_of(found.get("url")) or (publisher.strip() if isinstance(publisher, str) else None)
    return Said(target, named, record, identity if is_id(identity) else None, site or None)


def _target(folder: str, name: str) -> str | None:
    """The path below the root that `name` means in `folder`, None where it leads out or means nothing."""
    if name.startswith("/") or "\\" in name or _DRIVE.match(name):
        return None
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if not parts or ".." in parts:
        return None
    return "/".join((folder, *parts)) if folder else "/".join(parts)


def _name_in(body: bytes) -> str | None:
    """The `file_name` of a record that cannot be parsed, so that the fault is told of the right article."""
    match = _NAMED.search(body)
    try:
        name = json.loads(match[1]) if match else None
        return name if isinstance(name, str) and name.encode("utf-8") and "\0" not in name else None
    except ValueError:
        return None
