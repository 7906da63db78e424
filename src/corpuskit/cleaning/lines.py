"""The lines of a batch of articles as columns, so that arrow and numpy judge them all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpuskit.model.facts import Repeated
from corpuskit.text import UNPARTED, hash64, lines_of, normal_form

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
        for start, line in lines_of(draft.text):
            if line and not line.isspace():
                texts.append(line)
                starts.append(start)
        bounds.append(len(texts))
    forms = [normal_form(line) for line in texts]
    hashes = hashes_of(forms)
    lengths = np.fromiter(map(len, forms), np.int64, len(forms))
    tokens = np.fromiter(map(_tokens, forms), np.int64, len(forms))
    sizes = np.diff(bounds)
    return Lines(
        texts, starts, hashes, lengths, tokens, np.repeat(np.arange(len(batch)), sizes), np.asarray(bounds)
    )


def hashes_of(forms: Sequence[str]) -> Any:
    """The hash of each normal form."""
    import numpy as np

    return np.fromiter(map(hash64, forms), np.uint64, len(forms))


def band_of(keys: Any, repeated: Repeated) -> Any:
    """The band of each key, 0 for those that are not repeated."""
    import numpy as np

    table, values = np.frombuffer(repeated.keys, "<u8"), np.frombuffer(repeated.bands, "u1")
    if not len(table) or not len(keys):
        return np.zeros(len(keys), dtype=np.uint8)
    at = np.minimum(np.searchsorted(table, keys), len(table) - 1)
    return np.where(table[at] == keys, values[at], 0)


def _tokens(form: str) -> int:
    words = form.count(" ") + 1
    return words if len(form) < _WIDE * words else max(words, len(UNPARTED.findall(form)))


def site_keys(hashes: Any, sites: Sequence[str], drafts: Any) -> Any:
    """One key for each line and site: the same line on another site gets another key."""
    import numpy as np

    salts = np.fromiter((hash64("site", site) for site in sites), np.uint64, len(sites))
    mixed = hashes ^ salts[drafts]
    mixed ^= mixed >> np.uint64(31)
    return mixed * np.uint64(
        0x9E3779B97F4A7C15
    )  # the golden ratio's multiplier: one round of SplitMix64 spreads the bits
