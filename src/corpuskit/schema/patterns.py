r"""Regular expressions of a schema that a hostile record could make run for ever, recognised without running them.

They are refused for the sake of everybody else who holds the schema and uses `re`; here nothing runs for ever, since
`corpuskit.schema.matching` bounds the steps of whatever is left.

Python's `re` backtracks: `^(a+)+$` takes 2^n steps on n letters and one more character. That happens where a repeat
has a body of varying length and nothing tells where one round ends and the next begins. A round is told apart here by
a first or a last character that the varying parts of the body cannot take: `^[a-z]+(?:-[a-z]+)*$` is fine. Sets of
characters are taken a little too large, never too small, so some harmless patterns are refused too; they can be
written with possessive quantifiers, `(?:a++)+`.

See Davis et al., "The Impact of Regular Expression Denial of Service in Practice", 2018.

>>> from corpuskit.schema.patterns import hazard
>>> hazard(r"^(a+)+$") is None, hazard(r"^[a-z]+(?:-[a-z]+)*$") is None
(False, True)
"""

from __future__ import annotations

import importlib
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from corpuskit.schema.charsets import ALL, charset

LONGEST = 4096  # characters of a pattern; what needs more is a list, which `enum` says better


def hazard(pattern: str) -> str | None:
    """Why this pattern cannot be used, as the end of a sentence; None where it can."""
    if len(pattern) > LONGEST:
        return f"has more than {LONGEST:,} characters: write a list of values as enum"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
            tree = importlib.import_module("re._parser").parse(pattern)
    except re.error as error:
        return f"is no regular expression: {error.msg}"
    except (OverflowError, RecursionError, Warning) as error:
        return f"is no regular expression that can be used: {error}"
    if any(not _tells_rounds_apart(body) for body in _loops(tree)):
        return (
            "could run for ever on a hostile value, since it repeats a part of varying length and nothing tells where "
            "one round ends: begin or end that part with a character that the rest of it cannot take"
        )
    return None


@dataclass(frozen=True, slots=True)
class _Shape:
    """Of a part of a pattern: the characters it can begin and end with (None where it can be empty, or where its end
    varies), the characters that its parts of varying length can take, whether two of its alternatives begin alike."""

    first: int | None
    last: int | None
    varying: int
    branches: bool = False
    alike: bool = False


def _loops(tree: Any) -> Iterator[Any]:
    """The body of each repeat that can go round more than once and gives back what it took."""
    for op, value in tree:
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            _, most, body = value
            if most > 1 and name != "POSSESSIVE_REPEAT":
                yield body
            yield from _loops(body)
        for body in _inside(name, value):
            yield from _loops(body)


def _inside(name: str, value: Any) -> list[Any]:
    if name == "SUBPATTERN":
        return [value[3]]
    if name == "BRANCH":
        return list(value[1])
    if name in ("ASSERT", "ASSERT_NOT"):
        return [value[1]]
    if name == "ATOMIC_GROUP":
        return [value]
    if name == "GROUPREF_EXISTS":
        return [part for part in value[1:] if part is not None]
    return []


def _tells_rounds_apart(body: Any) -> bool:
    shape = _sequence(body)
    if shape.alike:
        return False
    if not shape.varying:
        return not shape.branches or shape.first is not None
    if shape.first is not None and not shape.first & shape.varying:
        return True
    return not shape.branches and shape.last is not None and not shape.last & shape.varying


def _sequence(parts: Iterable[Any]) -> _Shape:
    shapes = [shape for op, value in parts if (shape := _shape(str(op), value)) is not None]
    varying = 0
    for shape in shapes:
        varying |= shape.varying
    first = shapes[0].first if shapes else None
    last = shapes[-1].last if shapes else None
    return _Shape(first, last, varying, any(s.branches for s in shapes), any(s.alike for s in shapes))


def _shape(name: str, value: Any) -> _Shape | None:
    """The shape of one part; None where it takes no characters."""
    if name in ("AT", "ASSERT", "ASSERT_NOT"):
        return None
    if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
        mask = charset(name, value)
        return _Shape(mask, mask, 0)
    if name == "SUBPATTERN":
        return _sequence(value[3])
    if name == "BRANCH":
        return _branch([_sequence(part) for part in value[1]])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _repeat(name, *value)
    if name == "ATOMIC_GROUP":
        inner = _sequence(value)
        return _Shape(inner.first, None, 0)
    return _Shape(None, None, ALL)  # a reference to a group, a condition


def _branch(shapes: list[_Shape]) -> _Shape:
    if len(shapes) == 1:
        return shapes[0]
    first, varying, alike = 0, 0, False
    for shape in shapes:
        alike = alike or shape.alike or bool(first & (shape.first or ALL))
        first |= shape.first or ALL
        varying |= shape.varying
    nullable = any(shape.first is None for shape in shapes)
    return _Shape(None if nullable else first, None, varying, True, alike)


def _repeat(name: str, least: int, most: int, body: Any) -> _Shape:
    inner = _sequence(body)
    if name == "POSSESSIVE_REPEAT":
        return _Shape(inner.first if least else None, None, 0)
    if least == most:
        return inner
    return _Shape(None, None, inner.varying | _taken(body), inner.branches, inner.alike)


def _taken(parts: Iterable[Any]) -> int:
    """The characters that a part of a pattern can take, anywhere in it."""
    mask = 0
    for op, value in parts:
        name = str(op)
        if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            mask |= charset(name, value)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            mask |= _taken(value[2])
        elif name in ("GROUPREF", "GROUPREF_EXISTS"):
            mask = ALL
        elif name not in ("AT", "ASSERT", "ASSERT_NOT"):
            for inner in _inside(name, value):
                mask |= _taken(inner)
    return mask
