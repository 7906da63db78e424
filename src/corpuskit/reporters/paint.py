"""Colours for a terminal that wants them."""

from __future__ import annotations

from corpuskit.model.findings import Severity

_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
OF_SEVERITY = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def painted(text: str, style: str, colour: bool) -> str:
    """The text in one of the styles bold, dim, red, green, yellow, cyan; unchanged without `colour`.

    >>> painted("error", "red", False)
    'error'
    """
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if colour and text else text
