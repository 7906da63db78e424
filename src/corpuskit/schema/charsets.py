"""Sets of characters in a regular expression as bits, so that it is cheap to ask whether two parts can take the same one.

One bit for each character of ASCII, and four for all others: letters, digits, blanks, the rest. A set is taken a little
too large where that is not exact, and too small only where a flag changes its meaning: BEYOND is what a flag may add.
"""

from __future__ import annotations

import re
from typing import Any

_WORD, _DIGIT, _SPACE, _REST = (1 << bit for bit in range(128, 132))
_ASCII = _WORD - 1
BEYOND = _WORD | _DIGIT | _SPACE | _REST
ALL = _ASCII | BEYOND

_MEMBERS = {"WORD": (r"\w", _WORD | _DIGIT), "DIGIT": (r"\d", _DIGIT), "SPACE": (r"\s", _SPACE)}


def charset(name: str, value: Any) -> int:
    """The characters that a part of a parsed pattern takes; both cases of a letter, since a flag may make them one."""
    if name == "ANY":
        return ALL
    if name == "LITERAL":
        return _folded(_between(value, value))
    if name == "NOT_LITERAL":
        return ALL if value > 127 or chr(value).isalpha() else ALL & ~_between(value, value)
    negated, exact, found = False, True, 0
    for op, item in value:
        if str(op) == "NEGATE":
            negated = True
        elif str(op) == "CATEGORY":
            found |= _category(str(item))
        else:
            low, high = item if str(op) == "RANGE" else (item, item)
            found |= _between(low, high)
            exact = exact and high < 128
    if not negated:
        return _folded(found)
    return ALL & ~found if exact else (_ASCII & ~found) | BEYOND


def _between(low: int, high: int) -> int:
    inside = (1 << (min(high, 127) + 1)) - (1 << low) if low < 128 else 0
    return inside | (BEYOND if high > 127 else 0)


def _folded(found: int) -> int:
    upper, lower = _between(65, 90), _between(97, 122)
    return found | (found & upper) << 32 | (found & lower) >> 32


def _category(name: str) -> int:
    _, *negation, kind = name.split("_")
    pattern, beyond = _MEMBERS[kind]
    member = re.compile(pattern)
    found = beyond | sum(1 << point for point in range(128) if member.match(chr(point)))
    return ALL & ~found if negation else found
