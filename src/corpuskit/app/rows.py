"""Rows of a dataset as articles, batch by batch: their text as UTF-8, their columns as metadata."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from corpuskit.app.work import BATCH_BYTES
from corpuskit.model.articles import Address, RawArticle, Record
from corpuskit.model.findings import Finding, Place
from corpuskit.packaging.tables import Row, columns_of, count_of, rows_of
from corpuskit.rules import codes
from corpuskit.text import hash64

_OURS = ("title", "language", "url", "publisher", "authors", "published_at", "retrieved_at", "license")
_NEEDED = frozenset({"language", "url", "retrieved_at", "license"})  # with these, metadata are taken for ours
_ROWS = 256  # of a batch


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns with the text and the ids; None for ids means the number of the row."""

    text: str = "text"
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows in order: those that are articles, and what is wrong with those that are none, or with their file."""

    raws: tuple[RawArticle, ...]
    stray: tuple[Finding, ...]

    def __len__(self) -> int:
        """How many of the rows are articles, those without a text among them."""
        return len(self.raws) + sum(finding.article is not None for finding in self.stray)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of some files; they are read anew each time. `ours` says that their metadata are such as we know."""

    root: Path
    files: tuple[str, ...]
    columns: Columns
    max_bytes: int

    @property
    def ours(self) -> bool:
        """Whether every file has the columns by which metadata are taken for ours."""
        return bool(self.files) and all(columns_of(self.root / name) >= _NEEDED for name in self.files)

    @property
    def count(self) -> int:
        """How many rows there are; 0 where nothing tells before they are read."""
        counts = [count_of(self.root / name) for name in self.files]
        return sum(count or 0 for count in counts) if None not in counts else 0

    @property
    def size(self) -> int:
        """Bytes of all the files."""
        return sum((self.root / name).stat().st_size for name in self.files)

    def batches(self, ours: bool) -> Iterator[Batch]:
        """The rows in order, some megabytes of text or some hundred rows at a time."""
        raws: list[RawArticle] = []
        stray: list[Finding] = []
        size = 0
        for found in self._rows(ours):
            if isinstance(found, Finding):
                stray.append(found)
            else:
                raws.append(found)
                size += len(found.body or b"")
            if size >= BATCH_BYTES or len(raws) + len(stray) >= _ROWS:
                yield Batch(tuple(raws), tuple(stray))
                raws, stray, size = [], [], 0
        if raws or stray:
            yield Batch(tuple(raws), tuple(stray))

    def _rows(self, ours: bool) -> Iterator[RawArticle | Finding]:
        wanted = [self.columns.text, *([self.columns.id] if self.columns.id else []), *_OURS]
        seen: set[int] = set()
        for name in self.files:
            for row in rows_of(self.root / name, name, wanted, self.columns.text):
                yield row if isinstance(row, Finding) else self._article(row, name, seen, ours)

    def _article(self, row: Row, name: str, seen: set[int], ours: bool) -> RawArticle | Finding:
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
                data={"row": row.number},
            )
        findings: tuple[Finding, ...] = ()
        if hash64(article) in seen:
            message = f"row {row.number}: an earlier row has the id {article:.100}: give each its own"
            findings = (codes()["MET002"].finding(message, place=place, fault="row"),)
            article = f"{article}~{row.number}"
        seen.add(hash64(article))
        body = text.encode("utf-8", "surrogatepass")
        return _raw(article, body if len(body) <= self.max_bytes else None, row, place, ours, findings)


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
        hashlib.sha256(body).hexdigest() if body is not None else "",
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
