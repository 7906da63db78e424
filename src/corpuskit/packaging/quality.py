"""Figures that tell prose from what only looks like it, as columns for teams that ask for them (`[package] quality = true`).

They are those of Rae et al., "Scaling Language Models: Methods, Analysis & Insights from Training Gopher" (2021), appendix
A.1.1, computed on the clean text. Nothing is judged by them here: each reader sets limits of their own, or the paper's.
All are whole numbers, since sums of floats differ from machine to machine; shares are thousandths, rounded down.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from corpuskit.text import UNPARTED

StopWords = Mapping[str, frozenset[str]]

TOP = (2, 3, 4)  # of such n-grams the most frequent one is measured
DUPLICATE = (5, 6, 7, 8, 9, 10)  # of these all that occurred before

_BLOCKS = UNPARTED.pattern[1:-1]
_WORDS = re.compile(rf"[{_BLOCKS}]|[^\s{_BLOCKS}]+")  # a character is a word where no blanks part words
_PIECES = re.compile(r"[^\W\d_]+")
_ELLIPSIS = re.compile(r"…|\.\.\.+")
_BULLETS = tuple("•·▪◦‣●*-–—")
_PARAGRAPHS = re.compile(r"\n\s*\n")


def figures(text: str, language: str | None, stop_words: StopWords) -> dict[str, int | None]:
    """One value for each of `corpuskit.packaging.columns.QUALITY`, None where there is nothing to measure.

    `stop_words` has a list for some languages (primary subtags of BCP 47).

    >>> found = figures("Le lavoir rouvre.\\nLe lavoir rouvre.\\n", "fr", {"fr": frozenset({"le"})})
    >>> found["quality_stop_words"], found["quality_duplicate_lines"], found["quality_word_length"]
    (333, 500, 5000)
    """
    words = _WORDS.findall(text) if UNPARTED.search(text) else text.split()
    lines = [line.strip() for line in text.split("\n") if line and not line.isspace()]
    paragraphs = [part.strip() for part in _PARAGRAPHS.split(text) if part and not part.isspace()]
    return {
        "quality_words": len(words),
        "quality_word_length": _share(sum(map(len, words)), len(words)),
        "quality_alphabetic_words": _share(sum(map(_has_letter, words)), len(words)),
        "quality_stop_words": _stop_share(text, language, stop_words),
        "quality_hashes": _share(text.count("#"), len(words)),
        "quality_ellipses": _share(len(_ELLIPSIS.findall(text)), len(words)),
        "quality_bullet_lines": _share(sum(line.startswith(_BULLETS) for line in lines), len(lines)),
        "quality_ellipsis_lines": _share(sum(line.endswith(("…", "...")) for line in lines), len(lines)),
        **_repeated("line", lines),
        **_repeated("paragraph", paragraphs),
        **_ngrams(words),
    }


def _share(part: int, whole: int) -> int | None:
    return 1000 * part // whole if whole else None


def _has_letter(word: str) -> bool:
    return word.isalpha() or any(char.isalpha() for char in word)


def _stop_share(text: str, language: str | None, stop_words: StopWords) -> int | None:
    known = stop_words.get((language or "").partition("-")[0].lower())
    if known is None:
        return None
    pieces = _PIECES.findall(text.casefold())
    return _share(sum(piece in known for piece in pieces), len(pieces))


def _repeated(name: str, parts: Sequence[str]) -> dict[str, int | None]:
    """The share of the parts that occurred before, and the share of their code points."""
    seen: set[str] = set()
    count = size = 0
    for part in parts:
        if part in seen:
            count += 1
            size += len(part)
        seen.add(part)
    return {
        f"quality_duplicate_{name}s": _share(count, len(parts)),
        f"quality_duplicate_{name}_chars": _share(size, sum(map(len, parts))),
    }


def _ngrams(words: Sequence[str]) -> dict[str, int | None]:
    """Shares of the code points of all words: in the most frequent n-gram, and in n-grams that occurred before."""
    import numpy as np

    numbers: dict[str, int] = {}
    ids = np.fromiter((numbers.setdefault(word, len(numbers)) for word in words), np.int64, len(words))
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    whole = int(lengths.sum())
    found: dict[str, int | None] = {}
    grams, sizes = ids, lengths
    for n in range(2, DUPLICATE[-1] + 1):
        # A gram of n is one of n - 1 with a word behind it: the number of the pair, which is exact and no hash.
        pairs = grams[:-1] * max(1, len(numbers)) + ids[n - 1 :]
        sizes = sizes[:-1] + lengths[n - 1 :]
        _, firsts, grams, counts = np.unique(
            pairs, return_index=True, return_inverse=True, return_counts=True
        )
        if n in TOP:
            found[f"quality_top_{n}gram"] = _share(_top(counts, sizes[firsts], whole), whole)
        if n in DUPLICATE:
            found[f"quality_duplicate_{n}grams"] = _share(_covered(firsts, len(pairs), lengths, n), whole)
    return found


def _top(counts: Any, sizes: Any, whole: int) -> int:
    """Code points in the most frequent n-gram, the longest of those that are equally frequent; 0 where each occurs once."""
    most = int(counts.max(initial=1))
    return min(whole, most * int(sizes[counts == most].max(initial=0))) if most > 1 else 0


def _covered(firsts: Any, total: int, lengths: Any, n: int) -> int:
    """Code points of the words that stand in an n-gram that occurred before; each word counts once."""
    import numpy as np

    if not total:
        return 0
    again = np.ones(total, dtype=np.int64)
    again[firsts] = 0
    edges = np.zeros(len(lengths) + 1, dtype=np.int64)
    edges[:total] += again
    edges[n : n + total] -= again
    return int(lengths[np.cumsum(edges[:-1]) > 0].sum())
