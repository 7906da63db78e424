"""What the corpus knows: lines that several articles share, and articles that are copies of each other.

A pass of its own over all articles, before `process`. `signature` is pure and is mapped over batches by any engine;
`know` is blind to the order of its input. Which articles are nearly the same cannot be told from signatures alone: a few
pairs are read again, by whoever can read, and `with_near_copies` hears what they have in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpuskit.model.facts import CorpusFacts
from corpuskit.survey.candidates import candidates
from corpuskit.survey.exact import copied
from corpuskit.survey.gathered import Gathered, gather
from corpuskit.survey.near import Likeness, Own, likeness, near_copies, owns_of
from corpuskit.survey.repeated import in_corpus, on_site, printed
from corpuskit.survey.signature import Signature, moment, signature
from corpuskit.survey.versions import alike, kin, own_bins

__all__ = [
    "Known",
    "Likeness",
    "Own",
    "Pairs",
    "Signature",
    "know",
    "likeness",
    "moment",
    "owns_of",
    "signature",
    "survey",
    "with_near_copies",
]

Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Known:
    """What signatures tell: the facts without near copies, and the pairs of articles that may be alike, the earlier of each in `left`."""

    corpus: Gathered
    facts: CorpusFacts
    left: Any
    right: Any


def know(signatures: Iterable[Signature]) -> Known:
    """What all articles together say. The order of the signatures, and of the articles in them, changes nothing."""
    import numpy as np

    corpus = gather(signatures)
    first = copied(corpus)
    originals = first == np.arange(len(first))
    own = own_bins(corpus, np.flatnonzero(originals), printed(corpus, originals))
    left, right = alike(corpus, originals, own)
    family = kin(corpus, left, right, own)
    copies = {corpus.ids[i]: corpus.ids[first[i]] for i in np.flatnonzero(~originals).tolist()}
    facts = CorpusFacts(
        on_site(corpus, originals, family),
        in_corpus(corpus, originals, family),
        copies,
        usual_sites=corpus.usual_sites,
    )
    return Known(corpus, facts, left, right)


def survey(signatures: Iterable[Signature]) -> CorpusFacts:
    """What all articles together say, but for near copies."""
    return know(signatures).facts


def with_near_copies(
    known: Known, score: int, compare: Callable[[Pairs], Iterable[Likeness | None]]
) -> CorpusFacts:
    """The facts with the articles that are nearly the same as another one, from `score` on (thousandths).

    `compare` reads pairs of articles, by their places in `known.corpus.ids`, and says of each what they have in common.
    """
    pairs = candidates(known.corpus, known.left, known.right, known.facts, score)
    found = [
        (earlier, later, common)
        for (earlier, later), common in zip(pairs, compare(pairs), strict=True)
        if common is not None
    ]
    return replace(known.facts, near=near_copies(known.corpus, found, score))
