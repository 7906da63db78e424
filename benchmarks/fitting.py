"""How the model of lines is fitted: n-grams by logistic regression, then trees on their scores and all other columns.

Needs the group `fit` (scikit-learn, CatBoost). Scores of n-grams that trees are fitted on come from domains that the
n-grams were not fitted on, so that the trees learn how far they can be trusted.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.labelled import Observed
from corpuskit.cleaning.features import NAMES
from corpuskit.cleaning.model import Model, model_of, table_of
from corpuskit.cleaning.wording import GRAMS

DOMAINS = 3  # domains that must know an n-gram before it gets a weight
INNER = 3  # folds within which n-grams are scored for the trees
POINTS = 24  # points of a table that make a logit: a weight of 127 is more than five
SCALE = 2  # points of a table that make one of the column
FULL = 0.2  # what a line of a full page weighs, when one of main text weighs 1
TREES = {"iterations": 240, "depth": 6, "learning_rate": 0.08, "l2_leaf_reg": 5, "rsm": 0.5, "subsample": 0.8}
THOUSANDTHS = 1000
TYPICAL = 20  # lines of an article


def fitted(seen: Observed, chosen: Any, *, trees: dict[str, Any] = TREES, seed: int = 0) -> dict[str, Any]:
    """The model that the chosen lines (a truth value for each) give, as `data/model.json` has it, not calibrated."""
    use = chosen & seen.fits
    rows, tables = scored(seen, use, seed)
    found, bias = trees_of(rows[:, use].T, seen.labels[use], weights(seen)[use], trees, seed)
    return {
        "names": list(NAMES),
        "words": tables[0],
        "letters": tables[1],
        "bias": bias,
        "trees": found,
    }


def scored(seen: Observed, use: Any, seed: int = 0) -> tuple[Any, list[dict[str, Any]]]:
    """The columns of all lines with the scores of n-grams that these lines give, and the tables of the n-grams."""
    rows = seen.rows.copy()
    tables = []
    inner = np.random.RandomState(seed + 7).randint(0, INNER, seen.domains.max() + 1)[seen.domains]
    for place, name in enumerate(GRAMS):
        grams = _grams(seen, place)
        for part in range(INNER):
            table = grams.table(use & seen.main & (inner != part))
            mine = inner == part
            rows[NAMES.index(name), mine] = grams.scores(table)[mine]
        tables.append(grams.table(use & seen.main))
    return rows, tables


def weights(seen: Observed) -> Any:
    """Lines of main text count more than those of full pages, and an article of many lines less a line."""
    return np.where(seen.main, 1.0, FULL) / np.sqrt(crowds(seen))


def crowds(seen: Observed) -> Any:
    """By how much the article of each line has more than TYPICAL lines, 1 where it has not."""
    return np.maximum(np.bincount(seen.pages)[seen.pages], TYPICAL) / TYPICAL


def sums_of(found: dict[str, Any], seen: Observed, chosen: Any) -> Any:
    """What the model makes of the chosen lines: thousandths of a logit."""
    model = model_of(json.dumps(found))
    rows = seen.rows[:, chosen]
    for place, name in enumerate(GRAMS):
        rows[NAMES.index(name)] = _score(model, seen, place)[chosen]
    return model.sums(rows)


def _score(model: Model, seen: Observed, place: int) -> Any:
    table = (model.words, model.letters)[place]
    return table.score(seen.keys[place], seen.lines[place], len(seen.labels))


_BUILT: dict[int, _Grams] = {}


def _grams(seen: Observed, place: int) -> _Grams:
    """The n-grams of a kind, built for the first fold and used by all."""
    if place not in _BUILT or _BUILT[place].seen is not seen:
        _BUILT[place] = _Grams(seen, place)
    return _BUILT[place]


class _Grams:
    """The n-grams of one kind as a sparse matrix: fitted often, built once."""

    def __init__(self, seen: Observed, place: int) -> None:
        from scipy import sparse

        self.seen, self.place = seen, place
        main = seen.main[seen.lines[place]]
        self.keys, where = np.unique(seen.keys[place][main], return_inverse=True)
        ones = np.ones(len(where), np.float32)
        shape = (len(seen.labels), len(self.keys))
        self.matrix = sparse.csr_matrix((ones, (seen.lines[place][main], where)), shape)

    def table(self, chosen: Any) -> dict[str, Any]:
        """The weights that these lines give, as `data/model.json` has them."""
        from sklearn.linear_model import LogisticRegression

        lines = np.flatnonzero(chosen)
        matrix = self.matrix[lines]
        pairs = matrix.tocoo()
        both = np.unique(pairs.col.astype(np.int64) << 32 | self.seen.domains[lines][pairs.row])
        live = np.flatnonzero(np.bincount(both >> 32, minlength=len(self.keys)) >= DOMAINS)
        regression = LogisticRegression(C=0.1, solver="liblinear", tol=1e-3, random_state=0)
        regression.fit(matrix[:, live], self.seen.labels[lines])
        weights = np.clip(np.rint(regression.coef_[0] * POINTS), -127, 127).astype(np.int64)
        bias = int(np.rint(regression.intercept_[0] * POINTS))
        return table_of(self.keys[live[weights != 0]], weights[weights != 0], bias, SCALE)

    def scores(self, table: dict[str, Any]) -> Any:
        """The column that such a table gives."""
        model = model_of(json.dumps({"words": table, "letters": table}))
        return _score(model, self.seen, self.place)


def trees_of(
    rows: Any, labels: Any, weights: Any, settings: dict[str, Any], seed: int
) -> tuple[list[Any], int]:
    """Trees as `data/model.json` has them, and what their sums start from."""
    from catboost import CatBoostClassifier, Pool

    forest = CatBoostClassifier(
        **settings,
        border_count=64,
        bootstrap_type="Bernoulli",
        boosting_type="Plain",
        random_seed=seed,
        thread_count=1,
        verbose=0,
        allow_writing_files=False,
    )
    forest.fit(Pool(rows.astype(np.float32), labels, weight=weights))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        forest.save_model(str(path), format="json")
        saved = json.loads(path.read_text(encoding="utf-8"))
    scale, (bias,) = saved["scale_and_bias"]
    found = []
    for tree in saved["oblivious_trees"]:
        splits = tree["splits"][::-1]  # CatBoost has the lowest bit of the leaf first
        columns = [split["float_feature_index"] for split in splits]
        borders = [int(np.floor(split["border"])) for split in splits]
        found.append([columns, borders, [round(leaf * scale * THOUSANDTHS) for leaf in tree["leaf_values"]]])
    return found, round(bias * THOUSANDTHS)
