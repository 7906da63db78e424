"""Control characters that print nothing and mean nothing in an article are dropped: C0 but TAB and LF, DEL, C1."""

from __future__ import annotations

import re

from corpuskit.model.edits import Edit
from corpuskit.text import has_controls

NAME = "controls"
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+"
)  # \v, \f, CR and NEL are line endings, gone before


def edits(text: str) -> tuple[Edit, ...]:
    """One edit for each run of control characters.

    >>> edits("a\\x07b")
    (Edit(start=1, old='\\x07', new='', code='EDT003', score=0, reason=''),)
    """
    if not has_controls(text.encode("utf-8", "surrogatepass")):
        return ()
    return tuple(Edit(match.start(), match.group(), "", "EDT003") for match in _CONTROLS.finditer(text))
