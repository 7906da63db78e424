"""Between the two passes: the few articles that may be nearly the same as another one are read again, and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpuskit.app.work import Task, text_of
from corpuskit.cleaning.lines import Draft
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
class Portion:
    """Pairs that are compared at one go: the ids of their articles, and the pairs as places among those."""

    ids: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]


def portions(pairs: Pairs, ids: Sequence[str], length: Callable[[str], int]) -> Iterator[Portion]:
    """The pairs in their order, with no more articles in one portion than fit in memory; `length` is in bytes, by id."""
    portion: list[tuple[int, int]] = []
    lengths: dict[int, int] = {}
    for pair in pairs:
        more = {at: length(ids[at]) for at in pair}
        if portion and (len(portion) == _MOST_PAIRS or sum((lengths | more).values()) > _MOST_BYTES):
            yield _portion(lengths, ids, portion)
            portion, lengths = [], {}
        portion.append(pair)
        lengths |= more
    if portion:
        yield _portion(lengths, ids, portion)


def _portion(articles: Iterable[int], ids: Sequence[str], pairs: Pairs) -> Portion:
    numbers = {at: number for number, at in enumerate(articles)}
    return Portion(tuple(ids[at] for at in numbers), tuple((numbers[a], numbers[b]) for a, b in pairs))


def likenesses(
    drafts: Sequence[Draft | None], pairs: Pairs, facts: CorpusFacts
) -> tuple[Likeness | None, ...]:
    """What the articles of each pair have in common; None where it is nothing, or one of the two is not there."""
    there = [draft for draft in drafts if draft is not None]
    owns = iter(owns_of(there, facts))
    own = [None if draft is None else next(owns) for draft in drafts]
    return tuple(
        likeness(one, other) if one is not None and other is not None else None
        for one, other in ((own[a], own[b]) for a, b in pairs)
    )


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
        drafts = [draft_of(raw, text) if (text := text_of(raw)) is not None else None for raw in raws]
        return likenesses(drafts, comparison.pairs, self.facts)


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
    ids = known.corpus.ids
    wanted = {ids[at] for pair in pairs for at in pair}
    places = {
        entry.id: (entry, sha256)
        for task in tasks
        for entry, sha256 in zip(task.entries, task.sha256s or (), strict=True)
        if entry.id in wanted
    }
    for portion in portions(pairs, ids, lambda ident: places[ident][0].address.length):
        entries, sha256s = zip(*(places[ident] for ident in portion.ids), strict=True)
        yield Comparison(entries, sha256s, portion.pairs)
