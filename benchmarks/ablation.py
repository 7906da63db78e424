"""What each group of columns gives the model: the trees are fitted anew without it, on the same folds of domains.

    python -m benchmarks.ablation [--date YYYY-MM-DD]

Each row is judged as in `benchmarks.compare`: main text, the guards of length and of tables and no other rule. The scores of
n-grams are made once a fold. Needs the group `fit`; ten minutes on one core.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks import measure
from benchmarks.compare import DOCUMENTS, GROUPS, LOSS, Judge
from benchmarks.fitting import TREES, scored, sums_of, trees_of, weights
from benchmarks.labelled import DATA, FOLDS, Observed, observed, pages
from corpuskit.cleaning.features import NAMES
from corpuskit.cleaning.places import NEAR
from corpuskit.cleaning.wording import ALIKE, GRAMS, KIN, LEXICON, SHAPE

_OWN = (*SHAPE, "tokens", "ending", "beginning", "closed")
_CUES = tuple(name for name in NAMES if "cued" in name)
_REPEATED = tuple(name for name in NAMES if "repeated" in name)
_BESIDE = tuple(f"{name}{step:+d}" for step in NEAR for name in ("tokens", "ending", "beginning"))
WITHOUT = {
    "nothing": (),
    "characters and words": _OWN,
    "phrases of the lexicons": (*LEXICON, *_CUES),
    "n-grams": GRAMS,
    "words shared with long lines": (*KIN, *ALIKE),
    "neighbours": _BESIDE,
    "repetition": (*_REPEATED, "site", "corpus", "in_article"),
}
WITHOUT["place"] = tuple(name for name in NAMES if not any(name in group for group in WITHOUT.values()))


def sums(seen: Observed) -> dict[str, Any]:
    """What the trees without each group make of every line, out of fold."""
    found = {name: np.zeros(len(seen.labels), np.int64) for name in WITHOUT}
    for number in range(FOLDS):
        out = seen.folds == number
        use = ~out & seen.fits
        rows, (words, letters) = scored(seen, use)
        for name, left_out in WITHOUT.items():
            settings = TREES | {"ignored_features": [NAMES.index(column) for column in left_out]}
            trees, bias = trees_of(rows[:, use].T, seen.labels[use], weights(seen)[use], settings, 0)
            model = {"names": list(NAMES), "words": words, "letters": letters, "bias": bias, "trees": trees}
            found[name][out] = sums_of(model, seen, out)
        print(f"fold {number + 1} of {FOLDS}", flush=True)
    return found


def main() -> None:
    """Print the table."""
    given = measure.arguments(__doc__).parse_args()
    if measure.lacks(DATA):
        return
    all_pages = pages()
    seen = observed(all_pages)
    judge = Judge(all_pages, seen)
    head = (f"F1 at {LOSS} % loss", "documents %", f"F1 at {DOCUMENTS:.0f} % of documents", "loss %")
    rows: list[tuple[str, ...]] = [("", "without", "columns", *head)]
    told = sums(seen)
    for group in ("dev", "dev_fr"):
        for name, left_out in WITHOUT.items():
            rows.append((group, name, str(len(left_out)), *judge.cells(told[name], GROUPS[group])))
    print(measure.table(rows) + measure.heading(given.date))


if __name__ == "__main__":
    main()
