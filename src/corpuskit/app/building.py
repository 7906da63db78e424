"""The work of `package` on one shard, as a value that travels to a worker: read, process, prove, write."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any

from corpuskit.app.copies import Dropped, dropped, why
from corpuskit.app.results import Kept, Past, asked_of, found, plain
from corpuskit.app.shard_files import Files, Place, earlier, files_of, keep_files
from corpuskit.app.store import Store
from corpuskit.app.work import Task, reason, results_of
from corpuskit.model.articles import ArticleResult, Entry
from corpuskit.model.context import Context
from corpuskit.model.findings import Finding, Severity
from corpuskit.model.report import Tally
from corpuskit.packaging.columns import Column
from corpuskit.packaging.digest import row_digest
from corpuskit.packaging.rows import Making, refused_row, row_of
from corpuskit.packaging.shard import undoes
from corpuskit.rules import codes
from corpuskit.rules.lic_left_out import EXCLUDED
from corpuskit.schema.exclusion import excluded
from corpuskit.schema.shown import shown
from corpuskit.sources import Limits


@dataclass(frozen=True, slots=True)
class Built:
    """A shard on disk, the rows of the articles that have no place in it, which of these are only copies, what was found, how many an excluded licence refused.

    `trouble` is a sentence where the store failed.
    """

    files: Files
    refused: tuple[dict[str, Any], ...]
    copies: tuple[Dropped, ...]
    tally: Tally
    excluded: int = 0
    trouble: str = ""


@dataclass(slots=True)
class _Shard:
    """A shard in the making.

    places   of each row in order; those that were made anew are in `rows`
    kept     by id what is kept for the next run
    """

    places: list[Place] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    copies: list[Dropped] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    kept: dict[str, Kept] = field(default_factory=dict)
    excluded: int = 0

    def take(self, entry: Entry, kept: Kept) -> None:
        """An article as an earlier run left it."""
        payload = dict(kept.payload)
        self.tally.add(found(payload["found"], entry))
        if "digest" in payload:
            at, payload["row"] = payload["row"], len(self.places)
            self.places.append(Place(bytes.fromhex(payload["digest"]), at))
        else:
            copy = Dropped(*payload["copy"]) if payload["copy"] is not None else None
            self.refuse(payload["refused"], copy, unwanted=payload["unwanted"])
        self.kept[entry.id] = Kept(kept.asked, payload)

    def refuse(self, row: dict[str, Any], copy: Dropped | None, *, unwanted: bool) -> None:
        """An article that has no place in the shard: as a copy, for its licence or for something else."""
        self.tally.refused += 1
        self.excluded += unwanted
        self.refused.append(row)
        self.copies += [copy] if copy is not None else []


@dataclass(frozen=True, slots=True)
class Build:
    """Second pass of `package`: every check, every row proved, one Parquet file.

    `duplicates` is the policy of the settings; copies that are `spared` stay whatever it says. `store` and `kind` are where
    results are kept, and the name of the set that these settings give.
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
    store: Store | None = None
    kind: str = ""

    def __call__(self, task: Task) -> Built:
        """The shard as a file in `folder`/data, and beside it the file of what was removed."""
        before, facts = earlier(self.store, self.kind, task, self.context.facts), self.context.facts
        shard = _Shard()
        self._fill(shard, task, before.past)
        part = f"{task.number:05d}-of-{self.shards:05d}.parquet"
        files, removals = files_of(self.folder, part, self.columns, shard.places, shard.rows, before)
        trouble = before.trouble
        if self.store is not None:
            kept = (task, facts, self.folder, files, shard.kept, before, removals)
            failed = keep_files(self.store, self.kind, *kept)
            trouble = trouble or failed
        return Built(files, tuple(shard.refused), tuple(shard.copies), shard.tally, shard.excluded, trouble)

    def _fill(self, shard: _Shard, task: Task, before: Past) -> None:
        """Put every article of the task where it belongs: what holds as it was kept, and the others anew."""
        left = [
            (entry, sha256)
            for entry, sha256 in zip(task.entries, task.sha256s or (), strict=True)
            if entry.id not in before.articles
        ]
        rest = replace(task, entries=tuple(e for e, _ in left), sha256s=tuple(s for _, s in left))
        fresh = (one for part in results_of(rest, self.root, self.limits, self.context) for one in part)
        for entry in task.entries:
            shard.tally.articles += 1
            kept = before.articles.get(entry.id)
            if kept is not None:
                shard.take(entry, kept)
            else:
                self._make(shard, entry, next(fresh))

    def _make(self, shard: _Shard, entry: Entry, result: ArticleResult) -> None:
        unwanted = self._unwanted(result)
        copy = self._copy(result) if unwanted is None else None
        row, result = (None, result) if copy or unwanted else self._row(result)
        shard.tally.add(result.findings)
        payload: dict[str, Any] = {}
        if row is not None:
            digest = row_digest(row)
            payload = {"digest": digest.hex(), "row": len(shard.places)}
            shard.places.append(Place(digest, None))
            shard.rows.append(row)
        else:
            refused = refused_row(result, unwanted or self._reason(result))
            told_copy = list(astuple(copy)) if copy is not None else None
            payload = {"refused": refused, "copy": told_copy, "unwanted": unwanted is not None}
            shard.refuse(refused, copy, unwanted=unwanted is not None)
        asked = asked_of(result) if self.store is not None else None
        told = plain(result.findings, entry) if asked is not None else None
        if asked is not None and told is not None:
            shard.kept[entry.id] = Kept(asked, payload | {"found": told})

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
