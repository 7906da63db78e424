"""By what a kept result is known again: the article as it was listed, and what the corpus answered it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from corpuskit.cleaning.lines import band_of, keys_of, salts_of
from corpuskit.model.articles import Entry
from corpuskit.model.facts import CorpusFacts
from corpuskit.process import said_of

DIGEST = 16  # bytes


def digest_of(*parts: object) -> bytes:
    """A digest of values that are written out alike wherever they are equal: texts, numbers, bytes, tuples of them."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=DIGEST).digest()


def name_of(entries: Sequence[Entry]) -> str:
    """The name of a shard in the store: it begins with the same article for as long as that is there."""
    return digest_of(entries[0].id).hex()


def entry_digest(entry: Entry) -> bytes:
    """All that the listing says of an article but the line of its record, which moves with every record before it."""
    record, address = entry.record, entry.address
    place = (record.place.path, record.place.column, record.place.pointer, record.body) if record else None
    return digest_of(
        entry.id, address.path, address.offset, address.length, entry.site, place, entry.findings
    )


def answers(asked: Any, counts: Any, entries: Sequence[Entry], facts: CorpusFacts) -> tuple[Any, Any]:
    """What the corpus answers these articles: a byte for each line they asked about, and a digest each of what it says of their ids.

    `asked` are the hashes of all their lines, `counts` how many each has.
    """
    import numpy as np

    of = np.repeat(np.arange(len(entries)), counts)
    sites = [entry.site for entry in entries]
    known = np.fromiter(map(bool, sites), bool, len(sites))[of]
    on_site = np.where(known, band_of(keys_of(asked, salts_of(sites)[of]), facts.site_lines), 0)
    bands = (on_site * 16 + band_of(asked, facts.corpus_lines)).astype(np.uint8)
    said = b"".join(digest_of(said_of(entry.id, facts)) for entry in entries)
    return bands, np.frombuffer(said, np.uint8).reshape(len(entries), DIGEST)
