"""The phrases of some lexicons as columns, so that a batch of lines meets them in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from corpuskit.cleaning.anchors import PAIR, Anchors, anchors_of, chosen_of
from corpuskit.cleaning.spelling import ANY, LONGEST, WHOLE, spelled
from corpuskit.cleaning.words import BEGINNING, STARTS

SECTION, RELATED, VOICE = "section", "related", "voice"
CATEGORIES = (
    "section",
    "byline",
    "credit",
    "biography",
    "call",
    "related",
    "legal",
    "advertising",
    "tools",
    "voice",
)
Lexicons = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases of some lexicons; equal positions belong together.

    categories              indexes in CATEGORIES
    sources                 twice the place of its lexicon among those asked for, and one more where it tells a voice
    hashes, kinds           of each word of each phrase, LONGEST columns: its hash, and how it is compared
    sizes                   words of each
    begins, closes          whether it stands at the beginning, at the end of the line only
    offsets                 which of its words is the anchor
    anchors                 the words that are looked up, by the way in which they are compared
    begun                   for the first bits of the beginning of a word whether it can be one of which only the beginning counts
    """

    categories: Any
    sources: Any
    hashes: Any
    kinds: Any
    sizes: Any
    begins: Any
    closes: Any
    offsets: Any
    anchors: tuple[Anchors, ...]
    begun: Any


class _Same:
    """A key that equals that of the same lexicons, not of equal ones: phrases by the thousand are not compared at each call."""

    __slots__ = ("lexicons",)

    def __init__(self, lexicons: Lexicons) -> None:
        self.lexicons = lexicons

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.lexicons is other.lexicons

    def __hash__(self) -> int:
        return id(self.lexicons)


def phrases_of(lexicons: Lexicons, codes: Sequence[str], categories: Sequence[str] = CATEGORIES) -> Phrases:
    """The phrases of these lexicons that speak for these categories; remembered, since reading sixty thousand takes time."""
    return _phrases(_Same(lexicons), tuple(codes), tuple(categories))


@lru_cache(maxsize=64)
def _phrases(given: _Same, codes: tuple[str, ...], categories: tuple[str, ...]) -> Phrases:
    import numpy as np

    groups = [(CATEGORIES.index(name), at, name) for at, _ in enumerate(codes) for name in categories]
    of = [given.lexicons[codes[at]].get(name, ()) for _, at, name in groups]
    repeats = np.array(list(map(len, of)), np.int64)
    category, lexicon = (
        np.repeat(np.array([group[place] for group in groups], np.int64), repeats) for place in (0, 1)
    )
    words = spelled([phrase for phrases in of for phrase in phrases])
    says = (words.kinds != ANY) & (np.arange(LONGEST) < words.sizes[:, None])
    kept = np.flatnonzero(says.any(axis=1) & (words.sizes <= LONGEST))
    words, category, lexicon = words.of(kept), category[kept], lexicon[kept]
    chosen = chosen_of(words)
    parts = (chosen.kinds != WHOLE) & (chosen.kinds < PAIR)
    begun = np.zeros(STARTS, bool)
    begun[chosen.begun[parts]] = True
    begun |= bool((parts & (chosen.kinds < BEGINNING)).any())
    whole = category == CATEGORIES.index(SECTION)
    return Phrases(
        category,
        lexicon * 2 + (category == CATEGORIES.index(VOICE)),
        words.hashes,
        words.kinds,
        words.sizes,
        words.begins | whole,
        words.closes | whole,
        chosen.offsets,
        anchors_of(chosen),
        begun,
    )
