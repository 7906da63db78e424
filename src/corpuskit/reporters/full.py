"""For people: each fault with its place, its line and a caret, then the summary."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.findings import Finding
from corpuskit.model.report import Report
from corpuskit.reporters import View
from corpuskit.reporters.escape import shown
from corpuskit.reporters.paint import OF_SEVERITY, painted
from corpuskit.reporters.places import excerpt, location
from corpuskit.reporters.summary import listed, remainder, summary


def report(report: Report, view: View) -> Iterator[str]:
    """Errors first; a fault that is found often is told once, with a few examples and the count of the rest."""
    yield from findings(report, view)
    yield from summary(report, view)


def findings(report: Report, view: View) -> Iterator[str]:
    """The report without its summary."""
    for group in listed(report, view):
        for finding in group.examples:
            yield from _finding(finding, report.root, view)
        yield from remainder(group)
        yield "\n"


def _finding(finding: Finding, root: str, view: View) -> Iterator[str]:
    where = painted(location(finding, root), "bold", view.colour)
    severity = painted(finding.severity.label, OF_SEVERITY[finding.severity], view.colour)
    yield f"{where}: {severity} {shown(finding.code)} {shown(finding.message)}\n"
    for line in excerpt(finding, view.width):
        yield painted(line, "dim", view.colour) + "\n"
