"""A byte order mark has done its work once the bytes are decoded."""

from __future__ import annotations

from corpuskit.model.edits import Edit

NAME = "bom"
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def edits(text: str) -> tuple[Edit, ...]:
    """At most one edit: the marks at the very start. One inside the text is a finding, not ours to drop.

    >>> edits("\\ufeffOn Monday")
    (Edit(start=0, old='\\ufeff', new='', code='EDT001', score=0, reason=''),)
    """
    marks = len(text) - len(text.lstrip(_MARK))
    return (Edit(0, text[:marks], "", "EDT001"),) if marks else ()
