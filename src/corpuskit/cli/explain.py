"""`corpuskit explain`: the page of one code."""

from __future__ import annotations

from collections.abc import Iterable
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
    from corpuskit.reporters.pages import page
    from corpuskit.rules import codes

    known = codes()
    wanted = next(
        (found for found in known.values() if code.upper() in (found.code, found.name.upper())), None
    )
    if wanted is None:
        raise CorpuskitError(f"there is no code {code!r}: {_nearest(code.upper(), known)}")
    terminal.write(page(wanted, terminal.view()))
    return DONE


def _nearest(wanted: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(wanted, list(known), n=3, cutoff=0.5)
    listed = "`corpuskit rules` lists them all"
    return f"perhaps {' or '.join(near)}; {listed}" if near else listed
