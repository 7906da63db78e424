"""From an article to its row: plain values by column name, the same that a reader gets back from Parquet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpuskit.model.articles import Article, ArticleResult, Decoded
from corpuskit.model.edits import EditScript
from corpuskit.model.findings import Finding, Place
from corpuskit.packaging.quality import StopWords, figures
from corpuskit.schema import ExtraColumn
from corpuskit.schema.moments import moment
from corpuskit.text import word_count

_NEWLINE = re.compile("\r\n|\r|\n")
_STYLES = {"\n": "lf", "\r\n": "crlf", "\r": "cr"}


@dataclass(frozen=True, slots=True)
class Making:
    """What every row of a package shares.

    pipeline   its digest
    keep_raw   whether all raw bytes are kept
    extra      the team's own columns
    quality    stop words by language where columns of quality figures are wanted, else None
    """

    pipeline: str
    keep_raw: bool = False
    extra: tuple[ExtraColumn, ...] = ()
    quality: StopWords | None = None


def row_of(article: Article, findings: Sequence[Finding], making: Making) -> dict[str, Any]:
    """The row of an article: one value for each of COLUMNS, of QUALITY where it is wanted, of the team's own."""
    raw, decoded = article.raw, article.decoded
    metadata = raw.metadata or {}
    published, precision = moment(metadata.get("published_at"))
    removed = len(decoded.text) - len(article.text)
    near = article.facts.near
    row = {
        "id": article.id,
        "text": article.text,
        **{name: _typed(metadata.get(name), str) for name in ("title", "language", "url", "publisher")},
        "authors": _strings(metadata.get("authors")),
        "published_at": published,
        "published_precision": precision,
        "retrieved_at": moment(metadata.get("retrieved_at"))[0],
        "license": _typed(metadata.get("license"), str),
        "tdm_reservation": _reservation(metadata.get("tdm_reservation")),
        "tdm_policy": _typed(metadata.get("tdm_policy"), str),
        "n_chars": len(article.text),
        "n_words": word_count(article.text),
        "raw_path": raw.address.path,
        "raw_offset": raw.address.offset,
        "raw_length": len(raw.body or b""),
        "raw_sha256": raw.sha256,
        "media_type": raw.media_type,
        **_decoding(decoded),
        "raw": raw.body if making.keep_raw or not decoded.restorable else None,
        "text_sha256": hashlib.sha256(article.text.encode("utf-8")).hexdigest(),
        "edits": edits_of(article.script),
        "removed_ratio": max(0, removed) / len(decoded.text) if decoded.text else 0.0,
        "duplicate_of": article.facts.duplicate_of,
        "near_duplicate_of": near.original if near is not None else None,
        "near_duplicate_score": near.score if near is not None else None,
        "findings": [_finding(finding) for finding in findings if finding.fault != "remove"],
        "pipeline": making.pipeline,
        "facts": article.facts.digest,
        "metadata": _record(raw.record.body if raw.record else None),
    }
    if making.quality is not None:
        row |= figures(article.text, row["language"], making.quality)
    for column in making.extra:
        row[column.name] = _extra(metadata.get(column.name), column)
    return row


def refused_row(result: ArticleResult, reason: Finding) -> dict[str, Any]:
    """The row of an article that has no place in the package."""
    raw = result.raw
    return {
        "id": raw.id,
        "code": reason.code,
        "reason": reason.message,
        "raw_path": raw.address.path,
        "raw_offset": raw.address.offset,
        "raw_length": len(raw.body or b""),
        "raw_sha256": raw.sha256 or None,
        "findings": [_finding(finding) for finding in result.findings],
        "metadata": _record(raw.record.body if raw.record else None),
    }


def refused_finding(finding: Finding) -> dict[str, Any]:
    """The row of an error that belongs to no article, such as a folder that cannot be listed: it may hide some."""
    place = finding.place or Place("")
    return {
        "id": f"{place.path}:{place.line}" if place.line else place.path,
        "code": finding.code,
        "reason": finding.message,
        "raw_path": place.path,
        "raw_offset": 0,
        "raw_length": 0,
        "raw_sha256": None,
        "findings": [_finding(finding)],
        "metadata": None,
    }


def edits_of(script: EditScript) -> list[dict[str, Any]]:
    """An edit script as rows: steps ascending, within a step starts ascending."""
    return [
        {
            "step": number,
            "start": edit.start,
            "old": edit.old,
            "new": edit.new,
            "code": edit.code,
            "score": edit.score,
            "reason": edit.reason,
        }
        for number, step in enumerate(script.steps)
        for edit in step.edits
    ]


def _decoding(decoded: Decoded) -> dict[str, Any]:
    endings = (
        {_STYLES[ending] for ending in _NEWLINE.findall(decoded.text)} if "\r" in decoded.text else {"lf"}
    )
    if "\n" not in decoded.text:
        endings.discard("lf")
    return {
        "encoding": decoded.encoding,
        "encoding_source": decoded.source,
        "encoding_score": decoded.score,
        "encoding_evidence": [
            {"witness": said.witness, "encoding": said.encoding, "score": said.score, "detail": said.detail}
            for said in decoded.evidence
        ],
        "high_bytes": decoded.high_bytes,
        "utf8_share": decoded.utf8_share,
        "encoding_runner_up": decoded.runner_up,
        "newline": "none" if not endings else endings.pop() if len(endings) == 1 else "mixed",
        "restorable": decoded.restorable,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {"code": finding.code, "severity": finding.severity.label, "message": finding.message}


def _record(body: bytes | None) -> str | None:
    return None if body is None else body.decode("utf-8", "replace")


def _reservation(value: object) -> int | None:
    return value if type(value) is int and value in (0, 1) else None


def _typed(value: object, kind: type) -> Any:
    return value if isinstance(value, kind) else None


def _strings(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _extra(value: object, column: ExtraColumn) -> Any:
    if column.list:
        items = value if isinstance(value, list) else []
        return [item for item in (_scalar(item, column.kind) for item in items) if item is not None]
    return _scalar(value, column.kind)


def _scalar(value: object, kind: str) -> str | int | float | bool | None:
    """The value in the type of its column, None where it has another or does not fit."""
    if isinstance(value, bool):
        return value if kind == "boolean" else None
    if isinstance(value, str):
        return value if kind == "string" else None
    if kind == "integer" and isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else None
    if kind == "number" and isinstance(value, int | float):
        return float(value)
    return None
