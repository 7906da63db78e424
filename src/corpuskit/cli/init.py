"""`corpuskit init`: a folder becomes a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpuskit.cli import terminal
from corpuskit.cli.outcome import DONE
from corpuskit.cli.progress import Bar


def run(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="The folder that is to be a corpus.", show_default=False)
    ] = Path(),
    with_schema: Annotated[
        bool, typer.Option("--with-schema", help="Write the metadata schema too, to add fields of your own.")
    ] = False,
    with_ci: Annotated[
        bool,
        typer.Option("--with-ci", help="Write a workflow for GitHub Actions, and settings for pre-commit."),
    ] = False,
) -> int:
    """Make a corpus of a folder: settings, raw/, .gitattributes, and drafted metadata for the files in raw/.

    Titles and languages are taken from the texts where they are plain; what is not known is null. Nothing is
    overwritten, and raw files are only read: run it again when there are new ones.

    \b
    corpuskit init
    corpuskit init corpora/press --with-schema
    corpuskit init --with-ci
    """
    from corpuskit.app.init import init
    from corpuskit.reporters.started import started

    with Bar("drafting") as bar:
        done = init(directory, with_schema=with_schema, with_ci=with_ci, progress=bar)
    terminal.write(started(done, terminal.view()))
    return DONE
