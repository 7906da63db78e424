"""`corpuskit publish`: a package goes to the Hugging Face Hub."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpuskit.cli import terminal
from corpuskit.cli.outcome import DONE, FALLS_SHORT


def run(
    dist: Annotated[Path, typer.Argument(metavar="DIST", help="The package.", show_default=False)],
    repo: Annotated[
        str,
        typer.Argument(metavar="REPO", help="The dataset on the Hub: NAMESPACE/NAME.", show_default=False),
    ],
    private: Annotated[
        bool, typer.Option("--private", help="Make a new repository private; refuse a public one.")
    ] = False,
    revision: Annotated[
        str | None, typer.Option(metavar="BRANCH", help="The branch to commit to. Default: main.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do it. Without this, show what would be done.")] = False,
) -> int:
    """Verify a package, and send it to the Hugging Face Hub in one commit.

    Without --yes nothing is sent. Who you are, the Hub's own login says (hf auth login, or HF_TOKEN). Files that stand in
    the repository and are not in the package are deleted there, and named before.

    \b
    corpuskit publish dist/sample me/sample
    corpuskit publish dist/sample me/sample --private --yes
    """
    from corpuskit.model.findings import Severity
    from corpuskit.packaging.hub import plan, send
    from corpuskit.packaging.verify import verify
    from corpuskit.reporters.full import findings
    from corpuskit.reporters.hub import planned

    report = verify(dist).report
    if report.fails(Severity.ERROR):
        terminal.write(findings(report, terminal.view()))
        terminal.write(["not published: the package is damaged; make or fetch it again\n"])
        return FALLS_SHORT
    found = plan(dist, repo, private=private, revision=revision)
    terminal.write(planned(found, terminal.view()))
    if not yes:
        terminal.write(["nothing was sent: give --yes to publish\n"])
        return DONE
    from corpuskit.reporters.escape import shown

    terminal.write([f"published: {shown(send(found))}\n"])
    return DONE
