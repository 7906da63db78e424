"""`corpuskit restore`: raw files back from a package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpuskit.cli import terminal
from corpuskit.cli.outcome import DONE, FALLS_SHORT
from corpuskit.reporters.escape import opening


def run(
    dist: Annotated[Path, typer.Argument(metavar="DIST", help="The package.", show_default=False)],
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Ids of articles.", show_default=False)
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="DIR", help="The folder to write to. Required.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Restore every row.")] = False,
) -> int:
    """Write raw files back, byte for byte, from the package alone.

    \b
    corpuskit restore dist/sample lemonde/001 -o restored
    corpuskit restore dist/sample --all -o restored
    """
    from corpuskit.model.findings import Severity
    from corpuskit.packaging.restore import restore
    from corpuskit.reporters.full import findings

    if out is None:
        raise typer.BadParameter("name the folder to write to.", param_hint="-o")
    if bool(ids) == every:
        raise typer.BadParameter("name the ids of articles, or give --all.", param_hint="ID")
    restored = restore(dist, None if every else ids, out)
    terminal.write(f"{opening(str(out / path))}\n" for path in restored.paths)
    terminal.write(findings(restored.report, terminal.view(show_notes=True)))
    return FALLS_SHORT if restored.report.fails(Severity.ERROR) else DONE
