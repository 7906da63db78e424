"""What the words and letters of a line were seen in: hashed n-grams, each a key to a weight that was fitted.

A key that was never seen in fitting has no weight, and says nothing: a table holds part of each key, so that a line in an
unknown language finds next to none of it by accident.
"""

from __future__ import annotations

from typing import Any

from corpuskit.cleaning.glyphs import Glyphs
from corpuskit.cleaning.words import Words

LETTERS = 4  # characters of the n-grams within a line
SHORT = 120  # characters of a line up to which they are looked at
WHOLE = 5  # words up to which a line counts as a whole, too
_FIRST, _LAST, _PAIR, _WHOLE = (
    0x9E3779B97F4A7C15,
    0xC2B2AE3D27D4EB4F,
    0xFF51AFD7ED558CCD,
    0xC4CEB9FE1A85EC53,
)


def word_keys(words: Words) -> tuple[Any, Any]:
    """Keys of the words of each line, of pairs of words, of the first and last word, of short lines; and their lines."""
    import numpy as np

    hashes, lines = words.hashes, words.lines
    sizes = np.diff(words.bounds)
    full = np.flatnonzero(sizes)
    first, last = words.bounds[:-1][full], words.bounds[1:][full] - 1
    pair = np.flatnonzero(lines[1:] == lines[:-1])
    brief = full[sizes[full] <= WHOLE]
    place = np.arange(len(hashes), dtype=np.uint64) - words.bounds[:-1][lines].astype(np.uint64)
    sums = np.append(
        np.uint64(0), np.cumsum(hashes * (place * np.uint64(2) + np.uint64(1)) * np.uint64(_WHOLE))
    )
    whole = sums[words.bounds[1:][brief]] - sums[words.bounds[:-1][brief]]
    keys = (
        hashes,
        words.pairs[pair],
        hashes[first] * np.uint64(_FIRST),
        hashes[last] * np.uint64(_LAST),
        whole * np.uint64(_PAIR) ^ (whole >> np.uint64(29)),
    )
    return np.concatenate(keys), np.concatenate((lines, lines[pair], full, full, brief))


def letter_keys(glyphs: Glyphs) -> tuple[Any, Any]:
    """Keys of the stretches of LETTERS characters in each line that is short, and their lines."""
    import numpy as np

    sizes = glyphs.ends - glyphs.starts
    counts = np.where(sizes <= SHORT, np.maximum(sizes - LETTERS + 1, 0), 0)
    inside = np.repeat(np.tile((True, False), len(sizes)), np.stack((counts, sizes + 1 - counts), 1).ravel())
    keys = glyphs.stretches(LETTERS)
    return keys[inside[: len(keys)]], np.repeat(np.arange(len(sizes)), counts)
