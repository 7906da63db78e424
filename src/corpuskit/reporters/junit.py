"""JUnit XML as Jenkins reads it (junit-10.xsd of its xUnit plugin): a suite for each family, a test case for each code.

A code and not an article is the test case: Jenkins then tells since which build a code fails, and a report on a million
articles has as many cases as one on ten. The findings stand in the text of the failure: a few of each fault, and counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import quoteattr

from corpuskit.model.findings import Severity
from corpuskit.model.report import Group, Report
from corpuskit.reporters import View
from corpuskit.reporters.escape import shown
from corpuskit.reporters.places import location
from corpuskit.reporters.summary import counted, remainder

_CRASH = "BUG"  # a check that crashed is an error of the test, not a failure of the data


def report(report: Report, view: View) -> Iterator[str]:
    """A document with every code that was looked for; those found at or above `fail_on` have failed."""
    found: dict[str, list[Group]] = {code: [] for code in view.codes}
    for group in report.groups:
        found.setdefault(group.code, []).append(group)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    cases = sorted(found.items())
    yield f'<testsuites name="corpuskit"{_numbers(cases, view)}>\n'
    for family, members in groupby(cases, key=lambda case: case[0][:3]):
        suite = list(members)
        yield f"  <testsuite name={_attribute(family)}{_numbers(suite, view)}>\n"
        for code, groups in suite:
            yield from _case(code, groups, report.root, view)
        yield "  </testsuite>\n"
    yield "</testsuites>\n"


def _numbers(cases: list[tuple[str, list[Group]]], view: View) -> str:
    bad = [code for code, groups in cases if _failing(groups, view)]
    errors = sum(code.startswith(_CRASH) for code in bad)
    return f' tests="{len(cases)}" failures="{len(bad) - errors}" errors="{errors}"'


def _failing(groups: list[Group], view: View) -> list[Group]:
    return [group for group in groups if group.severity >= view.fail_on]


def _case(code: str, groups: list[Group], root: str, view: View) -> Iterator[str]:
    name = f"{code} {view.names.get(code, '')}".strip()
    yield f"    <testcase classname={_attribute(f'corpuskit.{code[:3]}')} name={_attribute(name)}"
    if not groups:
        yield "/>\n"
        return
    yield ">\n"
    failing = _failing(groups, view)
    passing = [group for group in groups if group not in failing]
    if failing:
        tag = "error" if code.startswith(_CRASH) else "failure"
        kind = max(group.severity for group in failing).label
        yield f"      <{tag} type={_attribute(kind)} message={_attribute(_counted(failing))}>"
        yield from _told(failing, root)
        yield f"</{tag}>\n"
    if passing:
        yield f"      <system-out>{_content(_counted(passing))}\n"
        yield from _told(passing, root)
        yield "</system-out>\n"
    yield "    </testcase>\n"


def _counted(groups: list[Group]) -> str:
    totals = {
        severity: sum(group.count for group in groups if group.severity == severity)
        for severity in sorted(Severity, reverse=True)
    }
    return ", ".join(counted(number, severity.label) for severity, number in totals.items() if number)


def _told(groups: list[Group], root: str) -> Iterator[str]:
    for group in groups:
        for finding in group.examples:
            yield _content(f"{location(finding, root)}: {shown(finding.message)}") + "\n"
        yield from map(_content, remainder(group))


def _content(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(text: str) -> str:
    """The text as a quoted attribute; what XML cannot hold is written out first, as for a terminal."""
    return quoteattr(shown(text))
