"""`corpuskit explain`: the page of one code."""

from __future__ import annotations

from typing import Annotated

import typer

from corpuskit.cli import terminal
from corpuskit.cli.outcome import DONE
from corpuskit.errors import CorpuskitError


def run(
    code: Annotated[str, typer.Argument(metavar="CODE", help="A code, or its name.", show_default=False)],
) -> int:
    """Tell what a code finds, why it matters, and what to do instead.

    \b
    corpuskit explain BPL205
    """
    from corpuskit.app.settings_codes import nearest
    from corpuskit.reporters.pages import page
    from corpuskit.rules import codes

    known = codes()
    wanted = next(
        (found for found in known.values() if code.upper() in (found.code, found.name.upper())), None
    )
    if wanted is None:
        names = [found.name for found in known.values()]
        hint = nearest(code.upper(), known) or nearest(code.lower(), names)
        raise CorpuskitError(f"there is no code {code!r}{hint or ':'} `corpuskit rules` lists them all")
    terminal.write(page(wanted, terminal.view()))
    return DONE
