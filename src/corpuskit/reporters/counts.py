"""How often each code was found, most frequent first: what `--statistics` shows in the place of the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpuskit.model.findings import Severity
from corpuskit.model.report import Report
from corpuskit.reporters import View
from corpuskit.reporters.escape import shown
from corpuskit.reporters.jsonl import encoded
from corpuskit.reporters.paint import OF_SEVERITY, painted
from corpuskit.reporters.summary import summary


def counts(report: Report) -> list[tuple[int, str, Severity]]:
    """Count, code and severity of all that was found, notes included: most frequent first, then by code."""
    found: Counter[tuple[str, Severity]] = Counter()
    for group in report.groups:
        found[group.code, group.severity] += group.count
    rows = [(count, code, severity) for (code, severity), count in found.items()]
    return sorted(rows, key=lambda row: (-row[0], row[1], -row[2]))


def statistics(report: Report, view: View) -> Iterator[str]:
    """One line a code: count, code, severity, name; then the summary."""
    rows = counts(report)
    width = max((len(f"{count:,}") for count, _, _ in rows), default=0)
    for count, code, severity in rows:
        label = painted(f"{severity.label:<7}", OF_SEVERITY[severity], view.colour)
        name = shown(view.names.get(code, ""))
        yield f"{count:>{width},}  {shown(code)}  {label}  {name}".rstrip() + "\n"
    if rows:
        yield "\n"
    yield from summary(report, view)


def statistics_json(report: Report, view: View) -> Iterator[str]:
    """The same as one JSON list."""
    rows = [
        {"code": code, "name": view.names.get(code), "severity": severity.label, "count": count}
        for count, code, severity in counts(report)
    ]
    yield "[" + ",".join(f"\n  {encoded(row)}" for row in rows) + ("\n]\n" if rows else "]\n")
