"""Blanks at the end of a line are residue of layout."""

from __future__ import annotations

import re

from corpuskit.model.edits import Edit

NAME = "trailing"
_BLANKS = " \t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}\N{FIGURE SPACE}\N{EN SPACE}\N{EM SPACE}\N{THIN SPACE}"
_ENDS = frozenset(_BLANKS)
_TRAILING = re.compile(
    rf"(?<![{_BLANKS}])[{_BLANKS}]+(?=\n|\Z)"
)  # the look-behind keeps a long run of blanks linear


def edits(text: str) -> tuple[Edit, ...]:
    """One edit for each line that ends in blanks.

    >>> edits("un \\ndeux")
    (Edit(start=2, old=' ', new='', code='EDT005', score=0, reason=''),)
    """
    if not any(line[-1:] in _ENDS for line in text.split("\n")):
        return ()
    return tuple(Edit(match.start(), match.group(), "", "EDT005") for match in _TRAILING.finditer(text))
