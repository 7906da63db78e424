"""Finding the corpus that a path means: the folder that holds `raw/`, the raw folder itself, or single files."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from corpuskit.errors import SourceError
from corpuskit.model.articles import Entry
from corpuskit.model.findings import Finding
from corpuskit.sources import Limits, listing


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus on disk.

    base   where its settings, its schema and `dist/` belong
    root   the folder of the raw files
    shown  the root as the user would write it, for messages
    only   the raw files that were asked for, below the root; None for all
    alone  whether those files belong to no corpus: then their neighbours say nothing about them
    """

    base: Path
    root: Path
    shown: str
    only: frozenset[str] | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of a corpus in the order of their ids, and what was found while listing that belongs to none of them."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


def find(path: str | os.PathLike[str]) -> Corpus:
    """The corpus that `path` means; SourceError where there is none."""
    given = Path(path)
    if given.is_file():
        return _of_file(given)
    if not given.is_dir():
        raise SourceError(f"{given} does not exist: name a corpus, its raw folder, or a file")
    if (given / "raw").is_dir():
        return Corpus(given, given / "raw", (given / "raw").as_posix())
    base = given.parent if given.resolve().name == "raw" else given
    return Corpus(base, given, given.as_posix())


def _of_file(file: Path) -> Corpus:
    for folder in file.absolute().parents:
        if folder.name == "raw":
            inside = file.absolute().relative_to(folder).as_posix()
            shown = os.path.relpath(folder) if not file.is_absolute() else str(folder)
            return Corpus(folder.parent, folder, Path(shown).as_posix(), frozenset({inside}))
    return Corpus(file.parent, file.parent, file.parent.as_posix(), frozenset({file.name}), alone=True)


def gather(paths: list[Path]) -> list[Corpus]:
    """The corpora that several paths mean; files of one corpus are taken together."""
    found: dict[Path, Corpus] = {}
    for path in paths:
        corpus = find(path)
        known = found.get(corpus.root)
        if known is None:
            found[corpus.root] = corpus
        elif known.only is not None:
            only = None if corpus.only is None else known.only | corpus.only
            found[corpus.root] = replace(known, only=only)
    return list(found.values())


def entries_of(corpus: Corpus, limits: Limits, schema: str) -> Listing:
    """What is to be looked at, with the whole corpus around it; SourceError where there is nothing at all."""
    listed = listing(corpus.root, limits, schema)
    entries, findings = tuple(listed.entries), tuple(listed.findings)
    if corpus.alone and corpus.only is not None:
        entries = tuple(entry for entry in entries if entry.address.path in corpus.only)
        findings = ()
    if not entries:
        raise SourceError(
            f"{corpus.shown} holds no article: put .txt or .md files there, with a metadata.jsonl beside them"
        )
    return Listing(entries, findings)
