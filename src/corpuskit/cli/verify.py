"""`corpuskit verify`: whether a package is what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpuskit.cli import terminal
from corpuskit.cli.outcome import DONE, FALLS_SHORT


def run(
    dist: Annotated[Path, typer.Argument(metavar="DIST", help="The package.", show_default=False)],
    against: Annotated[
        Path | None,
        typer.Option(metavar="RAW", help="Compare every row with its raw file below this folder, too."),
    ] = None,
    digest: Annotated[
        str | None,
        typer.Option(metavar="SHA256", help="The digest that `package` printed; the package must have it."),
    ] = None,
) -> int:
    """Recompute every checksum and digest of a package, and undo every row to its raw bytes.

    \b
    corpuskit verify dist/sample
    corpuskit verify dist/sample --against raw --digest 3f1c…
    """
    from corpuskit.model.findings import Severity
    from corpuskit.packaging.verify import verify
    from corpuskit.reporters.verified import verified

    found = verify(dist, against=against, digest=digest.removeprefix("sha256:") if digest else None)
    terminal.write(verified(found, terminal.view()))
    return FALLS_SHORT if found.report.fails(Severity.ERROR) else DONE
