"""What came of `init`: what was made, what was there already, which files need a look, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from corpuskit.model.findings import Finding
from corpuskit.reporters import View
from corpuskit.reporters.escape import shown
from corpuskit.reporters.paint import painted
from corpuskit.reporters.places import location
from corpuskit.reporters.summary import counted

_NAMED = 10  # files that are named one by one


class Outcome(Protocol):
    """What a run of `init` did; see `corpuskit.app.init.Started`."""

    @property
    def base(self) -> str: ...
    @property
    def written(self) -> tuple[str, ...]: ...
    @property
    def kept(self) -> tuple[str, ...]: ...
    @property
    def settings(self) -> str: ...
    @property
    def attributes(self) -> bool: ...
    @property
    def articles(self) -> int: ...
    @property
    def drafts(self) -> int: ...
    @property
    def titles(self) -> int: ...
    @property
    def languages(self) -> int: ...
    @property
    def refused(self) -> tuple[Finding, ...]: ...
    @property
    def passed(self) -> tuple[Finding, ...]: ...


def started(outcome: Outcome, view: View) -> Iterator[str]:
    """The lines to print at the end of a run."""
    if outcome.written:
        yield f"{painted('written', 'green', view.colour)}: {', '.join(map(shown, outcome.written))}\n"
    else:
        yield "nothing was written: everything is there\n"
    if outcome.kept:
        yield f"kept as they were: {', '.join(map(shown, outcome.kept))}\n"
    if outcome.settings:
        yield f"settings are those in {shown(outcome.settings)}\n"
    if not outcome.attributes:
        yield 'git may change line ends of the raw files: add the line "raw/** -text" to .gitattributes\n'
    if outcome.drafts:
        found = f"the title of {outcome.titles:,}, the language of {outcome.languages:,} found in the text"
        yield f"{counted(outcome.drafts, 'record')} drafted: {found}\n"
    yield from _named("would be refused", outcome.refused, view)
    yield from _named("no record", outcome.passed, view)
    yield _next(outcome)


def _next(outcome: Outcome) -> str:
    here = "" if outcome.base == "." else f" {shown(outcome.base)}"
    if not outcome.articles:
        return f"next: put articles into raw/ (.txt or .md), then run corpuskit init{here} again\n"
    if not outcome.drafts:
        return f"next: corpuskit validate{here}\n"
    return f"next: fill in what is null in raw/metadata.jsonl, then run corpuskit validate{here}\n"


def _named(what: str, findings: Sequence[Finding], view: View) -> Iterator[str]:
    for finding in findings[:_NAMED]:
        head = painted(what, "red", view.colour)
        yield f"{head}: {location(finding, 'raw')}: {shown(finding.code)} {shown(finding.message)}\n"
    if len(findings) > _NAMED:
        yield f"\N{HORIZONTAL ELLIPSIS} and {len(findings) - _NAMED:,} more: corpuskit validate names them all\n"
