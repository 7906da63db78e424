"""Finding the corpus that a path means: the folder that holds `raw/`, the raw folder itself, or a part of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from corpuskit.app.settings_file import OWN
from corpuskit.errors import SourceError, TargetError
from corpuskit.model.articles import Entry
from corpuskit.model.findings import Finding
from corpuskit.sources import Limits, listing
from corpuskit.sources.names import holds_records, readable


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a corpus, as paths below its root: single files, and folders with all that lies in them.

    A sidecar stands for the article that it speaks of.
    """

    files: frozenset[str] = frozenset()
    folders: tuple[str, ...] = ()

    def holds(self, entry: Entry) -> bool:
        """Whether the article belongs to this part."""
        if self._names(entry.address.path):
            return True
        places = [entry.record.place] if entry.record else []
        places += [finding.place for finding in entry.findings if finding.place]
        return any(place.path in self.files for place in places)

    def concerns(self, finding: Finding) -> bool:
        """Whether a finding that belongs to no article may be about this part: it lies there, or in metadata above it."""
        path = finding.place.path if finding.place else ""
        folder, _, name = path.rpartition("/")
        if self._names(path) or not holds_records(name):
            return self._names(path)
        return not folder or any(
            other.startswith(f"{folder}/") for other in (*self.files, *(f"{name}/" for name in self.folders))
        )

    def _names(self, path: str) -> bool:
        if path in self.files or path in self.folders:
            return True
        return any(path.startswith(f"{folder}/") for folder in self.folders)


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus on disk.

    base   where its settings, its schema and `dist/` belong
    root   the folder of the raw files
    shown  the root as the user would write it, for messages
    only   the part of it that was asked for; None for all
    alone  whether the files asked for belong to no corpus: then their neighbours say nothing about them
    """

    base: Path
    root: Path
    shown: str
    only: Part | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of a corpus in the order of their ids, and what was found while listing that belongs to none of them."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


def find(path: str | os.PathLike[str]) -> Corpus:
    """The corpus that `path` means; SourceError where there is none.

    A folder below a raw folder means the articles in it, a file the article, a `metadata.jsonl` or `.csv` all of them.
    """
    given = Path(path)
    if given.is_file():
        return _of_file(given)
    if not given.is_dir():
        raise SourceError(f"{given} does not exist: name a corpus, its raw folder, or a file")
    if (given / "raw").is_dir():
        return Corpus(given, given / "raw", (given / "raw").as_posix())
    if given.resolve().name == "raw":
        return Corpus(given.parent if given.name else given / "..", given, given.as_posix())
    root = _raw_above(given)
    if root is None:
        return Corpus(given, given, given.as_posix())
    return _part_of(root, given, Part(folders=(_inside(root, given),)))


def _of_file(file: Path) -> Corpus:
    root = _raw_above(file)
    if holds_records(file.name):
        return find(file.parent) if root is None else _part_of(root, file, None)
    if root is not None:
        return _part_of(root, file, Part(files=frozenset({_inside(root, file)})))
    alone = Part(files=frozenset({readable(file.name)}))
    return Corpus(file.parent, file.parent, file.parent.as_posix(), alone, alone=True)


def _raw_above(path: Path) -> Path | None:
    """The nearest folder called raw above `path`, None where there is none, or a corpus with settings of its own before it."""
    here = _whole(path)
    if here.is_dir() and (here / OWN).is_file():
        return None
    for folder in here.parents:
        if folder.name == "raw":
            return folder
        if (folder / OWN).is_file():
            return None
    return None


def _whole(path: Path) -> Path:
    """The path from the root of the system on, as it is written: links on the way keep their names."""
    return Path(os.path.normpath(path.absolute()))


def _inside(root: Path, path: Path) -> str:
    return readable(_whole(path).relative_to(root).as_posix())


def _part_of(root: Path, given: Path, part: Part | None) -> Corpus:
    shown = root if given.is_absolute() else Path(os.path.relpath(root))
    return Corpus(root.parent, root, shown.as_posix(), part)


def gather(paths: list[Path]) -> list[Corpus]:
    """The corpora that several paths mean; parts of one corpus are taken together."""
    found: dict[Path, list[Corpus]] = {}
    for path in paths:
        corpus = find(path)
        found.setdefault(_whole(corpus.root), []).append(corpus)
    return [_together(corpora) for corpora in found.values()]


def _together(corpora: list[Corpus]) -> Corpus:
    parts = [corpus.only for corpus in corpora if corpus.only is not None]
    if len(corpora) == 1 or len(parts) < len(corpora):
        return next((corpus for corpus in corpora if corpus.only is None), corpora[0])
    files = frozenset(name for part in parts for name in part.files)
    folders = {name for part in parts for name in part.folders}
    return replace(corpora[0], only=Part(files, tuple(sorted(folders))))


def entries_of(corpus: Corpus, limits: Limits, schema: str) -> Listing:
    """What is to be looked at, with the whole corpus around it; SourceError where there is nothing at all."""
    listed = listing(corpus.root, limits, schema)
    entries, findings, part = tuple(listed.entries), tuple(listed.findings), corpus.only
    if part is not None:
        findings = tuple(found for found in findings if part.concerns(found) and not corpus.alone)
        held = tuple(entry for entry in entries if part.holds(entry))
        entries = held if corpus.alone or (part.folders and not held and not findings) else entries
    if not entries:
        where = f"{corpus.shown}/{part.folders[0]}" if part and part.folders else corpus.shown
        raise SourceError(
            f"{where} holds no article: put .txt or .md files there, with a metadata.jsonl beside them"
        )
    return Listing(entries, findings)


def keep_off(file: Path, corpora: Iterable[Corpus], others: Iterable[Path | None] = ()) -> None:
    """TargetError where a report written to `file` would lie among the raw files, or replace one of these `others`."""
    target = file.resolve()
    for corpus in corpora:
        root = corpus.root.resolve()
        among = not corpus.alone and target.is_relative_to(root)
        if among or any(target == (root / name).resolve() for name in (corpus.only or Part()).files):
            raise TargetError(
                f"{file} lies among the raw files, and they are never written to: name another file for the report"
            )
    if any(other is not None and target == other.resolve() for other in others):
        raise TargetError(f"{file} belongs to the corpus: name another file for the report")
