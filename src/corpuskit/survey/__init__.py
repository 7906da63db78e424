"""What the corpus knows: lines that several articles share, and articles that are copies of each other.

A pass of its own over all articles, before `process`. `signature` is pure and is mapped over batches by any engine;
`know` is blind to the order of its input.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from corpuskit.model.facts import CorpusFacts
from corpuskit.survey.exact import copied
from corpuskit.survey.gathered import Gathered, gather
from corpuskit.survey.repeated import in_corpus, on_site, printed
from corpuskit.survey.signature import Signature, moment, signature
from corpuskit.survey.versions import alike, kin, own_bins

__all__ = [
    "Known",
    "Signature",
    "know",
    "moment",
    "signature",
    "survey",
]


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
