"""Sums to probabilities: the table of 999 sums from which a line is residue with 1, 2, … 999 thousandths.

Isotonic regression on out-of-fold sums gives the share of residue at each sum; between its steps the logit is straight, so that equal steps do not hide which of two lines is surer.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

BINS = 60


def steps(sums: Any, labels: Any, weights: Any) -> list[int]:
    """The table, from sums that the model gave to lines it was not fitted on."""
    from sklearn.isotonic import IsotonicRegression

    order = np.argsort(sums, kind="stable")
    sums, labels, weights = sums[order], labels[order], weights[order]
    parts = np.array_split(np.arange(len(sums)), BINS)
    at = np.array([np.average(sums[part], weights=weights[part]) for part in parts])
    mass = np.array([weights[part].sum() for part in parts])
    hits = np.array([(weights[part] * labels[part]).sum() for part in parts])
    shares = IsotonicRegression().fit(at, (hits + 0.5) / (mass + 1), sample_weight=mass).predict(at)
    kept = np.append(True, np.diff(shares) > 1e-9)
    at, logits = at[kept], np.log(shares[kept] / (1 - shares[kept]))
    wanted = np.log(np.arange(1, 1000) / np.arange(999, 0, -1))
    found = np.interp(wanted, logits, at)
    low, high = wanted < logits[0], wanted > logits[-1]
    found[low] = at[0] + (wanted[low] - logits[0]) * 1000
    found[high] = at[-1] + (wanted[high] - logits[-1]) * 1000
    return [int(value) for value in np.maximum.accumulate(np.rint(found))]


def reliability(
    chances: Any,
    labels: Any,
    weights: Any,
    bounds: tuple[int, ...] = (0, 100, 300, 500, 700, 800, 900, 950, 980, 1000),
) -> list[tuple[str, ...]]:
    """Rows of a table: for each range of thousandths how many lines, the mean that was said, the share that was residue.

    Lines weigh as they do in the calibration: unweighted, the content of two lists of a thousand lines was three quarters of what lay at 800 to 899.
    """
    rows = [("thousandths", "lines", "said", "seen")]
    for low, high in pairwise(bounds):
        chosen = (chances >= low) & (chances < high)
        if chosen.any():
            said, seen = (np.average(of[chosen], weights=weights[chosen]) for of in (chances, 1000 * labels))
            rows.append((f"{low}-{high - 1}", str(int(chosen.sum())), f"{said:.0f}", f"{seen:.0f}"))
    return rows
