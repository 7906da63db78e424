"""`corpuskit diff`: what changed between two packages, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpuskit.cli import options, terminal
from corpuskit.cli.outcome import DONE, FALLS_SHORT

_FORMATS = ("full", "json", "jsonl")


def _format(name: str) -> str:
    return options.one_of(_FORMATS, name) or name


def run(
    old: Annotated[Path, typer.Argument(metavar="A", help="A package.", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="B", help="Another one.", show_default=False)],
    text: Annotated[
        bool, typer.Option("--text", help="Show the lines of the clean text that differ.")
    ] = False,
    stat: Annotated[bool, typer.Option("--stat", help="Show the counts alone.")] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where the packages differ, as git does.")
    ] = False,
    output_format: Annotated[
        str, typer.Option(metavar="NAME", callback=_format, help="full, json or jsonl.")
    ] = "full",
) -> int:
    """Tell which articles were added, removed or changed between two packages, and why.

    For a changed article it names what of its bytes, its metadata, the tool, rules, settings, models and the facts of the
    corpus is another. Damage is a finding, and exits with 1; a damaged package is for verify.

    \b
    corpuskit diff old/sample dist/sample
    corpuskit diff old/sample dist/sample --text --exit-code
    """
    from corpuskit.model.findings import Severity
    from corpuskit.packaging.diff import diff
    from corpuskit.reporters import difference

    if stat and output_format != "full":
        raise typer.BadParameter(
            "counts alone have no format: leave --output-format out.", param_hint="--stat"
        )
    found = diff(old, new)
    if output_format == "full":
        terminal.write(difference.full(found, terminal.view(), text=text, stat=stat))
    else:
        write = difference.as_json if output_format == "json" else difference.jsonl
        terminal.write(write(found, text=text))
    if found.report.fails(Severity.ERROR):
        return FALLS_SHORT
    return FALLS_SHORT if exit_code and found.differs else DONE
