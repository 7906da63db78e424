r"""A regular expression as a machine of states, so that trying it takes a number of steps that is known beforehand.

Python's `re` goes back and tries again, which can take 2^n steps on n characters, or n^3. The machine is made from the
tree that `re` itself parses, after Thompson, "Regular expression search algorithm", 1968. What one character or one
anchor means is still said by `re`, asked about that character alone, so that case, flags and classes mean the same.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

MOST_STATES = 20_000
FARTHEST = 4096  # rounds of a repeat beyond which counting makes no difference: no longer string is tried

CHARACTER, CHOICE, ANCHOR, LOOK, ATOMIC, END = range(6)

_ANCHORS = {
    "AT_BEGINNING": "^",
    "AT_BEGINNING_STRING": r"\A",
    "AT_BOUNDARY": r"\b",
    "AT_NON_BOUNDARY": r"\B",
    "AT_END": "$",
    "AT_END_STRING": r"\Z",
}
_CATEGORIES = {"DIGIT": "d", "SPACE": "s", "WORD": "w"}
_ONE = (
    re.IGNORECASE | re.ASCII | re.DOTALL | re.MULTILINE
)  # the flags that decide what one character or anchor means


class Unfit(Exception):
    """The pattern cannot be made into a machine; the message says why, as the end of a sentence."""


class Characters(dict[str, bool]):
    """Whether a part of a pattern takes a character: `re` is asked once, then it is remembered."""

    def __init__(self, source: str, flags: int) -> None:
        self._one = re.compile(source, flags)

    def __missing__(self, character: str) -> bool:
        found = self._one.match(character) is not None
        if len(self) < FARTHEST:  # a hostile corpus has a million different ones
            self[character] = found
        return found


@dataclass(frozen=True, slots=True)
class Inner:
    """A look or an atomic group: what begins in state `start`, of so many states and at most `width` characters.

    A look holds if that is found as `wanted`, `back` characters before.
    """

    start: int
    states: int
    width: int
    wanted: bool = True
    back: int = 0


@dataclass(slots=True)
class Machine:
    """States by number: what each does, with what, and which follow, the preferred first.

    CHARACTER  takes one of its Characters    CHOICE  goes on in any of those that follow
    ANCHOR     holds here, by a compiled `re`  LOOK    holds here, by its Inner
    ATOMIC     takes what its Inner takes first, and never anything else
    END        of the whole, of a look, or of an atomic group: then what follows the group follows

    `parts` tells of the states that take a character which part of the parsed pattern each is; `width` is the longest
    that the whole can take, at most FARTHEST; `anchored` whether it begins where the text begins; `flags` are all it uses.
    """

    kinds: list[int] = field(default_factory=list)
    what: list[Any] = field(default_factory=list)
    then: list[tuple[int, ...]] = field(default_factory=list)
    parts: dict[int, tuple[str, Any]] = field(default_factory=dict)
    start: int = 0
    width: int = 0
    anchored: bool = False
    flags: int = 0

    def add(self, kind: int, what: Any, *then: int) -> int:
        """The number of one more state."""
        if len(self.kinds) >= MOST_STATES:
            raise Unfit("repeats its parts too often: let maxLength or maxItems count")
        self.kinds.append(kind)
        self.what.append(what)
        self.then.append(then)
        return len(self.kinds) - 1

    def sequence(self, parts: Iterable[Any], flags: int, then: int) -> int:
        """The state that the parts of a pattern begin in, with `then` after the last."""
        for op, value in reversed(list(parts)):
            then = self._part(str(op), value, flags, then)
        return then

    def _part(self, name: str, value: Any, flags: int, then: int) -> int:
        if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            state = self.add(CHARACTER, Characters(_source(name, value), flags & _ONE), then)
            self.parts[state] = name, value
            return state
        if name == "SUBPATTERN":
            _, added, removed, inner = value
            self.flags |= added
            return self.sequence(inner, (flags | added) & ~removed, then)
        if name == "BRANCH":
            return self.add(CHOICE, None, *(self.sequence(each, flags, then) for each in value[1]))
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._repeat(value, flags, then, greedy=name == "MAX_REPEAT")
        if name == "AT":
            return self.add(ANCHOR, re.compile(_ANCHORS[str(value)], flags & _ONE), then)
        if name in ("ASSERT", "ASSERT_NOT"):
            return self._look(value, flags, then, wanted=name == "ASSERT")
        if name == "ATOMIC_GROUP":
            return self._atomic(value, value.getwidth()[1], flags, then)
        if name == "POSSESSIVE_REPEAT":
            most = min(int(value[1]), FARTHEST) * int(value[2].getwidth()[1])
            return self._atomic([("MAX_REPEAT", value)], most, flags, then)
        if name == "FAILURE":
            return self.add(CHOICE, None)
        raise Unfit("refers back to a group, which no limit in time holds for: write it without")

    def _repeat(self, value: Any, flags: int, then: int, *, greedy: bool) -> int:
        least, most, body = int(value[0]), int(value[1]), value[2]
        entry = then
        if most > FARTHEST:
            entry = self.add(CHOICE, None)
            inner = self.sequence(body, flags, entry)
            self.then[entry] = (inner, then) if greedy else (then, inner)
        else:
            for _ in range(most - least):
                inner = self.sequence(body, flags, entry)
                entry = self.add(CHOICE, None, *((inner, then) if greedy else (then, inner)))
        for _ in range(min(least, FARTHEST + 1)):
            entry = self.sequence(body, flags, entry)
        return entry

    def _look(self, value: Any, flags: int, then: int, *, wanted: bool) -> int:
        direction, parts = value
        least, most = parts.getwidth()
        before = len(self.kinds)
        start = self.sequence(parts, flags, self.add(END, None))
        back = int(least) if direction < 0 else 0
        inner = Inner(start, len(self.kinds) - before, min(int(most), FARTHEST), wanted, back)
        return self.add(LOOK, inner, then)

    def _atomic(self, parts: Iterable[Any], width: int, flags: int, then: int) -> int:
        before = len(self.kinds)
        start = self.sequence(parts, flags, self.add(END, None, then))
        return self.add(ATOMIC, Inner(start, len(self.kinds) - before, min(int(width), FARTHEST)), then)


def machine_of(pattern: str) -> Machine:
    """The machine for a pattern that `re` can compile. Unfit where it refers back to a group, or grows too large."""
    tree = importlib.import_module("re._parser").parse(pattern)
    flags = tree.state.flags
    first = next(((str(op), str(value)) for op, value in tree), ("", ""))
    anchored = first == ("AT", "AT_BEGINNING_STRING") or (
        first == ("AT", "AT_BEGINNING") and not flags & re.MULTILINE
    )
    machine = Machine(width=min(int(tree.getwidth()[1]), FARTHEST), anchored=anchored, flags=flags)
    try:
        machine.start = machine.sequence(tree, flags, machine.add(END, None))
    except RecursionError:
        raise Unfit("is nested too deep") from None
    return machine


def _source(name: str, value: Any) -> str:
    """The pattern of one part that takes one character."""
    if name == "ANY":
        return "."
    if name in ("LITERAL", "NOT_LITERAL"):
        return f"[{'^' * (name == 'NOT_LITERAL')}{_point(value)}]"
    return f"[{''.join(_member(str(op), item) for op, item in value)}]"


def _member(name: str, value: Any) -> str:
    if name == "NEGATE":
        return "^"
    if name == "RANGE":
        return f"{_point(value[0])}-{_point(value[1])}"
    if name == "CATEGORY":
        _, *negation, kind = str(value).split("_")
        letter = _CATEGORIES[kind]
        return "\\" + (letter.upper() if negation else letter)
    return _point(value)


def _point(value: int) -> str:
    return f"\\U{value:08x}"
