"""Articles that are nearly the same: which pairs to read again, what they have in common, which of them stay.

Sketches say which pairs may be alike. These are read once more and compared shingle by shingle, without the lines that
their sites print around every article. What has the words of another article but other figures is no copy of it: the
weather of two days, the close of two exchanges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from corpuskit.cleaning.features import bands
from corpuskit.cleaning.lines import Draft, lines_in
from corpuskit.model.context import Context
from corpuskit.model.facts import CorpusFacts, NearCopy
from corpuskit.survey.gathered import Gathered
from corpuskit.survey.words import WIDTH, numbers_in, shingles_of, words_in

FEWEST = 24  # distinct shingles of an article below which chance, or a form, makes it look like another
FIGURES = 3  # distinct numbers of an article from which half of them must be the other's as well
_SHOWN = 80  # UTF-16 code units of a passage that are shown


@dataclass(frozen=True, slots=True)
class Own:
    """What an article says for itself: its words, without the lines that are repeated around articles.

    site       of the article; hashes of the lines of the text
    shingles   in order; distinct the same as an ascending set; numbers the distinct words that begin with a digit
    starts, ends, lines   of each word, as in `Words`, in the text
    """

    text: str
    site: str
    hashes: Any
    shingles: Any
    distinct: Any
    numbers: Any
    starts: Any
    ends: Any
    lines: Any


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two articles have in common: so many shingles of so many that either has; the longest passage of the later one.

    `words` is the length of that passage, `passage` how it begins.
    """

    shared: int
    of: int
    words: int
    passage: str

    @property
    def score(self) -> int:
        """The Jaccard similarity in thousandths, rounded down."""
        return self.shared * 1000 // self.of


def owns_of(drafts: Sequence[Draft], facts: CorpusFacts) -> list[Own]:
    """What each article says for itself in the corpus that the facts are about."""
    import numpy as np

    lines = lines_in(drafts)
    on_site, in_corpus = bands(drafts, lines, Context(facts=facts))
    kept = (on_site < 2) & (in_corpus < 2)
    owns = []
    for draft, (begin, end) in zip(drafts, pairwise(lines.bounds.tolist()), strict=True):
        some = np.flatnonzero(kept[begin:end]) + begin
        text = "\n".join([lines.texts[at] for at in some.tolist()])
        words = words_in(text)
        shingles, numbers = shingles_of(words.hashes), np.unique(words.hashes[numbers_in(text, words)])
        of_words = words.starts, words.ends, words.lines
        distinct = np.unique(shingles)
        owns.append(Own(text, draft.site, lines.hashes[some], shingles, distinct, numbers, *of_words))
    return owns


def likeness(earlier: Own, later: Own) -> Likeness | None:
    """What the two have in common, exactly; None where one says too little, or where their figures differ."""
    if min(len(earlier.distinct), len(later.distinct)) < FEWEST:
        return None
    shared = _common(earlier.distinct, later.distinct)
    figures, fewer = _common(earlier.numbers, later.numbers), min(len(earlier.numbers), len(later.numbers))
    if fewer >= FIGURES and figures * 2 < fewer:
        return None
    if earlier.site and earlier.site == later.site and _differ(earlier, later):
        return None
    start, length = _longest(_among(later.shingles, earlier.distinct))
    words = length + WIDTH - 1 if length else 0
    passage = _passage(later, start, words)
    return Likeness(shared, len(earlier.distinct) + len(later.distinct) - shared, words, passage)


def _differ(one: Own, other: Own) -> bool:
    """Whether of the lines that two articles do not share to the letter less than half is the same, where both have some: see `versions`."""
    rests = _rest(one, other), _rest(other, one)
    fewer = min(map(len, rests))
    return fewer >= FEWEST and _common(*rests) * 2 < fewer


def _rest(own: Own, other: Own) -> Any:
    """The shingles of an article that begin in a line which the other one does not have."""
    import numpy as np

    alone = ~_among(own.hashes, np.unique(other.hashes))
    return np.unique(own.shingles[alone[own.lines[: len(own.shingles)]]])


def _common(a: Any, b: Any) -> int:
    """How many values two ascending sets have in common."""
    import numpy as np

    return int(np.count_nonzero(_among(a, b))) if len(a) <= len(b) else _common(b, a)


def _among(values: Any, known: Any) -> Any:
    """Which of the values are in the ascending set `known`."""
    import numpy as np

    if not len(known):
        return np.zeros(len(values), bool)
    return known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values


def _longest(flags: Any) -> tuple[int, int]:
    """Where the longest run of true values begins, the first of equals, and how long it is."""
    import numpy as np

    edges = np.diff(np.concatenate(([0], flags.view(np.int8), [0])))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if not len(starts):
        return 0, 0
    at = int(np.argmax(ends - starts))
    return int(starts[at]), int(ends[at] - starts[at])


def _passage(own: Own, start: int, words: int) -> str:
    """How the passage of so many words begins: whole words of one line, as they stand."""
    import numpy as np

    if not words:
        return ""
    within = slice(start, start + words)
    fits = (own.lines[within] == own.lines[start]) & (own.ends[within] <= own.starts[start] + _SHOWN)
    last = start + max(0, int(np.count_nonzero(fits)) - 1)
    begin, end = int(own.starts[start]), min(int(own.ends[last]), int(own.starts[start]) + _SHOWN)
    units = own.text.encode("utf-16-le", "surrogatepass")[2 * begin : 2 * end]
    return units.decode("utf-16-le", "ignore")


def near_copies(
    corpus: Gathered, found: Iterable[tuple[int, int, Likeness]], score: int
) -> Mapping[str, NearCopy]:
    """Each article that nearly copies another one, by id; `found` are pairs, the earlier article of each first.

    An article stays unless it is like one that comes before it and stays: so every link is a pair that was read, and
    leads to an article that is no copy itself. Of several it is the one most like it, then the earliest.
    """
    before: dict[int, list[tuple[int, Likeness]]] = {}
    for earlier, later, common in found:
        if common.score >= score:
            before.setdefault(later, []).append((earlier, common))
    ranks = corpus.ranks
    copies: dict[int, NearCopy] = {}
    for later in sorted(before, key=ranks.__getitem__):
        stay = [(earlier, common) for earlier, common in before[later] if earlier not in copies]
        if stay:
            best, common = min(stay, key=lambda one: (-one[1].score, ranks[one[0]]))
            copies[later] = NearCopy(
                corpus.ids[best], common.score, common.shared, common.of, common.words, common.passage
            )
    return {corpus.ids[at]: copies[at] for at in sorted(copies)}
