"""What the cells of a table mean, by the types that the schema gives to its columns: a CSV knows nothing but text.

An empty cell says that something is not known: null where the schema allows it, else as if the column were not there.
A cell that has not the form of its type stays the text it is, and the schema then says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from corpuskit.schema.columns import types_of
from corpuskit.schema.records import MAX_DIGITS, RecordFault, parse_value

SEPARATOR = ";"  # between the items of a list: names hold commas ("Dupont, Jeanne"), and hardly a semicolon
ABSENT = object()

Reader = Callable[[str], Any]

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")


class UnfitCell(Exception):
    """A cell that begins as JSON and is none; the message says why."""


@lru_cache(maxsize=16)
def cell_readers(schema: str) -> Mapping[str, Reader]:
    """For each field of a schema, given as JSON text, what makes a value of a cell: ABSENT where it says nothing.

    A field whose type the schema does not state is read as text, with the reader that `read_text` is.

    >>> read = cell_readers('{"properties": {"authors": {"type": "array"}, "n": {"type": ["integer", "null"]}}}')
    >>> read["authors"]("Dupont, Jeanne; Blin, Paul"), read["n"]("12"), read["n"](""), read["n"]("douze")
    (['Dupont, Jeanne', 'Blin, Paul'], 12, None, 'douze')
    """
    found = parse_value(schema.encode("utf-8", "surrogatepass"))
    properties = found.get("properties") if isinstance(found, dict) else None
    if not isinstance(properties, dict):
        return {}
    return {name: _reader(declared) for name, declared in properties.items()}


def read_text(cell: str) -> Any:
    """The cell as it stands, ABSENT where it is empty."""
    return cell or ABSENT


def _reader(declared: Any) -> Reader:
    kinds = types_of(declared)
    items = types_of(declared.get("items")) if isinstance(declared, dict) else ()
    nothing = None if "null" in kinds else ABSENT
    if not kinds or "string" in kinds:
        return lambda cell: cell or nothing
    return lambda cell: _value(cell, kinds, items) if cell else nothing


def _value(cell: str, kinds: tuple[str, ...], items: tuple[str, ...]) -> Any:
    bare = cell.strip()
    if "array" in kinds:
        return _list(bare, items)
    if "object" in kinds and bare.startswith("{"):
        return _json(bare)
    value = _scalar(bare, kinds)
    return cell if value is None else value


def _list(cell: str, kinds: tuple[str, ...]) -> Any:
    if cell.startswith("["):
        return _json(cell)
    parts = [part for part in map(str.strip, cell.split(SEPARATOR)) if part]
    if not kinds or "string" in kinds:
        return parts
    return [part if (value := _scalar(part, kinds)) is None else value for part in parts]


def _scalar(cell: str, kinds: tuple[str, ...]) -> bool | int | float | None:
    if "boolean" in kinds and cell.lower() in ("true", "false"):
        return cell.lower() == "true"
    number = _NUMBER.fullmatch(cell) if "integer" in kinds or "number" in kinds else None
    if number is None or len(cell) > MAX_DIGITS:
        return None
    if number[1] is None and number[2] is None:
        return int(cell)
    value = float(cell)
    return value if "number" in kinds and abs(value) != float("inf") else None


def _json(cell: str) -> Any:
    found = parse_value(cell.encode("utf-8"))
    if isinstance(found, RecordFault):
        raise UnfitCell(found.message)
    return found
