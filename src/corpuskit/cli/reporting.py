"""Where a report goes: to stdout or a file, and in GitHub Actions to the summary of the step too."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from corpuskit.cli import terminal
from corpuskit.errors import CorpuskitError

if TYPE_CHECKING:
    from corpuskit.model.findings import Code, Severity
    from corpuskit.model.report import Report
    from corpuskit.reporters import Reporter, View

LISTS_ALL = ("json", "jsonl", "sarif")  # formats that hold every finding, and so need all of them kept
_COUNTED = ("full", "concise", "json")  # formats that --statistics has
_HOME = "Documentation"  # the label under which the package says where its documentation lies


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the reader wants to see: notes or not, from which severity the run fails, which codes were looked for."""

    show_notes: bool
    fail_on: Severity
    codes: Mapping[str, Code]

    def view(self, *, to_file: bool = False) -> View:
        """The same for a reader of stdout, or of a file."""
        found = terminal.view(
            show_notes=self.show_notes, to_file=to_file, codes=self.codes, fail_on=self.fail_on
        )
        return replace(found, pages=_pages())


def reporter_for(name: str, statistics: bool) -> Reporter:
    """The reporter of that name, or the one that only counts; CorpuskitError where this format has no counts."""
    from corpuskit.reporters import reporter, reporters
    from corpuskit.reporters.counts import statistics as counted
    from corpuskit.reporters.counts import statistics_json

    if not statistics:
        found = reporter(name)
        if found is None:
            raise CorpuskitError(f"there is no format {name}: choose {', '.join(reporters())}")
        return found
    if name not in _COUNTED:
        raise CorpuskitError(
            f"--statistics has no format {name}: choose {', '.join(_COUNTED)}, or leave it out"
        )
    return statistics_json if name == "json" else counted


def show(report: Report, reporter: Reporter, file: Path | None, wishes: Wishes) -> None:
    """Write the report to stdout; or to `file`, and then its summary to stdout."""
    from corpuskit.reporters.summary import summary

    if file is None:
        terminal.write(reporter(report, wishes.view()))
        return
    with file.open("w", encoding="utf-8", newline="", errors="backslashreplace") as stream:
        stream.writelines(reporter(report, wishes.view(to_file=True)))
    terminal.write(summary(report, wishes.view()))


def summarise(report: Report, wishes: Wishes) -> None:
    """Add the report to the summary of the CI step, where the runner names a file for it; no failure of that fails the run."""
    from corpuskit.reporters.escape import shown
    from corpuskit.reporters.markdown import STEP_SUMMARY, step_summary
    from corpuskit.reporters.markdown import report as markdown

    name = os.environ.get("GITHUB_STEP_SUMMARY")
    if not name:
        return
    try:
        with Path(name).open("a", encoding="utf-8", newline="", errors="backslashreplace") as stream:
            room = STEP_SUMMARY - stream.tell()
            stream.writelines(step_summary(markdown(report, wishes.view(to_file=True)), room))
    except OSError as error:
        terminal.say(f"corpuskit: the step has no summary: {shown(str(error))}")


def _pages() -> str:
    """The address of the codes' pages, "" where the package names none."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        named = metadata("corpuskit").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    found = (entry.partition(",") for entry in named)
    homes = [url.strip().rstrip("/") for label, _, url in found if label.strip() == _HOME]
    return f"{homes[0]}/rules" if homes else ""
