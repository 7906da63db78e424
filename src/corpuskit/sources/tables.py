"""`metadata.csv`, row by row: RFC 4180 in UTF-8, its cells typed by the schema, and a place for every fault.

Strict where readers of CSV differ: a header without gaps, rows as long as the header, no quote that stands alone. A
quote that is opened and never closed would swallow the whole file; a record ends after one mebibyte at the latest.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from corpuskit.schema.cells import ABSENT, Reader, UnfitCell, cell_readers, read_text
from corpuskit.schema.records import MAX_BYTES, MAX_DEPTH, RecordFault, parse
from corpuskit.schema.shown import shown

_WRITER = json.JSONEncoder(ensure_ascii=False)
_BOM = b"\xef\xbb\xbf"
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")  # the latter are bytes that are not UTF-8
# What the module csv says, and what it means to somebody who never saw that module.
_TOLD = {
    "expected after": "a quote stands inside a quoted cell: write it twice",
    "unexpected end of data": "a quote opens here and nothing closes it: close it, or write it twice where it belongs to the text",
    "new-line character": "a carriage return alone ends a line: save the file with LF or CR LF",
    "field larger": "a cell has more than 131,072 characters: move what is long into the article",
}
_ENDLESS = "a record does not end, perhaps since a quote is not closed: nothing after this line is read"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins at, from 1, and its record as JSON."""

    line: int
    said: Mapping[str, Any]
    body: bytes


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row, or the header, cannot be used. `named` is the `file_name` of the row where that is certain."""

    line: int
    column: int | None
    message: str
    kind: str
    named: str | None = None


class _Endless(Exception):
    """A record that does not end."""


@dataclass(slots=True)
class _Lines:
    """The lines of a file for the module csv: counted, decoded, and with an end for each record."""

    stream: BinaryIO
    number: int = 0
    used: int = 0
    fault: tuple[int, int, str] | None = None  # line, column, what is wrong: the first of this record

    def begin(self) -> int:
        """The number of the line at which the next record begins."""
        self.used, self.fault = 0, None
        return self.number + 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.stream.readline(MAX_BYTES + 1 - self.used)
        if not line:
            raise StopIteration
        self.number += 1
        self.used += len(line)
        if self.used > MAX_BYTES:
            raise _Endless
        if self.number == 1:
            line = line.removeprefix(_BOM)
        text = line.decode("utf-8", "surrogateescape")
        if self.fault is None and (odd := _UNSTORABLE.search(text)) is not None:
            self.fault = self.number, odd.start() + 1, _refusal(odd[0])
        return text


def rows_in(stream: BinaryIO, schema: str) -> Iterator[Row | RowFault]:
    """What each row says, in order; after a fault in the header, or a record without end, nothing more."""
    lines = _Lines(stream)
    reader = csv.reader(lines, strict=True)
    header: tuple[str, ...] | None = None
    readers: tuple[Reader, ...] = ()
    while (found := _next(reader, lines)) is not None:
        if header is None:
            fault = _fault_in_header(found)
            if fault is not None:
                yield fault
                return
            header = tuple(found.cells)
            readers = tuple(cell_readers(schema).get(name, read_text) for name in header)
            continue
        yield _row(found, header, readers)
        if found.kind == "endless":
            return
    if header is None:
        yield RowFault(1, None, "the file is empty: its first line names the columns", "header")


@dataclass(frozen=True, slots=True)
class _Cells:
    line: int
    cells: list[str]
    column: int | None = None
    message: str = ""
    kind: str = ""


def _next(reader: Iterator[list[str]], lines: _Lines) -> _Cells | None:
    """The cells of the next row that has any, and what is wrong with it; None at the end of the file."""
    while True:
        begun = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return None
        except _Endless:
            return _Cells(begun, [], None, _ENDLESS, "endless")
        except csv.Error as error:
            return _not_csv(str(error), begun, lines.number)
        if lines.fault is not None:
            line, column, message = lines.fault
            return _Cells(line, cells, column, message, "bytes")
        if cells:
            return _Cells(begun, cells)


def _not_csv(said: str, begun: int, line: int) -> _Cells:
    """What the module csv refused, in a record that begins at one line and was read up to another."""
    if "field larger" in said and line > begun:
        return _Cells(begun, [], None, _ENDLESS, "endless")
    told = next((words for part, words in _TOLD.items() if part in said), f"this is not CSV: {said}")
    lost = f"; what stands up to line {line} is lost with it" if line > begun else ""
    return _Cells(begun, [], None, told + lost, "csv")


def _refusal(character: str) -> str:
    if character == "\0":
        return "U+0000 cannot be stored: remove it"
    return f"byte 0x{ord(character) - 0xDC00:02X} is not UTF-8: save the file as UTF-8"


def _fault_in_header(found: _Cells) -> RowFault | None:
    if found.message:
        return RowFault(found.line, found.column, found.message, found.kind)
    names = found.cells
    if "file_name" in names and "" not in names and len(set(names)) == len(names):
        return None
    if "" in names:
        message = f"column {names.index('') + 1} has no name: name it, or remove it"
    elif len(set(names)) < len(names):
        twice = next(name for name, count in Counter(names).items() if count > 1)
        message = f"two columns are called {shown(twice)}: keep one of them"
    else:
        marks = {";": "semicolons", "\t": "tabs"}
        other = next((words for mark, words in marks.items() if mark in names[0]), None)
        hint = f"they are parted by {other}, save the file with commas" if other else "add it"
        message = f"no column is called file_name, which says what article a row is about: {hint}"
    return RowFault(found.line, None, message, "header")


def _row(found: _Cells, header: tuple[str, ...], readers: tuple[Reader, ...]) -> Row | RowFault:
    if found.message:
        return RowFault(found.line, found.column, found.message, found.kind, _named(found, header))
    if len(found.cells) != len(header):
        message = f"the row has {len(found.cells)} cells and the header {len(header)}: make them as many"
        return RowFault(found.line, None, message, "cells", _named(found, header))
    said = {}
    for name, read, cell in zip(header, readers, found.cells, strict=True):
        try:
            value = read(cell)
        except UnfitCell as unfit:
            message = f"the cell of {shown(name)} begins as JSON, but {unfit}"
            return RowFault(found.line, None, message, "cell", _named(found, header))
        if value is not ABSENT:
            said[name] = value
    body = _WRITER.encode(said).encode("utf-8")
    if len(body) > MAX_BYTES or body.count(b"[") + body.count(b"{") > MAX_DEPTH:
        whole = parse(body)
        if isinstance(whole, RecordFault):
            return RowFault(found.line, None, whole.message, "cell", _named(found, header))
    return Row(found.line, said, body)


def _named(found: _Cells, header: tuple[str, ...]) -> str | None:
    """The `file_name` of a faulty row, None where it cannot be trusted: cells before it may be missing."""
    at = header.index("file_name")
    trusted = len(found.cells) == len(header) or (at == 0 and found.cells)
    name = found.cells[at] if trusted else ""
    return name if name and name.isprintable() else None
