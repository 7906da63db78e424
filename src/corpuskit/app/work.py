"""The work on one shard, as values that travel to a worker: its tasks, and what comes of its articles."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpuskit.errors import CorpuskitError, MachineError
from corpuskit.model.articles import ArticleResult, Entry, RawArticle
from corpuskit.model.baseline import Known
from corpuskit.model.context import Context
from corpuskit.model.findings import Finding, Severity
from corpuskit.process import decoded_text, process
from corpuskit.rules import codes
from corpuskit.sources import Limits, read

BATCH_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Task:
    """One shard: its number, its entries, and the SHA-256 that the survey met for each ("" where it read nothing).

    `known` is what a baseline knows of each.
    """

    number: int
    entries: tuple[Entry, ...]
    sha256s: tuple[str, ...] | None = None
    known: tuple[Known, ...] | None = None


def reason(result: ArticleResult, refuse_at: Severity) -> Finding | None:
    """Why this article has no place in a package: its heaviest finding, if that weighs enough; None where it has one.

    An article without a text is refused whatever codes are ignored.
    """
    heaviest = max(result.findings, key=lambda finding: finding.severity, default=None)
    if heaviest is not None and heaviest.severity >= refuse_at:
        return heaviest
    if result.refused is not None:
        return codes()[result.refused.code].finding(result.refused.detail, article=result.raw.id)
    if result.article is None:
        return heaviest or codes()["SRC008"].finding("it could not be read", article=result.raw.id)
    return None


def results_of(
    task: Task,
    root: Path,
    limits: Limits,
    context: Context,
    only: Callable[[Entry], bool] | None = None,
) -> Iterator[tuple[ArticleResult, ...]]:
    """The results of a shard, batch by batch, each with no more than some megabytes of text."""
    batch: list[RawArticle] = []
    size = 0
    for at, entry in enumerate(task.entries):
        if only is not None and not only(entry):
            continue
        raw = read(root, entry, limits, task.sha256s[at] if task.sha256s else None)
        batch.append(raw)
        size += len(raw.body or b"")
        if size >= BATCH_BYTES:
            yield guarded(batch, context)
            batch, size = [], 0
    if batch:
        yield guarded(batch, context)


def guarded(batch: Sequence[RawArticle], context: Context) -> tuple[ArticleResult, ...]:
    """`process` with a net under it: an article on which our own code fails becomes a finding and sinks no other."""
    try:
        return process(batch, context)
    except (MachineError, CorpuskitError, MemoryError):
        raise
    except Exception:
        if len(batch) > 1:
            return tuple(result for raw in batch for result in guarded([raw], context))
        crash = codes()["BUG001"].finding(
            "corpuskit failed on this article, which is left out; please report it with the traceback",
            article=batch[0].id,
            fault="crash",
            data={"traceback": traceback.format_exc()},
        )
        return (ArticleResult(batch[0], None, None, (*batch[0].findings, crash)),)


def text_of(raw: RawArticle) -> str | None:
    """The normalised text of an article for the survey, None where it has none."""
    try:
        return decoded_text(raw)
    except MemoryError:
        raise
    except Exception:
        return None  # the second pass meets the same failure, and reports it
