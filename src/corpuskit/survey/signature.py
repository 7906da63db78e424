"""What the survey keeps of each article: a pure function of a batch, mapped over the corpus by any engine."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpuskit.cleaning.lines import Draft, lines_in
from corpuskit.model.articles import RawArticle
from corpuskit.survey.publishers import Origins, origins
from corpuskit.survey.sketch import sketches

EDGE = 4  # lines from either end of an article
SENTENCE = 15  # tokens from which a line is taken for the article's own text, as in `cleaning.features`
UNKNOWN = 2**62  # the moment of an article that no one has dated: after all others
_PORTION = 1 << 20  # characters of text that are worked on at once


@dataclass(frozen=True, slots=True)
class Signature:
    """What the survey keeps of a batch: small arrays; position i of those above `hashes` is one article.

    ids, sites        of the articles that have a text
    origins           who published each, and where
    published         seconds since 1970 in UTC, UNKNOWN where no date is known
    texts             128 bits of each normalised text
    sketches, drawn   its sketch, and for each bin the number of the line it came from
    counts            how many distinct lines each article has: they follow each other below
    hashes, weights   of each such line: the hash of its normal form and the length of that form (at most 65,535)
    edges             whether it stands at an edge of the article
    """

    ids: tuple[str, ...]
    sites: tuple[str, ...]
    origins: Origins
    published: Any
    texts: Any
    sketches: Any
    drawn: Any
    counts: Any
    hashes: Any
    weights: Any
    edges: Any


def signature(raws: Sequence[RawArticle], texts: Sequence[str]) -> Signature:
    """The signature of articles and their normalised texts (of the same length)."""
    import numpy as np

    parts = [_columns(texts[a:b]) for a, b in _portions(texts)]
    same: dict[str, str] = {}
    return Signature(
        tuple(raw.id for raw in raws),
        tuple(same.setdefault(raw.site, raw.site) for raw in raws),  # one object a site: there are few
        origins(raws),
        np.fromiter((moment((raw.metadata or {}).get("published_at")) for raw in raws), np.int64, len(raws)),
        *(np.concatenate(columns) for columns in zip(*parts, strict=True)),
    )


def _portions(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of texts that are worked on at once; at least one, which may be empty."""
    begin = size = 0
    for at, text in enumerate(texts):
        if size and size + len(text) > _PORTION:
            yield begin, at
            begin, size = at, 0
        size += len(text)
    yield begin, len(texts)


def _columns(texts: Sequence[str]) -> tuple[Any, ...]:
    """The columns of a signature from `texts` on, for some texts."""
    import numpy as np

    lines = lines_in([Draft(text) for text in texts])
    at = np.arange(len(lines.texts))
    starts, ends = lines.bounds[:-1][lines.drafts], lines.bounds[1:][lines.drafts]
    edges = (at - starts < EDGE) | (ends - at <= EDGE)
    # Of equal lines in one article, one at an edge comes first.
    order = np.lexsort((~edges, lines.hashes, lines.drafts))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(lines.drafts[order]) != 0) | (np.diff(lines.hashes[order]) != 0)
    keep = order[first]
    counts = np.bincount(lines.drafts[keep], minlength=len(texts))
    numbers = np.empty(len(order), np.int64)
    numbers[order] = np.cumsum(first) - 1
    numbers -= (np.cumsum(counts) - counts)[lines.drafts]
    chosen = np.flatnonzero(_telling(lines.tokens, lines.drafts, len(texts)))
    told = [lines.texts[i] for i in chosen.tolist()]
    return (
        np.frombuffer(b"".join(map(_digest, texts)), np.uint64).reshape(len(texts), 2),
        *sketches(len(texts), told, lines.drafts[chosen], numbers[chosen]),
        counts.astype(np.uint32),
        lines.hashes[keep],
        np.minimum(lines.lengths[keep], 65_535).astype(np.uint16),
        edges[keep],
    )


def _telling(tokens: Any, drafts: Any, count: int) -> Any:
    """The lines a sketch is made of: those of sentences, where they are half of the text or more; else all lines.

    What a site prints around its articles is mostly short. A copy is then found on another site, too.
    """
    import numpy as np

    long = tokens >= SENTENCE
    every = np.bincount(drafts, tokens, count)
    return long | (np.bincount(drafts, tokens * long, count) * 2 < every)[drafts]


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.strip().encode("utf-8", "surrogatepass"), digest_size=16).digest()


def moment(value: object) -> int:
    """When an article was published, as its metadata have it: seconds since 1970 in UTC; UNKNOWN for what is no date.

    >>> moment("1970-01-02"), moment("1970-01-01T01:00:00+01:00"), moment(None) == UNKNOWN
    (86400, 0, True)
    """
    if not isinstance(value, str):
        return UNKNOWN
    try:
        found = dt.datetime.fromisoformat(value.upper().replace(":60", ":59"))  # a leap second
        return int((found if found.tzinfo else found.replace(tzinfo=dt.UTC)).timestamp())
    except (ValueError, OverflowError):
        return UNKNOWN
