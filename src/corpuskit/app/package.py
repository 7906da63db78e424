"""The use case `package`: validate, clean, prove, and publish a dataset, all or nothing."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from corpuskit import __version__
from corpuskit.app.building import Build, Built
from corpuskit.app.context import stop_words
from corpuskit.app.copies import spared
from corpuskit.app.corpus import Corpus, find
from corpuskit.app.keys import digest_of, name_of
from corpuskit.app.left_out import returned, withdrawn_row
from corpuskit.app.packaged import NotPublished, Packaged
from corpuskit.app.passes import Memory, Prepared, Progress, prepared
from corpuskit.app.settings import Settings, load_settings
from corpuskit.app.store import Tell
from corpuskit.errors import SourceError, TargetError
from corpuskit.model.report import Tally
from corpuskit.packaging.columns import COLUMNS, NAMES, QUALITY, REFUSED, Column
from corpuskit.packaging.counting import Counting
from corpuskit.packaging.derived import write_derived
from corpuskit.packaging.manifest import Manifest
from corpuskit.packaging.publish import Claim, claim
from corpuskit.packaging.rows import Making, refused_finding
from corpuskit.packaging.shard import write_shard
from corpuskit.rules import adjusted
from corpuskit.schema import load


def package(
    corpus: str | os.PathLike[str] = ".",
    out: str | os.PathLike[str] | None = None,
    *,
    name: str | None = None,
    settings: Settings | None = None,
    workers: int = 1,
    engine: str = "auto",
    cache: bool = True,
) -> Manifest:
    """Package a corpus into `out`/`name` (the corpus' own `dist` and name unless given) and return the manifest.

    What comes of each article is kept in `.corpuskit/` beside the raw folder, unless `cache` is False or the corpus is small, and
    taken from there while nothing changed that decides it.

    Raises NotPublished where more articles are refused than the settings bear, TargetError where the target is locked
    or is no package of ours, MachineError where the machine fails; the old package is then untouched.
    """
    packaged = build(corpus, out, name=name, settings=settings, workers=workers, engine=engine, cache=cache)
    if packaged.manifest is None:
        raise NotPublished(packaged)
    return packaged.manifest


def build(
    corpus: str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    *,
    name: str | None = None,
    settings: Settings | None = None,
    workers: int = 1,
    engine: str = "auto",
    progress: Progress | None = None,
    cache: bool = True,
    warn: Tell | None = None,
) -> Packaged:
    """Like `package`, but a run whose data fall short comes back with its report; `warn` hears a sentence where the store fails."""
    found = find(corpus)
    chosen = settings or load_settings(found.base)
    folder = Path(out) if out is not None else found.base / "dist"
    called = name or chosen.name or found.base.resolve().name
    if found.only is not None:
        apart = ", or give it a corpuskit.toml of its own" if found.only.folders else ""
        raise SourceError(f"{corpus} is part of a corpus: package the whole of it, {found.base}{apart}")
    if folder.resolve().is_relative_to(found.root.resolve()):
        raise TargetError(
            f"{folder} lies among the raw files, where a package would be taken for articles: choose another --out"
        )
    with claim(folder, called) as claimed:
        memory = Memory(cache, warn) if warn is not None else Memory(cache)
        return _build(found, chosen, claimed, called, workers, engine, progress, memory)


def _build(
    corpus: Corpus,
    settings: Settings,
    claimed: Claim,
    name: str,
    workers: int,
    engine: str,
    progress: Progress | None,
    memory: Memory,
) -> Packaged:
    first = prepared(corpus, settings, workers, engine, progress, memory, settings.without)
    back = returned(claimed.target, first.listed)
    extra = load(settings.schema_text, reserved=NAMES).extra_columns
    added = (Column(e.name, _KINDS[e.kind], "added by the schema of this corpus", e.list) for e in extra)
    columns = (*COLUMNS, *(QUALITY if settings.quality else ()), *added)
    words = stop_words() if settings.quality else None
    job = Build(
        root=corpus.root.absolute(),
        limits=first.limits,
        context=first.context,
        refuse_at=settings.fail_on,
        making=Making(first.context.pipeline, settings.raw == "always", extra, words),
        columns=columns,
        folder=claimed.staging,
        shards=len(first.tasks),
        duplicates=settings.duplicates,
        store=first.store,
        kind=_kind(first, settings, columns),
        exclude=frozenset(settings.exclude_license),
    )
    parts: list[Built] = []
    done = len(first.listed.entries)
    for task, part in zip(first.tasks, first.engine.map(job, first.tasks), strict=True):
        parts.append(part)
        memory.hear(part.trouble)
        done += len(task.entries)
        if progress:
            progress(done, 2 * len(first.listed.entries))
    if job.store is not None:
        names = [
            (name_of(task.entries), *part.files.names(task))
            for task, part in zip(first.tasks, parts, strict=True)
        ]
        job.store.trim(job.kind, (name for few in names for name in few))
    _build_again(job, first, parts)
    return replace(_publish(corpus, settings, claimed, name, first, parts, columns, job), returned=back)


def _kind(first: Prepared, settings: Settings, columns: tuple[Column, ...]) -> str:
    """The name of the set of results that these settings give."""
    if first.store is None:
        return ""
    chosen = (settings.fail_on.label, settings.duplicates, settings.raw, settings.quality)
    decisive = (*chosen, tuple(sorted(settings.exclude_license)))
    return f"built-{digest_of(first.store.stamp, first.context.pipeline, decisive, columns).hex()}"


def _build_again(job: Build, first: Prepared, parts: list[Built]) -> None:
    """Puts shards in the place of those that left out a copy of which the original is refused; there are seldom any."""
    copies = [copy for part in parts for copy in part.copies]
    left_out = frozenset(copy.id for copy in copies)
    refused = frozenset(row["id"] for part in parts for row in part.refused) - left_out
    stay = spared(copies, refused)
    again = [task for task in first.tasks if any(entry.id in stay for entry in task.entries)]
    if not again:
        return
    for task in again:
        for fact in (parts[task.number].files.train, parts[task.number].files.removed):
            (job.folder / fact.path).unlink()
    for task, part in zip(again, first.engine.map(replace(job, spared=stay, store=None), again), strict=True):
        parts[task.number] = part


_KINDS = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool"}


def _publish(
    corpus: Corpus,
    settings: Settings,
    claimed: Claim,
    name: str,
    first: Prepared,
    parts: list[Built],
    columns: tuple[Column, ...],
    job: Build,
) -> Packaged:
    listed, tally = list(adjusted(list(first.listed.findings), job.context)), Tally()
    tally.add(listed)
    for part in parts:
        tally.merge(part.tally)
    report = tally.report(corpus.shown)
    homeless = [found for found in listed if found.severity >= settings.fail_on]
    rows_refused = [*(row for part in parts for row in part.refused), *map(refused_finding, homeless)]
    rows_refused += map(withdrawn_row, first.withdrawn)
    excluded = sum(part.excluded for part in parts)
    refused = sorted(rows_refused, key=lambda row: (row["id"], row["code"], row["reason"]))
    rows, copies = sum(part.files.train.rows for part in parts), sum(len(part.copies) for part in parts)
    asked = copies + excluded + len(first.withdrawn)
    outcome = Packaged(
        False,
        claimed.target,
        report,
        rows,
        len(refused),
        settings.max_refused,
        excluded=excluded,
        withdrawn=first.withdrawn,
    )
    if not rows or len(refused) - asked > settings.max_refused * (report.articles + len(homeless)):
        return outcome
    refusals = write_shard(claimed.staging, "data/refused-00000-of-00001.parquet", refused, REFUSED)
    counting = Counting()
    for part in parts:
        counting.merge(part.files.counting)
    for row in refused:
        counting.add_refused(row)
    model = Manifest(
        name=name,
        corpuskit=__version__,
        pipeline=job.making.pipeline,
        parts=job.context.parts,
        settings=settings.decisive,
        rows=rows,
        refused=len(refused),
        shards=tuple(part.files.train for part in parts),
        files=(),
        refused_digest=refusals.rows_digest,
        dataset=settings.dataset,
        columns=columns,
        removed=tuple(part.files.removed for part in parts),
        refusals=(refusals,),
        counts=counting.counts,
        examples=counting.examples,
    )
    manifest, size = write_derived(claimed.staging, model)
    claimed.commit()
    size += sum(fact.bytes for fact in manifest.payload)
    return replace(outcome, published=True, bytes=size, digest=manifest.digest, manifest=manifest)
