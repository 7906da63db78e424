"""What a schema must not do, found before it is used: leave its file, loop, ask for what nobody checks, run for ever.

jsonschema by itself fetches `$ref` over http and from files, takes an unknown `format` for fulfilled, and follows a
reference to itself until the stack is full. What depends on the record too, how long it takes to check, is bounded in
`corpuskit.schema.bounded`.
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote

from corpuskit.errors import SettingsError
from corpuskit.schema.automaton import Unfit
from corpuskit.schema.formats import FORMATS
from corpuskit.schema.matching import matcher
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
_DYNAMIC = ("$dynamicRef", "$dynamicAnchor")
_MOST_STATES = 100_000  # of all patterns together; one takes some 300 bytes


def refuse(pointer: str, message: str) -> SettingsError:
    """The error that a schema at `pointer` (a JSON pointer into it) deserves."""
    return SettingsError(f"the schema at {shown(pointer or '/')[1:-1]} {message}")


def pointer_of(parts: list[Any] | tuple[Any, ...]) -> str:
    """A JSON pointer (RFC 6901) of these steps.

    >>> pointer_of(["a/b", 0])
    '/a~1b/0'
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def admit(schema: Any) -> Any:
    """The schema as it is used, or SettingsError with a pointer into it.

    What is used names no draft, so that jsonschema takes no class of its own for a part of it; and its references are
    pointers, since an anchor is looked for in the whole file each time.
    """
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
    _check_patterns(seen)
    return _as_used(schema, seen, anchors)


def _as_used(schema: Any, seen: dict[str, Any], anchors: dict[str, str]) -> Any:
    used = copy.deepcopy(schema)
    for pointer, subschema in seen.items():
        if isinstance(subschema, dict) and "$ref" in subschema:
            fragment = unquote(subschema["$ref"][1:])
            _at(used, pointer)["$ref"] = "#" + quote(anchors.get(fragment, fragment), safe="/~$")
    if isinstance(used, dict):
        used.pop("$schema", None)
    return used


def _check_patterns(seen: dict[str, Any]) -> None:
    """Every pattern can be tried, and all of them together are of a size that fits in memory."""
    listed = any(
        isinstance(subschema, dict) and "unevaluatedProperties" in subschema for subschema in seen.values()
    )
    states = 0
    for pointer, subschema in seen.items():
        for where, pattern in _patterns(pointer, subschema):
            reason = hazard(pattern)
            try:
                chosen = matcher(pattern) if reason is None else None
            except Unfit as unfit:
                chosen, reason = None, str(unfit)
            if chosen is None:
                raise refuse(where, f"({shown(pattern)}) {reason}")
            if listed and not chosen.quick and where != f"{pointer}/pattern":
                raise refuse(
                    where,
                    f"({shown(pattern)}) may take long to try, which unevaluatedProperties would do often: remove one of the two",
                )
            states += chosen.states
            if states > _MOST_STATES:
                raise refuse(
                    where, "is one pattern too many, or one too large: write lists of values as enum"
                )


def _patterns(pointer: str, schema: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(schema, dict):
        return
    if isinstance(pattern := schema.get("pattern"), str):
        yield f"{pointer}/pattern", pattern
    if isinstance(named := schema.get("patternProperties"), dict):
        yield from ((f"{pointer}/patternProperties{pointer_of([name])}", name) for name in named)


def _check_names(pointer: str, schema: dict[str, Any]) -> None:
    if schema.get("$schema", DRAFT) not in (DRAFT, DRAFT + "#"):
        raise refuse(f"{pointer}/$schema", f"asks for {shown(schema['$schema'])}: write it for draft 2020-12")
    if pointer and "$schema" in schema:
        raise refuse(
            f"{pointer}/$schema", "names a draft inside the file: the top of the file is the place for it"
        )
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
    for name in _DYNAMIC:
        if name in schema:
            raise refuse(
                f"{pointer}/{name}",
                "says nothing in a single file that $ref does not: write $ref and $anchor",
            )


def _check_words(pointer: str, schema: dict[str, Any]) -> None:
    wanted = schema.get("format")
    if isinstance(wanted, str) and wanted not in FORMATS:
        near = difflib.get_close_matches(wanted, FORMATS, 1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(FORMATS)}"
        raise refuse(
            f"{pointer}/format", f"asks for the format {shown(wanted)}, which nothing checks: {hint}"
        )
    lists = [(name, schema.get(name)) for name in ("required", "type")]
    for name in ("dependentRequired", "dependencies"):
        if isinstance(inner := schema.get(name), dict):
            lists += [(name + pointer_of([key]), each) for key, each in inner.items()]
    for (
        name,
        found,
    ) in lists:  # jsonschema compares the entries of such a list one by one unless they are strings
        if isinstance(found, list) and not all(isinstance(each, str) for each in found):
            raise refuse(
                f"{pointer}/{name}", "is not of the form that draft 2020-12 asks for: it must list strings"
            )


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
            if isinstance(name := value.get("$anchor"), str):
                yield name, pointer


def _targets(pointer: str, schema: dict[str, Any], root: Any, anchors: dict[str, str]) -> Iterator[str]:
    if "$ref" in schema:
        fragment = unquote(str(schema["$ref"])[1:])
        target = fragment if not fragment or fragment.startswith("/") else anchors.get(fragment)
        if target is None or _at(root, target) is None:
            raise refuse(f"{pointer}/$ref", f"refers to {shown(schema['$ref'])}, which is not there")
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
