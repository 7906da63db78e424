"""Control characters that print nothing and mean nothing in an article are dropped: C0 but TAB and LF, DEL, C1."""

from __future__ import annotations

import re

from corpuskit.model.edits import Edit

NAME = "controls"
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+"
)  # \v, \f, CR and NEL are line endings, gone before

_C0 = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r"))
_C1 = re.compile(rb"\xc2[\x80-\x9f]")


def edits(text: str) -> tuple[Edit, ...]:
    """One edit for each run of control characters.

    >>> edits("a\\x07b")
    (Edit(start=1, old='\\x07', new='', code='EDT003', score=0, reason=''),)
    """
    encoded = text.encode("utf-8", "surrogatepass")
    if len(encoded.translate(None, _C0)) == len(encoded) and not _C1.search(encoded):
        return ()  # the usual case, four times as fast as looking for the pattern
    return tuple(Edit(match.start(), match.group(), "", "EDT003") for match in _CONTROLS.finditer(text))
