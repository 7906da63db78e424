"""What came of `package`: what was published, what was refused and why, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpuskit.model.findings import Finding, Severity
from corpuskit.model.report import Report
from corpuskit.reporters import View
from corpuskit.reporters.escape import opening, shown
from corpuskit.reporters.paint import painted
from corpuskit.reporters.places import location
from corpuskit.reporters.summary import by_code, counted

_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_NAMED = 10  # refused articles that are named one by one


@dataclass(frozen=True, slots=True)
class Advice:
    """What the settings do not say, and where to say it.

    table     the table of the settings that holds [dataset] and [package], "" or "tool.corpuskit."; file   its file
    unstated  the facts of the dataset that they leave open
    once      the ids that were withdrawn for this run alone
    """

    table: str
    file: str
    unstated: tuple[str, ...] = ()
    once: tuple[str, ...] = ()


class Outcome(Protocol):
    """What a run of `package` came to: `bytes` of all files and `digest` (hex) where it published; `limit` is a share 0..1."""

    @property
    def published(self) -> bool: ...
    @property
    def report(self) -> Report: ...
    @property
    def rows(self) -> int: ...
    @property
    def refused(self) -> int: ...
    @property
    def limit(self) -> float: ...
    @property
    def bytes(self) -> int: ...
    @property
    def digest(self) -> str: ...
    @property
    def excluded(self) -> int: ...
    @property
    def withdrawn(self) -> tuple[str, ...]: ...
    @property
    def returned(self) -> tuple[str, ...]: ...


def published(outcome: Outcome, target: str, view: View, advice: Advice | None = None) -> Iterator[str]:
    """The lines to print at the end of a run over the package at `target`."""
    if not outcome.published:
        yield from _withheld(outcome, target, view)
        return
    head = painted(f"published {shown(target)}", "green", view.colour)
    yield f"{head}: {counted(outcome.rows, 'article')}, {outcome.refused:,} refused, {size(outcome.bytes)}\n"
    yield f"digest sha256:{shown(outcome.digest)}\n"
    warnings = by_code(outcome.report, view, Severity.WARNING)
    if warnings:
        yield f"warnings: {warnings}; corpuskit validate lists them\n"
    yield from _left_out(outcome)
    yield from _refused(outcome, view)
    if advice is not None:
        yield from _advised(outcome, advice)
    yield f'load it: datasets.load_dataset({_quoted(target)}, split="train")\n'
    if outcome.refused:
        yield f'the refused: datasets.load_dataset({_quoted(target)}, "refused", split="train")\n'


def _left_out(outcome: Outcome) -> Iterator[str]:
    """Who was left out because somebody asked for it."""
    if outcome.excluded:
        yield f"left out for their licence (LIC002): {counted(outcome.excluded, 'article')}\n"
    if outcome.withdrawn:
        yield f"withdrawn (LIC001), {counted(len(outcome.withdrawn), 'article')}: {_few(outcome.withdrawn)}\n"


def _advised(outcome: Outcome, advice: Advice) -> Iterator[str]:
    """What to write into the settings: so that no later run undoes what this one was asked for, and the card says all."""
    place = f"[{advice.table}package] in {shown(advice.file)}"
    if outcome.returned:
        told = f"{counted(len(outcome.returned), 'article')} that the package before had withdrawn"
        yield f"back again, {told}: {_few(outcome.returned)}; to leave them out, add their ids to without below {place}\n"
    if advice.once:
        yield f"withdrawn in this run only: the next one brings {_few(advice.once)} back, unless without below {place} says so\n"
    if advice.unstated:
        names = ", ".join(advice.unstated)
        yield f"not stated of the dataset: {names}; say them below [{advice.table}dataset] in {shown(advice.file)}\n"


def _few(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
    return ", ".join(shown(ident) for ident in ids[:_NAMED]) + more


def size(count: int) -> str:
    """A number of bytes in decimal units (SI): 123 kB.

    >>> size(999), size(123_456), size(5_000_000_000)
    ('999 bytes', '123 kB', '5.0 GB')
    """
    if count < 1000:
        return counted(count, "byte")
    power = 1
    while count >= 999.5 * 1000**power and power < 4:
        power += 1
    value = count / 1000**power
    return f"{value:{'.1f' if value < 9.95 else '.0f'}} {_UNITS[power]}"


def _withheld(outcome: Outcome, target: str, view: View) -> Iterator[str]:
    head = painted("not published", "red", view.colour)
    total = counted(outcome.report.articles, "article")
    if outcome.rows:
        yield f"{head}: {outcome.refused:,} of {total} are refused, more than the {100 * outcome.limit:.4g} % that max_refused allows\n"
    else:
        yield f"{head}: of {total} none is left\n"
    yield from _left_out(outcome)
    yield from _refused(outcome, view)
    yield f"nothing was written: what stood at {shown(target)} before is as it was\n"
    yield "every finding: corpuskit validate; or let more be refused: max_refused in the settings\n"


def _refused(outcome: Outcome, view: View) -> Iterator[str]:
    """The refused articles with the reason of each, as far as the report names them."""
    if not outcome.refused:
        return
    most = outcome.refused - outcome.excluded - len(outcome.withdrawn)
    named = list(_reasons(outcome.report, view.fail_on).values())[: min(_NAMED, most)]
    for finding in named:
        where = location(finding, outcome.report.root)
        yield f"{painted('refused', 'red', view.colour)} {where}: {shown(finding.code)} {shown(finding.message)}\n"
    rest = most - len(named)
    if rest:
        where = (
            'the config "refused" names them all'
            if outcome.published
            else "corpuskit validate names them all"
        )
        yield f"\N{HORIZONTAL ELLIPSIS} and {rest:,} more refused: {where}\n"


def _reasons(report: Report, refuse_at: Severity) -> dict[str, Finding]:
    """The gravest finding of each article that one refuses, by article."""
    found: dict[str, Finding] = {}
    for group in report.groups:
        for finding in group.examples:
            if group.severity >= refuse_at:
                place = finding.place.path if finding.place else ""
                found.setdefault(finding.article or place, finding)
    return dict(sorted(found.items()))


def _quoted(path: str) -> str:
    return '"' + opening(path.replace("\\", "\\\\").replace('"', '\\"')) + '"'
