"""Which words of a short line the long lines of its article hold too: residue is about something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpuskit.cleaning.glyphs import (
    CAPITAL,
    LETTER,
    SINGLE,
    Glyphs,
    blocks,
    folded,
    kinds_of,
    of_first,
)
from corpuskit.cleaning.words import Words

STEM = 5  # first letters that stand for a word, so that its endings do not count
READ = 256  # characters of a long line that are read
LEAST = 4  # letters from which a word counts
_SLOTS = 14  # bits of a word that are kept: of an article of 500 words, one other word in thirty passes for one of them


def vocabulary(texts: Sequence[str], drafts: Any, count: int) -> Any:
    """For each of `count` drafts and each slot whether a word of these lines, each of the draft at its place, lies there."""
    import numpy as np

    held = np.zeros(count << _SLOTS, bool)
    for start, end in blocks(np.fromiter(map(len, texts), np.int64, len(texts))):
        slots, lines = _stems(texts[start:end])
        held[(drafts[start:end][lines] << _SLOTS) | slots] = True
    return held


def kin(glyphs: Glyphs, words: Words, drafts: Any, held: Any) -> tuple[Any, Any]:
    """For each line how many of its words the vocabulary of its draft holds, and how many words count at all."""
    import numpy as np

    sizes = words.ends - words.starts
    chosen = np.flatnonzero(
        ((sizes >= LEAST) & ((words.kinds == LETTER) | (words.kinds == CAPITAL))) | (words.kinds == SINGLE)
    )
    starts = words.starts[chosen]
    hashes = glyphs.hashes(starts, np.minimum(starts + STEM, words.ends[chosen]))
    lines, count = words.lines[chosen], len(glyphs.ends)
    found = held[(drafts[lines] << _SLOTS) | _slots(hashes)]
    return np.bincount(lines[found], minlength=count), np.bincount(lines, minlength=count)


def _slots(hashes: Any) -> Any:
    import numpy as np

    return (hashes >> np.uint64(64 - _SLOTS)).astype(np.int64)


def _stems(texts: Sequence[str]) -> tuple[Any, Any]:
    """The slot of each word that counts, and its line: read from its first letters alone, for long lines are many."""
    import numpy as np

    joined = "\n".join([text[:READ] for text in texts]) + "\n" + " " * STEM
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    kinds = kinds_of(points)
    single = kinds == SINGLE
    inside = (kinds == LETTER) | (kinds == CAPITAL)
    edges = np.flatnonzero(np.append(inside[:1], inside[1:] != inside[:-1]))
    starts, ends = edges[::2], edges[1::2]  # the text ends outside a word
    long = ends - starts >= LEAST
    starts, sizes = starts[long], (ends - starts)[long]
    codes = np.stack([np.where(sizes > j, folded(points[starts + j]), np.uint64(0)) for j in range(STEM)])
    slots = _slots(of_first(codes))
    if single.any():
        alone = np.flatnonzero(single)
        starts = np.concatenate((starts, alone))
        slots = np.concatenate((slots, _slots(of_first(folded(points[alone])[None]))))
        order = np.argsort(starts, kind="stable")
        starts, slots = starts[order], slots[order]
    bounds = np.searchsorted(starts, np.flatnonzero(points == 10))
    return slots, np.repeat(np.arange(len(bounds)), np.diff(bounds, prepend=0))
