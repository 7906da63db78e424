"""Between paragraphs one blank line is enough, and none is needed at the ends."""

from __future__ import annotations

import re

from corpuskit.model.edits import Edit

NAME = "blanks"
_RUNS = re.compile(r"\A\n+|\n{3,}(?=[^\n])|\n{2,}\Z")


def edits(text: str) -> tuple[Edit, ...]:
    """One edit for each run of blank lines: none stays at the start or the end, one elsewhere. A final LF stays.

    >>> [(edit.old, edit.new) for edit in edits("\\n\\nun\\n\\n\\ndeux\\n\\n")]
    [('\\n\\n', ''), ('\\n\\n\\n', '\\n\\n'), ('\\n\\n', '\\n')]
    """
    if "\n\n\n" not in text and not text.startswith("\n") and not text.endswith("\n\n"):
        return ()
    found = []
    for match in _RUNS.finditer(text):
        run = match.group()
        new = "" if match.start() == 0 else "\n" if match.end() == len(text) else "\n\n"
        found.append(Edit(match.start(), run, new, "EDT006"))
    return tuple(found)
