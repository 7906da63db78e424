"""Between the two passes: the few articles that may be nearly the same as another one are read again, and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpuskit.app.work import Task, text_of
from corpuskit.engines import Engine
from corpuskit.engines.serial import Serial
from corpuskit.model.articles import Entry
from corpuskit.model.facts import CorpusFacts
from corpuskit.process import draft_of
from corpuskit.sources import Limits, read
from corpuskit.survey import Known, Likeness, Pairs, likeness, owns_of, with_near_copies

FEW = 500  # pairs below which starting processes costs more than it saves
_MOST_PAIRS = 256  # of one task
_MOST_BYTES = 8 * 2**20  # of the articles of one task, unless one pair is larger


@dataclass(frozen=True, slots=True)
class Comparison:
    """Some articles, with what the survey met for each (SHA-256), and the pairs of them that are compared."""

    entries: tuple[Entry, ...]
    sha256s: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """The work on one comparison. The facts say which lines are repeated."""

    root: Path
    limits: Limits
    facts: CorpusFacts

    def __call__(self, comparison: Comparison) -> tuple[Likeness | None, ...]:
        """What each pair has in common; None where it is nothing, or one of the two cannot be read any more."""
        raws = [
            read(self.root, entry, self.limits, sha256)
            for entry, sha256 in zip(comparison.entries, comparison.sha256s, strict=True)
        ]
        texts = [text_of(raw) for raw in raws]
        owns = owns_of([draft_of(raw, text or "") for raw, text in zip(raws, texts, strict=True)], self.facts)
        return tuple(
            likeness(owns[a], owns[b]) if texts[a] is not None and texts[b] is not None else None
            for a, b in comparison.pairs
        )


def compared(
    known: Known, tasks: Sequence[Task], score: int, engine: Engine, root: Path, limits: Limits
) -> CorpusFacts:
    """What the corpus knows, near copies included. `tasks` are the shards that the survey has read."""
    job = Compare(root, limits, known.facts)

    def compare(pairs: Pairs) -> Iterable[Likeness | None]:
        runner = Serial() if len(pairs) < FEW else engine
        for found in runner.map(job, _comparisons(known, tasks, pairs)):
            yield from found

    return with_near_copies(known, score, compare)


def _comparisons(known: Known, tasks: Sequence[Task], pairs: Pairs) -> Iterator[Comparison]:
    """The pairs in portions, in their order, each with the articles it needs."""
    ids = known.corpus.ids
    wanted = {ids[at] for pair in pairs for at in pair}
    places = {
        entry.id: (entry, sha256)
        for task in tasks
        for entry, sha256 in zip(task.entries, task.sha256s or (), strict=True)
        if entry.id in wanted
    }
    portion: list[tuple[int, int]] = []
    lengths: dict[int, int] = {}
    for pair in pairs:
        more = {at: places[ids[at]][0].address.length for at in pair}
        if portion and (len(portion) == _MOST_PAIRS or sum((lengths | more).values()) > _MOST_BYTES):
            yield _comparison({at: places[ids[at]] for at in lengths}, portion)
            portion, lengths = [], {}
        portion.append(pair)
        lengths |= more
    if portion:
        yield _comparison({at: places[ids[at]] for at in lengths}, portion)


def _comparison(articles: dict[int, tuple[Entry, str]], pairs: Pairs) -> Comparison:
    entries, sha256s = zip(*articles.values(), strict=True)
    numbers = {at: number for number, at in enumerate(articles)}
    return Comparison(entries, sha256s, tuple((numbers[a], numbers[b]) for a, b in pairs))
