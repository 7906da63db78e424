"""For editors and grep: one line a finding."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.report import Report
from corpuskit.reporters import View
from corpuskit.reporters.escape import shown
from corpuskit.reporters.paint import OF_SEVERITY, painted
from corpuskit.reporters.places import location
from corpuskit.reporters.summary import listed, remainder, summary


def report(report: Report, view: View) -> Iterator[str]:
    """The same faults and examples as `full`, without excerpts."""
    for group in listed(report, view):
        severity = painted(group.severity.label, OF_SEVERITY[group.severity], view.colour)
        for finding in group.examples:
            yield f"{location(finding, report.root)}: {severity} {shown(finding.code)} {shown(finding.message)}\n"
        yield from remainder(group)
    yield from summary(report, view)
