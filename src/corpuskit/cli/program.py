"""The program `corpuskit`: its commands, and what it makes of a command line that cannot be read."""

from __future__ import annotations

import gc
from typing import Annotated, Any

import typer

from corpuskit import __version__
from corpuskit.cli import (
    clean,
    decide,
    diff,
    explain,
    init,
    package,
    publish,
    restore,
    rules,
    validate,
    verify,
)
from corpuskit.cli.terminal import write
from corpuskit.errors import CorpuskitError

# The base of every fault in a command line; where its module lies depends on the version of typer.
_Usage: Any = typer.BadParameter.__base__

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

for _command in (init, validate, decide, package, clean, verify, diff, publish, restore, rules, explain):
    app.command(_command.__name__.rpartition(".")[2])(_command.run)


def _version(wanted: bool) -> None:
    if wanted:
        write([f"corpuskit {__version__}\n"])
        raise typer.Exit


@app.callback()
def _corpuskit(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Check a corpus of articles, and make a dataset of it that can be traced and taken back.

    \b
    corpuskit init                   begin: settings, and drafted metadata for the files in raw/
    corpuskit validate .             what is wrong with the corpus here
    corpuskit decide .               keep or remove the lines that cleaning is not sure of
    corpuskit package .              the clean dataset, in dist/
    corpuskit clean --diff FILE      what cleaning does to one article, and why

    Exit status: 0 done, 1 the data fall short, 2 the request cannot be carried out, 3 the machine failed.
    """


def run(arguments: list[str]) -> int:
    """Run the command that the arguments name and return its exit status; CorpuskitError where they cannot be read."""
    # As in a worker: our values hold no cycles, and looking for some costs a quarter of the time of a short run.
    gc.set_threshold(100_000, 20, 20)
    command = typer.main.get_command(app)
    try:
        with command.make_context("corpuskit", arguments or ["--help"]) as context:
            status = command.invoke(context)
    except typer.Exit as end:
        return end.exit_code
    except _Usage as fault:
        asked = getattr(getattr(fault, "ctx", None), "command_path", "corpuskit")
        sentence = " ".join(fault.format_message().split()).rstrip(".")
        raise CorpuskitError(f"{sentence}. Try: {asked} --help") from None
    return status if isinstance(status, int) else 0
