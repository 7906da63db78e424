"""What becomes of each line: removed, left to a person's decision, or kept; and what kind of residue it is.

The model gives a probability; a line is removed where that is high enough for its length, for a long line that was
content is a greater loss. Repetition decides by rules, since it grows with the corpus and the model has seen two pages
of each site. The title stays, a long line is never removed on its form alone, and neither is all that an article has.
What people decided wins over all of it. On a site repetition is the code, for it is proof enough; in the corpus it is so
only where the words do not say plainly what a line is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpuskit.cleaning.decided import KEPT, REMOVED
from corpuskit.cleaning.features import NAMES, Features
from corpuskit.cleaning.model import Model
from corpuskit.cleaning.places import LONG
from corpuskit.cleaning.spoken import IN_CORPUS, ON_SITE, spoken_in
from corpuskit.model.context import Thresholds

KEEP, UNDECIDED, REMOVE = 0, 1, 2
TYPICAL = 5  # tokens of a line for which the thresholds are meant as they stand
SURE, LIKELY = (
    990,
    700,
)  # thousandths, of a repeated line: what was seen on the development sets, rounded down
# Unrepeated lines of one article, in gaps of GAP lines at most between its long ones: two listicles of a thousand pages lost six
# hundred each, and menus, which stand in longer runs, are not met (dev, November 2026).
MANY, GAP = 40, 15
# 1000 * ln((n + .5) / (TYPICAL + .5)) of 0, 1, 2, … tokens: written down, since logarithms differ between machines.
_COSTS = (
    -2398,
    -1299,
    -788,
    -452,
    -201,
    0,
    167,
    310,
    435,
    547,
    647,
    738,
    821,
    898,
    969,
    1036,
    1099,
    1157,
    1213,
    1266,
    1316,
    1363,
    1409,
    1452,
    1494,
    1534,
    1572,
    1609,
    1645,
    1680,
    1713,
    1745,
    1776,
    1807,
    1836,
    1865,
    1893,
    1920,
    1946,
    1972,
    1997,
    2021,
    2045,
    2068,
    2091,
    2113,
    2135,
    2156,
    2177,
    2197,
    2217,
    2237,
    2256,
    2275,
    2293,
    2312,
    2329,
    2347,
    2364,
    2381,
    2398,
    2414,
    2430,
    2446,
    2462,
    2477,
    2492,
    2507,
    2522,
    2537,
    2551,
    2565,
    2579,
    2593,
    2606,
    2619,
    2633,
    2646,
    2658,
    2671,
    2684,
    2696,
    2708,
    2720,
    2732,
    2744,
    2755,
    2767,
    2778,
    2789,
    2801,
    2812,
    2822,
    2833,
    2844,
    2854,
    2865,
    2875,
    2885,
    2895,
    2905,
    2915,
    2925,
    2935,
    2944,
    2954,
    2963,
    2973,
    2982,
    2991,
    3000,
    3009,
    3018,
    3027,
    3036,
    3045,
    3053,
    3062,
    3070,
    3079,
    3087,
    3095,
    3103,
    3111,
    3120,
    3128,
    3135,
    3143,
    3151,
)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Equal positions belong together, one for each line that was looked at: its outcome, thousandths, the index of its code."""

    outcomes: Any
    chances: Any
    kinds: Any


def outcomes(seen: Features, model: Model, limits: Thresholds) -> Outcomes:
    """What becomes of the lines `seen.at`."""
    import numpy as np

    at = seen.at
    tokens = seen.tokens[at]
    sums, languages = model.sums(seen.rows), seen.languages[seen.drafts[at]]
    chances = model.chances(sums, languages)
    adjusted = model.chances(sums - length_cost(tokens), languages)
    spoken = spoken_in(seen)
    site, corpus = _repetition(seen)
    repetition = np.maximum(site, corpus)
    long, doubted = tokens >= LONG, adjusted >= limits.undecided
    sure = (adjusted >= limits.remove) | (doubted & spoken.explicit)
    found = np.where(doubted | spoken.explicit | seen.breaks[at], UNDECIDED, KEEP)
    found[sure & ~_tabular(seen, sure)] = REMOVE
    found[long] = KEEP
    says = spoken.names_itself & (chances >= limits.undecided // 2)
    found = np.where(says, np.maximum(found, UNDECIDED), found)
    found[seen.guarded[at] & ~spoken.loudly] = KEEP
    found = np.maximum(
        found, np.select([repetition >= SURE, repetition >= LIKELY], [REMOVE, UNDECIDED], KEEP)
    )
    found[seen.title[at]] = KEEP
    found[_last(seen, found) & (repetition < SURE)] = UNDECIDED
    decided = seen.decided[at]
    found = np.select([decided == KEPT, decided == REMOVED], [KEEP, REMOVE], found)
    repeated = [site >= LIKELY, (corpus >= LIKELY) & ~spoken.plainly]
    kinds = np.select(repeated, [ON_SITE, IN_CORPUS], spoken.kinds)
    return Outcomes(found, np.maximum(chances, repetition), kinds)


def _last(seen: Features, found: Any) -> Any:
    """Lines that would go of an article of which nothing would be left: form is judged beside a body, and there is none."""
    import numpy as np

    drafts, gone, count = seen.drafts[seen.at], found == REMOVE, len(seen.languages)
    left = np.bincount(seen.drafts, minlength=count) - np.bincount(drafts[gone], minlength=count)
    return gone & (left == 0)[drafts]


def _tabular(seen: Features, sure: Any) -> Any:
    """Lines between the sentences of an article of which more than MANY would go: what looks so much alike is its own table or list."""
    import numpy as np

    at = seen.at
    gaps = sum(seen.rows[NAMES.index(name)].astype(np.int64) for name in ("since_long", "until_long"))
    inside = (
        sure & ~(seen.head | seen.tail)[at] & (seen.site[at] == 0) & (seen.corpus[at] == 0) & (gaps <= GAP)
    )
    many = np.bincount(seen.drafts[at][inside], minlength=len(seen.languages)) > MANY
    return inside & many[seen.drafts[at]]


def length_cost(tokens: Any) -> Any:
    """Thousandths of a logit that a line of so many tokens must have more than a typical one: its odds grow as its length."""
    import numpy as np

    return np.array(_COSTS, np.int64)[np.minimum(tokens, len(_COSTS) - 1)]


def _repetition(seen: Features) -> tuple[Any, Any]:
    """Thousandths that repetition speaks for residue: on the site, and in the corpus."""
    import numpy as np

    at = seen.at
    site, corpus, strong = seen.site[at], seen.corpus[at], seen.strong[at]
    edge, long = (seen.head | seen.tail)[at], seen.tokens[at] >= LONG
    on_site = np.select(
        [site >= 2, (site == 1) & edge & ~long, site == 1],
        [np.where(edge | ~strong | (site == 3), SURE, LIKELY), SURE, LIKELY],
        0,
    )
    return on_site, np.select([(corpus >= 2) & edge, (corpus == 1) & edge], [SURE, LIKELY], 0)
