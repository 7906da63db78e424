"""Letters and their accents are composed (NFC, Unicode Standard Annex 15), so that equal words are equal strings."""

from __future__ import annotations

import re
import unicodedata

from corpuskit.model.edits import Edit

NAME = "nfc"
_CHUNK = re.compile(
    "[ \n\t]?[^ \n\t]*"
)  # nothing composes backwards across an ASCII blank, so chunks normalise alone


def edits(text: str) -> tuple[Edit, ...]:
    """One edit for each word that is not in NFC, from its first to its last character that changes.

    >>> [(edit.start, len(edit.old), edit.new) for edit in edits("le cafe\\u0301 noir")]
    [(6, 2, 'é')]
    """
    if unicodedata.is_normalized("NFC", text):
        return ()
    found = []
    for match in _CHUNK.finditer(text):
        old = match.group()
        new = unicodedata.normalize("NFC", old)
        if old != new:
            front = _shared(old, new)
            back = _shared(old[front:][::-1], new[front:][::-1])
            found.append(
                Edit(
                    match.start() + front,
                    old[front : len(old) - back],
                    new[front : len(new) - back],
                    "EDT004",
                )
            )
    return tuple(found)


def _shared(a: str, b: str) -> int:
    for at, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return at
    return min(len(a), len(b))
