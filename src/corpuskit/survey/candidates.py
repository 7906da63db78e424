"""Which pairs of articles are read again, because their sketches say that they may be nearly the same."""

from __future__ import annotations

from typing import Any

from corpuskit.cleaning.lines import band_of, keys_of, salts_of
from corpuskit.model.facts import CorpusFacts
from corpuskit.survey.gathered import Gathered
from corpuskit.survey.versions import FEW, compared, families, own_bins

BEST = 4  # earlier articles with which an article is compared at most, and the first of its family


def candidates(
    corpus: Gathered, left: Any, right: Any, facts: CorpusFacts, score: int
) -> list[tuple[int, int]]:
    """The pairs, of those given, that may reach the score (thousandths); the earlier article of each first.

    Each article is compared with the few that look most like it, and with the first of all that look like those: a
    hundred thousand pages of one form are no more than five hundred thousand pairs.
    """
    import numpy as np

    among = np.union1d(left, right)
    own = own_bins(corpus, among, _repeated(corpus, among, facts))
    may, likeness = _may_reach(corpus, left, right, own, score)
    left, right, likeness = left[may], right[may], likeness[may]
    best = _best(corpus, left, right, likeness)
    by_rank = np.argsort(corpus.ranks)
    first = by_rank[families(len(corpus.ids), corpus.ranks[left], corpus.ranks[right])[corpus.ranks]]
    others = np.flatnonzero(first != np.arange(len(first)))
    may, _ = _may_reach(corpus, first[others], others, own, score)
    pairs = {(a, b) for a, b in zip(left[best].tolist(), right[best].tolist(), strict=True)}
    pairs.update(zip(first[others][may].tolist(), others[may].tolist(), strict=True))
    known = ((a, b) for a, b in pairs if corpus.ids[a] != corpus.ids[b])
    ranks = corpus.ranks
    return sorted(known, key=lambda pair: (ranks[first[pair[0]]], ranks[pair[1]], ranks[pair[0]]))


def _may_reach(corpus: Gathered, left: Any, right: Any, own: Any, score: int) -> tuple[Any, Any]:
    """Which pairs may reach the score, given what chance does to the estimate (one and a half standard deviations); the estimates."""
    import numpy as np

    same, of, _ = compared(corpus, left, right, own)
    likeness = same / np.maximum(of, 1)
    return (of >= FEW) & (likeness >= score / 1000 - 0.75 / np.sqrt(np.maximum(of, 1))), likeness


def _best(corpus: Gathered, left: Any, right: Any, likeness: Any) -> Any:
    """The places of the BEST pairs of each later article, of equals those with the earliest."""
    import numpy as np

    order = np.lexsort((corpus.ranks[left], -likeness, right))
    starts = np.flatnonzero(np.append(True, np.diff(right[order]) != 0)[: len(order)])
    nth = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return order[nth < BEST]


def _repeated(corpus: Gathered, articles: Any, facts: CorpusFacts) -> Any:
    """For each line of these articles whether it is repeated on its site or in the corpus, three times at least."""
    import numpy as np

    wanted = np.zeros(len(corpus.ids), bool)
    wanted[articles] = True
    lines = np.flatnonzero(np.repeat(wanted, corpus.counts))
    of, hashes = corpus.articles[lines], corpus.hashes[lines]
    salts = salts_of([corpus.sites[at] for at in articles.tolist()])
    keys = keys_of(hashes, salts[np.searchsorted(articles, of)])
    known = np.fromiter(map(bool, corpus.sites), bool, len(corpus.sites))[of]
    found = np.zeros(len(corpus.hashes), bool)
    found[lines] = known & (band_of(keys, facts.site_lines) >= 2) | (band_of(hashes, facts.corpus_lines) >= 2)
    return found
