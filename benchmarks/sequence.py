"""A layer over the lines of an article: residue before it, its own lines, residue between them, residue after it.

How often one follows the other is counted on labelled pages; what each line is alone is the model's probability. Both
together give, by the forward and backward sums over all ways through the article, the probability of each line in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

BEFORE, OWN, BETWEEN, AFTER = range(4)
RESIDUE = (BEFORE, BETWEEN, AFTER)
_WAYS = np.array([[1, 1, 0, 0], [0, 1, 1, 1], [0, 1, 1, 0], [0, 0, 0, 1]], bool)


def states(labels: Sequence[int]) -> list[int]:
    """The state of each line that is labelled 1 (residue) or 0 (the article's); others are left out."""
    known = [label for label in labels if label >= 0]
    own = [at for at, label in enumerate(known) if not label]
    if not own:
        return []
    return [
        OWN if not label else BEFORE if at < own[0] else AFTER if at > own[-1] else BETWEEN
        for at, label in enumerate(known)
    ]


def transitions(articles: Iterable[Sequence[int]]) -> tuple[Any, Any, Any]:
    """Logarithms, from the states of articles: of how one begins, of which state follows, of how one ends."""
    begins, follows, ends = np.ones(4), np.ones((4, 4)), np.ones(4)
    for article in articles:
        begins[article[0]] += 1
        ends[article[-1]] += 1
        for one, other in pairwise(article):
            follows[one, other] += 1
    begins[[BETWEEN, AFTER]] = 0
    ends[[BEFORE, BETWEEN]] = 0
    follows[~_WAYS] = 0
    whole = follows.sum(axis=1) + ends
    with np.errstate(divide="ignore"):
        return np.log(begins / begins.sum()), np.log(follows / whole[:, None]), np.log(ends / whole)


def logits(alone: Any, counted: tuple[Any, Any, Any], prior: float, trust: float) -> Any:
    """The logit of each line of one article in its place, given that of each alone.

    prior is the logit of residue in general, which transitions say again; trust is what the model's word weighs.
    """
    begins, follows, ends = counted
    said = np.zeros((len(alone), 4))
    said[:, RESIDUE] = (trust * (alone - prior))[:, None]
    forward, backward = np.empty_like(said), np.empty_like(said)
    forward[0] = begins + said[0]
    for at in range(1, len(alone)):
        forward[at] = _summed(forward[at - 1][:, None] + follows, 0) + said[at]
    backward[-1] = ends
    for at in range(len(alone) - 2, -1, -1):
        backward[at] = _summed(follows + (said[at + 1] + backward[at + 1])[None], 1)
    both = forward + backward
    return _summed(both[:, RESIDUE], 1) - both[:, OWN]


def _summed(values: Any, axis: int) -> Any:
    """The logarithm of the sum of what these are the logarithms of."""
    return np.logaddexp.reduce(values, axis=axis)
