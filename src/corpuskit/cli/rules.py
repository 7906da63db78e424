"""`corpuskit rules`: the list of codes."""

from __future__ import annotations

from typing import Annotated

import typer

from corpuskit.cli import options, terminal
from corpuskit.cli.outcome import DONE

_FORMATS = ("full", "json")


def _format(name: str) -> str:
    return options.one_of(_FORMATS, name) or name


def run(
    output_format: Annotated[
        str, typer.Option(metavar="NAME", callback=_format, help="full or json.")
    ] = "full",
) -> int:
    """List every code with its severity and its name.

    \b
    corpuskit rules
    corpuskit rules --output-format json
    """
    from corpuskit.reporters.pages import table, table_json
    from corpuskit.rules import codes

    found = codes().values()
    terminal.write(table_json(found) if output_format == "json" else table(found, terminal.view()))
    return DONE
