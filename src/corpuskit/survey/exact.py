"""Articles whose normalised texts are the same."""

from __future__ import annotations

import hashlib
from typing import Any

from corpuskit.survey.gathered import Gathered


def copied(corpus: Gathered) -> Any:
    """For each article the one that comes first of all with the same text: itself, where no other has it.

    Articles without any text are copies of nothing.
    """
    import numpy as np

    count = len(corpus.ids)
    order = np.lexsort((corpus.ranks, corpus.texts[:, 1], corpus.texts[:, 0]))
    texts = corpus.texts[order]
    new = np.append(True, (texts[1:] != texts[:-1]).any(axis=1))[:count]
    first = np.empty(count, np.int64)
    first[order] = order[np.flatnonzero(new)[np.cumsum(new) - 1]]
    empty = np.frombuffer(hashlib.blake2b(b"", digest_size=16).digest(), np.uint64)
    return np.where((corpus.texts == empty).all(axis=1), np.arange(count), first)
