"""The last lines of a report: how much was looked at, what was found, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpuskit.model.findings import Severity
from corpuskit.model.report import Group, Report
from corpuskit.reporters import View
from corpuskit.reporters.escape import opening, shown
from corpuskit.reporters.paint import OF_SEVERITY, painted


def counted(number: int, noun: str) -> str:
    """The number with its noun: "1 article", "1,200 articles"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(report: Report, view: View) -> list[Group]:
    """The groups that are told one by one: all but notes, unless the reader asked for those too."""
    return [group for group in report.groups if view.show_notes or group.severity > Severity.NOTE]


def remainder(group: Group) -> Iterator[str]:
    """The line that counts what is not told of a group; nothing where all is told."""
    rest = group.count - len(group.examples)
    if rest > 0:
        code = shown(group.code)
        yield f"\N{HORIZONTAL ELLIPSIS} and {rest:,} more like this ({code}); all of them: --output-format jsonl\n"


def summary(report: Report, view: View) -> Iterator[str]:
    """The closing lines, each with its line feed."""
    if not report.groups:
        what = "nothing to report" if report.articles else f"nothing to check below {_root(report)}"
        yield f"{counted(report.articles, 'article')}: {what}\n"
        return
    counts = ", ".join(_count(report, severity, view) for severity in sorted(Severity, reverse=True))
    yield f"{counted(report.articles, 'article')}: {counts}\n"
    if report.refused:
        rest = (
            "is refused: a package leaves it out"
            if report.refused == 1
            else "are refused: a package leaves them out"
        )
        yield f"{counted(report.refused, 'article')} {rest}\n"
    if not view.show_notes and report.count(Severity.NOTE):
        yield f"notes: {by_code(report, view, Severity.NOTE)}; list them with --show-notes\n"
    yield f"explain a code: corpuskit explain {shown(report.groups[0].code)}\n"


def by_code(report: Report, view: View, severity: Severity) -> str:
    """The findings of one severity counted by code, with the codes' names, on one line.

    Empty where there are none.
    """
    counts: Counter[str] = Counter()
    for group in report.groups:
        if group.severity == severity:
            counts[group.code] += group.count
    return ", ".join(
        f"{count:,} \N{MULTIPLICATION SIGN} {titled(code, view)}" for code, count in sorted(counts.items())
    )


def titled(code: str, view: View) -> str:
    """The code with its name in brackets, where the name is known."""
    name = view.names.get(code, "")
    return f"{shown(code)} ({shown(name)})" if name else shown(code)


def _count(report: Report, severity: Severity, view: View) -> str:
    number = report.count(severity)
    text = counted(number, severity.label)
    return painted(text, OF_SEVERITY[severity], view.colour and number > 0)


def _root(report: Report) -> str:
    return opening(report.root or ".")
