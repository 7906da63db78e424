"""What jsonschema finds, in sentences: where, what stands there, what is allowed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from corpuskit.schema.formats import ALLOWED
from corpuskit.schema.guard import pointer_of
from corpuskit.schema.matching import matcher
from corpuskit.schema.shown import kind_of, shown

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing about a record that its schema does not allow.

    pointer   JSON pointer into the record; of a missing field, where it should be
    fault     what kind of fault it is, the same for every record that has it: "/language format"
    message   what was found and what is allowed
    """

    pointer: str
    fault: str
    message: str


MOST = 500  # faults of one record that are looked into
_LISTED = 200  # names of a schema that are compared with one that it does not know
TOO_LONG = Fault(
    "", "/ work", "takes too long to be held against this schema: shorten its lists and its values"
)
TOO_MANY = Fault("", "/ many", f"has more than {MOST} faults: it was written for another schema")


def faults_of(errors: Iterable[ValidationError]) -> tuple[Fault, ...]:
    """The faults behind these errors, each once, sorted by pointer."""
    found = {fault for error in errors for fault in _faults(error)}
    return tuple(sorted(found, key=lambda fault: (fault.pointer, fault.fault, fault.message)))


def _faults(error: ValidationError) -> Iterator[Fault]:
    path, found = list(error.absolute_path), cast("Any", error.instance)
    keyword, wanted = str(error.validator), cast("Any", error.validator_value)
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    if keyword == "required":
        for name in wanted:
            if name not in found:
                yield Fault(*_at([*path, name], keyword), _missing(name, schema))
    elif keyword == "additionalProperties" and wanted is False:
        known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
        strange = [n for n in found if n not in known and not any(_matches(each, n) for each in patterns)]
        for name in strange[:MOST]:
            yield Fault(*_at([*path, name], keyword), _unknown(name, list(known)))
        if len(strange) > MOST:
            yield Fault(*_at(path, keyword), f"has {len(strange) - MOST} more fields that are not known here")
    else:
        subject = "has the key" if "propertyNames" in error.absolute_schema_path else "is"
        sentence = _SENTENCES.get(keyword, _otherwise)(found, wanted)
        if keyword == "pattern" and isinstance(meaning := schema.get("description"), str):
            sentence += f" ({shown(meaning, 200)[1:-1]})"
        yield Fault(*_at(path, keyword), f"{subject} {shown(found)}: {sentence}")


def _matches(pattern: str, name: str) -> bool:
    chosen = matcher(pattern)
    return len(name) <= chosen.longest and chosen.search(name)


def _at(path: Sequence[str | int], keyword: str) -> tuple[str, str]:
    general = ["*" if isinstance(part, int) else part for part in path]
    return pointer_of(list(path)), f"{pointer_of(general) or '/'} {keyword}"


def _missing(name: str, schema: Mapping[str, Any]) -> str:
    declared = schema.get("properties", {}).get(name)
    types = declared.get("type", ()) if isinstance(declared, Mapping) else ()
    cure = "add it; null says that it is not known" if "null" in types else "add it"
    return f"is missing: {cure}"


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name[:200], known[:_LISTED], 1)
    cures = [f"did you mean {shown(near[0])}?"] if near else []
    if "extra" in known:
        cures.append("declare it in a schema of your own, or put it into extra")
    elif known and not near:
        cures.append(f"known are {', '.join(shown(each)[1:-1] for each in known[:_LISTED])}")
    return f"is not known here: {' Else '.join(cures) or 'remove it'}"


def _types(_: Any, allowed: Any) -> str:
    names = [allowed] if isinstance(allowed, str) else list(allowed)
    return f"it must be {_listed([_NAMED.get(name, name) for name in names])}"


_NAMED = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
}


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _pattern(value: Any, pattern: Any) -> str:
    if len(value) > (longest := matcher(pattern).longest):
        return f"it must have no more than {longest:,} characters, since a pattern is tried on it"
    return f"it must match the pattern {shown(pattern, 120)}"


def _otherwise(value: Any, _: Any) -> str:
    return f"{kind_of(value)} that this rule of the schema does not allow"


_SENTENCES: Mapping[str, Callable[[Any, Any], str]] = {
    "type": _types,
    "enum": lambda _, allowed: (
        f"it must be one of {_listed([shown(value) for value in allowed[:20]] or ['nothing'])}"
    ),
    "const": lambda _, allowed: f"it must be {shown(allowed)}",
    "pattern": _pattern,
    "format": lambda _, name: f"it must be {ALLOWED.get(name, name)}",
    "minLength": lambda value, least: f"it has {len(value)} characters and must have {least} at least",
    "maxLength": lambda value, most: f"it has {len(value)} characters and may have {most} at most",
    "minItems": lambda value, least: f"it has {len(value)} entries and must have {least} at least",
    "maxItems": lambda value, most: f"it has {len(value)} entries and may have {most} at most",
    "minimum": lambda _, least: f"it must be {least} or more",
    "maximum": lambda _, most: f"it must be {most} or less",
    "exclusiveMinimum": lambda _, least: f"it must be more than {least}",
    "exclusiveMaximum": lambda _, most: f"it must be less than {most}",
    "uniqueItems": lambda _, __: "no entry may stand in it twice",
}
