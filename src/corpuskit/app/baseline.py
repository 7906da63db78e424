"""Baselines: today's findings are accepted, and from then on a run tells what is new.

A finding is known again by its article and its fingerprint, in which no line and no path has a part. An article is known
again by its id, or, where that is gone or has other bytes now, by the SHA-256 of its bytes: so a renamed file brings no
new finding, a copy of a file that is still there brings its own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO, TypeAlias

from corpuskit.app.replacing import replacing
from corpuskit.app.shipped import shipped
from corpuskit.app.work import Task
from corpuskit.errors import SettingsError, TargetError
from corpuskit.model.baseline import Known, Old

Displaced: TypeAlias = Mapping[str, Sequence[str]]  # by SHA-256 the ids under which a baseline knows it


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was accepted, by article and by path; `used` counts by id how many articles of today it is held against."""

    articles: dict[str, dict[str, Old]] = field(default_factory=dict)
    paths: dict[str, dict[str, Old]] = field(default_factory=dict)
    used: Counter[str] = field(default_factory=Counter)

    def tasks(self, tasks: Sequence[Task]) -> list[Task]:
        """The same tasks, each with what is known of its articles."""
        there = {name: sha for task in tasks for name, sha in _met(task) if name in self.articles}
        displaced = self.displaced(there)
        return [
            replace(task, known=tuple(self.of(name, sha, displaced) for name, sha in _met(task)))
            for task in tasks
        ]

    def gone(self, missed: Iterable[Old], everything: bool) -> list[Old]:
        """What was not found again: what every article missed that it was held against, and all of articles not met.

        `missed` is what the single articles and paths missed; `everything` says whether the whole corpus was looked at.
        """
        counts: dict[tuple[str, str], list[Old]] = {}
        for old in missed:
            counts.setdefault((old.place, old.fingerprint), []).append(old)
        gone = [
            min(each, key=lambda old: old.count)
            for (place, _), each in counts.items()
            if each[0].article is None or len(each) >= self.used[place]
        ]
        if everything:
            left = (known for name, known in self.articles.items() if name not in self.used)
            gone += [old for known in left for old in known.values()]
        return sorted(gone, key=lambda old: (old.place, old.code, old.fingerprint))

    def displaced(self, there: Mapping[str, str]) -> Displaced:
        """The articles that are gone from their place, or have other bytes there now; `there` is what was met under known ids."""
        found: dict[str, list[str]] = {}
        for name, known in sorted(self.articles.items()):
            sha = next(iter(known.values())).sha256
            if sha and there.get(name) != sha:
                found.setdefault(sha, []).append(name)
        return found

    def of(self, name: str, sha: str, displaced: Displaced) -> Known:
        """What is known of an article: under its own id, or of the bytes that were elsewhere before. It counts as used."""
        ids = displaced.get(sha, []) if sha else []
        known: dict[str, Old] = {}
        for each in ids or [name]:
            for fingerprint, old in self.articles.get(each, {}).items():
                if fingerprint not in known or known[fingerprint].count < old.count:
                    known[fingerprint] = old
        self.used.update(ids or [name])
        return known


def _met(task: Task) -> Iterator[tuple[str, str]]:
    for at, entry in enumerate(task.entries):
        yield entry.id, task.sha256s[at] if task.sha256s else ""


def read_baseline(file: Path, looked_for: Iterable[str]) -> Baseline:
    """The baseline in a file, of the codes that are looked for. SettingsError, with the line, where it does not hold."""
    from corpuskit.schema import load

    wanted, schema, found = frozenset(looked_for), load(shipped("baseline.schema.json")), Baseline()
    try:
        with file.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                value = json.loads(line)
                if not isinstance(value, dict):
                    raise ValueError("no object")
                fault = next(iter(schema.errors(value)), None)
                if fault is not None:
                    raise SettingsError(f"{file}:{number}: {fault.pointer} {fault.message}")
                _add(found, Old(**{"path": None, "fault": "", **value}), wanted)
    except FileNotFoundError:
        raise SettingsError(f"{file} does not exist: write it with --write-baseline {file}") from None
    except OSError as error:
        raise SettingsError(f"{file}: the baseline cannot be read ({error.strerror or error})") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file}: the baseline is not UTF-8") from None
    except (ValueError, RecursionError):
        raise SettingsError(f"{file}:{number}: this is no line of a baseline, one JSON object each") from None
    return found


def _add(found: Baseline, old: Old, wanted: frozenset[str]) -> None:
    """Merged files may hold a line twice: the greater count stands."""
    if old.code not in wanted:
        return
    of_place = found.paths if old.article is None else found.articles
    known = of_place.setdefault(old.place, {})
    if old.fingerprint not in known or known[old.fingerprint].count < old.count:
        known[old.fingerprint] = old


@contextmanager
def new_baseline(file: Path) -> Iterator[TextIO]:
    """A stream for the lines of a baseline, which takes its place when all is written; until then an older one stands."""
    with replacing(file) as data:
        stream = TextIOWrapper(data, encoding="utf-8", newline="")
        try:
            yield stream
        finally:
            stream.detach()  # what is left in it is written; the file is closed by whoever opened it


def whole(parts: int, partial: bool) -> None:
    """TargetError where a baseline could not stand for one whole corpus."""
    if parts > 1 or partial:
        raise TargetError("a baseline belongs to one whole corpus: name that corpus, and no part of it")
