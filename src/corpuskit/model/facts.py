"""What the corpus knows, as plain data: the only way in which the corpus enters an article.

The tables are bytes that numpy reads in place, so that they pickle fast and compare by value. Keys are ascending
unsigned 64-bit integers in little-endian order; bands stand at the same index, one byte each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Repeated:
    """Keys of repeated lines and the band of each (see `corpuskit.survey`)."""

    keys: bytes = b""
    bands: bytes = b""


@dataclass(frozen=True, slots=True)
class CorpusFacts:
    """What the survey found: lines repeated on a site, lines repeated in the corpus, exact copies (id to the id it copies).

    `usual_sites` names, for each article that is not where its publisher's others are, the site where those are.
    """

    site_lines: Repeated = Repeated()
    corpus_lines: Repeated = Repeated()
    copies: Mapping[str, str] = field(default_factory=dict)
    usual_sites: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """The facts that one article asked for, and the digest of the answers (hex)."""

    duplicate_of: str | None = None
    digest: str = ""
    usual_site: str | None = None
