"""The fast path: a schema of plain keywords, compiled into a test that takes a few microseconds a record.

The test says yes only where the record certainly fits; whatever it is not sure of goes to jsonschema. A schema that
compiles here is well formed too (draft 2020-12): every keyword is known and has a value of the right kind, so that
neither the meta-schema nor jsonschema itself is needed for it. Anything else does not compile, which is no fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from corpuskit.schema.automaton import Unfit
from corpuskit.schema.formats import FORMATS
from corpuskit.schema.matching import matcher

Test = Callable[[Any], bool]
Tests = Mapping[type, Test]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "array": (list,),
    "object": (dict,),
}
_ALL = (str, int, float, bool, type(None), list, dict)
_TEXTS = ("title", "description", "$comment")
_FLAGS = ("deprecated", "readOnly", "writeOnly")
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems")
_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_KNOWN = frozenset(
    {
        "$schema",
        "$id",
        "default",
        "examples",
        "type",
        "enum",
        "const",
        "pattern",
        "format",
        "items",
        "required",
    }
    | {"properties", "additionalProperties", "propertyNames", *_TEXTS, *_FLAGS, *_COUNTS, *_LIMITS}
)


class NotPlain(Exception):
    """The schema has something that is left to jsonschema."""


def _yes(_: Any) -> bool:
    return True


def compiled(schema: Any, often: bool = False) -> Tests:
    """For each exact type of value the test that it has to pass; NotPlain where the schema is more than plain.

    `often` says that a record may bring any number of such values: then no pattern may take more than a moment.
    """
    if schema is True:
        return dict.fromkeys(_ALL, _yes)
    if not isinstance(schema, dict) or not schema.keys() <= _KNOWN:
        raise NotPlain
    _check_annotations(schema)
    makers: Mapping[type, Callable[[Mapping[str, Any], bool], list[Test]]] = {
        str: _string_tests,
        int: _number_tests,
        float: _number_tests,
        list: _list_tests,
        dict: _object_tests,
    }
    made: dict[type, Test] = {}
    for kind in _ALL:  # those that `type` leaves out are made too: their keywords must be well formed
        made[kind] = _all_of(makers[kind](schema, often) if kind in makers else [])
    allowed = _allowed_types(schema)
    return _narrowed({kind: test for kind, test in made.items() if kind in allowed}, schema)


def _check_annotations(schema: Mapping[str, Any]) -> None:
    _need(schema.get("$schema", DRAFT) == DRAFT)
    _need(isinstance(name := schema.get("$id", ""), str) and "#" not in name)
    _need(all(isinstance(schema.get(name, ""), str) for name in _TEXTS))
    _need(all(isinstance(schema.get(name, False), bool) for name in _FLAGS))
    _need(isinstance(schema.get("examples", []), list))


def _allowed_types(schema: Mapping[str, Any]) -> tuple[type, ...]:
    if "type" not in schema:
        return _ALL
    names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    _need(isinstance(names, list) and bool(names) and all(isinstance(name, str) for name in names))
    _need(all(name in _TYPES for name in names) and len(set(names)) == len(names))
    return tuple(kind for name in names for kind in _TYPES[name])


def _narrowed(tests: dict[type, Test], schema: Mapping[str, Any]) -> Tests:
    """The tests under `enum` and `const`: among strings, booleans and null equality has no subtleties."""
    choices = [schema["enum"]] if "enum" in schema else []
    choices += [[schema["const"]]] if "const" in schema else []
    for values in choices:
        _need(isinstance(values, list))
        simple = [value for value in values if isinstance(value, str | bool | None)]
        for kind in tuple(tests):
            chosen = frozenset(value for value in simple if type(value) is kind)
            if chosen:
                tests[kind] = _both(chosen.__contains__, tests[kind])
            else:
                del tests[kind]
    return tests


def _string_tests(schema: Mapping[str, Any], often: bool) -> list[Test]:
    tests = _length_tests(schema, "minLength", "maxLength")
    if "pattern" in schema:
        tests.append(_pattern_test(schema["pattern"], often))
    if "format" in schema:
        _need(isinstance(schema["format"], str) and schema["format"] in FORMATS)
        tests.append(FORMATS[schema["format"]])
    return tests


def _number_tests(schema: Mapping[str, Any], _: bool) -> list[Test]:
    for name in _LIMITS:
        limit = schema.get(name, 0)
        _need(isinstance(limit, int | float) and not isinstance(limit, bool))
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    tests: list[Test] = []
    if low is not None:
        tests.append(lambda value: bool(value >= low))
    if high is not None:
        tests.append(lambda value: bool(value <= high))
    if above is not None:
        tests.append(lambda value: bool(value > above))
    if below is not None:
        tests.append(lambda value: bool(value < below))
    return tests


def _list_tests(schema: Mapping[str, Any], _: bool) -> list[Test]:
    tests = _length_tests(schema, "minItems", "maxItems")
    if "items" in schema:
        items = compiled(schema["items"], often=True)
        tests.append(
            lambda value: all((test := items.get(type(item))) is not None and test(item) for item in value)
        )
    return tests


def _object_tests(schema: Mapping[str, Any], often: bool) -> list[Test]:
    required, properties = schema.get("required", []), schema.get("properties", {})
    _need(isinstance(required, list) and all(isinstance(name, str) for name in required))
    _need(len(set(required)) == len(required) and isinstance(properties, dict))
    names = compiled(schema.get("propertyNames", True), often=True)
    others = _others(schema.get("additionalProperties", True))
    known = {name: compiled(subschema, often) for name, subschema in properties.items()}
    needed = frozenset(required)

    def fits(value: dict[str, Any]) -> bool:
        if not needed <= value.keys():
            return False
        for name, item in value.items():
            tests = known.get(name, others)
            test = tests.get(type(item))
            if test is None or not test(item):
                return False
        return True

    name_test = names.get(str)
    if name_test is None:
        return [lambda value: not value, fits]
    if name_test is _yes:
        return [fits]
    return [lambda value: all(map(name_test, value)), fits]


def _others(schema: Any) -> Tests:
    return {} if schema is False else compiled(schema, often=True)


def _length_tests(schema: Mapping[str, Any], least: str, most: str) -> list[Test]:
    for name in (least, most):
        count = schema.get(name, 0)
        _need(type(count) is int and count >= 0)
    low, high = schema.get(least, 0), schema.get(most)
    tests: list[Test] = [lambda value: len(value) >= low] if low else []
    return [*tests, lambda value: len(value) <= high] if high is not None else tests


def _pattern_test(pattern: Any, often: bool) -> Test:
    _need(isinstance(pattern, str))
    try:
        chosen = matcher(pattern)
    except (re.error, OverflowError, RecursionError, Unfit):
        raise NotPlain from None
    _need(chosen.quick or not often)  # steps are counted elsewhere
    longest, search = chosen.longest, chosen.search
    if chosen.regex is not None:
        find = chosen.regex.search
        return lambda value: len(value) <= longest and find(value) is not None
    return lambda value: len(value) <= longest and search(value)


def _need(well_formed: bool) -> None:
    if not well_formed:
        raise NotPlain


def _all_of(tests: Iterable[Test]) -> Test:
    chosen = tuple(tests)
    if not chosen:
        return _yes
    result = chosen[0]
    for test in chosen[1:]:
        result = _both(result, test)
    return result


def _both(first: Test, second: Test) -> Test:
    if second is _yes:
        return first
    return lambda value: first(value) and second(value)
