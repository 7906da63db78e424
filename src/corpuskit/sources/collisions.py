"""Which names are one name for systems that set case and the writing of accents aside."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize


def folded(name: str) -> str:
    r"""The form in which two names count as the same: canonical caseless matching (Unicode 16.0, D145).

    >>> folded("\N{LATIN CAPITAL LETTER E WITH ACUTE}t\N{LATIN SMALL LETTER E WITH ACUTE}") == folded("e\u0301te\u0301")
    True
    """
    return name.lower() if name.isascii() else normalize("NFD", normalize("NFD", name).casefold())


def collisions(names: Sequence[str]) -> list[list[str]]:
    """The groups of names that fold to the same, each in order; a name that occurs twice is a group too.

    Of all names only 64 bits are kept, of those that may collide the names: a million take 100 MB for a moment.

    >>> collisions(["b.txt", "a.txt", "A.txt"])
    [['A.txt', 'a.txt']]
    """
    seen: set[int] = set()
    twice: set[int] = set()
    for name in names:
        key = hash(folded(name))  # salted, which is no harm: nothing of it leaves this function
        (twice if key in seen else seen).add(key)
    if not twice:
        return []
    groups: dict[str, list[str]] = {}
    for name in sorted(name for name in names if hash(folded(name)) in twice):
        groups.setdefault(folded(name), []).append(name)
    return [group for group in groups.values() if len(group) > 1]
