"""Articles that are versions of each other count as one: else they would teach the cleaner that what they say is residue.

Two articles are kin if half of what they say is the same. What three articles of a site print is left out of that,
where anything else is there to compare; and where two of one site share lines to the letter, half of what is left of
either must be the other's as well. Pages with long templates share most of their text, and are no versions of each other: a version
differs by a word here and there, or by what it adds.
"""

from __future__ import annotations

from typing import Any

from corpuskit.survey.gathered import Gathered
from corpuskit.survey.pairs import pairs
from corpuskit.survey.sketch import BINS, NO_LINE

FEW = 4  # bins in which two articles must have lines of their own, for these to be compared alone: 1/16 of the text
_AT_ONCE = 1 << 15  # pairs that are compared at once
_WAITING = 1 << 20  # pairs that are gathered before they are compared


def alike(corpus: Gathered, originals: Any, own: Any) -> tuple[Any, Any]:
    """The pairs of articles that may be kin or nearly the same: two arrays, the earlier article of each first.

    `own` is what `own_bins` says of the lines that sites print.
    """
    import numpy as np

    found = np.zeros(0, np.uint64)
    met: list[Any] = []
    waiting = 0
    for left, right in pairs(corpus, np.flatnonzero(originals), own):
        met.append(left.astype(np.uint64) << np.uint64(32) | right.astype(np.uint64))
        waiting += len(left)
        if waiting > _WAITING:  # most pairs meet in many bands, and are compared once
            found = np.union1d(found, _likely(corpus, np.concatenate(met), own))
            met, waiting = [], 0
    return _parted(np.union1d(found, _likely(corpus, np.concatenate([found[:0], *met]), own)))


def _likely(corpus: Gathered, met: Any, own: Any) -> Any:
    import numpy as np

    both = np.unique(met)
    same, of, equal = compared(corpus, *_parted(both), own)
    return both[(equal * 3 >= BINS) | (same * 3 >= of) & (of >= FEW)]


def kin(corpus: Gathered, left: Any, right: Any, own: Any) -> Any:
    """For each article the smallest index among its kin, itself included, given the pairs that may be."""
    import numpy as np

    same, of, equal = compared(corpus, left, right, own)
    of_own, of_whole = (of >= FEW) & (same * 2 >= of), equal * 2 >= BINS
    neighbours = _on_one_site(corpus, left, right)
    near = np.where(neighbours, of_own | of_whole, np.where(of >= FEW, of_own, of_whole))
    places = np.flatnonzero(near & neighbours)
    near[places] = ~_differ(corpus, left[places], right[places])
    return families(len(corpus.ids), left[near], right[near])


def _on_one_site(corpus: Gathered, left: Any, right: Any) -> Any:
    import numpy as np

    sites = corpus.sites
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    return np.fromiter((bool(sites[a]) and sites[a] == sites[b] for a, b in pairs), bool, len(left))


def _differ(corpus: Gathered, left: Any, right: Any) -> Any:
    """Whether of the lines that the two of a pair do not share to the letter less than half is the same, by either's measure."""
    import numpy as np

    differ = np.zeros(len(left), bool)
    for at in range(0, len(left), _AT_ONCE):
        a, b = left[at : at + _AT_ONCE], right[at : at + _AT_ONCE]
        own_a, own_b = ~_has_lines_of(corpus, b, a), ~_has_lines_of(corpus, a, b)
        of_a, of_b = corpus.sketches[a], corpus.sketches[b]
        drawn = own_a & own_b & (of_a == of_b), own_a & (of_a <= of_b), own_b & (of_b <= of_a)
        same, some_a, some_b = (np.count_nonzero(one, axis=1) for one in drawn)
        differ[at : at + _AT_ONCE] = same * 2 < np.minimum(some_a, some_b)
    return differ


def _has_lines_of(corpus: Gathered, articles: Any, others: Any) -> Any:
    """For each of the articles and each bin of its other: whether it has the line that the bin is drawn from."""
    import numpy as np

    wanted = corpus.hashes[corpus.starts[others][:, None] + corpus.drawn[others]]
    low = np.repeat(corpus.starts[articles][:, None], BINS, axis=1)
    end = low + corpus.counts[articles][:, None]
    high = end.copy()
    while (low < high).any():  # the lines of an article ascend: all searches halve their ranges together
        middle = (low + high) // 2
        below = (low < high) & (corpus.hashes[np.minimum(middle, len(corpus.hashes) - 1)] < wanted)
        low, high = np.where(below, middle + 1, low), np.where(below | (low >= high), high, middle)
    return (low < end) & (corpus.hashes[np.minimum(low, len(corpus.hashes) - 1)] == wanted)


def compared(corpus: Gathered, left: Any, right: Any, own: Any) -> tuple[Any, Any, Any]:
    """For each pair: bins of their own that agree, all bins of their own, bins that agree anywhere.

    Of the two hashes in a bin the smaller one is a shingle drawn by chance from all that either article has; `own` says
    whether it counts.
    """
    import numpy as np

    columns = [[np.zeros(0, np.int64)] for _ in range(3)]
    for at in range(0, len(left), _AT_ONCE):
        a, b = left[at : at + _AT_ONCE], right[at : at + _AT_ONCE]
        of_a, of_b = corpus.sketches[a], corpus.sketches[b]
        equal = of_a == of_b
        counts = np.where(of_a < of_b, own[a], own[b]) & (own[a] | ~equal)
        for column, found in zip(columns, (equal & counts, counts, equal), strict=True):
            column.append(np.count_nonzero(found, axis=1))
    same, of, everywhere = (np.concatenate(column) for column in columns)
    return same, of, everywhere


def own_bins(corpus: Gathered, articles: Any, lines: Any) -> Any:
    """For each article and bin whether its shingle stands in none of these lines (a flag each); true of no other article."""
    import numpy as np

    own = np.zeros(corpus.sketches.shape, bool)
    told = articles[corpus.drawn[articles, 0] != NO_LINE]
    for at in range(0, len(told), _AT_ONCE):
        some = told[at : at + _AT_ONCE]
        own[some] = ~lines[corpus.starts[some][:, None] + corpus.drawn[some]]
    return own


def families(count: int, left: Any, right: Any) -> Any:
    """For each of `count` things the smallest of those it is joined with, over any number of pairs."""
    import numpy as np

    parents = list(range(count))
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        a, b = _root(parents, a), _root(parents, b)
        parents[max(a, b)] = min(a, b)
    return np.array([_root(parents, i) for i in range(count)], np.int64)


def _root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


def _parted(both: Any) -> tuple[Any, Any]:
    import numpy as np

    return (both >> np.uint64(32)).astype(np.int64), (both & np.uint64(0xFFFFFFFF)).astype(np.int64)
