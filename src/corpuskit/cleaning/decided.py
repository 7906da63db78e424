"""What people decided of lines: it wins over everything the cleaner thinks.

A decision names a line, in the form in which lines count as the same, and how far it reaches: one article before one
site before the whole corpus.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from corpuskit.cleaning.lines import Draft, Lines, band_of, hashes_of, site_keys
from corpuskit.model.context import Context
from corpuskit.model.facts import Repeated
from corpuskit.text import normal_form

NOTHING, KEPT, REMOVED = 0, 1, 2
_ANSWERS = {"keep": KEPT, "remove": REMOVED}


class Decisions(NamedTuple):
    """The decisions by how far they reach, and what they say of why: the key of a line to the words."""

    article: Repeated
    site: Repeated
    corpus: Repeated
    reasons: dict[int, str]


def decided(batch: Sequence[Draft], lines: Lines, context: Context) -> tuple[Any, dict[int, str]]:
    """For each line what was decided of it, and for some lines the reason that was given."""
    import numpy as np

    if not context.decisions:
        return np.zeros(len(lines.texts), np.uint8), {}
    known = _read(context.decisions)
    keys = (
        site_keys(lines.hashes, [_article(draft.id) for draft in batch], lines.drafts),
        site_keys(lines.hashes, [draft.site for draft in batch], lines.drafts),
        lines.hashes,
    )
    found = np.zeros(len(lines.texts), np.uint8)
    reasons: dict[int, str] = {}
    for of, table in zip(keys, (known.article, known.site, known.corpus), strict=True):
        answers = np.where(found == NOTHING, band_of(of, table), NOTHING)
        for at in np.flatnonzero(answers).tolist():
            reasons[at] = known.reasons.get(int(of[at]), "")
        found = np.where(found == NOTHING, answers, found).astype(np.uint8)
    return found, reasons


def _article(name: str) -> str:
    """Stands for an article where a site is asked for: no host holds a NUL."""
    return f"\0{name}"


@lru_cache(maxsize=2)
def _read(text: str) -> Decisions:
    tables: dict[str, dict[int, int]] = {"article": {}, "site": {}, "corpus": {}}
    reasons: dict[int, str] = {}
    for row in map(json.loads, text.splitlines()):
        scope = row["scope"]
        key = hashes_of([normal_form(row["line"])])
        if scope != "corpus":
            key = site_keys(key, [_article(row["of"]) if scope == "article" else row["of"]], [0])
        tables[scope][int(key[0])] = _ANSWERS[row["decision"]]
        reasons[int(key[0])] = row.get("reason", "")
    return Decisions(_table(tables["article"]), _table(tables["site"]), _table(tables["corpus"]), reasons)


def _table(found: dict[int, int]) -> Repeated:
    import numpy as np

    keys = np.array(sorted(found), np.uint64)
    bands = np.array([found[key] for key in sorted(found)], np.uint8)
    return Repeated(keys.astype("<u8").tobytes(), bands.tobytes())
