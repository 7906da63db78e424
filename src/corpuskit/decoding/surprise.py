"""How surprising the characters beyond ASCII are in a language: minus the logarithm of their probability.

Read by the wrong code page, ASCII stays and the rest is exchanged: a word gets a letter that its language never wrote, or
never there ("peuvent àtre"), a sign in its middle ("cr°tica"), a capital ("cafÈ"). So of several readings of the same
bytes the least surprising is the likeliest, and the difference says by how much: ten points are one bit, odds of two.

A character counts for how rare it is, each pair of neighbours for how much more or less often they meet than by
chance. A word may be of another language, which costs a few bits and is judged by what all languages write.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice

from corpuskit.decoding.habits import folded, habits_of, is_letter

BIT = 10  # points
ENOUGH = 100_000  # pairs from the start, or characters, that tell what the rest is like; a sample has fewer

# In bits, chosen in November 2025 on half of the domains of the development set.
_FOREIGN = 5  # at either side of a letter in a name or a quotation of another language
_INSIDE, _FIRST, _AMONG = 10, 4, 0.3  # a capital within a word, first in it, among others
_SMALL = 8  # a small letter before a capital
_KANA, _HAN, _IN_A_WORD = 7, 12, 8  # East Asian characters: of 9.6 bits each in Chinese, by frequency alone

_RUN = re.compile("[^\x00-\x7f]+")
_BYTES = re.compile(rb"[\x80-\xff]+")
_WIDE = "\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_EAST_ASIAN = re.compile(f"[{_WIDE}]+")
_KANAS = re.compile("[\u3000-\u30ff]")
_TOUCHING = re.compile(f"(?<=[A-Za-z])[{_WIDE}]|[{_WIDE}](?=[A-Za-z])")


def pairs_of(data: bytes) -> Counter[bytes]:
    """How often each pair of neighbouring bytes occurs, of those with a high byte; the ends count as line ends.

    >>> sorted(pairs_of(b"\\xe9t\\xe9").items())
    [(b'\\n\\xe9', 1), (b't\\xe9', 1), (b'\\xe9\\n', 1), (b'\\xe9t', 1)]
    """
    data = b"\n" + data + b"\n"
    found = (data[at : at + 2] for run in _BYTES.finditer(data) for at in range(run.start() - 1, run.end()))
    return Counter(islice(found, ENOUGH))


def surprise(pairs: Mapping[bytes, int], encoding: str, tag: str, most: int | None = None) -> int:
    """The surprise of bytes read in a single-byte encoding as a language, in points; it may stop above `most`."""
    read = b"".join(pairs).decode(encoding)
    total = 0
    for at, count in enumerate(pairs.values()):
        total += count * points(read[2 * at : 2 * at + 2], tag)
        if most is not None and total > most:
            break
    return total


def of_text(text: str, tag: str) -> int:
    """The surprise of a text, in points; East Asian characters are all alike, but for kana, and no part of Latin words.

    >>> of_text("être", "fr") < of_text("àtre", "fr")
    True
    """
    text = text[:ENOUGH]
    east_asian = sum(map(len, _EAST_ASIAN.findall(text)))
    total = 0
    if east_asian:
        kana = len(_KANAS.findall(text))
        total = _KANA * kana + _HAN * (east_asian - kana) + _IN_A_WORD * len(_TOUCHING.findall(text))
        text = _EAST_ASIAN.sub("~", text)
    text = f"\n{text}\n"
    found = (text[at : at + 2] for run in _RUN.finditer(text) for at in range(run.start() - 1, run.end()))
    return BIT * total + sum(count * points(pair, tag) for pair, count in Counter(found).items())


@lru_cache(maxsize=1 << 16)
def points(pair: str, tag: str) -> int:
    """What a pair adds, one of which is beyond ASCII: the second character if it is beyond ASCII, and their meeting."""
    one, other = folded(pair[0]), folded(pair[1])
    beyond = pair[1] > "\x7f"
    own = habits_of(tag)
    bits = (own.rarity(other) if beyond else 0) - own.meeting(one, other)
    char = other if beyond else one
    if is_letter(char) or char not in own.single:
        every = habits_of("")
        foreign = (every.rarity(other) if beyond else 0) - every.meeting(one, other)
        bits = min(bits, foreign + _FOREIGN)
    return round(BIT * (bits + _capital(*pair)))


def _capital(one: str, other: str) -> float:
    """What the case of two neighbours adds, in bits."""
    if other > "\x7f" and other.isupper():
        if one.islower():
            return _INSIDE
        return _AMONG if one.isupper() else _FIRST
    return _SMALL if one > "\x7f" and one.islower() and other.isupper() else 0
