"""What came of `verify`: whole, or damaged and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from corpuskit.model.findings import Severity
from corpuskit.model.report import Report
from corpuskit.reporters import View
from corpuskit.reporters.escape import shown
from corpuskit.reporters.full import findings
from corpuskit.reporters.paint import painted
from corpuskit.reporters.summary import counted


class Verification(Protocol):
    """What was read again: `rows` so many, `unchecked` a sentence for each thing left out, `digest` (hex) or ""."""

    @property
    def report(self) -> Report: ...
    @property
    def rows(self) -> int: ...
    @property
    def unchecked(self) -> tuple[str, ...]: ...
    @property
    def digest(self) -> str: ...


def verified(found: Verification, view: View) -> Iterator[str]:
    """The findings, the digest, what was not looked at, and the verdict as the last line."""
    yield from findings(found.report, view)
    if found.digest:
        yield f"digest sha256:{shown(found.digest)}\n"
    for what in found.unchecked:
        yield f"not checked: {shown(what)}\n"
    errors = found.report.count(Severity.ERROR)
    if errors:
        verdict = painted("damaged", "red", view.colour)
        yield f"{verdict}: {counted(errors, 'error')} in {counted(found.rows, 'row')}; do not rely on this package, make or fetch it again\n"
    else:
        rows = (
            "no row to check"
            if not found.rows
            else f"{counted(found.rows, 'row')}, every one gives its raw bytes back"
        )
        yield f"{painted('verified', 'green', view.colour)}: {rows}\n"
