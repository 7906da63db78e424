"""Examining one Parquet file of a package, row by row: everything a row claims of itself is done again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpuskit.errors import EditMismatch
from corpuskit.model.findings import Code, Place, Severity
from corpuskit.model.report import Tally
from corpuskit.packaging.columns import COLUMNS, arrow_schema
from corpuskit.packaging.counting import Counting
from corpuskit.packaging.digest import row_digest
from corpuskit.packaging.disk import read_open
from corpuskit.packaging.listing import opened_below
from corpuskit.packaging.manifest import ShardFact
from corpuskit.packaging.opening import ShardFault, opened_file, opened_shard
from corpuskit.packaging.paths import fault_in_path, fault_on_windows, is_safe_id
from corpuskit.packaging.removed import removals_of
from corpuskit.packaging.undo import raw_bytes
from corpuskit.rules.pkg_files import RAW_FILE, UNSAFE
from corpuskit.rules.pkg_rows import NO_RAW_BYTES, OTHER_TEXT, ROWS

STRINGS = ("id", "text", "text_sha256", "raw_path", "raw_sha256", "encoding")
NEEDED = (*STRINGS, "raw_offset", "raw_length", "restorable", "edits", "raw")

WINDOWS = "windows"  # the one kind of fault that is only a note

_OF_THE_ROW = frozenset(
    {NO_RAW_BYTES, OTHER_TEXT, UNSAFE}
)  # faults of a row that make what follows from it void
Use = Callable[[Mapping[str, Any], str, "Seen"], None]
Fault = tuple[Code, str, str]  # code, kind of fault, sentence


@dataclass(slots=True)
class Seen:
    """What came of a file: what was found, how many rows it has, their digest (None where they cannot all be read).

    Of a shard of articles also what is counted in it, and the digest of the removals that follow from its rows; both
    mean nothing where some row is too damaged to be counted.
    """

    tally: Tally = field(default_factory=Tally)
    rows: int = 0
    digest: str | None = None
    last: str = ""
    counting: Counting = field(default_factory=Counting)
    removed: Any = field(default_factory=hashlib.sha256)
    uncounted: bool = False


@dataclass(frozen=True, slots=True)
class Examination:
    """Examines the shards of the package in `folder`, against the raw files below `raw` where given."""

    folder: Path
    raw: Path | None = None

    def __call__(self, fact: ShardFact, after: str = "") -> Seen:
        """A shard of articles; `after` is the last id of the shard before it, since ids ascend through the package."""
        return self._compared(fact, Seen(last=after), self._row)

    def removed(self, fact: ShardFact) -> Seen:
        """A file of what was removed."""
        return self._compared(fact, Seen(), None)

    def refused(self, fact: ShardFact) -> Seen:
        """A file of refused articles: they have no text to prove."""
        return self._compared(fact, Seen(), _refusal)

    def _compared(self, fact: ShardFact, seen: Seen, use: Use | None) -> Seen:
        digest = hashlib.sha256()
        if self._read(fact, seen, use, digest):
            seen.digest = digest.hexdigest()
        if seen.digest is not None and (seen.rows != fact.rows or seen.digest != fact.rows_digest):
            what = (
                f"it has {seen.rows} rows, the manifest says {fact.rows}"
                if seen.rows != fact.rows
                else "its rows are not those that were published"
            )
            _add(seen, fact.path, ROWS, "digest", f"{what}; fetch or make the package again")
        return seen

    def _read(self, fact: ShardFact, seen: Seen, use: Use | None, digest: Any) -> bool:
        """Whether every row could be read: each is then in `digest`, and handed to `use`."""
        with opened_file(self.folder, fact) as (file, wrong):
            if wrong is not None:
                seen.tally.add([wrong])
            if file is None:
                return False
            try:
                with opened_shard(file) as shard:
                    lack = lack_in(shard.schema, NEEDED) if use == self._row else None
                    if lack is not None:
                        _add(seen, fact.path, ROWS, "columns", f"{lack}: its rows were not proved")
                        use, seen.uncounted = None, True
                    for rows in shard.batches():
                        for row in rows:
                            digest.update(row_digest(row))
                            if use is not None:
                                use(row, fact.path, seen)
                            seen.rows += 1
            except (AttributeError, KeyError, ShardFault, TypeError, ValueError) as fault:
                _add(
                    seen,
                    fact.path,
                    ROWS,
                    "unreadable",
                    f"its rows cannot be read: {fault!s:.300}; fetch or make the package again",
                )
                return False
        return True

    def _row(self, row: Mapping[str, Any], path: str, seen: Seen) -> None:
        faults = list(self._faults(row, seen.last))
        if _OF_THE_ROW.isdisjoint(code for code, kind, _ in faults if kind != WINDOWS):
            self._follow(row, seen)
        else:
            seen.uncounted = True
        article = row["id"]
        if isinstance(article, str) and article > seen.last:
            seen.last = article
        seen.tally.refused += any(kind != WINDOWS for _, kind, _ in faults)
        for code, kind, message in faults:
            _add(seen, path, code, kind, f"row {seen.rows} ({article!s:.100}): {message}", article)

    @staticmethod
    def _follow(row: Mapping[str, Any], seen: Seen) -> None:
        try:
            removals = removals_of(row)
        except EditMismatch:  # a row that holds its raw bytes has given them back without its edits
            seen.uncounted = True
            return
        seen.counting.add(row)
        for removal in removals:
            seen.removed.update(row_digest(removal))

    def _faults(self, row: Mapping[str, Any], after: str) -> Iterator[Fault]:
        if any(row[name] is None for name in NEEDED if name != "raw"):
            yield NO_RAW_BYTES, "null", "a column that every row needs is null"
            return
        if not is_safe_id(row["id"]):
            yield UNSAFE, "id", "its id has not the form of an id; do not write files by it"
        elif row["id"] <= after:
            yield UNSAFE, "order", "its id occurred before, or stands out of order"
        if hashlib.sha256(row["text"].encode("utf-8")).hexdigest() != row["text_sha256"]:
            yield OTHER_TEXT, "text", "its text is not the one that was packaged"
        fault = fault_in_path(row["raw_path"])
        if fault is not None:
            yield UNSAFE, "raw_path", f"its raw_path is not safe to write: {fault}; do not write files by it"
        elif fault_on_windows(row["raw_path"]):
            what = fault_on_windows(row["raw_path"])
            yield (
                UNSAFE,
                WINDOWS,
                f"its raw_path is for Linux and macOS only: {what}; it cannot be restored there",
            )
        try:
            body = proved(row)
        except EditMismatch as mismatch:
            yield NO_RAW_BYTES, "bytes", f"it does not give its raw bytes back: {mismatch!s:.300}"
            return
        if self.raw is not None and fault is None:
            yield from _against(self.raw, row, body)


def _refusal(row: Mapping[str, Any], path: str, seen: Seen) -> None:
    seen.counting.add_refused(row)


def proved(row: Mapping[str, Any]) -> bytes:
    """The raw bytes of a row, which have the length and the SHA-256 that it says; else EditMismatch.

    Where the row holds its raw bytes although its text can be encoded back, both ways must lead to them.
    """
    bodies = [raw_bytes(row)]
    if row["raw"] is not None and row["restorable"]:
        bodies.append(raw_bytes({**row, "raw": None}))
    for body in bodies:
        if len(body) != row["raw_length"]:
            raise EditMismatch(f"{len(body)} bytes come back, {row['raw_length']} went in")
        if hashlib.sha256(body).hexdigest() != row["raw_sha256"]:
            raise EditMismatch("the bytes that come back have another SHA-256")
    return bodies[0]


def _against(raw: Path, row: Mapping[str, Any], body: bytes) -> Iterator[Fault]:
    with opened_below(raw, row["raw_path"]) as file:
        if file is None:
            yield (
                RAW_FILE,
                "missing",
                f"its raw file {row['raw_path']:.200} is missing, or not a regular file",
            )
        elif row["raw_offset"] < 0 or read_open(file, len(body), row["raw_offset"]) != body:
            what = f"its raw file {row['raw_path']:.200} has other bytes than were packaged"
            yield RAW_FILE, "changed", f"{what}: package again, or restore it"


def lack_in(schema: Any, needed: Sequence[str]) -> str | None:
    """What keeps rows of this Arrow schema from being proved: a column that is absent, doubled or of another type."""
    if len(set(schema.names)) < len(schema.names):
        return "two of its columns have one name"
    expected = arrow_schema(COLUMNS)
    for name in needed:
        if name not in schema.names or schema.field(name).type != expected.field(name).type:
            return f"its column {name} is missing or has another type"
    return None


def _add(seen: Seen, path: str, code: Code, kind: str, message: str, article: str | None = None) -> None:
    severity = Severity.NOTE if kind == WINDOWS else None
    finding = code.finding(message, article=article, place=Place(path), fault=kind, severity=severity)
    seen.tally.add([finding])
