"""Every line ends in LF: CR LF, CR, and the separators that some editors write."""

from __future__ import annotations

import re

from corpuskit.model.edits import Edit

NAME = "newlines"
_OTHERS = "\r\v\f\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
_ENDINGS = re.compile(
    f"\r\n|[{_OTHERS}]"  # Unicode 16, section 5.8, "Newline Guidelines"
)


def edits(text: str) -> tuple[Edit, ...]:
    """One edit for each line ending that is not LF.

    >>> edits("a\\r\\nb\\nc\\r")
    (Edit(start=1, old='\\r\\n', new='\\n', code='EDT002', score=0, reason=''), Edit(start=6, old='\\r', new='\\n', code='EDT002', score=0, reason=''))
    """
    if not any(ending in text for ending in _OTHERS):
        return ()
    return tuple(Edit(match.start(), match.group(), "\n", "EDT002") for match in _ENDINGS.finditer(text))
