"""The words by which the phrases of lexicons are looked up: one of each phrase, the one that says most about which it is.

A line is compared with a phrase only where it holds the phrase's anchor, so which word is chosen changes the time and
not what is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpuskit.cleaning.spelling import ANY, LONGEST, NUMBER, WHOLE, Spelled
from corpuskit.cleaning.words import pairs_of

PAIR = 253  # how an anchor is compared that is two whole words; the other ways are those of words
LOOK = 44  # bits that are left out at the first look at a hash
BRIEF = 3  # characters below which a word says little


@dataclass(frozen=True, slots=True)
class Anchors:
    """The words by which phrases are looked up, those that are compared in one way.

    kind      WHOLE, PAIR, NUMBER, or how many first letters count
    first     for the first bits of a hash whether there is such an anchor at all
    keys      the distinct hashes, ascending; starts: where the phrases of each begin in `members`
    """

    kind: int
    first: Any
    keys: Any
    starts: Any
    members: Any


@dataclass(frozen=True, slots=True)
class Chosen:
    """The anchor of each phrase: which of its words it is (the first of two), its hash, how it is compared, and the first
    bits of its beginning."""

    offsets: Any
    hashes: Any
    kinds: Any
    begun: Any


def chosen_of(words: Spelled) -> Chosen:
    """For each phrase two whole words, the longest; else a whole word of some length that few phrases hold.

    Each phrase needs a word that is not ANY.
    """
    import numpy as np

    rows, count = np.arange(len(words.sizes)), np.arange(LONGEST)
    there = count < words.sizes[:, None]
    whole = there & (words.kinds == WHOLE)
    two = whole[:, :-1] & whole[:, 1:]
    pair = np.argmax(np.where(two, words.lengths[:, :-1] + words.lengths[:, 1:], -1), axis=1)
    kind = np.where(words.kinds == NUMBER, 3, np.where(words.lengths < BRIEF, 2, words.kinds != WHOLE))
    cost = (kind << 40) + (_common(words, there) << 16) - words.lengths
    one = np.argmin(np.where(there & (words.kinds != ANY), cost, 1 << 60), axis=1)
    paired = two.any(axis=1)
    offsets = np.where(paired, pair, one)
    pairs = pairs_of(words.hashes[rows, offsets], words.hashes[rows, np.minimum(offsets + 1, LONGEST - 1)])
    return Chosen(
        offsets,
        np.where(paired, pairs, words.hashes[rows, offsets]),
        np.where(paired, PAIR, words.kinds[rows, offsets].astype(np.int64)),
        np.where(paired, 0, words.begun[rows, offsets]),
    )


def _common(words: Spelled, there: Any) -> Any:
    """How many words of all phrases are the one at each place."""
    import numpy as np

    found = np.zeros(there.shape, np.int64)
    keys = words.hashes[there] + words.kinds[there]
    _, where, counts = np.unique(keys, return_inverse=True, return_counts=True)
    found[there] = counts[where]
    return found


def anchors_of(chosen: Chosen) -> tuple[Anchors, ...]:
    """The anchors, by the way in which they are compared."""
    import numpy as np

    found = []
    for kind in np.unique(chosen.kinds).tolist():
        members = np.flatnonzero(chosen.kinds == kind)
        members = members[np.argsort(chosen.hashes[members], kind="stable")]
        keys, starts = np.unique(chosen.hashes[members], return_index=True)
        first = np.zeros(1 << (64 - LOOK), bool)
        first[keys >> LOOK] = True
        found.append(Anchors(kind, first, keys, np.append(starts, len(members)), members))
    return tuple(found)
