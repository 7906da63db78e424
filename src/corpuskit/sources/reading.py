"""Reading one article: opened once, read once, hashed as it was read; whatever goes wrong is a finding."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpuskit.model.articles import Entry, RawArticle
from corpuskit.model.findings import Finding, Place
from corpuskit.rules import (
    met_malformed,
    src_changed,
    src_escapes_root,
    src_no_file,
    src_not_regular,
    src_symbolic_link,
    src_too_large,
    src_unreadable,
    src_unsafe_name,
)
from corpuskit.schema.records import parse
from corpuskit.sources.limits import Limits
from corpuskit.sources.metadata import malformed
from corpuskit.sources.names import MEDIA_TYPES, ending
from corpuskit.sources.opening import Opened, opened, unreadable
from corpuskit.sources.walk import too_large

_NOT_TO_BE_READ = frozenset(
    rule.CODE.code
    for rule in (
        src_changed,
        src_escapes_root,
        src_no_file,
        src_not_regular,
        src_symbolic_link,
        src_too_large,
        src_unreadable,
        src_unsafe_name,
    )
)


def read(root: Path, entry: Entry, limits: Limits, expected_sha256: str | None = None) -> RawArticle:
    """The article at `entry`, its bytes and its parsed record; `body` is None where it could or must not be read.

    `expected_sha256` is the digest that an earlier pass met ("" where it met none): other bytes are a finding.
    """
    path = entry.address.path
    metadata, fault = _metadata(entry)
    findings = [*entry.findings, *([fault] if fault else [])]
    body: bytes | None = None
    if not any(finding.code in _NOT_TO_BE_READ for finding in findings):
        found = _bytes_of(root, path, entry.address.length, limits)
        if isinstance(found, Finding):
            findings.append(replace(found, article=entry.id))
        else:
            body = found
    sha256 = hashlib.sha256(body).hexdigest() if body is not None else ""
    if body is not None and expected_sha256 is not None and sha256 != expected_sha256:
        findings.append(replace(_changed(path), article=entry.id))
        body, sha256 = None, ""
    return RawArticle(
        id=entry.id,
        body=body,
        media_type=MEDIA_TYPES.get(ending(path.rpartition("/")[2]).lower(), "text/plain"),
        metadata=metadata,
        address=entry.address,
        sha256=sha256,
        site=entry.site,
        record=entry.record,
        findings=tuple(findings),
    )


def _metadata(entry: Entry) -> tuple[Mapping[str, Any] | None, Finding | None]:
    if entry.record is None:
        return None, None
    found = parse(entry.record.body)
    if isinstance(found, dict):
        return found, None
    if any(finding.code == met_malformed.CODE.code for finding in entry.findings):
        return None, None  # the listing has said so
    return None, replace(malformed(found, entry.record.place), article=entry.id)


def _bytes_of(root: Path, path: str, length: int, limits: Limits) -> bytes | Finding:
    file = opened(root, path, limits)
    if isinstance(file, Finding):
        return file
    try:
        return _read_whole(file, path, length, limits)
    except OSError as error:
        return unreadable(error, path)
    finally:
        os.close(file.descriptor)


def _read_whole(file: Opened, path: str, length: int, limits: Limits) -> bytes | Finding:
    before = file.status
    if before.st_size > limits.max_bytes:
        return too_large(before.st_size, limits, path)
    if before.st_size != length:
        return _changed(path)
    pieces = []
    left = length + 1  # one more than there should be, so that a file that has grown is noticed
    while left > 0 and (piece := os.read(file.descriptor, left)):
        pieces.append(piece)
        left -= len(piece)
    after = os.fstat(file.descriptor)
    same = (before.st_size, before.st_mtime_ns, before.st_ino) == (
        after.st_size,
        after.st_mtime_ns,
        after.st_ino,
    )
    if left != 1 or not same:
        return _changed(path)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _changed(path: str) -> Finding:
    return src_changed.CODE.finding(
        "it changed while it was worked on: let whatever writes it end, then run again", place=Place(path)
    )
