"""The two passes over a corpus that `validate` and `package` share: list, survey, then whatever is done with each shard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpuskit.app.comparing import compared
from corpuskit.app.context import context_of
from corpuskit.app.corpus import Corpus, Listing, entries_of
from corpuskit.app.keys import name_of
from corpuskit.app.left_out import withdrawn
from corpuskit.app.settings import Settings
from corpuskit.app.shards import shards_of
from corpuskit.app.store import FOLDER, Store, Tell, forget, opened
from corpuskit.app.surveying import KIND, Survey
from corpuskit.app.work import Task
from corpuskit.engines import Engine
from corpuskit.engines.serial import Serial
from corpuskit.errors import SettingsError
from corpuskit.model.articles import Entry
from corpuskit.model.context import Context
from corpuskit.model.facts import NEARLY
from corpuskit.packaging.columns import NAMES
from corpuskit.schema import load
from corpuskit.sources import Limits
from corpuskit.survey import Known, Signature, know

SMALL = (
    500  # articles below which starting processes costs more than it saves (a spawned pool: half a second)
)

Progress = Callable[[int, int], None]


def _silence(_: str) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the second pass begins with: the listing, the shards as tasks, the context with what the corpus knows.

    `store` keeps results for the next run; None where there is none.
    """

    limits: Limits
    listed: Listing
    engine: Engine
    tasks: list[Task]
    context: Context
    withdrawn: tuple[str, ...] = ()
    store: Store | None = None


@dataclass(slots=True)
class Memory:
    """Whether results are kept for the next run, and what the user is told of that, once."""

    wanted: bool = True
    tell: Tell = _silence
    told: bool = False

    def open(self, corpus: Corpus, articles: int) -> Store | None:
        """The store of a corpus, where it is wanted and has a place."""
        if not self.wanted or corpus.alone:
            return None
        return opened(corpus.base, corpus.root, articles, self.hear)

    def forget(self, corpus: Corpus, gone: tuple[str, ...]) -> None:
        """Let the store of a corpus forget these articles, though it be too small for one now, or none be wanted."""
        try:
            forget(corpus.base, gone)
        except OSError as fault:
            if gone:
                why = fault.strerror or fault
                self.hear(
                    f"{FOLDER} may hold texts of withdrawn articles and cannot be emptied ({why}): delete it"
                )

    def hear(self, trouble: str) -> None:
        """Tell the first trouble."""
        if trouble and not self.told:
            self.told = True
            self.tell(trouble)


def prepared(
    corpus: Corpus,
    settings: Settings,
    workers: int,
    engine: str,
    done: Progress | None,
    memory: Memory | None = None,
    without: tuple[str, ...] | None = None,
) -> Prepared:
    """List a corpus and survey it. `done` is told the articles done and the articles of both passes together.

    Articles `without` which a package is made are left out before anything of them is read, and no store keeps what
    earlier runs read of them; None where no package is made.
    """
    # A schema that `package` would refuse is refused before any work.
    load(settings.schema_text, reserved=NAMES)
    limits = Limits(settings.max_bytes, settings.follow_links)
    listed, gone = withdrawn(entries_of(corpus, limits, settings.schema_text), without or ())
    runner = engine_for(engine, workers, len(listed.entries))
    memory = memory or Memory(wanted=False)
    store = memory.open(corpus, len(listed.entries))
    if without is not None:
        memory.forget(corpus, gone)
    tasks, known = survey_of(listed.entries, corpus, limits, runner, done, store, memory.hear)
    score = settings.rules.get("DUP102", {}).get("score", NEARLY)
    facts = compared(known, tasks, score, runner, corpus.root.absolute(), limits)
    return Prepared(limits, listed, runner, tasks, context_of(settings).with_facts(facts), gone, store)


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
    entries: Sequence[Entry],
    corpus: Corpus,
    limits: Limits,
    engine: Engine,
    done: Progress | None,
    store: Store | None = None,
    hear: Tell = _silence,
) -> tuple[list[Task], Known]:
    """The first pass over these entries: the shards, each with what was read of it, and what the corpus knows."""
    unread = [Task(number, shard) for number, shard in enumerate(shards_of(entries))]
    job = Survey(corpus.root.absolute(), limits, store)
    tasks: list[Task] = []

    def signatures() -> Iterator[Signature]:
        """Those of the shards in order; none of them is kept here, since of a million articles they are large."""
        at = 0
        for task, part in zip(unread, engine.map(job, unread), strict=True):
            tasks.append(Task(task.number, task.entries, part.sha256s))
            at += len(task.entries)
            if done:
                done(at, 2 * len(entries))
            hear(part.trouble)
            yield from part.signatures
        if store is not None:
            store.trim(KIND, [name_of(task.entries) for task in unread])

    return tasks, know(signatures())
