"""What a schema must not do, found before it is used: leave its file, loop, ask for what nobody checks, run for ever.

jsonschema by itself fetches `$ref` over http and from files, takes an unknown `format` for fulfilled, and follows a
reference to itself until the stack is full.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from corpuskit.errors import SettingsError
from corpuskit.schema.formats import FORMATS
from corpuskit.schema.patterns import hazard
from corpuskit.schema.plain import DRAFT
from corpuskit.schema.shown import shown

_BY_NAME = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")
_LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
_CONDITIONS = ("not", "if", "then", "else")
_ITEMS = ("items", "contains", "unevaluatedItems", "contentSchema")
_MEMBERS = ("additionalProperties", "propertyNames", "unevaluatedProperties")
_SINGLE = (*_CONDITIONS, *_ITEMS, *_MEMBERS)
_IN_PLACE = ("allOf", "anyOf", "oneOf", "dependentSchemas", *_CONDITIONS)  # they look at the same value
_REFERENCES = ("$ref", "$dynamicRef")


def refuse(pointer: str, message: str) -> SettingsError:
    """The error that a schema at `pointer` (a JSON pointer into it) deserves."""
    return SettingsError(f"the schema at {shown(pointer or '/')[1:-1]} {message}")


def pointer_of(parts: list[Any] | tuple[Any, ...]) -> str:
    """A JSON pointer (RFC 6901) of these steps.

    >>> pointer_of(["a/b", 0])
    '/a~1b/0'
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def admit(schema: Any) -> None:
    """Return where the schema may be used; SettingsError, with a pointer into the schema, where it may not."""
    seen: dict[str, Any] = {}
    waiting = [("", schema)]
    anchors = dict(_anchors(schema))
    while waiting:
        pointer, subschema = waiting.pop()
        if pointer in seen:
            continue
        seen[pointer] = subschema
        if not isinstance(subschema, dict):
            continue
        _check_names(pointer, subschema)
        _check_words(pointer, subschema)
        waiting += _children(pointer, subschema)
        waiting += ((target, _at(schema, target)) for target in _targets(pointer, subschema, schema, anchors))
    _check_loops(seen, schema, anchors)


def _check_names(pointer: str, schema: dict[str, Any]) -> None:
    if schema.get("$schema", DRAFT) not in (DRAFT, DRAFT + "#"):
        raise refuse(f"{pointer}/$schema", f"asks for {shown(schema['$schema'])}: write it for draft 2020-12")
    if pointer and "$id" in schema:
        raise refuse(f"{pointer}/$id", "starts a second schema inside the file: remove this $id")
    if "$vocabulary" in schema:
        raise refuse(f"{pointer}/$vocabulary", "defines a vocabulary of its own: remove it")
    for name in _REFERENCES:
        target = schema.get(name, "#")
        if not isinstance(target, str) or not target.startswith("#"):
            raise refuse(
                f"{pointer}/{name}",
                f"refers to {shown(target)}, outside the file: nothing is fetched, so copy what it names into $defs",
            )


def _check_words(pointer: str, schema: dict[str, Any]) -> None:
    wanted = schema.get("format")
    if isinstance(wanted, str) and wanted not in FORMATS:
        near = difflib.get_close_matches(wanted, FORMATS, 1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(FORMATS)}"
        raise refuse(
            f"{pointer}/format", f"asks for the format {shown(wanted)}, which nothing checks: {hint}"
        )
    patterns = [(f"{pointer}/pattern", schema.get("pattern"))]
    if isinstance(named := schema.get("patternProperties"), dict):
        patterns += [(f"{pointer}/patternProperties{pointer_of([name])}", name) for name in named]
    for where, pattern in patterns:
        reason = hazard(pattern) if isinstance(pattern, str) else None
        if reason is not None:
            raise refuse(where, f"({shown(pattern)}) {reason}")


def _children(pointer: str, schema: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in _BY_NAME:
        if isinstance(inner := schema.get(name), dict):
            yield from ((f"{pointer}/{name}{pointer_of([key])}", each) for key, each in inner.items())
    for name in _LISTED:
        if isinstance(inner := schema.get(name), list):
            yield from ((f"{pointer}/{name}/{at}", each) for at, each in enumerate(inner))
    yield from ((f"{pointer}/{name}", schema[name]) for name in _SINGLE if name in schema)


def _anchors(schema: Any) -> Iterator[tuple[str, str]]:
    """(name, pointer) of every anchor, wherever it stands."""
    waiting = [("", schema)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, list):
            waiting += [(f"{pointer}/{at}", each) for at, each in enumerate(value)]
        if isinstance(value, dict):
            waiting += [(pointer + pointer_of([key]), each) for key, each in value.items()]
            yield from (
                (name, pointer)
                for key in ("$anchor", "$dynamicAnchor")
                if isinstance(name := value.get(key), str)
            )


def _targets(pointer: str, schema: dict[str, Any], root: Any, anchors: dict[str, str]) -> Iterator[str]:
    for name in _REFERENCES:
        if name not in schema:
            continue
        fragment = unquote(str(schema[name])[1:])
        target = fragment if not fragment or fragment.startswith("/") else anchors.get(fragment)
        if target is None or _at(root, target) is None:
            raise refuse(f"{pointer}/{name}", f"refers to {shown(schema[name])}, which is not there")
        yield target


def _at(schema: Any, pointer: str) -> Any:
    """The value at a JSON pointer, None where there is none."""
    value = schema
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and key.isascii() and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


def _check_loops(seen: dict[str, Any], root: Any, anchors: dict[str, str]) -> None:
    """No way leads from a subschema back to itself without a step into the value."""
    done: set[str] = set()
    for start in seen:
        path: dict[str, None] = {}
        waiting = [(start, False)]
        while waiting:
            pointer, leaving = waiting.pop()
            if leaving:
                del path[pointer]
                done.add(pointer)
            elif pointer in path:
                raise refuse(
                    pointer, "refers to itself, directly or in a circle: no value would ever be judged"
                )
            elif pointer not in done:
                path[pointer] = None
                waiting.append((pointer, True))
                waiting += [
                    (target, False) for target in _same_value(pointer, seen.get(pointer), root, anchors)
                ]


def _same_value(pointer: str, schema: Any, root: Any, anchors: dict[str, str]) -> list[str]:
    if not isinstance(schema, dict):
        return []
    inner = [
        where
        for where, _ in _children(pointer, schema)
        if where[len(pointer) + 1 :].split("/")[0] in _IN_PLACE
    ]
    return inner + list(_targets(pointer, schema, root, anchors))
