"""The lines of a corpus that the cleaner is not sure of, gathered by site and text: what a person has to decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from corpuskit.app.corpus import Corpus
from corpuskit.app.passes import Progress, prepared
from corpuskit.app.settings import Settings
from corpuskit.app.work import Task, results_of
from corpuskit.errors import SourceError
from corpuskit.model.articles import Article, Entry, Verdict
from corpuskit.model.context import Context
from corpuskit.model.findings import Place
from corpuskit.model.undecided import Undecided
from corpuskit.sources import Limits
from corpuskit.text import normal_form

_AROUND = 200  # code points of a neighbouring line that are kept

Key: TypeAlias = tuple[str, str]  # site and normal form of a line


@dataclass(slots=True)
class Gathered:
    """Undecided lines in the making, by site and text: as many groups as the corpus has different ones."""

    groups: dict[Key, Undecided] = field(default_factory=dict)

    def add(self, found: Undecided) -> None:
        """Count a line, or a group of them; of two, the one in the first article speaks for both."""
        key = found.site, normal_form(found.line)
        other = self.groups.get(key)
        if other is None:
            self.groups[key] = found
            return
        first = min(other, found, key=lambda one: (one.articles[0], one.place.line or 0))
        articles = other.articles + tuple(one for one in found.articles if one != other.articles[-1])
        self.groups[key] = replace(first, count=other.count + found.count, articles=articles)

    def in_order(self) -> tuple[Undecided, ...]:
        """The most frequent first; then by site and text."""
        keyed = sorted(self.groups.items(), key=lambda item: (-item[1].count, item[0]))
        return tuple(group for _, group in keyed)


@dataclass(frozen=True, slots=True)
class Gather:
    """Second pass of `decide`: the undecided lines of a shard."""

    root: Path
    limits: Limits
    context: Context
    only: frozenset[str] | None = None

    def __call__(self, task: Task) -> Gathered:
        """What a person has to look at in this shard."""
        gathered = Gathered()
        for results in results_of(task, self.root, self.limits, self.context, self._wanted):
            for article in (result.article for result in results if result.article is not None):
                for verdict in article.verdicts:
                    if verdict.outcome == "undecided":
                        gathered.add(_undecided(article, verdict))
        return gathered

    def _wanted(self, entry: Entry) -> bool:
        return self.only is None or entry.id in self.only


def undecided(
    corpus: Corpus,
    settings: Settings,
    *,
    workers: int = 1,
    engine: str = "auto",
    progress: Progress | None = None,
) -> tuple[Undecided, ...]:
    """What a person has to decide in this corpus, the most frequent first. SourceError for a file that belongs to no corpus."""
    if corpus.alone:
        raise SourceError(
            f"{corpus.shown} is no corpus, so there is no place for decisions: name the folder that holds raw/"
        )
    first = prepared(corpus, settings, workers, engine, progress)
    only = None
    if corpus.only is not None:
        only = frozenset(entry.id for entry in first.listed.entries if corpus.only.holds(entry))
    job = Gather(corpus.root.absolute(), first.limits, first.context, only)
    gathered = Gathered()
    done, total = len(first.listed.entries), 2 * len(first.listed.entries)
    for task, part in zip(first.tasks, first.engine.map(job, first.tasks), strict=True):
        for group in part.groups.values():
            gathered.add(group)
        done += len(task.entries)
        if progress:
            progress(done, total)
    return gathered.in_order()


def _undecided(article: Article, verdict: Verdict) -> Undecided:
    text, span = article.decoded.text, verdict.span
    return Undecided(
        line=verdict.text,
        site=article.raw.site,
        count=1,
        articles=(article.id,),
        code=verdict.code,
        score=verdict.score,
        reason=verdict.reason,
        place=Place(article.raw.address.path, verdict.line),
        before=_line(reversed(text[max(0, span.start - 4 * _AROUND) : span.start].splitlines()), last=True),
        after=_line(text[span.end : span.end + 4 * _AROUND].splitlines(), last=False),
    )


def _line(lines: Iterable[str], *, last: bool) -> str:
    """The nearest line that is not blank: its end where it stands before, its start where it stands after."""
    found = next((line.strip() for line in lines if line.strip()), "")
    return found[-_AROUND:] if last else found[:_AROUND]
