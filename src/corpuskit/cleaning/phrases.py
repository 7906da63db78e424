"""The phrases of a lexicon as columns, so that a batch of lines meets them in one go.

A phrase is words parted by blanks, case folded: `abonn*` is every word that begins so, `#` any number, `_` any one
word, `^` first and `$` last are the ends of the line, `hash` is the sign "#". Each phrase has an anchor, the longest of its words that says
which it is; a line is compared with a phrase only where it holds the anchor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from corpuskit.cleaning.glyphs import blocks, glyphs_of
from corpuskit.cleaning.words import BEGINNING, pair_hash, words_of

LONGEST = 6  # words of a phrase
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
WHOLE, PAIR, NUMBER, ANY = (
    0,
    253,
    254,
    255,
)  # how a word is compared; other numbers are how many of its first letters count; PAIR is for anchors only
NUMBER_HASH = 1
LOOK = 48  # bits that are left out at the first look at a hash
_DOT = "\N{COMBINING DOT ABOVE}"  # what case folding leaves of the Turkish capital i, which glyphs fold to a plain one
Lexicons = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Anchors:
    """The words by which phrases are looked up, those that are compared in one way.

    kind      WHOLE, NUMBER, or how many first letters count
    first     for the first bits of a hash whether there is such an anchor at all
    keys      the distinct hashes, ascending; starts: where the phrases of each begin in `members`
    """

    kind: int
    first: Any
    keys: Any
    starts: Any
    members: Any


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases of a lexicon; equal positions belong together.

    categories              indexes in CATEGORIES
    hashes, kinds           of each word of each phrase, LONGEST columns: its hash, and how it is compared
    sizes                   words of each
    begins, closes          whether it stands at the beginning, at the end of the line only
    offsets                 which of its words is the anchor
    anchors                 the words that are looked up, by the way in which they are compared
    begun                   for the first bits of the beginning of a word whether it can be one of which only the beginning counts
    """

    categories: Any
    hashes: Any
    kinds: Any
    sizes: Any
    begins: Any
    closes: Any
    offsets: Any
    anchors: tuple[Anchors, ...]
    begun: Any


Word = tuple[int, int, int, int]  # hash, how it is compared, length, first bits of the hash of its beginning


def phrases_of(lexicons: Lexicons, language: str) -> Phrases:
    """The phrases of one lexicon; remembered, since reading seven thousand takes a twentieth of a second."""
    lexicon = lexicons[language]
    return _phrases(tuple((name, tuple(lexicon.get(name, ()))) for name in CATEGORIES))


@lru_cache(maxsize=64)
def _phrases(given: tuple[tuple[str, tuple[str, ...]], ...]) -> Phrases:
    import numpy as np

    spelled = [(at, phrase.split()) for at, (_, phrases) in enumerate(given) for phrase in phrases]
    pieces = _pieces({piece for _, parts in spelled for piece in parts} - {"^", "$", "#", "_"})
    common = Counter(word for _, parts in spelled for piece in parts for word in pieces.get(piece, ()))
    rows: list[tuple[int, list[Word], bool, bool, tuple[int, Word]]] = []
    for category, parts in spelled:
        words = [word for piece in parts for word in pieces.get(piece, ())]
        anchor = _anchor(words, common)
        if anchor is not None and len(words) <= LONGEST:
            whole = CATEGORIES[category] == SECTION
            rows.append((category, words, whole or parts[0] == "^", whole or parts[-1] == "$", anchor))
    hashes, kinds = np.zeros((len(rows), LONGEST), np.uint64), np.zeros((len(rows), LONGEST), np.uint8)
    for at, (_, words, _, _, _) in enumerate(rows):
        for place, (value, kind, _, _) in enumerate(words):
            hashes[at, place], kinds[at, place] = value, kind
    categories = np.array([row[0] for row in rows], np.int64)
    offsets = np.array([row[4][0] for row in rows], np.int64)
    begins, closes = (np.array([row[place] for row in rows], bool) for place in (2, 3))
    sizes = np.array([len(row[1]) for row in rows], np.int64)
    looked_up = [row[4][1] for row in rows]
    begun = np.zeros(1 << (64 - LOOK), bool)
    begun[[word[3] for word in looked_up if WHOLE < word[1] < PAIR]] = True
    begun |= any(WHOLE < word[1] < BEGINNING for word in looked_up)
    return Phrases(categories, hashes, kinds, sizes, begins, closes, offsets, _anchors(looked_up), begun)


def _pieces(spelled: set[str]) -> dict[str, list[Word]]:
    """What each piece of a phrase stands for: one word, or several where a sign or a script parts it."""
    import numpy as np

    order = sorted(spelled)
    texts = ["#" if piece == "hash" else piece.removesuffix("*").replace(_DOT, "") for piece in order]
    found: dict[str, list[Word]] = {"#": [(NUMBER_HASH, NUMBER, 0, 0)], "_": [(0, ANY, 0, 0)]}
    for start, end in blocks(np.fromiter(map(len, texts), np.int64, len(texts))):
        words = words_of(glyphs_of(texts[start:end]))
        columns = (words.hashes.tolist(), (words.ends - words.starts).tolist(), words.beginnings.tolist())
        read = [(value, WHOLE, size, first) for value, size, first in zip(*columns, strict=True)]
        bounds = words.bounds.tolist()
        for piece, first, last in zip(order[start:end], bounds, bounds[1:], strict=False):
            found[piece] = read[first:last]
            if piece.endswith("*") and last > first:
                value, _, size, begun = read[last - 1]
                found[piece][-1] = (value, size, size, begun)
    return found


def _anchor(words: Sequence[Word], common: Mapping[Word, int]) -> tuple[int, Word] | None:
    """The place of what is looked up, and what: two whole words, else a whole one of some length that few phrases hold."""
    pairs = [
        (-first[2] - second[2], place)
        for place, (first, second) in enumerate(pairwise(words))
        if first[1] == second[1] == WHOLE
    ]
    if pairs:
        _, place = min(pairs)
        return place, (pair_hash(words[place][0], words[place + 1][0]), PAIR, 0, 0)
    ranked = sorted(
        (
            3 if word[1] == NUMBER else 2 if word[2] < 3 else int(word[1] != WHOLE),
            common[word],
            -word[2],
            place,
        )
        for place, word in enumerate(words)
        if word[1] != ANY
    )
    return (ranked[0][-1], words[ranked[0][-1]]) if ranked else None


def _anchors(chosen: Sequence[Word]) -> tuple[Anchors, ...]:
    import numpy as np

    values = np.array([word[0] for word in chosen], np.uint64)
    kinds = np.array([word[1] for word in chosen], np.int64)
    found = []
    for kind in np.unique(kinds).tolist():
        members = np.flatnonzero(kinds == kind)
        members = members[np.argsort(values[members], kind="stable")]
        keys, starts = np.unique(values[members], return_index=True)
        first = np.zeros(1 << (64 - LOOK), bool)
        first[keys >> LOOK] = True
        found.append(Anchors(kind, first, keys, np.append(starts, len(members)), members))
    return tuple(found)
