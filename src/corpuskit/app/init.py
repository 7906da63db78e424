"""The use case `init`: a folder becomes a corpus, with drafted metadata for the raw files that have none.

What is there stays as it is. Running it again adds what is missing, and changes nothing where nothing is.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from corpuskit.app import scaffold
from corpuskit.app.context import default_context
from corpuskit.app.corpus import find
from corpuskit.app.drafting import Draft, draft
from corpuskit.app.passes import Progress
from corpuskit.app.settings import SCHEMA, load_settings
from corpuskit.app.settings_file import OWN
from corpuskit.app.shipped import shipped
from corpuskit.app.work import BATCH_BYTES
from corpuskit.errors import CorpuskitError, SourceError
from corpuskit.language import UNKNOWN
from corpuskit.model.articles import Entry, RawArticle
from corpuskit.model.findings import Finding
from corpuskit.packaging.disk import told
from corpuskit.rules import src_no_metadata
from corpuskit.sources import Limits, listing, read
from corpuskit.sources.names import LINES, ending

BATCH = 256  # articles that are cleaned at once

# Files that lie beside raw/ in many folders, and are no articles.
_BESIDE = (
    "readme",
    "license",
    "licence",
    "copying",
    "notice",
    "changelog",
    "contributing",
    "authors",
    "requirements",
)


@dataclass(frozen=True, slots=True)
class Started:
    """What `init` did.

    base      the corpus, as the user wrote it
    written   the files that were made or added to, kept those that were there, below the base
    settings  where settings were found that hold here, so that none were written; "" where there were none
    attributes   whether git will leave the raw files alone
    articles  how many there are; drafts the records that were added
    titles, languages   of how many of those the title, the language was found
    refused   why articles of those drafts would be refused as they are
    passed    why files have no record, and get none
    """

    base: str
    written: tuple[str, ...]
    kept: tuple[str, ...]
    settings: str
    attributes: bool
    articles: int
    drafts: int
    titles: int
    languages: int
    refused: tuple[Finding, ...]
    passed: tuple[Finding, ...]


def init(
    directory: str | os.PathLike[str] = ".",
    *,
    with_schema: bool = False,
    with_ci: bool = False,
    progress: Progress | None = None,
) -> Started:
    """Make a corpus of a folder: settings, raw/, .gitattributes, and a record for each raw file without one.

    `with_schema` also writes the metadata schema, for a team that wants fields of its own; `with_ci` a workflow for
    GitHub Actions and settings for pre-commit. Nothing is overwritten.
    Raises SourceError where articles lie beside a raw/ that is not there, TargetError or MachineError where a file cannot
    be written.
    """
    base = _base(Path(directory))
    raw = base / "raw"
    if not raw.is_dir():
        _refuse_loose(base)
    settings = load_settings(base)
    limits = Limits(settings.max_bytes, settings.follow_links)
    with told(f"cannot make {raw}", ""):
        raw.mkdir(parents=True, exist_ok=True)
    records = _records(raw)
    entries = listing(raw, limits, settings.schema_text).entries
    drafts, passed = _drafted(entries, raw, limits, progress)
    written, kept = _written(base, settings.path, with_schema, with_ci)
    if drafts:
        scaffold.append(records, (one.line for one in drafts))
        written.append(f"raw/{LINES}")
    return Started(
        base=base.as_posix(),
        written=tuple(written),
        kept=tuple(kept),
        settings=str(settings.path) if settings.path and OWN not in kept else "",
        attributes=scaffold.leaves_raw_alone(base / scaffold.ATTRIBUTES),
        articles=len(entries),
        drafts=len(drafts),
        titles=sum(one.title is not None for one in drafts),
        languages=sum(one.language != UNKNOWN for one in drafts),
        refused=tuple(one.refused for one in drafts if one.refused is not None),
        passed=tuple(passed),
    )


def _base(given: Path) -> Path:
    """The folder that holds, or will hold, raw/: the one above, where the raw folder itself or one in it is given."""
    if given.exists() and not given.is_dir():
        raise SourceError(f"{given} is a file: name the folder that is to be a corpus")
    if given.is_dir():
        return find(given).base
    return given.parent if given.name == "raw" else given


def _refuse_loose(base: Path) -> None:
    """SourceError where articles lie in the folder itself: moving them is for their owner to do."""
    if not base.is_dir():
        return
    with told(f"cannot list {base}", ""):
        names = sorted(item.name for item in base.iterdir() if ending(item.name))
    loose = [name for name in names if not name.lower().startswith((*_BESIDE, "."))]
    if loose:
        many = f"{loose[0]} lies" if len(loose) == 1 else f"{loose[0]} and {len(loose) - 1:,} more lie"
        raise SourceError(
            f"{many} in {base} itself, and articles belong in {base / 'raw'}: make that folder, move them there, and run init again"
        )


def _drafted(
    entries: tuple[Entry, ...], raw: Path, limits: Limits, progress: Progress | None
) -> tuple[list[Draft], list[Finding]]:
    """Drafts in the order of their files, and why the other files without a record get none."""
    context = default_context()
    without = sorted((one for one in entries if one.record is None), key=lambda one: one.address.path)
    drafts: list[Draft] = []
    passed: list[Finding] = []
    batch: list[RawArticle] = []
    for at, entry in enumerate(without, start=1):
        article = _read(entry, raw, limits)
        if isinstance(article, Finding):
            passed.append(article)
        else:
            batch.append(article)
        full = len(batch) == BATCH or sum(len(one.body or b"") for one in batch) >= BATCH_BYTES
        if full or at == len(without):
            drafts += draft(batch, context)
            batch = []
            if progress:
                progress(at, len(without))
    return drafts, passed


def _read(entry: Entry, raw: Path, limits: Limits) -> RawArticle | Finding:
    """An article that lacks nothing but a record, or why it can have none."""
    if not any(found.code == src_no_metadata.CODE.code for found in entry.findings):
        return entry.findings[0]
    article = read(raw, replace(entry, findings=()), limits)
    return article if article.body is not None else article.findings[0]


def _written(
    base: Path, settings: Path | None, with_schema: bool, with_ci: bool
) -> tuple[list[str], list[str]]:
    """The files that were made, and those that were there; `settings` is the file that holds here already."""
    texts = {scaffold.ATTRIBUTES: scaffold.attributes()}
    if (
        settings is None or settings == base.resolve() / OWN
    ):  # one of our own would hide another that holds here
        texts[OWN] = scaffold.settings()
    if with_schema:
        texts[f"schema/{SCHEMA}"] = shipped(SCHEMA)
    if with_ci:
        texts |= {scaffold.WORKFLOW: scaffold.workflow(), scaffold.HOOKS: scaffold.hooks()}
    made = {name: scaffold.write_new(base / name, text) for name, text in texts.items()}
    return [name for name, new in made.items() if new], [name for name, new in made.items() if not new]


def _records(raw: Path) -> Path:
    path = raw / LINES
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise CorpuskitError(f"{path} is not a file of its own: put a file there, or remove it")
    return path
