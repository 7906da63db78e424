"""The two passes over a corpus that `validate` and `package` share: list, survey, then whatever is done with each shard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpuskit.app.corpus import Corpus
from corpuskit.app.shards import shards_of
from corpuskit.app.work import Survey, Task
from corpuskit.engines import Engine
from corpuskit.engines.serial import Serial
from corpuskit.errors import SettingsError
from corpuskit.model.articles import Entry
from corpuskit.model.facts import CorpusFacts
from corpuskit.sources import Limits
from corpuskit.survey import survey

SMALL = (
    500  # articles below which starting processes costs more than it saves (a spawned pool: half a second)
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Surveyed:
    """The shards as tasks, each with what the survey read of it, and what the corpus knows."""

    tasks: list[Task]
    facts: CorpusFacts


def engine_for(name: str, workers: int, articles: int) -> Engine:
    """The engine of that name; "auto" is serial for a small corpus or one worker."""
    if name not in ("auto", "serial", "processes"):
        raise SettingsError(f"there is no engine {name!r}: choose auto, serial or processes")
    if workers < 1:
        raise SettingsError(f"{workers} workers cannot work: give 1 or more")
    if name == "serial" or (name == "auto" and (workers == 1 or articles < SMALL)):
        return Serial()
    from corpuskit.engines.processes import Processes

    return Processes(workers)


def survey_of(
    entries: Sequence[Entry], corpus: Corpus, limits: Limits, engine: Engine, done: Progress | None
) -> Surveyed:
    """The first pass over these entries. `done` is told the articles done and the articles of both passes together."""
    tasks = [Task(number, shard) for number, shard in enumerate(shards_of(entries))]
    job = Survey(corpus.root.absolute(), limits)
    parts = []
    at = 0
    surveyed = []
    for task, part in zip(tasks, engine.map(job, tasks), strict=True):
        parts.append(part.signature)
        surveyed.append(Task(task.number, task.entries, part.sha256s))
        at += len(task.entries)
        if done:
            done(at, 2 * len(entries))
    return Surveyed(surveyed, survey(parts))
