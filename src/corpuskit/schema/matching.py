r"""Trying a pattern of a schema on a string of a stranger, in a number of steps that is known beforehand.

A pattern on which `re` never goes back over more than one way is left to `re`. Any other is tried by a machine that
comes to no state twice at the same character: at most as many steps as it has states, times the characters. So no
pattern can hang, and no clock is needed.

>>> pattern = matcher(r"(a*)(a*)(a*)b")
>>> pattern.search("a" * 4000), pattern.quick, pattern.search("xxab")
(False, False, True)
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpuskit.schema.automaton import (
    ANCHOR,
    ATOMIC,
    CHARACTER,
    CHOICE,
    END,
    FARTHEST,
    LOOK,
    Inner,
    Machine,
    Unfit,
    machine_of,
)
from corpuskit.schema.charsets import BEYOND, charset

LONGEST = FARTHEST  # characters of a string that a pattern is tried on
WORK = 1_000_000  # steps on one string, of some 0.4 microseconds each
_NARROW = 64  # characters that may be looked at again from every place
_WAYS = 256  # states at one place beyond which it is not asked whether there is one way on


class Matcher:
    """One pattern: `longest` is the length of string up to which it may be tried, `regex` what tries it where `re` is quick."""

    def __init__(self, pattern: str) -> None:
        self._machine = machine_of(pattern)
        once = _tried_once(self._machine)
        self.regex = re.compile(pattern) if _is_quick(self._machine, once) else None
        self.longest = _longest(self._machine, once) if self.regex is None else LONGEST
        if self.longest < _NARROW:
            raise Unfit("would take too many steps on a string of ordinary length: make it simpler")

    @property
    def quick(self) -> bool:
        """Whether `re` takes no more steps than there are characters, or a few times as many."""
        return self.regex is not None

    @property
    def states(self) -> int:
        """How large the machine is."""
        return len(self._machine.kinds)

    def search(self, text: str) -> bool:
        """Whether the pattern is found anywhere in the text, which must not be longer than `longest`."""
        return self.tried(text)[0]

    def tried(self, text: str) -> tuple[bool, int]:
        """The same, and how many steps it took."""
        if self.regex is not None:
            return self.regex.search(text) is not None, len(text)
        attempt = _Attempt(self._machine, text)
        return attempt.search(), attempt.steps


@lru_cache(maxsize=256)
def matcher(pattern: str) -> Matcher:
    """The matcher of a pattern that `re` can compile; Unfit where there is none."""
    return Matcher(pattern)


class _Attempt:
    """One machine on one text."""

    def __init__(self, machine: Machine, text: str) -> None:
        self._machine, self._text = machine, text
        self._ends: dict[tuple[int, int], int] = {}
        self.steps = 0

    def search(self) -> bool:
        seen: set[int] = set()
        starts = 1 if self._machine.anchored else len(self._text) + 1
        return any(self._end(self._machine.start, at, seen) >= 0 for at in range(starts))

    def _end(self, state: int, at: int, seen: set[int]) -> int:
        """Where what begins here in this state ends, in the way that `re` would find first; -1 where it does not."""
        kinds, what, then = self._machine.kinds, self._machine.what, self._machine.then
        text, size = self._text, len(self._text)
        waiting = [(state, at)]
        while waiting:
            state, at = waiting.pop()
            key = state * (size + 1) + at
            if key in seen:
                continue
            seen.add(key)
            self.steps += 1
            kind = kinds[state]
            if kind == CHARACTER:
                if at < size and what[state][text[at]]:
                    waiting.append((then[state][0], at + 1))
            elif kind == CHOICE:
                waiting += [(follower, at) for follower in reversed(then[state])]
            elif kind == END:
                return at
            elif kind == ANCHOR:
                if what[state].match(text, at):
                    waiting.append((then[state][0], at))
            elif kind == ATOMIC:
                if (end := self._inner(what[state].start, at)) >= 0:
                    waiting.append((then[state][0], end))
            elif self._holds(what[state], at):
                waiting.append((then[state][0], at))
        return -1

    def _holds(self, look: Inner, at: int) -> bool:
        found = at >= look.back and self._inner(look.start, at - look.back) >= 0
        return found == look.wanted

    def _inner(self, state: int, at: int) -> int:
        if (state, at) not in self._ends:
            self._ends[state, at] = self._end(state, at, set())
        return self._ends[state, at]


def _longest(machine: Machine, once: frozenset[int]) -> int:
    """The length up to which a text takes no more than WORK steps, whatever stands in it."""
    length = LONGEST
    while length and _most_steps(machine, once, length) > WORK:
        length = length * 9 // 10
    return length


def _most_steps(machine: Machine, once: frozenset[int], length: int) -> int:
    """The steps of all states at each place, and of each look and atomic group from each place where it may be tried."""
    steps = len(machine.kinds) * (length + 1)
    for state, inner in enumerate(machine.what):
        if isinstance(inner, Inner):
            places = 1 if state in once else length + 1
            steps += places * inner.states * (min(inner.width, length) + 1)
    return steps


def _tried_once(machine: Machine) -> frozenset[int]:
    """The looks that are only tried where the text begins: no way leads to them that has taken a character."""
    looks = {state for state, kind in enumerate(machine.kinds) if kind == LOOK}
    if not looks or not machine.anchored:
        return frozenset()
    seen: set[int] = set()
    waiting = [machine.then[state][0] for state in machine.parts]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            if machine.kinds[state] != CHARACTER:
                waiting += _next(machine, state)
    return frozenset(looks - seen)


def _is_quick(machine: Machine, once: frozenset[int]) -> bool:
    """Whether `re` has one way on at most after each character: then it comes to each place once.

    It may come again from each place where the whole, or a look, can begin: those must be narrow, or begin only once.
    """
    if not machine.anchored and machine.width > _NARROW:
        return False
    for state, kind in enumerate(machine.kinds):
        if kind == LOOK and state not in once and machine.what[state].width > _NARROW:
            return False
    starts = [machine.start, *(what.start for what in machine.what if isinstance(what, Inner))]
    starts += [machine.then[state][0] for state in machine.parts]
    return all(_one_way(machine, state) for state in starts)


def _one_way(machine: Machine, state: int) -> bool:
    """Whether no two ways lead from here to parts that take the same character, and none leads back."""
    taken, waiting = 0, [state]
    for _ in range(_WAYS):
        if not waiting:
            return True
        state = waiting.pop()
        if machine.kinds[state] != CHARACTER:
            waiting += machine.then[state] if machine.kinds[state] == LOOK else _next(machine, state)
            continue
        takes = charset(*machine.parts[state]) | (BEYOND if machine.flags & (re.ASCII | re.IGNORECASE) else 0)
        if taken & takes:
            return False
        taken |= takes
    return False


def _next(machine: Machine, state: int) -> tuple[int, ...]:
    """The states that come next at the same place, the first of a look or of an atomic group among them."""
    what, then = machine.what[state], machine.then[state]
    if machine.kinds[state] == ATOMIC:
        return (what.start,)  # its end leads on
    return (what.start, *then) if isinstance(what, Inner) else then
