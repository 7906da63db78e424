"""Fit the model of lines again, out of fold and as a whole.

    python -m benchmarks.fit [--write] [--trees N]

Five folds of domains: each model is fitted on four and judges the fifth; these models are left in `.folds/`, where
`benchmarks.boilerplate` finds them, and the sums they gave make the calibration. With --write the model of all domains
becomes `src/corpuskit/data/model.json`. Needs the group `fit` (scikit-learn, CatBoost); ten minutes on one core.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import measure
from benchmarks.calibrating import reliability, steps
from benchmarks.fitting import FULL, TREES, crowds, fitted, sums_of
from benchmarks.labelled import DATA, EVALUATED, FOLDS, Observed, observed, pages
from corpuskit.cleaning.lexicon import primary
from corpuskit.cleaning.model import model_of

ROOT = Path(__file__).resolve().parent.parent
MODEL = ROOT / "src/corpuskit/data/model.json"
FOLDED = ROOT / ".folds"
OWN = ("fr",)  # languages whose probabilities are calibrated by themselves: they have enough domains


def out_of_fold(seen: Observed, settings: dict[str, Any]) -> tuple[list[dict[str, Any]], Any]:
    """The model of each fold, and the sum that each line got from the model that had not seen its domain."""
    models, sums = [], np.zeros(len(seen.labels), np.int64)
    for number in range(FOLDS):
        out = seen.folds == number
        models.append(fitted(seen, ~out, trees=settings))
        sums[out] = sums_of(models[-1], seen, out)
        print(f"fold {number + 1} of {FOLDS}", flush=True)
    return models, sums


def calibration(seen: Observed, sums: Any, languages: Any, chosen: Any) -> dict[str, list[int]]:
    """The tables of steps of French and of all other languages, from those of the chosen lines that may be fitted on.

    An article of many lines counts as one of twenty, so that a table or a list of names does not speak for all others.
    """
    use = chosen & seen.fits & seen.main
    found = {}
    for name in ("", *OWN):
        mine = use & ((languages == name) if name else ~np.isin(languages, OWN))
        found[name] = steps(sums[mine], seen.labels[mine], 1 / crowds(seen)[mine])
    return found


def chances(table: dict[str, list[int]], sums: Any, languages: Any) -> Any:
    """Thousandths, of each sum."""
    model = model_of(json.dumps({"steps": table}))
    return model.chances(sums, languages)


def spelled(model: dict[str, Any]) -> str:
    """The text of a model file: one key a line, so that a difference can be read."""
    lines = (f"{json.dumps(key)}: {json.dumps(model[key], separators=(',', ':'))}" for key in model)
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> None:
    """Fit, and say how good the probabilities are."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--write", action="store_true", help="write the model into the package")
    parser.add_argument("--trees", type=int, default=TREES["iterations"], metavar="N")
    given = parser.parse_args()
    if measure.lacks(DATA):
        return
    settings = TREES | {"iterations": given.trees}
    all_pages = pages()
    seen = observed(all_pages)
    languages = np.array([primary(page["lang"] or "") for page in all_pages], dtype=object)[seen.pages]
    models, sums = out_of_fold(seen, settings)
    FOLDED.mkdir(parents=True, exist_ok=True)
    said = np.zeros(len(sums), np.int64)
    for number, model in enumerate(models):
        out = seen.folds == number
        model["steps"] = calibration(seen, sums, languages, ~out)
        said[out] = chances(model["steps"], sums[out], languages[out])
        (FOLDED / f"{number}.json").write_text(spelled(model), encoding="ascii")
    for name in ("", *OWN):
        mine = (languages == name) if name else ~np.isin(languages, OWN)
        told = mine & seen.main & seen.fits
        print(
            f"{name or 'other languages'}\n{measure.table(reliability(said[told], seen.labels[told], 1 / crowds(seen)[told]))}"
        )
    if given.write:
        everything = np.ones(len(seen.labels), bool)
        model = fitted(seen, everything, trees=settings)
        model["steps"] = calibration(seen, sums, languages, everything)
        MODEL.write_text(spelled(model | {"card": card(seen)}), encoding="ascii")
        print(f"{MODEL.relative_to(ROOT)}: {MODEL.stat().st_size} bytes")


def card(seen: Observed) -> dict[str, Any]:
    """What the model was made of."""
    return {
        "fitted_by": "python -m benchmarks.fit --write",
        "lines": int(seen.fits.sum()),
        "domains": len(np.unique(seen.domains[seen.fits])),
        "never_fitted_on": EVALUATED,
        "weight_of_full_pages": FULL,
        "figures": "docs/model.md",
    }


if __name__ == "__main__":
    main()
