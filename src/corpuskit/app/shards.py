"""Cutting a corpus into shards, before anything is read: the unit of work, of files, of everything.

The cuts depend on the ids around them alone, so that an article more changes one shard and not all that follow. This
is content-defined chunking as in LBFS (Muthitacharoen, Chen, Mazières, 2001), over ids in place of bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpuskit.model.articles import Entry
from corpuskit.text import hash64

MEAN = 1024
MOST_SHARDS = 512
LARGEST_MEAN = 32_768
MOST_BYTES = (
    32 * 2**20
)  # raw bytes a shard: its rows, their table and its Parquet must fit in memory together


def shards_of(entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    """The entries, which are in id order, cut into runs of some 1,024 (more where there are very many); [] for none."""
    mean = MEAN
    while len(entries) > mean * MOST_SHARDS and mean < LARGEST_MEAN:
        mean *= 2
    least, most = max(1, mean // 4), 2 * mean
    limit = 2**64 // round(mean * 0.867)  # with these bounds the runs then have that mean
    shards: list[tuple[Entry, ...]] = []
    start = size = 0
    for at, entry in enumerate(entries):
        length = at - start
        full = length >= most or (length > 0 and size + entry.address.length > MOST_BYTES)
        if full or (length >= least and hash64(entry.id) < limit):
            shards.append(tuple(entries[start:at]))
            start, size = at, 0
        size += entry.address.length
    if start < len(entries):
        shards.append(tuple(entries[start:]))
    return shards
