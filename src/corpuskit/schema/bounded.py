"""jsonschema with an end: no way to fetch, and a number of steps after which it gives up, the same on every machine.

By itself it compares all entries of a list with each other, tries patterns for ever, judges one value 2^n times where n
rules each name the next one twice, and writes a whole record into each of its messages. A clock would end that too, but
the same record would then be good on one machine and bad on another. So steps are counted: ten for each rule that is
applied, one for each entry that it may look at and for each step of a pattern; a step takes about half a microsecond.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators
from jsonschema.exceptions import FormatError
from jsonschema.protocols import Validator
from referencing import Registry

from corpuskit.schema.formats import FORMATS
from corpuskit.schema.matching import matcher

STEPS = 1_000_000  # for one record

_RULE, _REFERENCE = 10, 40
_CHARACTERS = 256  # of a string that are copied or compared in one step
_WHOLE = ("const", "enum")  # rules that compare a value with all that stands in them
_SQUARE = ("unevaluatedItems", "unevaluatedProperties")  # rules that look up each entry in a list of entries

Rule = Callable[[Any, Any, Any, Any], Iterable[ValidationError] | None]


class TooMuch(Exception):
    """The steps are used up."""


@dataclass(slots=True)
class Watch:
    """What is left of the steps. It stands in the place of jsonschema's format checker, which every rule can reach."""

    left: int

    def spend(self, steps: int) -> None:
        """TooMuch where no more steps are left."""
        self.left -= steps
        if self.left < 0:
            raise TooMuch

    def weigh(self, value: Any) -> None:
        """Spend a step for each value inside, and more for long strings."""
        waiting = [value]
        while waiting:
            found = waiting.pop()
            self.spend(1 + _size(found))
            if isinstance(found, dict):
                waiting += found.values()
                waiting += found
            elif isinstance(found, list):
                waiting += found

    def check(self, instance: object, format: str) -> None:  # noqa: A002  jsonschema names it so
        """FormatError where a string has not this format of ours."""
        test = FORMATS.get(format)
        if isinstance(instance, str) and test is not None and not test(instance):
            raise FormatError(f"not of the format {format}")


def errors(schema: Any, instance: Any) -> Iterator[ValidationError]:
    """What jsonschema finds; TooMuch after STEPS steps. The schema must come from `corpuskit.schema.guard`."""
    watch: Any = Watch(STEPS)
    return iter(_bounded()(schema, registry=Registry(), format_checker=watch).iter_errors(instance))


@cache
def _bounded() -> type[Validator]:
    stock: Mapping[str, Rule] = Draft202012Validator.VALIDATORS
    rules = {name: partial(_counted, name, _OWN.get(name, rule)) for name, rule in stock.items()}
    extend: Any = validators.extend  # it has no types
    made: type[Validator] = extend(Draft202012Validator, validators=rules)
    return made


def _counted(
    name: str, rule: Rule, validator: Any, wanted: Any, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    watch: Watch = validator.format_checker
    watch.spend((_REFERENCE if name == "$ref" else _RULE) + _size(wanted) + _size(instance))
    if name in _WHOLE:
        watch.weigh(wanted)
    elif name in _SQUARE:
        watch.spend(_size(instance) ** 2 // 10)
    found = iter(rule(validator, wanted, instance, schema) or ())
    first = next(found, None)
    if first is not None:
        if name not in _OWN and not isinstance(first.validator, str):
            watch.weigh(instance)  # the error is this rule's own, and has the instance in its message
        yield first
        yield from found


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value) // _CHARACTERS
    return len(value) if isinstance(value, list | dict) else 0


def _pattern(validator: Any, wanted: Any, instance: Any, _: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not _matches(validator.format_checker, wanted, instance):
        yield ValidationError("no match")


def _matches(watch: Watch, pattern: str, text: str) -> bool:
    """Whether the pattern is found; False for a text that is too long to be tried."""
    chosen = matcher(pattern)
    if len(text) > chosen.longest:
        return False
    found, steps = chosen.tried(text)
    watch.spend(steps)
    return found


def _pattern_properties(validator: Any, wanted: Any, instance: Any, _: Any) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    for pattern, subschema in wanted.items():
        for name, value in instance.items():
            if _matches(validator.format_checker, pattern, name):
                yield from validator.descend(value, subschema, path=name, schema_path=pattern)


def _additional(validator: Any, wanted: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    watch = validator.format_checker
    extra = [
        name
        for name in instance
        if name not in known and not any(_matches(watch, pattern, name) for pattern in patterns)
    ]
    if wanted is False and extra:
        yield ValidationError("not known")
    elif isinstance(wanted, dict):
        for name in extra:
            yield from validator.descend(instance[name], wanted, path=name)


def _unique(validator: Any, wanted: Any, instance: Any, _: Any) -> Iterator[ValidationError]:
    if wanted and isinstance(instance, list):
        validator.format_checker.weigh(instance)
        if len(set(map(_hashable, instance))) < len(instance):
            yield ValidationError("not unique")


def _hashable(value: Any) -> Any:
    """A value that is equal to another one exactly where JSON Schema says so: 1 is 1.0, and true is not 1."""
    if isinstance(value, dict):
        return dict, frozenset((name, _hashable(item)) for name, item in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list, tuple(map(_hashable, value))
    return isinstance(value, bool), value


_OWN: Mapping[str, Rule] = {
    "additionalProperties": _additional,
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "uniqueItems": _unique,
}
