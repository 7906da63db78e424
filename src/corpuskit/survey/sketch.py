"""A small sketch of each text, from which the likeness of any two can be estimated: one-permutation MinHash.

Each shingle of an article falls into one of BINS by the first bits of its hash, and of each bin the smallest hash stays
(Li, Owen & Zhang 2012). Two texts agree in a bin with a probability that is their Jaccard similarity. Sixteen bits of
the smallest hash are kept, as a small floating-point number, so that it can still be told which of two is smaller; and
the line it came from, so that lines that turn out to be printed around every article can be left out later.

A short text leaves bins empty. Each borrows from a full bin that it finds in an order of its own (Shrivastava 2017).
Borrowing from the next full bin, as in Shrivastava & Li 2014, makes runs of equal bins that borrow together, and so
makes the estimate vary more just where there is least to go by.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from corpuskit.survey.words import PIECE, WIDTH, mixed, shingles_of, words_in

BINS = 64
NO_LINE = 0xFFFF  # stands for the line of every bin where a text has no shingle at all
_EMPTY = (1 << 64) - 1


def sketches(count: int, texts: Sequence[str], articles: Any, lines: Any) -> tuple[Any, Any]:
    """Two tables of `count` rows and BINS columns: the smallest hash in sixteen bits, and the line it came from.

    `texts` are lines, in order; `articles` (ascending) and `lines` say for each which row it belongs to, and which number
    it has there. What a row holds depends on its own lines alone.
    """
    import numpy as np

    smallest = np.full(
        (count + 1) * BINS, _EMPTY, np.uint64
    )  # the last row takes what lies across two articles
    lengths = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    numbers = np.minimum(lines, NO_LINE - 1).astype(np.uint64)
    for begin, end in _groups(np.bincount(articles, lengths, count).astype(np.int64).tolist()):
        a, b = np.searchsorted(articles, (begin, end))
        words = words_in("\n".join(texts[a:b]))
        found = shingles_of(words.hashes)
        rows = articles[a:b][words.lines]
        rows = np.where(rows[: 1 - WIDTH] == rows[WIDTH - 1 :], rows[: 1 - WIDTH], count)
        places = rows * BINS + (found >> np.uint64(58)).astype(np.int64)
        of_line = numbers[a:b][words.lines[: 1 - WIDTH]]
        np.minimum.at(smallest, places, (found << np.uint64(6)) & ~np.uint64(0xFFFF) | of_line)
    filled = _densified(smallest.reshape(count + 1, BINS)[:count])
    return _rounded(filled), filled.astype(np.uint16)


def _groups(sizes: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of articles of which each holds no more than PIECE characters, or one article."""
    groups = []
    begin = total = 0
    for at, size in enumerate(sizes):
        if total and total + size > PIECE:
            groups.append((begin, at))
            begin, total = at, 0
        total += size
    return [*groups, (begin, len(sizes))]


def _rounded(values: Any) -> Any:
    """The values in sixteen bits, in their order: five for the power of two, eleven for what follows the leading bit.

    What is below 2 ** 32 is taken for 0: so small a hash needs a text of billions of shingles.
    """
    import numpy as np

    bits = values.astype(np.float32).view(np.uint32) >> np.uint32(12)
    return np.clip(bits.astype(np.int64) - ((127 + 33) << 11), 0, 0xFFFF).astype(np.uint16)


def _densified(table: Any) -> Any:
    """The table with empty bins filled from full ones of the same row; rows without any stay as they are."""
    import numpy as np

    full = table != np.uint64(_EMPTY)
    rows, bins = np.nonzero(~full & full.any(axis=1)[:, None])
    for choice in _orders().T:
        source = choice[bins]
        found = full[rows, source]
        table[rows[found], bins[found]] = table[rows[found], source[found]]
        rows, bins = rows[~found], bins[~found]
        if not len(rows):
            break
    return table


@cache
def _orders() -> Any:
    """For each bin all bins in an order of its own."""
    import numpy as np

    chances = mixed(np.arange(1, BINS * BINS + 1, dtype=np.uint64))
    return np.argsort(chances.reshape(BINS, BINS), axis=1, kind="stable")
