"""Lines that several articles share, on a site and in the corpus. Articles count, never occurrences.

Bands, so that one article more or less seldom changes an answer:

    on a site      1  on two of its articles   2  on three or more   3  on half of its articles, three at least
    in the corpus  1  a long line at the edge of two articles         2  at the edge of three articles or more
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from corpuskit.cleaning.lines import keys_of, salts_of
from corpuskit.model.facts import Repeated
from corpuskit.survey.gathered import Gathered

LONG = 80  # characters from which an equal line is no coincidence
MANY = 3  # articles of a site from which a line that they share is printed around them
_AT_ONCE = 1 << 22  # lines that are sorted at once
_PARTS = 16


def printed(corpus: Gathered, originals: Any) -> Any:
    """For each line whether MANY articles or more of its site have it, copies of a text not counted."""
    import numpy as np

    salts, known = _salts(corpus), _known(corpus)
    found = np.zeros(len(corpus.hashes), bool)
    for lines in _portions(corpus, originals & known):
        keys = keys_of(corpus.hashes[lines], salts[corpus.articles[lines]])
        order = np.argsort(keys, kind="stable")
        starts = _starts(keys[order])
        sizes = np.diff(np.append(starts, len(order)))
        found[lines[order]] = np.repeat(sizes >= MANY, sizes)
    return found


def on_site(corpus: Gathered, originals: Any, kin: Any) -> Repeated:
    """The lines that are repeated on their site. `kin` says for each article with which others it counts as one."""
    import numpy as np

    salts, known = _salts(corpus), _known(corpus)
    sizes = _sizes(corpus.sites, kin, originals & (corpus.counts > 0))

    def bands(lines: Any) -> tuple[Any, Any]:
        articles = corpus.articles[lines]
        keys, counts, first = _counted(keys_of(corpus.hashes[lines], salts[articles]), kin[articles])
        half = counts * 2 >= sizes[articles[first]]
        return keys, np.select([(counts >= MANY) & half, counts >= MANY, counts == 2], [3, 2, 1], 0)

    return _table(corpus, originals & known, bands)


def in_corpus(corpus: Gathered, originals: Any, kin: Any) -> Repeated:
    """The lines that are repeated at the edges of articles, wherever these are from."""
    import numpy as np

    def bands(lines: Any) -> tuple[Any, Any]:
        lines = lines[corpus.edges[lines]]
        keys, counts, first = _counted(corpus.hashes[lines], kin[corpus.articles[lines]])
        long = corpus.weights[lines][first] >= LONG
        return keys, np.select([counts >= MANY, (counts == 2) & long], [2, 1], 0)

    return _table(corpus, originals, bands)


def _table(corpus: Gathered, articles: Any, bands: Callable[[Any], tuple[Any, Any]]) -> Repeated:
    import numpy as np

    keys, values = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for lines in _portions(corpus, articles):
        found, band = bands(lines)
        keys.append(found[band > 0])
        values.append(band[band > 0])
    every, band = np.concatenate(keys), np.concatenate(values)
    order = np.argsort(every)
    return Repeated(every[order].astype("<u8").tobytes(), band[order].astype("u1").tobytes())


def _portions(corpus: Gathered, articles: Any) -> Iterator[Any]:
    """The lines of the articles that are flagged, all that are equal together, not too many at once."""
    import numpy as np

    wanted = np.repeat(articles, corpus.counts)
    if len(wanted) <= _AT_ONCE:
        yield np.flatnonzero(wanted)
        return
    parts = corpus.hashes.view(np.uint8)[:: corpus.hashes.itemsize] % np.uint8(_PARTS)
    for part in range(_PARTS):
        yield np.flatnonzero(wanted & (parts == part))


def _salts(corpus: Gathered) -> Any:
    import numpy as np

    names, which = _names(corpus.sites)
    return salts_of(names)[which] if names else np.zeros(0, np.uint64)


def _known(corpus: Gathered) -> Any:
    import numpy as np

    return np.fromiter(map(bool, corpus.sites), bool, len(corpus.sites))


def _names(sites: Sequence[str]) -> tuple[list[str], Any]:
    """The distinct sites, and for each article the index of its own."""
    import numpy as np

    names = {site: at for at, site in enumerate(sorted(set(sites)))}
    return list(names), np.fromiter(map(names.__getitem__, sites), np.int64, len(sites))


def _sizes(sites: Sequence[str], kin: Any, having: Any) -> Any:
    """For each article how many independent articles its site has, of those that have lines."""
    import numpy as np

    names, which = _names(sites)
    pairs = np.unique(which[having] << 32 | kin[having])
    return np.bincount(pairs >> 32, minlength=len(names))[which]


def _counted(keys: Any, kin: Any) -> tuple[Any, Any, Any]:
    """The distinct keys in order, how many independent articles each has, and where each stands first."""
    import numpy as np

    order = np.lexsort((kin, keys))
    keys, kin = keys[order], kin[order]
    starts = _starts(keys)
    other = np.append(True, (np.diff(keys) != 0) | (np.diff(kin) != 0))[: len(keys)]
    counts = np.add.reduceat(other.astype(np.int64), starts) if len(starts) else np.zeros(0, np.int64)
    return keys[starts], counts, order[starts]


def _starts(keys: Any) -> Any:
    """Where each run of equal keys begins."""
    import numpy as np

    return np.flatnonzero(np.append(True, np.diff(keys) != 0)[: len(keys)])
