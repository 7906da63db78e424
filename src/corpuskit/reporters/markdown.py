"""Markdown, for the summary of a CI step or a comment: what was found by code, then a few findings of each fault."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuskit.model.findings import Severity
from corpuskit.model.report import Report
from corpuskit.reporters import View
from corpuskit.reporters.counts import counts
from corpuskit.reporters.escape import shown
from corpuskit.reporters.places import location
from corpuskit.reporters.summary import counted, listed

# What has a meaning inside a table cell of GitHub Flavored Markdown: code, emphasis, links, HTML, entities, autolinks.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&:@$]|(?i:(?<=www)\.)")
STEP_SUMMARY = 1_048_576  # bytes GitHub takes of one step ("Workflow commands: step isolation and limits"); more, and it shows none


def report(report: Report, view: View) -> Iterator[str]:
    """A heading, the counts by code, the findings that `full` would list."""
    numbers = ", ".join(
        counted(report.count(severity), severity.label) for severity in sorted(Severity, reverse=True)
    )
    yield f"### corpuskit: {'failed' if report.fails(view.fail_on) else 'passed'}\n\n"
    yield f"{counted(report.articles, 'article')}: {numbers if report.groups else 'nothing to report'}\n"
    if report.compared is not None:
        gone = sum(old.count for old in report.compared.gone)
        yield f"\nAgainst the baseline: {counted(report.compared.left, 'old finding')} left, {gone:,} gone.\n"
    rows = counts(report)
    if rows:
        yield "\n| code | name | severity | count |\n|---|---|---|---:|\n"
    for count, code, severity in rows:
        name = text(view.names.get(code, ""))
        yield f"| {text(code)} | {name} | {severity.label} | {count:,} |\n"
    groups = listed(report, view)
    if groups:
        yield "\n| where | severity | what |\n|---|---|---|\n"
    for group in groups:
        for finding in group.examples:
            where = text(location(finding, report.root))
            yield f"| {where} | {group.severity.label} | {text(finding.code)} {text(finding.message)} |\n"
        rest = group.count - len(group.examples)
        if rest > 0:
            yield f"| … | {group.severity.label} | {text(group.code)}, and {rest:,} more like this |\n"


def text(given: str) -> str:
    r"""The text for a cell of a table: one line, and nothing in it is markup.

    >>> print(text("a|b [x](http://e.example)"))
    a\|b \[x\](http\://e.example)
    """
    return _MARKUP.sub(lambda match: f"\\{match[0]}", shown(given))


def step_summary(pieces: Iterator[str], room: int = STEP_SUMMARY) -> Iterator[str]:
    """As many of the pieces as GitHub takes, `room` bytes, and a line that says so where some are left out."""
    told = "\nThe rest is left out: GitHub shows no summary above 1 MiB.\n"
    left = room - len(told.encode())
    for piece in pieces:
        left -= len(piece.encode("utf-8", "backslashreplace"))
        if left < 0:
            yield told
            return
        yield piece
