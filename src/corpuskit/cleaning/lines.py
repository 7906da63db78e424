"""The lines of a batch of articles as columns, so that arrow and numpy judge them all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpuskit.model.facts import Repeated
from corpuskit.text import UNPARTED, hash64, normal_form

_WIDE = 12  # characters a word, on average, from which a line may be in a script without blanks


@dataclass(frozen=True, slots=True)
class Draft:
    """A normalised text on its way to being cleaned, with what its source says of it."""

    text: str
    language: str = ""
    title: str | None = None
    site: str = ""
    id: str = ""

    def with_text(self, text: str) -> Draft:
        """The same article with another text."""
        return replace(self, text=text)


@dataclass(frozen=True, slots=True)
class Lines:
    """Every line of a batch that holds more than blanks; equal positions belong together.

    texts    the lines as they are
    starts   where each begins, in code points of its draft
    hashes   64 bits of the line's normal form
    lengths  of the normal form, in code points
    tokens   words, or characters where a script writes no blanks
    drafts   the index of the draft of each line: ascending
    bounds   for draft i, its lines are bounds[i] .. bounds[i + 1]
    """

    texts: list[str]
    starts: list[int]
    hashes: Any
    lengths: Any
    tokens: Any
    drafts: Any
    bounds: Any


def lines_in(batch: Sequence[Draft]) -> Lines:
    """The lines of all drafts in order, without the blank ones."""
    import numpy as np

    texts: list[str] = []
    starts: list[int] = []
    bounds = [0]
    for draft in batch:
        at = 0
        for line in draft.text.split("\n"):
            if line and not line.isspace():
                texts.append(line)
                starts.append(at)
            at += len(line) + 1
        bounds.append(len(texts))
    forms = [normal_form(line) for line in texts]
    lengths = np.fromiter(map(len, forms), np.int64, len(forms))
    hashes, words = _read(forms)
    drafts = np.repeat(np.arange(len(batch)), np.diff(bounds))
    return Lines(texts, starts, hashes, lengths, _tokens(forms, lengths, words), drafts, np.asarray(bounds))


def hashes_of(forms: Sequence[str]) -> Any:
    """The hash of each normal form: 64 bits of XXH3, the same in every process."""
    return _read(forms)[0]


def _read(forms: Sequence[str]) -> tuple[Any, Any]:
    """The hash of each form, and how many words it has: the forms are encoded in one piece, which is cheap."""
    import numpy as np
    import xxhash

    joined = "\n".join(forms).encode("utf-8", "surrogatepass")
    hashes = np.fromiter(map(xxhash.xxh3_64_intdigest, joined.split(b"\n")), np.uint64, len(forms))
    octets = np.frombuffer(joined, np.uint8)
    ends = np.append(np.flatnonzero(octets == ord("\n")), len(octets))
    blanks = np.searchsorted(np.flatnonzero(octets == ord(" ")), ends)
    return hashes, np.diff(blanks, prepend=0)[: len(forms)] + 1


def band_of(keys: Any, repeated: Repeated) -> Any:
    """The band of each key, 0 for those that are not repeated."""
    import numpy as np

    table, values = np.frombuffer(repeated.keys, "<u8"), np.frombuffer(repeated.bands, "u1")
    if not len(table) or not len(keys):
        return np.zeros(len(keys), dtype=np.uint8)
    at = np.minimum(np.searchsorted(table, keys), len(table) - 1)
    return np.where(table[at] == keys, values[at], 0)


def _tokens(forms: Sequence[str], lengths: Any, words: Any) -> Any:
    import numpy as np

    tokens = words.copy()
    for at in np.flatnonzero(lengths >= _WIDE * words).tolist():
        tokens[at] = max(tokens[at], len(UNPARTED.findall(forms[at])))
    return tokens


def site_keys(hashes: Any, sites: Sequence[str], drafts: Any) -> Any:
    """One key for each line and site: the same line on another site gets another key."""
    return keys_of(hashes, salts_of(sites)[drafts])


def salts_of(sites: Sequence[str]) -> Any:
    """For each site what makes its keys its own."""
    import numpy as np

    return np.fromiter((hash64("site", site) for site in sites), np.uint64, len(sites))


def keys_of(hashes: Any, salts: Any) -> Any:
    """The keys of lines, given the salt of each line's site."""
    import numpy as np

    mixed = hashes ^ salts
    mixed ^= mixed >> np.uint64(31)
    # The golden ratio's multiplier: one round of SplitMix64 spreads the bits.
    return mixed * np.uint64(0x9E3779B97F4A7C15)
