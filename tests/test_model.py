"""The model of lines: whole numbers, the columns that it was fitted on, and the same answer for any batch."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.app.context import default_context
from corpuskit.cleaning.features import NAMES
from corpuskit.cleaning.lines import Draft, lines_in
from corpuskit.cleaning.model import ZERO, model_of, table_of
from corpuskit.cleaning.outcomes import TYPICAL, length_cost
from corpuskit.cleaning.shapes import titles

FILE = Path(__file__).resolve().parent.parent / "src/corpuskit/data/model.json"
SHIPPED = json.loads(FILE.read_text(encoding="ascii"))


def test_the_shipped_model_was_fitted_on_the_columns_of_today() -> None:
    assert model_of(default_context().model).names == NAMES
    assert len(set(NAMES)) == len(NAMES)


def test_it_is_small_and_says_what_it_is() -> None:
    assert FILE.stat().st_size < 2_000_000
    assert SHIPPED["card"]["never_fitted_on"] == "daniel"
    assert SHIPPED["card"]["figures"]


def test_its_steps_rise_and_its_trees_ask_about_columns_that_there_are() -> None:
    assert set(SHIPPED["steps"]) == {"", "fr"}
    for steps in SHIPPED["steps"].values():
        assert len(steps) == 999
        assert steps == sorted(steps)
    for columns, borders, leaves in SHIPPED["trees"]:
        assert len(leaves) == 2 ** len(columns) == 2 ** len(borders)
        assert all(0 <= column < len(NAMES) for column in columns)
        assert all(0 <= border <= 255 for border in borders)
        assert all(isinstance(leaf, int) for leaf in leaves)


@given(st.integers(0, 40), st.randoms(use_true_random=False))
def test_a_line_gets_the_same_sum_in_any_company(cut: int, chance: object) -> None:
    model = model_of(default_context().model)
    rows = np.random.RandomState(cut).randint(0, 256, (len(NAMES), 40)).astype(np.uint8)

    together = model.sums(rows)
    apart = np.concatenate((model.sums(rows[:, :cut]), model.sums(rows[:, cut:])))
    assert together.dtype == np.int32
    assert (together == apart).all()


def test_a_tree_is_read_as_it_is_written() -> None:
    text = json.dumps(
        {"trees": [[[0, 1], [10, 20], [1, 2, 4, 8]]], "bias": 100, "steps": {"": [103, 106], "fr": [102]}}
    )
    model = model_of(text)
    rows = np.array([[10, 10, 11, 11], [20, 21, 20, 21]], np.uint8)

    assert model.sums(rows).tolist() == [101, 102, 104, 108]
    other, french = np.array(["en"] * 4, object), np.array(["fr"] * 4, object)
    assert model.chances(model.sums(rows), other).tolist() == [0, 0, 1, 2]
    assert model.chances(model.sums(rows), french).tolist() == [0, 1, 1, 1]


def test_a_key_without_a_weight_says_nothing() -> None:
    keys = np.array([7 << 46 | 1, 9 << 46 | 5], np.uint64)
    table = table_of(keys, np.array([60, -127]), bias=4, scale=2)
    model = model_of(json.dumps({"words": table}))
    other = keys + np.uint64(1)  # the same slot, another key

    score = model.words.score(np.concatenate((keys, other)), np.array([0, 1, 2, 2]), 4)
    assert score.tolist() == [ZERO + 32, ZERO - 62, ZERO + 2, ZERO + 2]


def test_of_two_keys_in_one_slot_the_weightier_stays() -> None:
    keys = np.array([7 << 46 | 1, 7 << 46 | 2], np.uint64)
    model = model_of(json.dumps({"words": table_of(keys, np.array([3, -9]), 0, 1)}))

    assert model.words.score(keys, np.array([0, 1]), 2).tolist() == [ZERO, ZERO - 9]


def test_without_a_model_no_line_is_suspected() -> None:
    model = model_of("")
    sums = model.sums(np.zeros((len(NAMES), 3), np.uint8))

    assert sums.tolist() == [0, 0, 0]
    assert model.chances(sums, np.array(["fr"] * 3, object)).tolist() == [0, 0, 0]


@pytest.mark.parametrize("tokens", [TYPICAL])
def test_a_typical_line_costs_nothing_and_a_longer_one_more(tokens: int) -> None:
    costs = length_cost(np.arange(300))

    assert costs[tokens] == 0
    assert (np.diff(costs) >= 0).all()
    assert costs[0] < 0 < costs[20]


@pytest.mark.parametrize("mark", ["", "# ", "### "])
def test_the_title_is_known_under_the_mark_of_a_heading(mark: str) -> None:
    title = "Lire aussi à haute voix, un art qui revient"
    text = f"{mark}{title}\nLa bibliothèque a invité vendredi trois conteuses, et la salle était pleine.\n"
    draft = Draft(text, "fr", title)
    assert titles([draft], lines_in([draft])).tolist() == [True, False]
    other = Draft(text.replace("#", "#x"), "fr", title)
    assert titles([other], lines_in([other])).tolist() == [not mark, False]
