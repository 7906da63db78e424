"""What the card counts: in the rows of a shard, of several shards together, and again by whoever verifies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from corpuskit.packaging.model import Example
from corpuskit.packaging.removed import RESIDUE

BY = ("language", "publisher", "license", "encoding")
MOST = 100  # values of one column that are counted by name; beyond them only how many there are
EXAMPLES = 3  # of a code
_LONGEST = 160  # code points of an example


def _counters() -> dict[str, Counter[str]]:
    return {name: Counter() for name in (*BY, "edits", "refused", "totals")}


@dataclass(slots=True)
class Counting:
    """Counts of rows, and the first few removals and refusals of each code; shards are merged in the order of their ids.

    `edits` counts by code, `totals` holds sums: `characters` of the clean texts, `characters_removed`, `articles_changed`
    of which a line went, and for each of BY how many values it has.
    """

    counters: dict[str, Counter[str]] = field(default_factory=_counters)
    found: dict[tuple[str, str], list[Example]] = field(default_factory=dict)

    def add(self, row: Mapping[str, Any]) -> None:
        """Counts a row of the package."""
        for name in BY:
            self.counters[name][str(row.get(name) or "")] += 1
        removed = 0
        for edit in row["edits"] or ():
            self.counters["edits"][edit["code"]] += 1
            if edit["code"].startswith(RESIDUE):
                removed += len(edit["old"])
                self._show("removed", edit["code"], row["id"], edit["old"])
        totals = self.counters["totals"]
        totals["characters"] += len(row["text"])
        totals["characters_removed"] += removed
        totals["articles_changed"] += removed > 0

    def add_refused(self, row: Mapping[str, Any]) -> None:
        """Counts the row of a refused article."""
        code = str(row["code"])
        self.counters["refused"][code] += 1
        self._show("refused", code, str(row["id"]), str(row["reason"]))

    def merge(self, other: Counting) -> None:
        """Adds the counts of rows that come behind those that were counted here."""
        for name, counter in other.counters.items():
            self.counters[name].update(counter)
        for (config, code), examples in other.found.items():
            for example in examples:
                self._show(config, code, example.id, example.text)

    @property
    def plain(self) -> dict[str, Any]:
        """All of it as JSON holds it; `of_plain` reads it."""
        found = [
            [*key, [[example.id, example.text] for example in examples]]
            for key, examples in self.found.items()
        ]
        return {
            "counters": {name: list(counter.items()) for name, counter in self.counters.items()},
            "found": found,
        }

    @staticmethod
    def of_plain(told: Mapping[str, Any]) -> Counting:
        """What `plain` wrote down."""
        counters = {name: Counter(dict(pairs)) for name, pairs in told["counters"].items()}
        found = {
            (config, code): [Example(config, code, *example) for example in examples]
            for config, code, examples in told["found"]
        }
        return Counting(counters, found)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """The counts by name, the most frequent MOST of each."""
        totals = {**self.counters["totals"], **{name: len(self.counters[name]) for name in BY}}
        ranked = {
            name: dict(sorted(counter.items(), key=lambda item: (-item[1], item[0]))[:MOST])
            for name, counter in self.counters.items()
        }
        return {**ranked, "totals": totals}

    @property
    def examples(self) -> tuple[Example, ...]:
        """By config and code, in the order of the articles."""
        return tuple(example for _, examples in sorted(self.found.items()) for example in examples)

    def _show(self, config: str, code: str, article: str, text: str) -> None:
        examples = self.found.setdefault((config, code), [])
        if len(examples) < EXAMPLES:
            short = " ".join(text.split())
            short = short if len(short) <= _LONGEST else short[: _LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
            if all(example.text != short for example in examples):
                examples.append(Example(config, code, article, short))
