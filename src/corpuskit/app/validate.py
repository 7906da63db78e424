"""The use case `validate`: what is wrong with a corpus, without changing anything."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from corpuskit.app import unused_settings
from corpuskit.app.baseline import Baseline, new_baseline, read_baseline, whole
from corpuskit.app.checking import Validation
from corpuskit.app.context import looked_for
from corpuskit.app.corpus import Corpus, Part, gather, keep_off
from corpuskit.app.decided_lines import decided_in, unused
from corpuskit.app.keys import digest_of, name_of
from corpuskit.app.passes import Memory, Prepared, Progress, prepared
from corpuskit.app.settings import Settings, load_settings
from corpuskit.app.store import Tell
from corpuskit.model.articles import Entry
from corpuskit.model.baseline import Comparison, lines_of
from corpuskit.model.context import Context
from corpuskit.model.findings import Finding
from corpuskit.model.globs import matches
from corpuskit.model.report import Report, Tally
from corpuskit.rules import adjusted, heard, set_override
from corpuskit.sources.changes import Changes, changed_since


def validate(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = ".",
    *,
    settings: Settings | None = None,
    workers: int = 1,
    engine: str = "auto",
    keep: bool = True,
    progress: Progress | None = None,
    baseline: str | os.PathLike[str] | None = None,
    write_baseline: str | os.PathLike[str] | None = None,
    since: str | None = None,
    cache: bool = True,
    warn: Tell | None = None,
) -> Report:
    """What is wrong with these corpora, raw folders, folders below them or single files.

    Settings are found beside each corpus unless given. `keep` puts every finding into the report, in order; without
    it memory stays bounded, and of each fault a count and some examples are kept. `progress` is told how many
    articles are done and how many there are, both passes counted. With more than one worker the calling script needs
    the usual `if __name__ == "__main__":`, since processes are spawned.

    What is found of each article is kept in `.corpuskit/` beside the raw folder, unless `cache` is False or the corpus is
    small, and taken from there while nothing changed that decides it; `warn` hears a sentence where that store fails.

    Findings that the file `baseline` knows are counted and left out; all that is found is written to `write_baseline`,
    once the run has come to its end.

    With `since`, a revision that git knows, only articles are looked at that changed since then, or whose metadata
    did; the whole corpus still says what is repeated in it.

    Raises SourceError where there is no corpus or no such revision, SettingsError for settings, a schema or a baseline that do not hold,
    TargetError for a baseline of less than a corpus, or among its raw files.
    """
    several = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    corpora = gather([Path(path) for path in several])
    how = _How(
        workers, engine, keep, progress, since, Memory(cache, warn) if warn is not None else Memory(cache)
    )
    old = Path(baseline) if baseline is not None else None
    if write_baseline is None:
        parts = [_of_corpus(corpus, settings, how, old, None, len(corpora)) for corpus in corpora]
    else:
        whole(len(corpora), corpora[0].only is not None or since is not None)
        keep_off(Path(write_baseline), corpora)
        with new_baseline(Path(write_baseline)) as stream:
            parts = [_of_corpus(corpora[0], settings, how, old, stream, 1)]
    tally = Tally(keep=keep)
    for part, corpus in zip(parts, corpora, strict=True):
        tally.merge(part if len(corpora) == 1 else part.below(corpus.shown))
    return tally.report(corpora[0].shown if len(corpora) == 1 else "")


@dataclass(frozen=True, slots=True)
class _How:
    workers: int
    engine: str
    keep: bool
    progress: Progress | None
    since: str | None
    memory: Memory


def _of_corpus(
    corpus: Corpus,
    given: Settings | None,
    how: _How,
    baseline: Path | None,
    record: TextIO | None,
    corpora: int,
) -> Tally:
    """What is wrong with one of so many corpora. Lines of a new baseline go to `record`."""
    settings = given or load_settings(corpus.base)
    old = None
    if baseline is not None:
        whole(corpora, partial=False)
        old = read_baseline(baseline, looked_for(settings))
    changes = changed_since(corpus.root, how.since) if how.since is not None else None
    first = prepared(corpus, settings, how.workers, how.engine, how.progress, how.memory)
    parts = tuple(part for part in (corpus.only, changes) if part is not None)
    hears = unused_settings.asked_for(corpus, settings, corpora)
    job = Validation(
        corpus.root.absolute(),
        first.limits,
        replace(first.context, hearing=hears and not parts),
        settings.fail_on,
        how.keep,
        _Only(parts) if parts else None,
        record is not None,
        first.store,
        _kind(first, settings, hears),
    )
    tally = _of_listing(first, job.context, old, record, how.keep, parts)
    _add_shards(tally, first, job, old, record, how)
    if not parts:
        _add_unused(tally, job.context, settings)
    return _compared(tally, old, everything=not parts)


def _add_shards(
    tally: Tally, first: Prepared, job: Validation, old: Baseline | None, record: TextIO | None, how: _How
) -> None:
    """The second pass: what is found in each shard, in their order."""
    tasks = old.tasks(first.tasks) if old is not None else first.tasks
    done, total = len(first.listed.entries), 2 * len(first.listed.entries)
    for task, part in zip(tasks, first.engine.map(job, tasks), strict=True):
        how.memory.hear(part.trouble)
        if record is not None and part.tally.compared is not None:
            record.writelines(part.tally.compared.lines)
        tally.merge(part.tally)
        done += len(task.entries)
        if how.progress:
            how.progress(done, total)
    if first.store is not None and job.only is None:
        first.store.trim(job.kind, [name_of(task.entries) for task in tasks])


def _compared(tally: Tally, old: Baseline | None, everything: bool) -> Tally:
    """The tally with what is gone since the baseline; without one it compares nothing."""
    if old is None:
        tally.compared = None
    elif tally.compared is not None:
        tally.compared.gone = old.gone(tally.compared.gone, everything=everything)
    return tally


def _add_unused(tally: Tally, context: Context, settings: Settings) -> None:
    """Tell which decisions hold for no line, and which codes in the settings change nothing; neither is part of a baseline."""
    decided = decided_in(context.decisions)
    found = list(unused(decided, frozenset(tally.used))) if decided is not None else []
    if context.hearing:
        tally.heard |= heard(found, "", context)
        found += unused_settings.unused(settings, tally.heard)
    tally.add(adjusted(found, context))


def _kind(first: Prepared, settings: Settings, hears: bool) -> str:
    """The name of the set of results that these settings give."""
    if first.store is None:
        return ""
    decisive = (first.store.stamp, first.context.pipeline, settings.fail_on.label, hears)
    return f"checked-{digest_of(*decisive).hex()}"


@dataclass(frozen=True, slots=True)
class _Only:
    """Looks at articles that belong to all of these parts of a corpus."""

    parts: tuple[Part | Changes, ...]

    def __call__(self, entry: Entry) -> bool:
        return all(part.holds(entry) for part in self.parts)


def _of_listing(
    first: Prepared,
    context: Context,
    old: Baseline | None,
    record: TextIO | None,
    keep: bool,
    parts: tuple[Part | Changes, ...],
) -> Tally:
    """What was found while listing, and belongs to no article."""
    whole = not parts
    of_listing = [f for f in first.listed.findings if all(part.concerns(f) for part in parts)]
    of_listing += _unused(first) if whole else []
    found = list(adjusted(of_listing, context))
    tally = Tally(keep=keep)
    if context.hearing:
        for one in of_listing:
            tally.heard |= heard([one], one.place.path if one.place else "", context)
    if record is not None:
        record.writelines(lines_of(found))
    if old is None:
        tally.add(found)
        return tally
    tally.compared = Comparison()
    by_path: dict[str, list[Finding]] = {path: [] for path in old.paths} if whole else {}
    for finding in found:
        by_path.setdefault(finding.place.path if finding.place else "", []).append(finding)
    for path, findings in sorted(by_path.items()):
        tally.add(tally.compared.split(findings, old.paths.get(path, {}), keep))
    return tally


def _unused(first: Prepared) -> list[Finding]:
    """The globs of the settings that match none of the files."""
    globs = [glob for override in first.context.overrides for glob in override.paths]
    if not globs:
        return []
    paths = [entry.address.path for entry in first.listed.entries]
    paths += [finding.place.path for finding in first.listed.findings if finding.place]
    return [
        set_override.CODE.finding(
            f"overrides: {glob!r} matches no file below the raw folder: correct it, or remove it",
            fault="no such path",
            excerpt=glob,
        )
        for glob in dict.fromkeys(globs)
        if not any(matches(path, glob) for path in paths)
    ]
