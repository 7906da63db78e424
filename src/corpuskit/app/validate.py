"""The use case `validate`: what is wrong with a corpus, without changing anything."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from corpuskit.app.corpus import Corpus, gather
from corpuskit.app.passes import Progress, prepared
from corpuskit.app.settings import Settings, load_settings
from corpuskit.app.work import Validation
from corpuskit.model.report import Report, Tally
from corpuskit.rules import adjusted


def validate(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = ".",
    *,
    settings: Settings | None = None,
    workers: int = 1,
    engine: str = "auto",
    keep: bool = True,
    progress: Progress | None = None,
) -> Report:
    """What is wrong with these corpora, raw folders, folders below them or single files.

    Settings are found beside each corpus unless given. `keep` puts every finding into the report, in order; without
    it memory stays bounded, and of each fault a count and some examples are kept. `progress` is told how many
    articles are done and how many there are, both passes counted. With more than one worker the calling script needs
    the usual `if __name__ == "__main__":`, since processes are spawned.

    Raises SourceError where there is no corpus, SettingsError for settings or a schema that do not hold.
    """
    several = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    corpora = gather([Path(path) for path in several])
    tally = Tally(keep=keep)
    for corpus in corpora:
        found = settings or load_settings(corpus.base)
        tally.merge(_of_corpus(corpus, found, workers, engine, keep, progress))
    return tally.report(corpora[0].shown if len(corpora) == 1 else "")


def _of_corpus(
    corpus: Corpus, settings: Settings, workers: int, engine: str, keep: bool, progress: Progress | None
) -> Tally:
    first = prepared(corpus, settings, workers, engine, progress)
    only = corpus.only.holds if corpus.only is not None else None
    job = Validation(corpus.root.absolute(), first.limits, first.context, settings.fail_on, keep, only)
    tally = Tally(keep=keep)
    tally.add(adjusted(list(first.listed.findings), first.context))
    done, total = len(first.listed.entries), 2 * len(first.listed.entries)
    for task, part in zip(first.tasks, first.engine.map(job, first.tasks), strict=True):
        tally.merge(part)
        done += len(task.entries)
        if progress:
            progress(done, total)
    return tally
