"""What the corpus knows, as plain data: the only way in which the corpus enters an article.

The tables are bytes that numpy reads in place, so that they pickle fast and compare by value. Keys are ascending
unsigned 64-bit integers in little-endian order; bands stand at the same index, one byte each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# What an article asks of the corpus: which of its lines are repeated, what it copies, what it nearly copies, where its
# publisher's other articles are.
FACTS = ("repeated lines", "copy", "near copy", "publisher's site")
NEARLY = 500  # thousandths of likeness from which an article is nearly the same as another one (DUP102)


@dataclass(frozen=True, slots=True)
class Repeated:
    """Keys of repeated lines and the band of each (see `corpuskit.survey`)."""

    keys: bytes = b""
    bands: bytes = b""


@dataclass(frozen=True, slots=True)
class NearCopy:
    """An article that is nearly the same as another one, which stays in its place, and what a person can check that by.

    original      the id of the other one
    score         the Jaccard similarity of their shingles of three words, in thousandths
    shared, of    how many of these they share, how many they have together
    words         how long the longest passage is that they share; passage how it begins
    """

    original: str
    score: int
    shared: int
    of: int
    words: int
    passage: str


@dataclass(frozen=True, slots=True)
class CorpusFacts:
    """What the survey found: lines repeated on a site, lines repeated in the corpus, and by id the articles that are copies.

    copies   exact ones, each with the id it copies
    near     those that are nearly the same as another one; never an exact copy
    usual_sites   for each article that is not where its publisher's others are, the site where those are
    """

    site_lines: Repeated = Repeated()
    corpus_lines: Repeated = Repeated()
    copies: Mapping[str, str] = field(default_factory=dict)
    near: Mapping[str, NearCopy] = field(default_factory=dict)
    usual_sites: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """The facts that one article asked for, and the digests of the answers: for each of FACTS one, parted by colons.

    A digest (hex) is empty where the corpus had nothing to say.
    `kept` is the article that stays where all copies are dropped: the original, or what the original nearly copies itself.
    `asked` are the hashes of the lines that it asked the corpus about (64-bit little-endian): while the answers for these,
    and for its id, are the same, so is all that becomes of it.
    """

    duplicate_of: str | None = None
    near: NearCopy | None = None
    kept: str | None = None
    digest: str = ""
    usual_site: str | None = None
    asked: bytes = b""
