"""The fields that a team's schema adds to the default ones and that can be columns of a table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from corpuskit.schema.guard import pointer_of, refuse

# Our own fields and the JSON types they may have; the names are those of schema/article.schema.json, a test compares.
OWN: Mapping[str, tuple[str, ...]] = {
    "file_name": ("string",),
    "id": ("string",),
    "title": ("string", "null"),
    "language": ("string",),
    "url": ("string", "null"),
    "publisher": ("string", "null"),
    "authors": ("array",),
    "published_at": ("string", "null"),
    "retrieved_at": ("string", "null"),
    "license": ("string",),
    "tdm_reservation": ("integer", "null"),
    "tdm_policy": ("string", "null"),
    "encoding": ("string",),
    "sha256": ("string",),
    "allow": ("object",),
    "extra": ("object",),
}
_SCALARS = ("string", "boolean", "integer", "number")


@dataclass(frozen=True, slots=True)
class ExtraColumn:
    """A column that a team's schema adds: `kind` is string, integer, number or boolean; `list` says whether of lists."""

    name: str
    kind: str
    list: bool = False


def extra_columns(schema: Any, reserved: Collection[str]) -> tuple[ExtraColumn, ...]:
    """The added scalars, nullable scalars and lists of scalars, in the order in which they are declared.

    SettingsError where a name is in `reserved` (a column of ours with another meaning), or where one of our own
    fields is declared with a type that it cannot have.
    """
    return tuple(_columns(schema, reserved))


def _columns(schema: Any, reserved: Collection[str]) -> Iterator[ExtraColumn]:
    properties = schema.get("properties") if isinstance(schema, dict) else None
    for name, declared in (properties or {}).items():
        types = types_of(declared)
        where = "/properties" + pointer_of([name])
        if name in OWN:
            unfit = [kind for kind in types if kind not in OWN[name]]
            if unfit:
                allowed = " or ".join(OWN[name])
                raise refuse(
                    f"{where}/type", f"gives our field {name} the type {unfit[0]}: it can be {allowed}"
                )
            continue
        if name in reserved:
            raise refuse(where, "adds a field whose name is a column of every package: choose another name")
        kind = _scalar(types)
        if kind is not None:
            yield ExtraColumn(name, kind)
        elif set(types) - {"null"} == {"array"} and isinstance(declared, dict):
            items = _scalar(types_of(declared.get("items")))
            if items is not None:
                yield ExtraColumn(name, items, list=True)


def _scalar(types: tuple[str, ...]) -> str | None:
    kinds = set(types) - {"null"}
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 and kinds <= set(_SCALARS) else None


def types_of(schema: Any) -> tuple[str, ...]:
    """The JSON types that a subschema names, or that the values of its `enum` or `const` have."""
    if not isinstance(schema, dict):
        return ()
    declared = schema.get("type")
    if declared is not None:
        return (declared,) if isinstance(declared, str) else tuple(declared)
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return tuple(dict.fromkeys(_type_of(value) for value in values))


def _type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    named = {str: "string", int: "integer", float: "number", list: "array"}
    return named.get(type(value), "object")
