"""On which sites the articles of a publisher are, and which of them are strangers there.

A usual site is no opinion: where at least twenty times as many articles of a publisher are on one site as are on sites
that have no more than two of them, those few are strangers. Three articles make a site the publisher's own, and three
publishers make it an aggregator or a platform, which is left out. Nothing counts the articles in the answer, so that
one article more changes no other article's row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpuskit.model.articles import RawArticle
from corpuskit.schema.formats import host_of
from corpuskit.text import hash64

FEW = 2  # articles on a site up to which it is not the publisher's own
OUTWEIGHS = 20  # rule of succession: the next article is then elsewhere with a chance below one in twenty
SHARED = 3  # publishers from which a site is nobody's

_LONGEST = 253  # characters of a host name (RFC 1035, section 2.3.4)

# Labels under which a country's registry gives out names. One that is missing here makes one site of many, which hides
# a stranger; one too many would make two sites of one, so that names which are also sites (web.de) are left out.
_GENERAL = " ac asso co com edu go gob gouv gov govt gub gv ltd mil ne net nhs nom or org plc police sch "


@dataclass(frozen=True, slots=True)
class Origins:
    """Who published each article of a batch (a hash of the name), and on which site; 0 and "" where not both are known."""

    publishers: Any
    sites: tuple[str, ...]


def origins(raws: Sequence[RawArticle]) -> Origins:
    """The origins that the metadata of these articles give, in their order."""
    import numpy as np

    hashes: dict[str, int] = {}
    names: dict[str, str] = {}
    publishers, sites = np.zeros(len(raws), dtype=np.uint64), []
    for at, raw in enumerate(raws):
        publisher = raw.metadata.get("publisher") if raw.metadata is not None else None
        host = host_of(raw.metadata.get("url")) if raw.metadata is not None else None
        known = isinstance(publisher, str) and publisher.strip() and host and len(host) <= _LONGEST
        sites.append(names.setdefault(host, site_of(host)) if known and host else "")
        if known and isinstance(publisher, str):
            if publisher not in hashes:
                hashes[publisher] = hash64(" ".join(publisher.split()).casefold()) | 1
            publishers[at] = hashes[publisher]
    return Origins(publishers, tuple(sites))


def site_of(host: str) -> str:
    """The part of a host that all its subdomains share, as far as that can be told without a list of suffixes.

    >>> site_of("regions.lagazette.example"), site_of("m.lagazette.co.uk"), site_of("192.0.2.7"), site_of("sport.vg.no")
    ('lagazette.example', 'lagazette.co.uk', '192.0.2.7', 'vg.no')
    """
    labels = host.split(".")
    if len(labels) < 3 or labels[-1].isdigit() or host.startswith("["):
        return host
    general = len(labels[-1]) == 2 and f" {labels[-2]} " in _GENERAL
    return ".".join(labels[-3:] if general else labels[-2:])


def strangers(ids: Sequence[str], parts: Iterable[Origins]) -> dict[str, str]:
    """Each article on a site that is strange for its publisher, by id: the usual site of that publisher.

    `ids` are those of all parts, one after the other; in which order changes nothing.
    """
    import numpy as np

    given = list(parts)
    names = sorted({site for part in given for site in part.sites})
    number = {name: at for at, name in enumerate(names)}
    sites = np.array([number[site] for part in given for site in part.sites], dtype=np.int64)
    hashes = np.concatenate([part.publishers for part in given]) if given else np.zeros(0, dtype=np.uint64)
    known = np.flatnonzero(hashes)
    _, publishers = np.unique(hashes[known], return_inverse=True)
    pairs, pair_of, counts = np.unique(
        publishers.astype(np.int64) << 32 | sites[known], return_inverse=True, return_counts=True
    )
    who, where = pairs >> 32, pairs & 0xFFFFFFFF
    counts = np.where(np.bincount(where, minlength=len(names))[where] >= SHARED, 0, counts)
    few = (counts > 0) & (counts <= FEW)
    strange = np.bincount(who[few], weights=counts[few], minlength=len(pairs) + 1)
    order = np.lexsort((-counts, who))  # stable: of sites with as many, the first by name
    usual = order[
        np.append(True, np.diff(who[order]) != 0)[: len(order)]
    ]  # each publisher's largest, in their order
    found = few & (counts[usual][who] >= OUTWEIGHS * strange[who]) if len(pairs) else few
    return dict(
        sorted(
            (ids[known[at]], names[where[usual][who[pair_of[at]]]])
            for at in np.flatnonzero(found[pair_of]).tolist()
        )
    )
