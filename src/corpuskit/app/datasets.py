"""The use case `validate` for datasets: a package of ours, or any Parquet or JSONL with a column of text.

Rows become articles, their text as UTF-8, and are checked in two passes as files are. Left out is what a row cannot
answer for: how bytes were decoded, how files are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from pathlib import Path
from typing import TextIO

from corpuskit.app.baseline import Baseline, new_baseline, read_baseline
from corpuskit.app.context import context_of, looked_for
from corpuskit.app.dataset_paths import keep_off_dataset
from corpuskit.app.passes import SMALL, Progress, engine_for
from corpuskit.app.row_checks import RowTask, RowValidation
from corpuskit.app.row_survey import compared, signed
from corpuskit.app.rows import Batch, Columns, Rows
from corpuskit.app.settings import Settings
from corpuskit.model.baseline import Comparison, Old, accepted, lines_of
from corpuskit.model.facts import NEARLY, CorpusFacts
from corpuskit.model.findings import Finding
from corpuskit.model.report import Report, Tally
from corpuskit.packaging.opening import open_package, unsafe_path
from corpuskit.packaging.verify import verify
from corpuskit.survey import know

_LITTLE = 1 << 20  # bytes of files below which starting processes costs more than it saves


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and what was not looked at, a sentence each."""

    report: Report
    unchecked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class How:
    """How a dataset is checked.

    keep       puts every finding into the report, in order; without it memory stays bounded
    progress   is told how many rows are done and how many there are, both passes counted; 0 while nobody knows
    baseline   a file: what it knows is counted and left out; new_baseline a file to which all that is found is written
    """

    keep: bool = True
    workers: int = 1
    engine: str = "auto"
    progress: Progress | None = None
    baseline: Path | None = None
    new_baseline: Path | None = None


def validate_dataset(
    path: Path, settings: Settings, columns: Columns | None = None, how: How | None = None
) -> Checked:
    """What is wrong with a dataset. Memory is bounded by what the survey keeps of each row, some hundred bytes.

    Raises SourceError where it has no column of text, TargetError where a package cannot be read at all or a baseline
    would lie in it, SettingsError for a baseline that does not hold.
    """
    how = how or How()
    tally = Tally(keep=how.keep)
    unchecked: tuple[str, ...] = ()
    if not path.is_dir():
        rows = Rows(path.parent, (path.name,), columns or Columns(), settings.max_bytes)
    else:
        verified = verify(path)
        tally.take(verified.report)
        unchecked = verified.unchecked
        rows = Rows(path, tuple(_shards(path)), columns or Columns("text", "id"), settings.max_bytes)
    old = read_baseline(how.baseline, looked_for(settings)) if how.baseline is not None else None
    if how.new_baseline is not None:
        keep_off_dataset(how.new_baseline, path)
    ours = rows.ours
    with new_baseline(how.new_baseline) if how.new_baseline is not None else nullcontext() as record:
        _Run(rows, ours, settings, how, tally, old, record).check()
    return Checked(tally.report(rows.root.as_posix()), (*unchecked, *_unchecked(ours)))


def _shards(path: Path) -> Iterator[str]:
    manifest = open_package(path).manifest
    for fact in manifest.shards if manifest is not None else ():
        if unsafe_path(fact.path) is None and (path / fact.path).is_file():
            yield fact.path


def _unchecked(ours: bool) -> Iterator[str]:
    yield "encodings and files, for which rows cannot answer"
    if not ours:
        yield "metadata, since the columns language, license, retrieved_at and url are not all there"


@dataclass(slots=True)
class _Run:
    """Both passes over the rows; what is found goes into the tally."""

    rows: Rows
    ours: bool
    settings: Settings
    how: How
    tally: Tally
    old: Baseline | None
    record: TextIO | None
    there: dict[str, str] = field(default_factory=dict)  # of rows that the baseline knows: id to SHA-256
    done: int = 0

    def check(self) -> None:
        """Survey, check, and hold all of it against the baseline."""
        runner = engine_for(self.how.engine, self.how.workers, SMALL if self.rows.size >= _LITTLE else 0)
        score = self.settings.rules.get("DUP102", {}).get("score", NEARLY)
        known = know(runner.map(signed, self._first()))
        facts = compared(known, self.rows.batches(self.ours), score, runner)
        total, of_files = 2 * self.done, _OfFiles(self.tally, self.old, self.how.keep)
        for part in runner.map(self._job(facts), self._tasks()):
            if self.record is not None and part.tally.compared is not None:
                self.record.writelines(part.tally.compared.lines)
            self.tally.merge(part.tally)
            of_files.take(part.of_files)
            self.done += part.tally.articles
            self._tell(total)
        if self.record is not None:
            self.record.writelines(of_files.lines())
        if self.old is None:
            self.tally.compared = None
        else:
            found = self.tally.compared = self.tally.compared or Comparison()
            found.left += of_files.left
            found.known += of_files.known
            found.gone = self.old.gone([*found.gone, *of_files.gone()], everything=True)

    def _first(self) -> Iterator[Batch]:
        """The rows for the survey; which of them the baseline knows is noted on the way."""
        total = 2 * self.rows.count
        for batch in self.rows.batches(self.ours):
            if self.old is not None:
                self.there |= {name: sha for name, sha in _met(batch) if name in self.old.articles}
            yield batch
            self.done += len(batch)
            self._tell(total)

    def _job(self, facts: CorpusFacts) -> RowValidation:
        context = context_of(self.settings).with_facts(facts)
        return RowValidation(
            context, self.settings.fail_on, self.ours, self.how.keep, self.record is not None
        )

    def _tasks(self) -> Iterator[RowTask]:
        displaced = self.old.displaced(self.there) if self.old is not None else {}
        for batch in self.rows.batches(self.ours):
            known = None
            if self.old is not None:
                known = {name: self.old.of(name, sha, displaced) for name, sha in _met(batch)}
            yield RowTask(batch, known)

    def _tell(self, total: int) -> None:
        if self.how.progress is not None:
            self.how.progress(self.done, total)


def _met(batch: Batch) -> Iterator[tuple[str, str]]:
    yield from ((raw.id, raw.sha256) for raw in batch.raws)
    yield from ((finding.article, "") for finding in batch.stray if finding.article is not None)


@dataclass(slots=True)
class _OfFiles:
    """What is wrong with files and belongs to no row. It comes in pieces, and a baseline knows it by its file as a whole."""

    tally: Tally
    old: Baseline | None
    keep: bool
    left: int = 0
    known: list[Finding] = field(default_factory=list)
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)  # by file and fingerprint
    first: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def take(self, findings: Iterable[Finding]) -> None:
        """Count these findings as new, or as known while the baseline has as many."""
        for finding in findings:
            key = finding.place.path if finding.place else "", finding.fingerprint
            self.seen[key] += 1
            self.first.setdefault(key, finding)
            old = self.old.paths.get(key[0], {}).get(key[1]) if self.old is not None else None
            if old is None or self.seen[key] > old.count or not accepted(finding):
                self.tally.add([finding])
                continue
            self.left += 1
            if self.keep:
                self.known.append(finding)

    def gone(self) -> Iterator[Old]:
        """What the baseline knows of files and was not found again."""
        for path, known in self.old.paths.items() if self.old is not None else ():
            for fingerprint, old in known.items():
                missing = old.count - self.seen[path, fingerprint]
                if missing > 0:
                    yield replace(old, count=missing)

    def lines(self) -> list[str]:
        """The lines of a new baseline."""
        return lines_of(
            chain.from_iterable(repeat(self.first[key], count) for key, count in self.seen.items())
        )
