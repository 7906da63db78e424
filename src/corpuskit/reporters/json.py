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
    yield f'  "counts": {encoded(counts)},\n  "codes": {encoded(report.by_code)},\n'
    yield from _baseline(report)
    yield '  "findings": ['
    for index, finding in enumerate(findings):
        yield ("," if index else "") + "\n    " + encoded(as_object(finding, report.root))
    yield "\n  ]\n}\n" if findings else "]\n}\n"


def _baseline(report: Report) -> Iterator[str]:
    """How many old findings are left, and all that are gone; nothing without a baseline."""
    if report.compared is None:
        return
    gone = report.compared.gone
    rows = [
        {"article": old.article, "path": old.path, "code": old.code, "fault": old.fault, "count": old.count}
        for old in gone
    ]
    listed = ",".join(f"\n    {encoded(row)}" for row in rows) + ("\n  " if rows else "")
    yield f'  "baseline": {{"left": {report.compared.left}, "gone": [{listed}]}},\n'
