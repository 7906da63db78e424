"""What the corpus knows: lines that several articles share, and articles that are copies of each other.

A pass of its own over all articles, before `process`. `signature` is pure and is mapped over batches by any engine;
`survey` is blind to the order of its input. The number of *articles* that share a line counts, never that of its
occurrences, and articles that share half of their text count as one: else they would teach the cleaner that what
they say is residue.

Bands, so that one article more or less seldom changes an answer:

    on a site      1  on two of its articles   2  on three or more   3  on half of its articles, three at least
    in the corpus  1  a long line at the edge of two articles         2  at the edge of three articles or more
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from corpuskit.cleaning.lines import Draft, lines_in, site_keys
from corpuskit.model.articles import RawArticle
from corpuskit.model.facts import CorpusFacts, Repeated
from corpuskit.survey.publishers import Origins, origins, strangers

EDGE = 4  # lines from either end of an article
LONG = 80  # characters from which an equal line is no coincidence
KIN = 8  # articles that share a line up to which all their pairs are looked at


@dataclass(frozen=True, slots=True)
class Signature:
    """What the survey keeps of a batch: small arrays; position i of `ids`, `texts` and `sites` is one article.

    ids, sites        of the articles that have a text
    texts             128 bits of each normalised text
    articles          for each distinct line of an article, the index of the article
    hashes, weights   of each such line: the hash of its normal form and the length of that form (at most 65,535)
    edges             whether it stands at an edge of the article
    origins           who published each article, and where
    """

    ids: tuple[str, ...]
    sites: tuple[str, ...]
    texts: tuple[bytes, ...]
    articles: Any
    hashes: Any
    weights: Any
    edges: Any
    origins: Origins


def signature(raws: Sequence[RawArticle], texts: Sequence[str]) -> Signature:
    """The signature of articles and their normalised texts (of the same length)."""
    import numpy as np

    drafts = [Draft(text, site=raw.site) for raw, text in zip(raws, texts, strict=True)]
    lines = lines_in(drafts)
    at = np.arange(len(lines.texts))
    starts, ends = lines.bounds[:-1][lines.drafts], lines.bounds[1:][lines.drafts]
    edges = (at - starts < EDGE) | (ends - at <= EDGE)
    order = np.lexsort(
        (~edges, lines.hashes, lines.drafts)
    )  # of equal lines in one article, one at an edge comes first
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(lines.drafts[order]) != 0) | (np.diff(lines.hashes[order]) != 0)
    keep = order[first]
    return Signature(
        tuple(raw.id for raw in raws),
        tuple(raw.site for raw in raws),
        tuple(
            hashlib.blake2b(text.strip().encode("utf-8", "surrogatepass"), digest_size=16).digest()
            for text in texts
        ),
        lines.drafts[keep].astype(np.uint32),
        lines.hashes[keep],
        np.minimum(lines.lengths[keep], 65_535).astype(np.uint16),
        edges[keep],
        origins(raws),
    )


def survey(signatures: Iterable[Signature]) -> CorpusFacts:
    """What all articles together say. The order of the signatures, and of the articles in them, changes nothing."""
    import numpy as np

    parts = list(signatures)
    ids = [ident for part in parts for ident in part.ids]
    sites = [site for part in parts for site in part.sites]
    copies = _copies(ids, [text for part in parts for text in part.texts])
    usual_sites = strangers(ids, [part.origins for part in parts])
    if not ids:
        return CorpusFacts()
    offsets = np.cumsum([0, *(len(part.ids) for part in parts)])
    articles = np.concatenate(
        [part.articles + np.uint32(offset) for part, offset in zip(parts, offsets, strict=False)]
    )
    order = sorted(
        range(len(ids)), key=ids.__getitem__
    )  # articles are numbered by their ids, whatever came first
    articles = np.argsort(order).astype(np.uint32)[articles]
    ids, sites = [ids[i] for i in order], [sites[i] for i in order]
    hashes, weights, edges = (
        np.concatenate([getattr(p, name) for p in parts]) for name in ("hashes", "weights", "edges")
    )
    first_of = np.fromiter((ident not in copies for ident in ids), bool, len(ids))[articles]
    articles, hashes, weights, edges = (
        articles[first_of],
        hashes[first_of],
        weights[first_of],
        edges[first_of],
    )
    kin = _kin(articles, hashes, weights, len(ids))[articles]
    known = np.fromiter((bool(site) for site in sites), bool, len(ids))[articles]
    keys = site_keys(hashes, sites, articles)
    sizes = _sizes(sites, kin, articles)
    return CorpusFacts(
        _on_site(keys[known], kin[known], sizes[articles][known]),
        _in_corpus(hashes[edges], kin[edges], weights[edges]),
        copies,
        usual_sites,
    )


def _copies(ids: Sequence[str], texts: Sequence[bytes]) -> dict[str, str]:
    """Each id whose text another article has too, to the smallest id with that text."""
    first: dict[bytes, str] = {}
    empty = hashlib.blake2b(b"", digest_size=16).digest()
    for ident, text in zip(ids, texts, strict=True):
        if text != empty:
            first[text] = min(first.get(text, ident), ident)
    return dict(
        sorted(
            (ident, first[text])
            for ident, text in zip(ids, texts, strict=True)
            if first.get(text, ident) != ident
        )
    )


def _kin(articles: Any, hashes: Any, weights: Any, count: int) -> Any:
    """For each article the smallest index among those that share half of the characters of either.

    Of a line that more than KIN articles share, each is compared with its neighbour and with the first: many versions
    of one article share all these lines, and so find each other.
    """
    import numpy as np

    order = np.lexsort((articles, hashes))
    articles, hashes, weights = articles[order], hashes[order], weights[order]
    starts = np.flatnonzero(np.append(True, np.diff(hashes) != 0)[: len(hashes)])
    sizes = np.diff(np.append(starts, len(hashes)))
    pairs, shared = [], []
    for size in range(2, KIN + 1):
        groups = starts[sizes == size]
        for a, b in combinations(range(size), 2):
            pairs.append(articles[groups + a].astype(np.uint64) << np.uint64(32) | articles[groups + b])
            shared.append(weights[groups].astype(np.int64))
    for start, size in zip(starts[sizes > KIN].tolist(), sizes[sizes > KIN].tolist(), strict=True):
        members = articles[start : start + size].astype(np.uint64)
        chain, star = members[:-1] << np.uint64(32) | members[1:], members[0] << np.uint64(32) | members[1:]
        pairs += [chain, star[1:]]
        shared += [np.full(len(both), weights[start], dtype=np.int64) for both in (chain, star[1:])]
    totals = np.bincount(articles, weights=weights, minlength=count).astype(np.int64)
    parents = list(range(count))
    if pairs:
        keys, where = np.unique(np.concatenate(pairs), return_inverse=True)
        common = np.zeros(len(keys), dtype=np.int64)
        np.add.at(common, where, np.concatenate(shared))
        left, right = (
            (keys >> np.uint64(32)).astype(np.int64),
            (keys & np.uint64(0xFFFFFFFF)).astype(np.int64),
        )
        near = common * 2 >= np.minimum(totals[left], totals[right])
        for a, b in zip(left[near].tolist(), right[near].tolist(), strict=True):
            a, b = _root(parents, a), _root(parents, b)
            parents[max(a, b)] = min(a, b)
    return np.array([_root(parents, i) for i in range(count)])


def _root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


def _sizes(sites: Sequence[str], kin: Any, articles: Any) -> Any:
    """For each article how many independent articles its site has."""
    import numpy as np

    _, site_of = np.unique(np.array(sites, dtype=object).astype(str), return_inverse=True)
    pairs = np.unique(site_of[articles].astype(np.uint64) << np.uint64(32) | kin.astype(np.uint64))
    return np.bincount((pairs >> np.uint64(32)).astype(np.int64), minlength=int(site_of.max()) + 1)[site_of]


def _on_site(keys: Any, kin: Any, sizes: Any) -> Repeated:
    import numpy as np

    unique, counts, first = _counted(keys, kin)
    bands = np.select([(counts >= 3) & (counts * 2 >= sizes[first]), counts >= 3, counts == 2], [3, 2, 1], 0)
    return _repeated(unique, bands)


def _in_corpus(hashes: Any, kin: Any, weights: Any) -> Repeated:
    import numpy as np

    unique, counts, first = _counted(hashes, kin)
    bands = np.select([counts >= 3, (counts == 2) & (weights[first] >= LONG)], [2, 1], 0)
    return _repeated(unique, bands)


def _counted(keys: Any, kin: Any) -> tuple[Any, Any, Any]:
    """The distinct keys in order, how many independent articles each has, and where each stands first."""
    import numpy as np

    order = np.lexsort((kin, keys))
    keys, kin = keys[order], kin[order]
    new = np.append(True, np.diff(keys) != 0)[: len(keys)]
    other = new | np.append(True, np.diff(kin) != 0)[: len(keys)]
    starts = np.flatnonzero(new)
    counts = np.add.reduceat(other.astype(np.int64), starts) if len(starts) else np.zeros(0, dtype=np.int64)
    return keys[starts], counts, order[starts]


def _repeated(keys: Any, bands: Any) -> Repeated:
    keep = bands > 0
    return Repeated(keys[keep].astype("<u8").tobytes(), bands[keep].astype("u1").tobytes())
