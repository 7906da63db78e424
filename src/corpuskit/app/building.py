"""The work of `package` on one shard, as a value that travels to a worker: read, process, prove, write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpuskit.app.copies import Dropped, dropped, why
from corpuskit.app.work import Task, reason, results_of
from corpuskit.model.articles import ArticleResult
from corpuskit.model.context import Context
from corpuskit.model.findings import Finding, Severity
from corpuskit.model.report import Tally
from corpuskit.packaging.columns import Column
from corpuskit.packaging.manifest import ShardFact
from corpuskit.packaging.rows import Making, refused_row, row_of
from corpuskit.packaging.shard import undoes, write_shard
from corpuskit.rules import codes
from corpuskit.rules.lic_left_out import EXCLUDED
from corpuskit.schema.exclusion import excluded
from corpuskit.schema.shown import shown
from corpuskit.sources import Limits


@dataclass(frozen=True, slots=True)
class Built:
    """A shard on disk, the rows of the articles that have no place in it, which of these are only copies, what was found, what is counted on the card, how many an excluded licence refused."""

    shard: ShardFact
    refused: tuple[dict[str, Any], ...]
    copies: tuple[Dropped, ...]
    tally: Tally
    counts: Mapping[str, Counter[str]]
    excluded: int = 0


COUNTED = ("language", "publisher", "license", "encoding")


def counted(rows: Sequence[dict[str, Any]]) -> dict[str, Counter[str]]:
    """How often each language, publisher, licence and encoding occurs in these rows, and each code among their edits."""
    counts = {name: Counter(row[name] or "" for row in rows) for name in COUNTED}
    return counts | {"removed": Counter(edit["code"] for row in rows for edit in row["edits"])}


def merged(counts: Iterable[Mapping[str, Counter[str]]]) -> dict[str, Counter[str]]:
    """The counts of several shards together."""
    total: dict[str, Counter[str]] = {name: Counter() for name in (*COUNTED, "removed")}
    for part in counts:
        for name, count in part.items():
            total[name].update(count)
    return total


@dataclass(frozen=True, slots=True)
class Build:
    """Second pass of `package`: every check, every row proved, one Parquet file.

    `duplicates` is the policy of the settings; copies that are `spared` stay whatever it says.
    `exclude` are licences that refuse an article which can be used under no other.
    """

    root: Path
    limits: Limits
    context: Context
    refuse_at: Severity
    making: Making
    columns: tuple[Column, ...]
    folder: Path
    shards: int
    duplicates: str = "keep"
    spared: frozenset[str] = frozenset()
    exclude: frozenset[str] = frozenset()

    def __call__(self, task: Task) -> Built:
        """The shard as a file in `folder`/data."""
        rows: list[dict[str, Any]] = []
        refused: list[dict[str, Any]] = []
        copies: list[Dropped] = []
        tally = Tally()
        unused = 0
        for results in results_of(task, self.root, self.limits, self.context):
            for result in results:
                tally.articles += 1
                unwanted = self._unwanted(result)
                unused += unwanted is not None
                copy = self._copy(result) if unwanted is None else None
                row, result = (None, result) if copy or unwanted else self._row(result)
                tally.add(result.findings)
                if row is not None:
                    rows.append(row)
                    continue
                tally.refused += 1
                refused.append(refused_row(result, unwanted or self._reason(result)))
                copies += [copy] if copy is not None else []
        name = f"train-{task.number:05d}-of-{self.shards:05d}.parquet"
        shard = write_shard(self.folder, f"data/{name}", rows, self.columns)
        return Built(shard, tuple(refused), tuple(copies), tally, counted(rows), unused)

    def _unwanted(self, result: ArticleResult) -> Finding | None:
        """Why its licence leaves the article out; None where it does not, or the article is refused anyway."""
        if not self.exclude or reason(result, self.refuse_at) is not None:
            return None
        stated = (result.raw.metadata or {}).get("license")
        if not excluded(stated if isinstance(stated, str) else None, self.exclude):
            return None
        said = (
            f"its licence leaves no use that is not excluded: {shown(stated)}"
            if stated
            else "its licence is unknown, and that is excluded"
        )
        return EXCLUDED.finding(said, article=result.raw.id)

    def _copy(self, result: ArticleResult) -> Dropped | None:
        """The article as a copy that is left out; None where it stays, or is refused anyway."""
        article = result.article
        if article is None or article.id in self.spared or reason(result, self.refuse_at) is not None:
            return None
        return dropped(article, self.duplicates)

    def _row(self, result: ArticleResult) -> tuple[dict[str, Any] | None, ArticleResult]:
        article = result.article
        if article is None or reason(result, self.refuse_at) is not None:
            return None, result
        row = row_of(article, result.findings, self.making)
        if undoes(row):
            return row, result
        crash = codes()["BUG001"].finding(
            "taking back what cleaning did does not give the raw bytes: the article is left out; please report it with its file",
            article=result.raw.id,
            fault="undo",
        )
        return None, ArticleResult(result.raw, article, None, (*result.findings, crash))

    def _reason(self, result: ArticleResult) -> Finding:
        found = reason(result, self.refuse_at)
        if found is None and result.article is not None:
            return why(result.article, self.duplicates)
        return found or codes()["BUG001"].finding("refused without a reason", article=result.raw.id)
