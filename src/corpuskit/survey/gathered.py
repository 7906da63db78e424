"""The signatures of a whole corpus as columns, with articles numbered by their ids: what came first leaves no trace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from corpuskit.survey.publishers import Origins, strangers
from corpuskit.survey.signature import Signature, signature

_NAMES = ("published", "texts", "sketches", "drawn", "counts", "hashes", "weights", "edges")


@dataclass(frozen=True, slots=True)
class Gathered:
    """All articles that have a text, in the order of their ids, and their distinct lines in the order of the articles.

    ranks    for each article its place among all by precedence: the earliest published first, then the smallest id
    starts, counts   the lines of article i are starts[i] .. starts[i] + counts[i] of the four columns that follow
    articles         the article of each line; the others are as in `Signature`
    usual_sites      by id, for articles on a site that is strange for their publisher
    """

    ids: list[str]
    sites: list[str]
    ranks: Any
    texts: Any
    sketches: Any
    drawn: Any
    starts: Any
    counts: Any
    articles: Any
    hashes: Any
    weights: Any
    edges: Any
    usual_sites: dict[str, str]


def gather(signatures: Iterable[Signature]) -> Gathered:
    """The signatures together. They are let go one column after the other, if the caller keeps none of them."""
    import numpy as np

    ids: list[str] = []
    sites: list[str] = []
    parts: dict[str, list[Any]] = {name: [] for name in _NAMES}
    published_by: list[Origins] = []
    for part in chain([signature([], [])], signatures):
        ids += part.ids
        sites += part.sites
        published_by.append(part.origins)
        for name in _NAMES:
            parts[name].append(getattr(part, name))
    usual_sites = strangers(ids, published_by)
    columns = {name: np.concatenate(parts.pop(name)) for name in _NAMES}
    order = _order(ids, sites, columns)
    if (np.diff(order) != 1).any():
        ids, sites = [ids[i] for i in order.tolist()], [sites[i] for i in order.tolist()]
        columns = _sorted(columns, order)
    ranks = np.empty(len(order), np.int64)
    ranks[np.argsort(columns.pop("published"), kind="stable")] = np.arange(len(order))
    counts = columns["counts"]
    starts = np.cumsum(counts, dtype=np.int64) - counts
    articles = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    return Gathered(
        ids=ids,
        sites=sites,
        ranks=ranks,
        starts=starts,
        articles=articles,
        usual_sites=usual_sites,
        **columns,
    )


def _sorted(columns: dict[str, Any], order: Any) -> dict[str, Any]:
    """The columns with their articles in this order, and the lines with them."""
    import numpy as np

    counts = columns["counts"].astype(np.int64)
    starts, of = np.cumsum(counts) - counts, counts[order]
    lines = np.arange(int(of.sum())) + np.repeat(starts[order] - (np.cumsum(of) - of), of)
    return {
        name: column[lines if name in ("hashes", "weights", "edges") else order]
        for name, column in columns.items()
    }


def _order(ids: list[str], sites: list[str], columns: dict[str, Any]) -> Any:
    """The articles by their ids; of one id, which is a fault that others name, by what else is known of them."""
    import numpy as np

    texts, published = columns["texts"], columns["published"]

    def key(at: int) -> tuple[str, str, bytes, int]:
        return ids[at], sites[at], texts[at].tobytes(), int(published[at])

    return np.array(sorted(range(len(ids)), key=key), dtype=np.int64)
