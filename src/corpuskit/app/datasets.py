"""The use case `validate` for datasets: a package of ours, or any Parquet or JSONL with a column of text.

Rows become articles, their text as UTF-8, and are checked in two passes as files are. Left out is what a row cannot
answer for: how bytes were decoded, how files are named.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpuskit.app.context import context_of
from corpuskit.app.settings import Settings
from corpuskit.app.work import BATCH_BYTES, guarded, reason, text_of
from corpuskit.model.articles import Address, ArticleResult, RawArticle, Record
from corpuskit.model.context import Context
from corpuskit.model.findings import Finding, Place
from corpuskit.model.report import Report, Tally
from corpuskit.packaging.manifest import NAME
from corpuskit.packaging.opening import open_package, unsafe_path
from corpuskit.packaging.tables import ENDINGS, Row, columns_of, rows_of
from corpuskit.packaging.verify import verify
from corpuskit.rules import adjusted, codes
from corpuskit.sources.names import holds_records
from corpuskit.survey import Signature, signature, survey
from corpuskit.text import hash64

_OF_TEXT = ("TXT", "BPL", "DUP", "EDT", "PII", "BUG", "SET")  # what a text alone can answer for
_OF_METADATA = ("MET", "PRV", "LIC")
_OURS = ("title", "language", "url", "publisher", "authors", "published_at", "retrieved_at", "license")
_NEEDED = frozenset({"language", "url", "retrieved_at", "license"})  # with these, metadata are taken for ours
_ROWS = 256  # of a batch


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns with the text and the ids; None for ids means the number of the row."""

    text: str = "text"
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, and what was not looked at, a sentence each."""

    report: Report
    unchecked: tuple[str, ...]


def is_dataset(path: Path) -> bool:
    """Whether a path means a dataset: the folder of a package, or a file of rows that is no metadata of a corpus."""
    if path.is_dir():
        return (path / NAME).is_file() and not (path / "raw").is_dir()
    return path.is_file() and path.name.endswith(ENDINGS) and not holds_records(path.name)


def validate_dataset(
    path: Path, settings: Settings, columns: Columns | None = None, *, keep: bool = True
) -> Checked:
    """What is wrong with a dataset. Memory is bounded by what the survey keeps of each row, some hundred bytes.

    Raises SourceError where it has no column of text, TargetError where a package cannot be read at all.
    """
    if not path.is_dir():
        columns = columns or Columns()
        root, tally = path.parent, Tally(keep=keep)
        files: tuple[str, ...] = (path.name,)
        unchecked: tuple[str, ...] = ()
    else:
        columns = columns or Columns("text", "id")
        verified = verify(path)
        root, tally, unchecked = path, Tally(keep=keep), verified.unchecked
        tally.take(verified.report)
        files = tuple(_shards(path))
    ours = bool(files) and all(columns_of(root / name) >= _NEEDED for name in files)
    source = _Source(root, files, columns, settings.max_bytes, ours)
    facts = survey(source.signatures())
    context = context_of(settings).with_facts(facts)
    wanted = (*_OF_TEXT, "MET101", *(_OF_METADATA if ours else ()))
    astray: list[Finding] = []
    for batch in source.batches(astray):
        for result in guarded(batch, context):
            found = [
                _in_row(finding, result) for finding in result.findings if _answers(finding, result, wanted)
            ]
            tally.articles += 1
            tally.refused += reason(replace(result, findings=tuple(found)), settings.fail_on) is not None
            tally.add(found)
        _add_astray(tally, astray, context)
    _add_astray(tally, astray, context)
    return Checked(tally.report(root.as_posix()), (*unchecked, *_unchecked(ours)))


def _add_astray(tally: Tally, astray: list[Finding], context: Context) -> None:
    """Count what is wrong with files, and the rows without a text: they are articles, and refused."""
    without_text = sum(finding.article is not None for finding in astray)
    tally.articles += without_text
    tally.refused += without_text
    tally.add(adjusted(astray, context))
    astray.clear()


def _answers(finding: Finding, result: ArticleResult, wanted: tuple[str, ...]) -> bool:
    """Whether a row can answer for this: for what its text says, and for anything that leaves it without a text."""
    if result.article is None and finding.severity >= codes()["BUG001"].severity:
        return True
    if finding.code in ("MET002", "SRC004"):  # found while reading the rows
        return True
    return finding.code.startswith(wanted) and finding.code not in ("MET006", "EDT001")


def _in_row(finding: Finding, result: ArticleResult) -> Finding:
    """The finding with the place of its row; the line in the text of the row is kept among its data."""
    raw, place = result.raw, finding.place
    within = {"row": raw.address.offset}
    if place is not None and place.pointer is None and place.line is not None:
        within |= {"line": place.line} | ({"column": place.column} if place.column is not None else {})
    here = raw.record.place if raw.record else Place(raw.address.path)
    pointer = f"/{raw.address.offset}"
    if place is not None and place.pointer and not place.pointer.startswith(pointer):
        pointer += place.pointer
    return replace(finding, place=replace(here, pointer=pointer), data={**finding.data, **within})


def _unchecked(ours: bool) -> Iterator[str]:
    yield "encodings and files, for which rows cannot answer; near copies (DUP102)"
    if not ours:
        yield f"metadata: there are no columns {', '.join(sorted(_NEEDED))}, which ours have"


def _shards(path: Path) -> Iterator[str]:
    manifest = open_package(path).manifest
    for fact in manifest.shards if manifest is not None else ():
        if unsafe_path(fact.path) is None and (path / fact.path).is_file():
            yield fact.path


@dataclass(frozen=True, slots=True)
class _Source:
    """The rows of some files as articles; they are read anew for each pass."""

    root: Path
    files: tuple[str, ...]
    columns: Columns
    max_bytes: int
    ours: bool

    def signatures(self) -> Iterator[Signature]:
        """What the survey takes of each batch."""
        for batch in self.batches():
            texts = [(raw, text) for raw in batch if (text := text_of(raw)) is not None]
            yield signature([raw for raw, _ in texts], [text for _, text in texts])

    def batches(self, astray: list[Finding] | None = None) -> Iterator[list[RawArticle]]:
        """The articles in order, some megabytes at a time; what is wrong with files, and with rows that are none, into `astray`."""
        batch: list[RawArticle] = []
        size = 0
        for found in self._rows():
            if isinstance(found, Finding):
                if astray is not None:
                    astray.append(found)
                continue
            batch.append(found)
            size += len(found.body or b"")
            if size >= BATCH_BYTES or len(batch) >= _ROWS:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _rows(self) -> Iterator[RawArticle | Finding]:
        wanted = [self.columns.text, *([self.columns.id] if self.columns.id else []), *_OURS]
        seen: set[int] = set()
        for name in self.files:
            for row in rows_of(self.root / name, name, wanted, self.columns.text):
                yield row if isinstance(row, Finding) else self._article(row, name, seen)

    def _article(self, row: Row, name: str, seen: set[int]) -> RawArticle | Finding:
        place = Place(name, row.line, pointer=f"/{row.number}")
        text = row.columns.get(self.columns.text)
        ident = row.columns.get(self.columns.id) if self.columns.id else None
        article = str(ident) if isinstance(ident, str | int) and str(ident) else f"{name}:{row.number}"
        if not isinstance(text, str):
            return codes()["MET004"].finding(
                f"row {row.number} has no text in its column {self.columns.text!r}: give it one, or leave it out",
                article=article,
                place=place,
                fault="no text",
            )
        findings: tuple[Finding, ...] = ()
        if hash64(article) in seen:
            message = f"row {row.number}: an earlier row has the id {article:.100}: give each its own"
            findings = (codes()["MET002"].finding(message, place=place, fault="row"),)
            article = f"{article}~{row.number}"
        seen.add(hash64(article))
        body = text.encode("utf-8", "surrogatepass")
        return _raw(article, body if len(body) <= self.max_bytes else None, row, place, self.ours, findings)


def _raw(
    article: str, body: bytes | None, row: Row, place: Place, ours: bool, findings: tuple[Finding, ...]
) -> RawArticle:
    metadata: dict[str, Any] = {"encoding": "utf-8"}
    names = _OURS if ours else ("title", "language")
    metadata |= {key: _as_json(row.columns[key]) for key in names if key in row.columns}
    if body is None:
        message = f"row {row.number} is larger than an article may be: split it, or raise max_bytes"
        findings += (codes()["SRC004"].finding(message, place=place),)
    url, publisher = row.columns.get("url"), row.columns.get("publisher")
    return RawArticle(
        article,
        body,
        "text/plain",
        metadata,
        Address(place.path, row.number, len(body or b"")),
        hashlib.sha256(body or b"").hexdigest() if body is not None else "",
        _host(url) or (publisher if isinstance(publisher, str) else ""),
        Record(b"{}", place),
        findings,
    )


def _as_json(value: Any) -> Any:
    """A moment as metadata write it: Parquet has a type for it. One without a zone is taken for UTC."""
    if isinstance(value, dt.datetime):
        return (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


def _host(url: object) -> str:
    try:
        return (urlsplit(url).hostname or "") if isinstance(url, str) else ""
    except ValueError:
        return ""
