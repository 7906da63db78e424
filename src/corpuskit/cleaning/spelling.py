"""What the phrases of lexicons ask of each word: read from how they are spelled, all phrases at once.

A phrase is words parted by blanks, case folded: `abonn*` is every word that begins so, `#` any number, `_` any one
word, `^` first and `$` last are the ends of the line, `hash` is the sign "#".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any

from corpuskit.cleaning.glyphs import blocks, glyphs_of
from corpuskit.cleaning.words import Words, words_of

LONGEST = 6  # words of a phrase
WHOLE, NUMBER, ANY = (
    0,
    254,
    255,
)  # how a word is compared; other numbers are how many of its first letters count
NUMBER_HASH = 1
_DOT = "\N{COMBINING DOT ABOVE}"  # what case folding leaves of the Turkish capital i, which glyphs fold to a plain one


@dataclass(frozen=True, slots=True)
class Spelled:
    """The words of phrases; one row a phrase, LONGEST columns of which `sizes` count: a longer phrase is cut.

    hashes, kinds   the hash of each word, and how it is compared
    lengths         its characters
    begun           the first bits of the hash of its beginning, see corpuskit.cleaning.words
    sizes           words that the phrase has, which may be more than LONGEST
    begins, closes  whether it stands at the beginning, at the end of the line only
    """

    hashes: Any
    kinds: Any
    lengths: Any
    begun: Any
    sizes: Any
    begins: Any
    closes: Any

    def of(self, rows: Any) -> Spelled:
        """These phrases of them."""
        return Spelled(*(getattr(self, column.name)[rows] for column in fields(self)))


def spelled(phrases: Sequence[str]) -> Spelled:
    """The words of each of these phrases."""
    import numpy as np

    parts = [phrase.split() for phrase in phrases]
    order = sorted({"^", "$", *chain.from_iterable(parts)})
    number = {piece: at for at, piece in enumerate(order)}
    counts = np.fromiter(map(len, parts), np.int64, len(parts))
    flat = np.fromiter(map(number.__getitem__, chain.from_iterable(parts)), np.int64, int(counts.sum()))
    starts, held, columns = _pieces(order)
    repeats = held[flat]
    words = np.repeat(starts[flat], repeats) + _places(repeats)
    rows = np.repeat(np.repeat(np.arange(len(parts)), counts), repeats)
    sizes = np.bincount(rows, minlength=len(parts))
    places = _places(sizes)
    kept = places < LONGEST
    cells, words = rows[kept] * LONGEST + places[kept], words[kept]

    def table(column: Any) -> Any:
        found = np.zeros(len(parts) * LONGEST, column.dtype)
        found[cells] = column[words]
        return found.reshape(-1, LONGEST)

    ends = np.cumsum(counts)
    begins, closes = flat[ends - counts] == number["^"], flat[ends - 1] == number["$"]
    hashes, kinds, lengths, begun = map(table, columns)
    return Spelled(hashes, kinds, lengths, begun, sizes, begins, closes)


def _places(sizes: Any) -> Any:
    """0, 1, … for each of these sizes, one after another."""
    import numpy as np

    return np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _pieces(order: Sequence[str]) -> tuple[Any, Any, tuple[Any, Any, Any, Any]]:
    """Where the words of each piece of a phrase begin, and how many they are: none for an end of the line, several where
    a sign or a script parts them; then the columns of Spelled for these words."""
    import numpy as np

    spoken = ["#" if piece == "hash" else _spoken(piece) for piece in order]
    read: list[Words] = []
    for start, end in blocks(np.fromiter(map(len, spoken), np.int64, len(spoken))):
        read.append(words_of(glyphs_of(spoken[start:end])))
    hashes = np.concatenate([np.array([NUMBER_HASH, 0], np.uint64), *(words.hashes for words in read)])
    lengths = np.concatenate([np.zeros(2, np.int64), *(words.ends - words.starts for words in read)])
    begun = np.concatenate([np.zeros(2, np.int64), *(words.beginnings for words in read)])
    sizes = np.concatenate([np.diff(words.bounds) for words in read])
    starts = np.cumsum(sizes) - sizes + 2
    kinds = np.zeros(len(hashes), np.uint8)
    kinds[:2] = NUMBER, ANY
    for at, piece in enumerate(order):
        if piece in ("#", "_"):
            starts[at], sizes[at] = ("#", "_").index(piece), 1
        elif piece.endswith("*") and sizes[at]:
            last = starts[at] + sizes[at] - 1
            kinds[last] = lengths[last]
    return starts, sizes, (hashes, kinds, lengths, begun)


def _spoken(piece: str) -> str:
    return "" if piece in ("^", "$", "#", "_") else piece.removesuffix("*").replace(_DOT, "")
