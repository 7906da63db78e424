"""What cleaning took out of an article, as rows of their own: they follow from the article's row and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpuskit.packaging.undo import steps_back

RESIDUE = "BPL"  # how the codes of removals begin; all other edits change the form alone
OF_THE_ARTICLE = ("language", "publisher", "url", "license", "raw_path")


def removals_of(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    r"""The rows of REMOVED for a row of the package, in the order in which they were made; [] where nothing went.

    EditMismatch where its edits do not lead back from its text.

    >>> edit = {"step": 0, "start": 3, "old": "Lire aussi\n", "new": "", "code": "BPL203", "score": 990, "reason": "r"}
    >>> [(found["text"], found["line"]) for found in removals_of({"id": "a", "text": "Un\n", "edits": [edit]})]
    [('Lire aussi\n', 2)]
    """
    edits = row["edits"] or ()
    if not any(edit["code"].startswith(RESIDUE) for edit in edits):
        return []
    found: list[dict[str, Any]] = []
    for step, before in steps_back(str(row["text"]), edits):
        line, at, of_step = 1, 0, []
        for edit in step:
            line, at = line + before.count("\n", at, edit["start"]), edit["start"]
            if edit["code"].startswith(RESIDUE):
                of_step.append(
                    {
                        "id": row["id"],
                        **{name: edit[name] for name in ("code", "reason", "score")},
                        "text": edit["old"],
                        "line": line,
                        **{name: edit[name] for name in ("step", "start")},
                        **{name: row.get(name) for name in OF_THE_ARTICLE},
                    }
                )
        found = of_step + found
    return found
