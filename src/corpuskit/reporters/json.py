"""For programs that read the whole: one JSON object with the counts and every finding, notes included."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.findings import Severity
from corpuskit.model.report import Report
from corpuskit.reporters import View
from corpuskit.reporters.jsonl import as_object, encoded, every_finding


def report(report: Report, view: View) -> Iterator[str]:
    """The object piece by piece, one finding a line; ValueError where the report did not keep its findings."""
    findings = every_finding(report)
    counts = {severity.label: report.count(severity) for severity in sorted(Severity, reverse=True)}
    yield f'{{\n  "corpuskit": {encoded(view.version)},\n  "root": {encoded(report.root)},\n'
    yield f'  "articles": {report.articles},\n  "refused": {report.refused},\n'
    yield f'  "counts": {encoded(counts)},\n  "codes": {encoded(report.by_code)},\n  "findings": ['
    for index, finding in enumerate(findings):
        yield ("," if index else "") + "\n    " + encoded(as_object(finding, report.root))
    yield "\n  ]\n}\n" if findings else "]\n}\n"
