r"""One metadata record from bytes: strict JSON, with caps before anything is parsed, and a place for every fault.

Python's parser takes more than JSON (NaN, 1e400, duplicate keys, lone surrogates) and recurses as deep as it is told to.

>>> parse(b'{"title": "Caf\\u00e9"}')
{'title': 'Café'}
>>> parse(b'{"title": "a", "title": "b"}')
RecordFault(line=1, column=16, message='the key "title" stands here a second time: keep one of them')
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from corpuskit.schema.shown import shown

MAX_BYTES = 2**20
MAX_DEPTH = 64
MAX_DIGITS = 308  # of an integer: more do not fit into a float, and no column holds them

_NO_OBJECT = "a record is a JSON object, in braces"
_BOM = b"\xef\xbb\xbf"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{},:]|[^\s\[\]{},:"]++', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|.)", re.DOTALL)
_HAZARD = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")


@dataclass(frozen=True, slots=True)
class RecordFault:
    """Why these bytes are no record: line and column count from 1 within the record, columns in characters."""

    line: int
    column: int
    message: str


class _Unfit(Exception):
    """A value that the parser met and that is not taken: its literal, and what to say."""


def parse(body: bytes) -> dict[str, Any] | RecordFault:
    """The record, or the first fault in it; never an exception."""
    found = parse_value(body)
    if isinstance(found, dict):
        return found
    return found if isinstance(found, RecordFault) else RecordFault(1, 1, _NO_OBJECT)


def parse_value(body: bytes) -> Any:
    """Any JSON value under the same caps, or a RecordFault for the first fault in it."""
    if len(body) > MAX_BYTES:
        return RecordFault(
            1, 1, f"the record is longer than {MAX_BYTES:,} bytes: move what is long into the article"
        )
    if body.startswith(_BOM):
        return RecordFault(1, 1, "a byte order mark stands before the record: save the file without one")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
        found = body[error.start]
        return fault_at(before, len(before), f"byte 0x{found:02X} is not UTF-8: save the file as UTF-8")
    if body.count(b"[") + body.count(b"{") > MAX_DEPTH:
        deep = _too_deep(text)
        if deep is not None:
            return fault_at(text, deep, f"brackets are nested more than {MAX_DEPTH} deep")
    return _parsed(text, _HAZARD.search(body) is not None)


def _parsed(text: str, hazard: bool) -> Any:
    try:
        value = _DECODER.decode(text)
    except _Unfit as unfit:
        kind, literal = unfit.args
        if kind == "key":
            at, key = _second(text)
            return fault_at(text, at, f"the key {shown(key)} stands here a second time: keep one of them")
        at = next((start for start, token in _tokens(text) if token == literal), 0)
        return fault_at(text, at, f"{shown(literal)[1:-1]} is {kind}")
    except json.JSONDecodeError as error:
        return RecordFault(
            error.lineno, error.colno, f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        )
    return (_unstorable(text) or value) if hazard else value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Unfit("key", "")
    return found


def _integer(literal: str) -> int:
    if len(literal.lstrip("-")) > MAX_DIGITS:
        raise _Unfit(f"an integer of more than {MAX_DIGITS} digits: write it as a string", literal)
    return int(literal)


def _float(literal: str) -> float:
    value = float(literal)
    if value in (float("inf"), float("-inf")):
        raise _Unfit("beyond the range of numbers: write it as a string", literal)
    return value


def _constant(literal: str) -> NoReturn:
    raise _Unfit("not JSON: write null where a number is not known", literal)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant
)


def _tokens(text: str) -> Iterator[tuple[int, str]]:
    """(start, token) for each string, bracket, comma, colon and literal of a JSON text, well formed or not."""
    for match in _TOKEN.finditer(text):
        yield match.start(), match[0]


def _too_deep(text: str) -> int | None:
    depth = 0
    for start, piece in _tokens(text):
        depth += (piece in "[{") - (piece in "]}")
        if depth > MAX_DEPTH:
            return start
    return None


def _second(text: str) -> tuple[int, str]:
    """Where the first key stands that its object had before, and the key."""
    objects: list[set[str] | None] = []
    last = 0, ""
    for start, piece in _tokens(text):
        if piece in "[{":
            objects.append(set() if piece == "{" else None)
        elif piece in "]}" and objects:
            objects.pop()
        elif piece == ":" and objects and (keys := objects[-1]) is not None:
            key: str = json.loads(last[1])
            if key in keys:
                return last[0], key
            keys.add(key)
        last = start, piece
    return 0, ""


def _unstorable(text: str) -> RecordFault | None:
    """The first escape that stands for half a surrogate pair, or for U+0000: no text column takes them."""
    expected = None
    for match in _ESCAPE.finditer(text):
        if match[1] is None:
            continue
        unit = int(match[1], 16)
        if unit == 0:
            return fault_at(text, match.start(), "the escape of U+0000 cannot be stored: remove it")
        if 0xDC00 <= unit <= 0xDFFF:
            if expected != match.start():
                return fault_at(
                    text,
                    match.start(),
                    f"{match[0]} is the second half of a surrogate pair without the first",
                )
            expected = None
        elif 0xD800 <= unit <= 0xDBFF:
            expected = match.end()
            if not re.match(r"\\u[dD][c-fC-F]", text[match.end() : match.end() + 4]):
                return fault_at(
                    text,
                    match.start(),
                    f"{match[0]} is the first half of a surrogate pair without the second",
                )
    return None


def fault_at(text: str, at: int, message: str) -> RecordFault:
    """The fault that stands at an index of the text."""
    line = text.count("\n", 0, at) + 1
    return RecordFault(line, at - (text.rfind("\n", 0, at) + 1) + 1, message)
