"""`corpuskit clean`: what cleaning does to a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpuskit.cli import options, terminal
from corpuskit.cli.outcome import DONE, FALLS_SHORT
from corpuskit.reporters.escape import opening, shown

if TYPE_CHECKING:
    from corpuskit.app.clean import CleanedFile


def run(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="A raw file.", show_default=False)],
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what changes, with the reason of each line.")
    ] = False,
    config: options.Config = None,
) -> int:
    """Print the clean text of articles, or a diff that gives the reason beside each line.

    Nothing is written. A file inside a corpus is seen with the whole corpus around it, as package sees it: lines that
    are repeated elsewhere tell. In a pipe or a file the clean text is exact, UTF-8; on a terminal, hidden characters are
    written out.

    \b
    corpuskit clean raw/lemonde/001.txt --diff
    corpuskit clean raw/lemonde/001.txt > clean.txt
    """
    from corpuskit.app.clean import clean_file
    from corpuskit.reporters.diff import diff as lines

    status = DONE
    for file in files:
        cleaned = clean_file(file, settings=options.settings_for(file, config))
        refusal = _refusal(cleaned)
        if refusal:
            status = FALLS_SHORT
            terminal.say(f"{opening(str(file))}: {refusal}; corpuskit explain tells more")
        elif diff:
            terminal.write(lines(str(file), cleaned, terminal.view()))
        else:
            terminal.write_text(cleaned.text)
    return status


def _refusal(cleaned: CleanedFile) -> str:
    """Why there is no text, with the code; "" where there is one."""
    from corpuskit.model.findings import Severity

    if cleaned.refused is not None:
        return f"refused, {shown(cleaned.refused.code)} {shown(cleaned.refused.detail)}"
    errors = [finding for finding in cleaned.findings if finding.severity is Severity.ERROR]
    if cleaned.normalised or not errors:
        return ""
    return f"refused, {shown(errors[0].code)} {shown(errors[0].message)}"
