"""For GitHub Actions: workflow commands that put findings beside the lines of a pull request, then the summary.

A step may make ten annotations of each severity and a job fifty in all, and what exceeds that is dropped without a word
(actions/toolkit, docs/problem-matchers.md, "Limitations": pull request 734 of 2021, with notices since). So errors come first, faults
that differ before the second example of one, and what is not annotated is counted in the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, zip_longest

from corpuskit.model.findings import Finding, Severity
from corpuskit.model.report import Group, Report
from corpuskit.reporters import View
from corpuskit.reporters.escape import shown
from corpuskit.reporters.places import location, path_of
from corpuskit.reporters.summary import counted, listed, summary

LIMIT = 10  # annotations of one severity in one step
_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def report(report: Report, view: View) -> Iterator[str]:
    """Annotations by severity, what was cut, and the summary."""
    groups = listed(report, view)
    for severity in sorted(Severity, reverse=True):
        of_it = [group for group in groups if group.severity == severity]
        chosen = list(islice(_spread(of_it), LIMIT))
        for finding in chosen:
            yield _annotation(finding, report.root, view)
        rest = sum(group.count for group in of_it) - len(chosen)
        if rest:
            yield f"{counted(rest, severity.label)} more than are annotated; all of them: --output-format sarif or jsonl\n"
    yield from summary(report, view)


def _spread(groups: list[Group]) -> Iterator[Finding]:
    """The examples of all groups: the first of each, then the second of each, and so on."""
    for row in zip_longest(*(group.examples for group in groups)):
        yield from (finding for finding in row if finding is not None)


def _annotation(finding: Finding, root: str, view: View) -> str:
    place = finding.place
    name = view.names.get(finding.code, "")
    properties = {"file": path_of(finding, root)}
    if place is not None and place.line is not None:
        properties["line"] = str(place.line)
        if place.column is not None:
            properties["col"] = str(place.column)
    properties["title"] = f"{finding.code} {name}".strip() or "corpuskit"
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    # What is not in the properties, a pointer or a byte, stands in the message.
    where = location(finding, root) if place is None or place.line is None or place.pointer else ""
    message = f"{finding.message} [{where}]" if where else finding.message
    return f"::{_COMMAND[finding.severity]} {written}::{_data(message)}\n"


def _data(text: str) -> str:
    """The text as the runner reads it back (`actions/toolkit`, packages/core/src/command.ts): hidden characters written out."""
    return shown(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
