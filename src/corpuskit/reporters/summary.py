"""The last lines of a report: how much was looked at, what was found, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpuskit.model.findings import Severity
from corpuskit.model.report import Group, Report
from corpuskit.reporters import View
from corpuskit.reporters.escape import opening, shown
from corpuskit.reporters.paint import OF_SEVERITY, painted

_GONE = 5  # of what is gone, told one by one
_MORE = "\N{HORIZONTAL ELLIPSIS}"


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
        what = "nothing new to report" if report.compared else "nothing to report"
        what = what if report.articles else f"nothing to check below {_root(report)}"
        yield f"{counted(report.articles, 'article')}: {what}\n"
        yield from against_baseline(report)
        return
    counts = ", ".join(_count(report, severity, view) for severity in sorted(Severity, reverse=True))
    yield f"{counted(report.articles, 'article')}: {counts}{' that are new' if report.compared else ''}\n"
    if report.refused:
        rest = (
            "is refused: a package leaves it out"
            if report.refused == 1
            else "are refused: a package leaves them out"
        )
        yield f"{counted(report.refused, 'article')} {rest}\n"
    if not view.show_notes and report.count(Severity.NOTE):
        yield f"notes: {by_code(report, view, Severity.NOTE)}; list them with --show-notes\n"
    yield from against_baseline(report)
    yield f"explain a code: corpuskit explain {shown(report.groups[0].code)}\n"


def against_baseline(report: Report) -> Iterator[str]:
    """How many old findings are left, and which are gone; nothing without a baseline."""
    if report.compared is None:
        return
    gone = report.compared.gone
    total = sum(old.count for old in gone)
    left = counted(report.compared.left, "old finding")
    if not gone:
        yield f"baseline: {left} left\n"
        return
    yield f"baseline: {left} left, {total:,} gone: write it again, so that they cannot come back unseen\n"
    for old in gone[:_GONE]:
        times = f" ({old.count:,} times)" if old.count > 1 else ""
        yield f"  gone: {shown(old.code)} in {shown(old.place or 'the corpus')}{times}\n"
    if len(gone) > _GONE:
        yield f"  {_MORE} and {len(gone) - _GONE:,} more; all of them: --output-format json\n"


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
