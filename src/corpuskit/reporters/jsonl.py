"""For programs that read line by line: every finding as one JSON object on its own line, notes included."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from corpuskit.model.findings import Finding
from corpuskit.model.report import Report
from corpuskit.reporters import View
from corpuskit.reporters.escape import shown_json
from corpuskit.reporters.places import path_of

_LONGEST_INTEGER = 4_000  # bits: Python writes no decimal number of more than 4,300 digits


def report(report: Report, view: View) -> Iterator[str]:
    """All findings in order; ValueError where the report did not keep them."""
    for finding in every_finding(report):
        yield encoded(as_object(finding, report.root)) + "\n"


def every_finding(report: Report) -> tuple[Finding, ...]:
    """The findings of a report that kept them all; ValueError for one that kept examples only."""
    if report.findings is None:
        raise ValueError("this report kept examples only: ask validate for keep=True")
    return report.findings


def as_object(finding: Finding, root: str) -> dict[str, Any]:
    """A finding with every key always there; None where a thing is not known. `line` and `column` count from 1."""
    place = finding.place
    return {
        "code": finding.code,
        "severity": finding.severity.label,
        "message": finding.message,
        "article": finding.article,
        "path": path_of(finding, root) or None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "offset": place.offset if place else None,
        "pointer": place.pointer if place else None,
        "fault": finding.fault,
        "fingerprint": finding.fingerprint,
        "excerpt": finding.excerpt,
        "data": plain(finding.data),
    }


def encoded(value: Any) -> str:
    """Strict JSON on one line (RFC 8259, no NaN), safe to print."""
    return shown_json(json.dumps(value, ensure_ascii=False, allow_nan=False))


def plain(value: Any) -> Any:
    """Measured values as JSON has them; what it has no form for, an endless number among it, becomes text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value) if value.bit_length() <= _LONGEST_INTEGER else hex(value)
    return value if value is None or isinstance(value, str | bool) else str(value)
