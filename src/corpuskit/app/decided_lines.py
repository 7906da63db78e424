"""Which decisions of people a corpus has any use for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from corpuskit.app.decisions import Key, key_of
from corpuskit.model.articles import Article
from corpuskit.model.edits import EditScript
from corpuskit.model.findings import Finding
from corpuskit.rules import set_decision
from corpuskit.text import normal_form

_AFTER = ("lines", "blanks")  # the steps that come after lines were judged


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions of a corpus, by what they are looked up by."""

    keys: frozenset[Key]
    forms: frozenset[str] = field(repr=False)

    def used_in(self, article: Article) -> Iterator[Key]:
        """The decisions that hold for lines of this article: of several on one line the nearest alone."""
        steps = tuple(step for step in article.script.steps if step.name not in _AFTER)
        text = EditScript(steps).apply(article.decoded.text) if steps else article.decoded.text
        for form in {normal_form(line) for line in text.split("\n")} & self.forms:
            nearest = (("article", article.id, form), ("site", article.raw.site, form), ("corpus", "", form))
            yield from [key for key in nearest if key in self.keys][:1]


@lru_cache(maxsize=4)
def decided_in(decisions: str) -> Decided | None:
    """What to look for; None where nothing was decided."""
    rows = [json.loads(line) for line in decisions.splitlines()]
    keys = frozenset(map(key_of, rows))
    return Decided(keys, frozenset(form for _, _, form in keys)) if keys else None


def unused(decided: Decided, used: frozenset[Key]) -> Iterator[Finding]:
    """One note for all decisions that hold for no line; nothing where each holds for one."""
    idle = sorted(decided.keys - used)
    if idle:
        one = idle[0][2]
        of = f" for {idle[0][1]}" if idle[0][1] else ""
        count = f"{len(idle):,} of {len(decided.keys):,} decisions hold for no line"
        yield set_decision.CODE.finding(
            f"decisions.jsonl: {count}, the first is on {one[:60]!r}{of}: correct them, or take them out",
            fault="unused",
            excerpt=one[:200],
            data={"unused": len(idle), "decisions": len(decided.keys)},
        )
