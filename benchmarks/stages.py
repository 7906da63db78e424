"""Where the time of `package` goes: processor time of one process by stage, beside the budget of the design.

Both passes are gone through as `package` does, shard by shard, with the same functions, on one core; starting Python
and importing are left out. Two of the functions are private to `process`: nobody else has to take its steps one by one. `python -m benchmarks.speed --stages` prints it.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from corpuskit.app.comparing import compared
from corpuskit.app.context import context_of
from corpuskit.app.corpus import entries_of, find
from corpuskit.app.settings import load_settings
from corpuskit.app.shards import shards_of
from corpuskit.app.work import Task
from corpuskit.cleaning import normalise, remove
from corpuskit.cleaning.lines import Draft
from corpuskit.engines.serial import Serial
from corpuskit.model.articles import Decoded
from corpuskit.model.checks import Subject
from corpuskit.model.context import Context
from corpuskit.model.facts import NEARLY
from corpuskit.packaging.columns import COLUMNS, table_of
from corpuskit.packaging.counting import Counting
from corpuskit.packaging.digest import rows_digest
from corpuskit.packaging.removed import removals_of
from corpuskit.packaging.rows import Making, row_of
from corpuskit.packaging.shard import parquet_bytes, undoes
from corpuskit.process import _article, _decoded, draft_of
from corpuskit.rules import judge
from corpuskit.sources import Limits, read
from corpuskit.survey import know, signature

T = TypeVar("T")

# Microseconds an article of 6 kB and 35 lines on one core, as the design shares them out, and the stages of each.
BUDGET: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("read, hash, strict UTF-8", 60, ("list", "read", "decode")),
    ("lines, hashes, MinHash, copies", 150, ("signature", "survey", "compare")),
    ("language, metadata against the schema, checks", 80, ("judge",)),
    ("line features and model", 210, ("remove",)),
    ("passes, edits, undo proof", 80, ("normalise", "article", "undo")),
    ("rows, columns, Parquet", 120, ("rows", "digest", "counts", "removed", "table", "Parquet", "read back")),
)
BATCH = 700  # articles that `package` judges at once, about


class Clock:
    """Adds up processor time by stage."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)

    def __call__(self, stage: str, work: Callable[[], T]) -> T:
        """What `work` gives; its time is added to the stage."""
        start = time.process_time()
        result = work()
        self.spent[stage] += time.process_time() - start
        return result


def stages(base: Path) -> tuple[dict[str, float], int]:
    """Microseconds an article by stage, and the number of articles of the corpus in `base`."""
    clock, corpus, settings = Clock(), find(base), load_settings(base)
    limits = Limits(settings.max_bytes, settings.follow_links)
    entries = clock("list", lambda: entries_of(corpus, limits, settings.schema_text).entries)
    context = context_of(settings)
    remove(
        [Draft("x", code) for code in ("en", "fr", "de", "es", "it", "nl", "pt")], context
    )  # compiled once
    shards, signs, tasks = shards_of(entries), [], []
    for number, shard in enumerate(shards):
        texts = [(raw, text) for raw, _, _, text in _texts(clock, corpus.root, shard, limits)]
        signs.append(clock("signature", lambda texts=texts: signature(*map(list, zip(*texts, strict=True)))))
        met = {raw.id: raw.sha256 for raw, _ in texts}
        tasks.append(Task(number, shard, tuple(met.get(entry.id, "") for entry in shard)))
    known = clock("survey", lambda: know(signs))
    near = clock("compare", lambda: compared(known, tasks, NEARLY, Serial(), corpus.root.absolute(), limits))
    context = context.with_facts(near)
    for shard in shards:
        _build(clock, _texts(clock, corpus.root, shard, limits), context)
    return {stage: spent / len(entries) * 1e6 for stage, spent in clock.spent.items()}, len(entries)


def _texts(clock: Clock, root: Path, shard: Any, limits: Limits) -> list[tuple[Any, Any, Any, str]]:
    raws = clock("read", lambda: [read(root, entry, limits) for entry in shard])
    found = clock("decode", lambda: [_decoded(raw) for raw in raws])
    pairs = [(raw, one) for raw, one in zip(raws, found, strict=True) if isinstance(one, Decoded)]
    normal = clock("normalise", lambda: [normalise(one.text) for _, one in pairs])
    return [(raw, one, *form) for (raw, one), form in zip(pairs, normal, strict=True)]


def _build(clock: Clock, texts: list[tuple[Any, Any, Any, str]], context: Context) -> None:
    rows: list[dict[str, Any]] = []
    making = Making(context.pipeline)
    for at in range(0, len(texts), BATCH):
        part = texts[at : at + BATCH]
        drafts = [draft_of(raw, text) for raw, _, _, text in part]
        removed = clock("remove", lambda drafts=drafts: remove(drafts, context))
        both = list(zip(part, removed, strict=True))
        articles = clock(
            "article",
            lambda both=both: [
                _article(raw, one, (*before, *steps), text, judged, context)
                for (raw, one, before, _), (steps, text, judged) in both
            ],
        )
        subjects = [Subject(article.raw, article.decoded, article, context) for article in articles]
        findings = clock("judge", lambda subjects=subjects: [judge(subject)[0] for subject in subjects])
        pairs = list(zip(articles, findings, strict=True))
        rows += clock("rows", lambda pairs=pairs: [row_of(a, f, making) for a, f in pairs])
    assert clock("undo", lambda: all(undoes(row) for row in rows))
    clock("digest", lambda: rows_digest(rows))
    table = clock("table", lambda: table_of(rows, COLUMNS))
    counting = Counting()
    clock("counts", lambda: [counting.add(row) for row in rows])
    clock("removed", lambda: [removal for row in rows for removal in removals_of(row)])
    data = clock("Parquet", lambda: parquet_bytes(table))
    assert clock("read back", lambda: _read(data).equals(table))


def _read(data: Any) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    return pq.read_table(pa.BufferReader(data), use_threads=False)


def rows_of(spent: dict[str, float]) -> list[tuple[str, str, str]]:
    """The table: each part of the budget, and below it its stages."""
    rows = [("µs an article", "budget", "spent")]
    for name, budget, parts in BUDGET:
        rows.append((name, str(budget), f"{sum(spent[part] for part in parts):.0f}"))
        rows += [(f"  {part}", "", f"{spent[part]:.0f}") for part in parts if len(parts) > 1]
    total = sum(budget for _, budget, _ in BUDGET)
    return [*rows, ("sum", str(total), f"{sum(spent.values()):.0f}")]
