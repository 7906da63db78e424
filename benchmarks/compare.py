"""Which kind of model judges lines best, each fitted and judged on the same five folds of domains.

    python -m benchmarks.compare [--date YYYY-MM-DD]

An additive scorecard of whole points; logistic regression on n-grams; the trees that are shipped; a sequence layer over
their sums; and the trees without a single French page of `dev_fr` or of its domains. All have the guards of
length and of tables and no other rule. Needs the group `fit` and the models of `benchmarks.fit` in `.folds/`; four minutes on one core.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks import measure
from benchmarks.fit import FOLDED
from benchmarks.fitting import _grams, fitted, sums_of, weights
from benchmarks.labelled import DATA, EVALUATED, FOLDS, MAIN, Observed, observed, pages
from benchmarks.sequence import logits, states, transitions
from corpuskit.cleaning.features import NAMES
from corpuskit.cleaning.lexicon import primary
from corpuskit.cleaning.model import model_of
from corpuskit.cleaning.outcomes import GAP, MANY, length_cost
from corpuskit.cleaning.places import LONG
from corpuskit.cleaning.wording import GRAMS

BINS = 10  # ranges of a column that have points of their own in the scorecard
POINTS = 10  # points that make a logit
LOSS, DOCUMENTS = 0.5, 10.0  # per cent: the two limits of the issue
CERTAIN = -8.0  # the logit of a line that the model does not look at
Pages = Sequence[dict[str, Any]]


def scorecard(seen: Observed, use: Any) -> Any:
    """Thousandths of a logit of every line: whole points for the range that each column is in, added up."""
    from sklearn.linear_model import LogisticRegression

    columns = [at for at, name in enumerate(NAMES) if name not in GRAMS]
    matrix = _ranges(seen.rows[columns], use)
    card = LogisticRegression(C=0.05, solver="liblinear", tol=1e-3, random_state=0)
    card.fit(matrix[np.flatnonzero(use)], seen.labels[use], sample_weight=weights(seen)[use])
    points = np.rint(card.coef_[0] * POINTS).astype(np.int64)
    return (matrix @ points + round(card.intercept_[0] * POINTS)) * (1000 // POINTS)


def _ranges(rows: Any, use: Any) -> Any:
    """A sparse matrix with a one for the range of each column that a line is in."""
    from scipy import sparse

    places = []
    for at, row in enumerate(rows):
        borders = np.unique(np.quantile(row[use], np.arange(1, BINS) / BINS))
        places.append(np.searchsorted(borders, row, "left") + at * BINS)
    count = rows.shape[1]
    where = np.stack(places, axis=1).ravel()
    ends = np.arange(count + 1) * len(rows)
    ones = np.ones(len(where), np.int64)
    return sparse.csr_matrix((ones, where, ends), (count, len(rows) * BINS))


def regression(seen: Observed, use: Any) -> Any:
    """Thousandths of a logit of every line, by the n-grams of words and letters together."""
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression

    matrix = sparse.hstack([_grams(seen, place).matrix for place in range(len(GRAMS))], format="csr")
    lines = np.flatnonzero(use & seen.main)
    known = np.flatnonzero(np.bincount(matrix[lines].indices, minlength=matrix.shape[1]) >= 3)
    model = LogisticRegression(C=0.1, solver="liblinear", tol=1e-3, random_state=0)
    model.fit(matrix[lines][:, known], seen.labels[lines])
    return np.rint(model.decision_function(matrix[:, known]) * 1000).astype(np.int64)


def sequenced(all_pages: Pages, lines: Lines, sums: Any, trust: float, chosen: Sequence[Any]) -> Any:
    """The logits of a sequence layer over these; `chosen` holds, a fold, the pages to count on and those to judge."""
    found = sums.astype(np.float64)
    starts = np.searchsorted(lines.order, np.arange(len(all_pages) + 1))
    told = {"b": 1, "c": 0}
    for count_on, judge in chosen:
        sample = [[told.get(label, -1) for label in all_pages[n]["labels"]] for n in count_on]
        counted = transitions(filter(None, map(states, sample)))
        flat = np.concatenate([np.array(labels) for labels in sample])
        prior = float(np.log((flat == 1).sum() / (flat == 0).sum()))
        for number in judge:
            mine = lines.by_page[starts[number] : starts[number + 1]]
            if not len(mine):
                continue
            alone = np.full(len(all_pages[number]["lines"]), CERTAIN)
            alone[lines.seen.at[mine]] = sums[mine] / 1000
            found[mine] = 1000 * logits(alone, counted, prior, trust)[lines.seen.at[mine]]
    return found


class Lines:
    """The observed lines in the order of their pages."""

    def __init__(self, seen: Observed) -> None:
        self.seen = seen
        self.by_page = np.argsort(seen.pages, kind="stable")
        self.order = seen.pages[self.by_page]


class Judge:
    """What a threshold on some scores would cost, on groups of pages of main text."""

    def __init__(self, all_pages: Pages, seen: Observed) -> None:
        sys.path.insert(0, str(DATA))
        from score import tally

        self.pages, self.seen = all_pages, seen
        self.tallies = [tally(page, [True] * len(page["lines"])) for page in all_pages]
        self.removable = (seen.rows[NAMES.index("tokens")] < LONG) & (seen.labels >= 0)
        gaps = sum(seen.rows[NAMES.index(name)].astype(np.int64) for name in ("since_long", "until_long"))
        once = (seen.rows[NAMES.index("site")] == 0) & (seen.rows[NAMES.index("corpus")] == 0)
        self.listed = once & (seen.rows[NAMES.index("place")] == 1) & (gaps <= GAP)

    def cells(self, scores: Any, group: Callable[[dict[str, Any]], bool]) -> list[str]:
        """F1 and documents that lose at LOSS; F1 and loss where DOCUMENTS lose too."""
        inside = np.array([page["renderer"] in MAIN and group(page) for page in self.pages])
        numbers = np.flatnonzero(inside)
        tokens = sum(self.tallies[n]["content tokens"] for n in numbers)
        residue = sum(self.tallies[n]["missed"] for n in numbers)
        whole = np.array([not page["partial"] for page in self.pages])
        seen = self.seen
        mine = np.flatnonzero(self.removable & inside[seen.pages])
        adjusted = scores[mine] - length_cost(seen.rows[NAMES.index("tokens"), mine].astype(np.int64))
        own, of, listed = seen.labels[mine] == 0, seen.pages[mine], self.listed[mine]
        points = []
        for threshold in np.unique(np.quantile(adjusted, np.linspace(0.2, 0.999, 400))):
            gone = adjusted >= threshold
            gone &= ~listed | (np.bincount(of[gone & listed], minlength=len(whole)) <= MANY)[of]
            hits, lost = (gone & ~own).sum(), gone & own
            loss = 100 * seen.tokens[mine][lost].sum() / tokens
            documents = 100 * len(np.unique(of[lost & whole[of]])) / (inside & whole).sum()
            points.append((2 * hits / max(gone.sum() + residue, 1), loss, documents))
        one = max(point for point in points if point[1] <= LOSS)
        both = max(point for point in points if point[1] <= LOSS and point[2] <= DOCUMENTS)
        return [f"{one[0]:.3f}", f"{one[2]:.1f}", f"{both[0]:.3f}", f"{both[1]:.2f}"]


GROUPS: Mapping[str, Callable[[dict[str, Any]], bool]] = {
    "dev": lambda page: page["set"] == "dev",
    "dev without daniel": lambda page: page["set"] == "dev" and page["source"] != EVALUATED,
    "daniel": lambda page: page["source"] == EVALUATED,
    "dev_fr": lambda page: page["set"] == "dev_fr",
}


def calibrated(steps: str, sums: Any, languages: Any) -> Any:
    """Thousandths of a logit, as the calibration of a model has them."""
    chances = np.clip(model_of(json.dumps({"steps": json.loads(steps)})).chances(sums, languages), 1, 999)
    return np.rint(1000 * np.log(chances / (1000 - chances))).astype(np.int64)


def methods(all_pages: Pages, seen: Observed) -> dict[str, Any]:
    """The scores of every line by each method, out of fold; those of the last two are for French alone."""
    languages = np.array([primary(page["lang"] or "") for page in all_pages], dtype=object)[seen.pages]
    names = ("scorecard of whole points", "logistic regression on n-grams", "trees (shipped)")
    found = {name: np.zeros(len(seen.labels), np.int64) for name in names}
    alone = np.zeros(len(seen.labels), np.int64)
    for number in range(FOLDS):
        out, model = seen.folds == number, json.loads((FOLDED / f"{number}.json").read_text(encoding="ascii"))
        for name, method in zip(names, (scorecard, regression), strict=False):
            found[name][out] = method(seen, ~out & seen.fits)[out]
        found[names[2]][out] = sums_of(model, seen, out)
        alone[out] = calibrated(json.dumps(model["steps"]), found[names[2]][out], languages[out])
        print(f"fold {number + 1} of {FOLDS}", flush=True)
    lines, main = Lines(seen), [n for n, page in enumerate(all_pages) if page["renderer"] in MAIN]
    of = np.full(len(all_pages), -1)
    of[seen.pages] = seen.folds
    whole = [n for n in main if not all_pages[n]["partial"] and all_pages[n]["source"] != EVALUATED]
    parts = [([n for n in whole if of[n] != k], [n for n in main if of[n] == k]) for k in range(FOLDS)]
    for trust in (1.0, 0.6):
        found[f"trees, and a sequence that trusts them {trust}"] = sequenced(
            all_pages, lines, alone, trust, parts
        )
    return found | _without_french(all_pages, seen, languages, (whole, main))


def _without_french(all_pages: Pages, seen: Observed, languages: Any, use: tuple[Any, Any]) -> dict[str, Any]:
    french = np.array([page["set"] == "dev_fr" for page in all_pages])
    theirs = np.isin(seen.domains, np.unique(seen.domains[french[seen.pages]]))
    model = fitted(seen, ~theirs)
    sums = sums_of(model, seen, np.ones(len(theirs), bool))
    steps = json.loads((FOLDED / "0.json").read_text(encoding="ascii"))["steps"]
    alone = calibrated(json.dumps({"": steps[""]}), sums, languages)
    whole, main = use
    part = ([n for n in whole if not french[n]], [n for n in main if french[n]])
    return {
        "trees without dev_fr": sums,
        "trees without dev_fr, and a sequence": sequenced(all_pages, Lines(seen), alone, 1.0, [part]),
    }


def main() -> None:
    """Print the table."""
    given = measure.arguments(__doc__).parse_args()
    if measure.lacks(DATA):
        return
    if not FOLDED.is_dir():
        sys.exit("no models in .folds/: say `python -m benchmarks.fit` first")
    all_pages = pages()
    seen = observed(all_pages)
    judge = Judge(all_pages, seen)
    head = (f"F1 at {LOSS} % loss", "documents %", f"F1 at {DOCUMENTS:.0f} % of documents", "loss %")
    rows: list[tuple[str, ...]] = [("", "method", *head)]
    for name, scores in methods(all_pages, seen).items():
        for group, chosen in GROUPS.items():
            if "without" not in name or group == "dev_fr":
                rows.append((group, name, *judge.cells(scores, chosen)))
    print(measure.table([rows[0], *sorted(rows[1:], key=lambda row: list(GROUPS).index(row[0]))]))
    print(measure.heading(given.date))


if __name__ == "__main__":
    main()
