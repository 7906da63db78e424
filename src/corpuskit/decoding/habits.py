"""What a language writes beyond ASCII: how often each letter and sign, and beside what; read from `contexts`."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpuskit.decoding.contexts import CONTEXTS
from corpuskit.decoding.languages import KIN

# Of characters that no text of a language had, in bits: signs of typography, Latin letters, all others.
TYPESET, LATIN, STRANGE = 18, 21, 26

_TYPOGRAPHY = frozenset(
    "\N{NO-BREAK SPACE}\N{SOFT HYPHEN}\N{NARROW NO-BREAK SPACE}\N{NON-BREAKING HYPHEN}«»‹›“”„‘’‚–—…•·°©®™€£§½²³×¿¡ªº"
    "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
)
_LOOSE = frozenset("–—’‘…·\N{SOFT HYPHEN}")  # signs that stand beside anything

# What stands beside a character: a letter of its script, of another, a blank, a digit, a sign. First how often in any
# text, then beside a letter, and beside a sign, of which nothing else is known.
_CLASSES = ("same", "other", "_", "#", "*")
_ANYWHERE = {"same": 0.75, "other": 0.75, "_": 0.17, "#": 0.02, "*": 0.06}
_BY_LETTER = {"same": 0.75, "other": 0.001, "_": 0.15, "#": 0.01, "*": 0.08}
_BY_SIGN = {"same": 0.02, "other": 0.02, "_": 0.58, "#": 0.15, "*": 0.25}
_UNSEEN = 1.5  # bits by which a pair that was not seen is rarer than its class
_DOUBT = 0.5  # weight of what was not seen beside a character
_FIRM = 0.1  # the part of that doubt which there is about a sign, since signs have their place

_SIGNS = frozenset("'\"-.,:;!?()/")
_ENTRY = re.compile(r"(\S)(\d+)(?:<(\S*?)>(\S*))?")
_GROUP = re.compile(r"(\d+)(\D+)")


@dataclass(frozen=True, slots=True)
class Habits:
    """Shares of characters; how much more often than by chance two characters meet, in bits; weights of classes beside one.

    The last are by side, "<" for before it and ">" for behind it, and character.
    """

    single: dict[str, float]
    pairs: dict[tuple[str, str], float]
    beside: dict[tuple[str, str], Counter[str]]

    def rarity(self, char: str) -> float:
        """How rare a folded character is, in bits."""
        share = self.single.get(char)
        if share is not None:
            return -math.log2(share)
        if char in _TYPOGRAPHY:
            return TYPESET
        return LATIN if is_letter(char) and not _script(char) else STRANGE

    def meeting(self, one: str, other: str) -> float:
        """How much more often than by chance two folded characters meet, in bits; at least one is beyond ASCII."""
        seen = self.pairs.get((one, other))
        if seen is not None:
            return seen
        side, char, neighbour = ("<", other, one) if other > "\x7f" else (">", one, other)
        kind = _class(neighbour, char)
        found = self.beside.get((side, char))
        if found is None:
            share = (_BY_LETTER if is_letter(char) else _BY_SIGN)[kind]
        else:
            doubt = _DOUBT if is_letter(char) or char in _LOOSE else _DOUBT * _FIRM
            share = (found[kind] + doubt) / (found.total() + doubt * len(_CLASSES))
        return math.log2(share / _ANYWHERE[kind]) - _UNSEEN


@cache
def habits_of(tag: str) -> Habits:
    """The habits of a language; of all languages together for one that is not known."""
    tag = KIN.get(tag, tag)
    return _parsed(CONTEXTS[tag]) if tag in CONTEXTS else _all()


def folded(char: str) -> str:
    """A character as `contexts` has it: lower case, any blank as "_", any digit as "#", rarer signs of ASCII as "*"."""
    if char in "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}":
        return "\N{NO-BREAK SPACE}"
    if char.isspace():
        return "_"
    if char.isdecimal():
        return "#"
    if char.isascii() and not char.isalpha():
        return char if char in _SIGNS else "*"
    return lower if len(lower := char.lower()) == 1 else char


def is_letter(char: str) -> bool:
    """Whether a character is part of words: letters, and the marks of Vietnamese, Hebrew, Arabic and Thai."""
    return (
        char.isalpha()
        or "\u0300" <= char <= "\u036f"
        or "\u0590" <= char <= "\u06ff"
        or "\u0e00" <= char <= "\u0e7f"
    )


@cache
def _all() -> Habits:
    """What any language writes: the mean of the characters, the best of the pairs, the sum of the classes."""
    single: dict[str, float] = {}
    pairs: dict[tuple[str, str], float] = {}
    beside: dict[tuple[str, str], Counter[str]] = {}
    for one in map(_parsed, CONTEXTS.values()):
        for char, share in one.single.items():
            single[char] = single.get(char, 0.0) + share / len(CONTEXTS)
        for pair, bits in one.pairs.items():
            pairs[pair] = max(pairs.get(pair, bits), bits)
        for place, weights in one.beside.items():
            beside.setdefault(place, Counter()).update(weights)
    return Habits(single, pairs, beside)


def _parsed(line: str) -> Habits:
    total, _, rest = line.partition(" ")
    whole = int(total)
    single: dict[str, float] = {}
    weights: dict[tuple[str, str], int] = {}
    beside: dict[tuple[str, str], Counter[str]] = {}
    for char, weight, before, behind in _ENTRY.findall(rest):
        single[char] = int(weight) / (2 * whole)  # each pair counts for both
        if char <= "\x7f":
            continue
        sides: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        beside["<", char], beside[">", char] = sides
        for neighbour, count in _weights(before):
            weights[neighbour, char] = count
            sides[0][_class(neighbour, char)] += count
        for neighbour, count in _weights(behind):
            weights[char, neighbour] = count
            sides[1][_class(neighbour, char)] += count
        if is_letter(char) and _script(char):  # its neighbours of the same script are not listed
            for side in sides:
                side["same"] += max(0, int(weight) // 2 - side.total())
    pairs = {pair: math.log2(n / whole / single[pair[0]] / single[pair[1]]) for pair, n in weights.items()}
    return Habits(single, pairs, beside)


def _weights(groups: str) -> Iterator[tuple[str, int]]:
    for weight, chars in _GROUP.findall(groups):
        for char in chars:
            yield char, int(weight)


def _class(neighbour: str, char: str) -> str:
    if neighbour in "_#":
        return neighbour
    if not is_letter(neighbour):
        return "*"
    return "same" if not is_letter(char) or _script(neighbour) == _script(char) else "other"


def _script(char: str) -> int:
    """A number for the script of a letter: 0 for Latin."""
    code = ord(char)
    return 0 if code < 0x250 or 0x300 <= code < 0x370 or 0x1E00 <= code < 0x1F00 else code >> 8
