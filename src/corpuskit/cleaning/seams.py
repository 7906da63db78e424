"""Section labels that a scraper ran together are set apart at the lower-to-upper seam, so that each can be judged."""

from __future__ import annotations

import re

from corpuskit.cleaning.lexicon import sections
from corpuskit.model.context import Context
from corpuskit.model.edits import Edit

NAME = "seams"
_SEAM = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_])")
_HEAD = 3  # labels are looked for among the first lines only
_LONGEST = 80


def edits(text: str, context: Context) -> tuple[Edit, ...]:
    """One edit for each seam of the first lines whose parts are all known names of sections.

    A name that is written with a capital inside ("YouTube") stays whole, for its parts are no sections.
    """
    found: list[Edit] = []
    at = seen = 0
    for line in text.split("\n"):
        if line.strip():
            seen += 1
            if seen > _HEAD:
                break
            found += (Edit(at + cut, "", "\n", "EDT007") for cut in _cuts(line, context))
        at += len(line) + 1
    return tuple(found)


def _cuts(line: str, context: Context) -> list[int]:
    if len(line) > _LONGEST:
        return []
    cuts = [
        match.start()
        for match in _SEAM.finditer(line)
        if line[match.start() - 1].islower() and line[match.start()].isupper()
    ]
    if not cuts:
        return []
    known = sections(context)
    parts = [line[a:b] for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True)]
    return cuts if all(known(part) for part in parts) else []
