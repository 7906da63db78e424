"""Pairs of articles that may be alike: found in nearly linear time, by bands of their sketches.

Articles meet where all bins of a band are equal (Indyk & Motwani 1998; Leskovec, Rajaraman & Ullman, "Mining of Massive
Datasets", section 3.4). Two views are taken. In the whole of a sketch, bands of three bins: articles with a Jaccard similarity of 0.5
meet with a probability of 0.94, of 0.7 with 0.9998. Without the lines that sites print around their articles, bands of two:
copies meet of which a third is the article and the rest is what two sites have put around it, with 0.93.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

from corpuskit.survey.gathered import Gathered
from corpuskit.survey.sketch import BINS, NO_LINE
from corpuskit.survey.words import mixed

_AT_ONCE = 1 << 14  # rows that are turned into columns at once
KIN = 8  # articles of one band up to which all their pairs are looked at


def pairs(corpus: Gathered, among: Any, own: Any) -> Iterator[tuple[Any, Any]]:
    """The pairs of articles of `among` that share a band, band by band: two arrays, the earlier article of each first.

    `own` says for each article and bin whether it counts in the second view. Where more than KIN share a band, each is
    paired with the first alone: of a thousand pages of one template, two that are copies share a band that few others have.
    """
    import numpy as np

    among = among[corpus.drawn[among, 0] != NO_LINE]
    among = among[np.argsort(corpus.ranks[among], kind="stable")]
    columns, counting = _columns(corpus.sketches, among), _columns(own, among)
    for bands, view in ((_bands(3, 1), None), (_bands(2, 2), counting)):
        for band in bands:
            keys = _keys(columns, band)
            wanted = np.arange(len(among)) if view is None else np.flatnonzero(view[band].all(axis=0))
            left, right = _met(keys[wanted])
            left, right = wanted[left], wanted[right]
            yield among[np.minimum(left, right)], among[np.maximum(left, right)]


def _columns(table: Any, rows: Any) -> Any:
    """These rows of a table, as columns."""
    import numpy as np

    columns = np.empty((table.shape[1], len(rows)), table.dtype)
    for at in range(0, len(rows), _AT_ONCE):
        columns[:, at : at + _AT_ONCE] = table[rows[at : at + _AT_ONCE]].T
    return columns


def _met(keys: Any) -> tuple[Any, Any]:
    import numpy as np

    order = np.argsort(keys)
    starts = np.flatnonzero(np.append(True, np.diff(keys[order]) != 0)[: len(order)])
    sizes = np.diff(np.append(starts, len(order)))
    sides = zip(*_small(order, starts, sizes), *_large(order, sizes), strict=True)
    left, right = (np.concatenate(side) for side in sides)
    return left, right


def _small(order: Any, starts: Any, sizes: Any) -> Iterator[tuple[Any, Any]]:
    for size in range(2, KIN + 1):
        first = starts[sizes == size]
        for a, b in combinations(range(size if len(first) else 0), 2):
            yield order[first + a], order[first + b]


def _large(order: Any, sizes: Any) -> Iterator[tuple[Any, Any]]:
    import numpy as np

    large = sizes > KIN
    members = order[np.repeat(large, sizes)]
    starts = np.cumsum(sizes[large]) - sizes[large]
    first = np.repeat(np.minimum.reduceat(members, starts), sizes[large]) if len(starts) else members
    yield first[members != first], members[members != first]


def _keys(columns: Any, band: Any) -> Any:
    import numpy as np

    keys = np.zeros(columns.shape[1], np.uint64)
    for at in band.tolist():
        keys = keys << np.uint64(16) | columns[at]
    return keys


@cache
def _bands(rows: int, sharings: int) -> Any:
    """The bins of each band: all bins are shared out into bands of so many, so often."""
    import numpy as np

    chances = mixed(np.arange(1, sharings * BINS + 1, dtype=np.uint64)).reshape(sharings, BINS)
    return np.argsort(chances, axis=1, kind="stable")[:, : BINS // rows * rows].reshape(-1, rows)
