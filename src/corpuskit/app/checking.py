"""The second pass of `validate` on one shard: every check, counted; what an earlier run found of unchanged articles is taken from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from corpuskit.app.decided_lines import decided_in
from corpuskit.app.decisions import Key
from corpuskit.app.results import NOTHING, Kept, Past, asked_of, found, keep, past, plain
from corpuskit.app.store import Damaged, Store, damaged, unwritable
from corpuskit.app.work import Task, reason, results_of
from corpuskit.model.articles import ArticleResult, Entry
from corpuskit.model.baseline import Comparison, lines_of
from corpuskit.model.context import Context
from corpuskit.model.findings import Finding, Severity
from corpuskit.model.report import Tally
from corpuskit.sources import Limits


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in a shard; `trouble` is a sentence where the store failed."""

    tally: Tally
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of an article, and what of it is kept for the next run."""

    findings: tuple[Finding, ...]
    refused: bool
    sha256: str
    used: tuple[Key, ...]
    heard: tuple[str, ...]
    kept: Kept | None


@dataclass(frozen=True, slots=True)
class Validation:
    """Second pass of `validate`. `refuse_at` is the severity that refuses an article; `only` says which articles are looked at.

    record   asks for the lines of a new baseline
    store, kind   where results are kept, and the name of the set that these settings give
    """

    root: Path
    limits: Limits
    context: Context
    refuse_at: Severity
    keep: bool = False
    only: Callable[[Entry], bool] | None = None
    record: bool = False
    store: Store | None = None
    kind: str = ""

    def __call__(self, task: Task) -> Checked:
        """What was found in a shard."""
        before, trouble = NOTHING, ""
        try:
            before = past(self.store, self.kind, task, self.context.facts)
        except Damaged:
            trouble = damaged()
        kept: dict[str, Kept] = {}
        compared = Comparison() if self.record or task.known is not None else None
        known = dict(zip((entry.id for entry in task.entries), task.known or (), strict=False))
        tally = Tally(keep=self.keep, compared=compared)
        for entry, outcome in self._outcomes(task, before):
            tally.articles += 1
            tally.refused += outcome.refused
            tally.used.update(outcome.used)
            tally.heard.update(outcome.heard)
            if outcome.kept is not None:
                kept[entry.id] = outcome.kept
            if compared is None:
                tally.add(outcome.findings)
                continue
            if self.record:
                compared.lines += lines_of(outcome.findings, outcome.sha256)
            tally.add(compared.split(outcome.findings, known.get(entry.id, {}), self.keep))
        if self.store is not None and self.only is None and not before.whole:
            try:
                keep(self.store, self.kind, task, self.context.facts, kept)
            except OSError as fault:
                trouble = trouble or unwritable(fault)
        return Checked(tally, trouble)

    def _outcomes(self, task: Task, before: Past) -> Iterator[tuple[Entry, _Outcome]]:
        """What comes of each article that is looked at, in their order: of what holds as it was kept, of the others anew."""
        wanted = [
            (entry, sha256)
            for entry, sha256 in zip(task.entries, task.sha256s or (), strict=True)
            if self.only is None or self.only(entry)
        ]
        left = [one for one in wanted if one[0].id not in before.articles]
        rest = replace(task, entries=tuple(e for e, _ in left), sha256s=tuple(s for _, s in left), known=None)
        fresh = (one for part in results_of(rest, self.root, self.limits, self.context) for one in part)
        for entry, sha256 in wanted:
            kept = before.articles.get(entry.id)
            if kept is None:
                yield entry, self._outcome(next(fresh), entry)
            else:
                told = kept.payload
                used = tuple((scope, of, form) for scope, of, form in told["used"])
                findings, heard = found(told["found"], entry), tuple(told["heard"])
                yield entry, _Outcome(findings, told["refused"], sha256, used, heard, kept)

    def _outcome(self, result: ArticleResult, entry: Entry) -> _Outcome:
        refused = reason(result, self.refuse_at) is not None
        decided = decided_in(self.context.decisions)
        used = (
            tuple(decided.used_in(result.article))
            if decided is not None and result.article is not None
            else ()
        )
        asked = asked_of(result) if self.store is not None else None
        told = plain(result.findings, entry) if asked is not None else None
        kept = (
            Kept(asked, {"found": told, "refused": refused, "used": used, "heard": result.heard})
            if asked is not None and told is not None
            else None
        )
        return _Outcome(result.findings, refused, result.raw.sha256, used, result.heard, kept)
