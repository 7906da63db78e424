"""Decisions of people win: over the model, over repetition, and the nearer one over the farther."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpuskit.app.context import default_context
from corpuskit.app.decisions import decisions_of
from corpuskit.app.settings import load_settings
from corpuskit.cleaning import remove
from corpuskit.cleaning.lines import Draft
from corpuskit.errors import SettingsError
from corpuskit.model.context import Context
from corpuskit.model.facts import CorpusFacts

BODY = "Le conseil municipal de Valmore a voté lundi soir la réfection du lavoir, fermé depuis l'effondrement de sa charpente."
LABEL = "Publié le 12 mai 2024 à 10 h"
TEXT = "\n".join([LABEL, BODY, BODY.replace("lavoir", "four"), BODY.replace("lundi", "mardi"), ""])


def row(
    line: str, decision: str, scope: str = "corpus", of: str | None = None, **more: str
) -> dict[str, Any]:
    return {"line": line, "decision": decision, "scope": scope, **({"of": of} if of else {}), **more}


def cleaned(*rows: dict[str, Any], text: str = TEXT, site: str = "a.example", name: str = "1") -> str:
    decisions = "".join(json.dumps(one) + "\n" for one in rows)
    with_them = replace(default_context(), decisions=decisions)
    [(_, clean, _)] = remove([Draft(text, "fr", None, site, name)], with_them)
    return clean


def test_without_a_decision_the_date_goes_and_the_sentence_stays() -> None:
    assert LABEL not in cleaned()
    assert BODY in cleaned()


@pytest.mark.parametrize("reach", [{}, {"scope": "site", "of": "a.example"}, {"scope": "article", "of": "1"}])
def test_a_line_that_is_kept_stays_and_one_that_is_removed_goes(reach: dict[str, str]) -> None:
    assert LABEL in cleaned(row(LABEL.upper(), "keep", **reach))
    assert BODY not in cleaned(row(BODY, "remove", **reach))


@pytest.mark.parametrize("reach", [{"scope": "site", "of": "b.example"}, {"scope": "article", "of": "2"}])
def test_a_decision_reaches_no_further_than_it_says(reach: dict[str, str]) -> None:
    assert LABEL not in cleaned(row(LABEL, "keep", **reach))
    assert BODY in cleaned(row(BODY, "remove", **reach))


def test_the_nearest_decision_wins() -> None:
    corpus, site = row(LABEL, "keep"), row(LABEL, "remove", "site", "a.example")
    article = row(LABEL, "keep", "article", "1")

    assert LABEL not in cleaned(corpus, site)
    assert LABEL in cleaned(article, site, corpus)


def test_numbers_and_case_do_not_count() -> None:
    assert LABEL in cleaned(row("PUBLIÉ LE 3 MAI 1999 À 9 H", "keep"))


def test_a_decision_is_told_with_its_reason_and_can_be_taken_back() -> None:
    decisions = json.dumps(row(BODY, "remove", reason="vu avec la rédaction"))
    context = replace(default_context(), decisions=decisions)
    [(steps, _, judged)] = remove([Draft(TEXT, "fr")], context)
    [verdict] = [one for one in judged.verdicts if one.text == BODY]

    assert verdict.outcome == "remove"
    assert verdict.reason == "a person decided so: vu avec la rédaction"
    assert steps[0].edits[-1].reason == verdict.reason


def test_decisions_are_part_of_the_pipeline() -> None:
    assert Context(decisions='{"line": "x"}').pipeline != Context().pipeline


def test_the_file_beside_the_raw_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "decisions.jsonl").write_text(json.dumps(row("x", "keep")) + "\n\n", encoding="utf-8")

    assert json.loads(load_settings(tmp_path).decisions) == row("x", "keep")
    assert load_settings(tmp_path / "elsewhere").decisions == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "2: this is not JSON"),
        ("[]", "2: this is no JSON object"),
        (json.dumps(row("x", "drop")), "decision"),
        (json.dumps(row("  ", "keep")), "line"),
        (json.dumps(row("x", "keep", "site")), "of"),
        (json.dumps(row("x", "keep", "corpus", "a.example")), "of"),
        (json.dumps(row("x", "keep", by="me")), "by"),
        (json.dumps(row("x", "keep")) + "\n" + json.dumps(row("X ", "remove")), "3: line 2 decides the same"),
    ],
)
def test_a_decision_that_cannot_be_read_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "decisions.jsonl").write_text(f"\n{text}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=said):
        decisions_of(tmp_path)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "decisions.jsonl").write_bytes(b"\xff")
    with pytest.raises(SettingsError, match="not UTF-8"):
        decisions_of(tmp_path)


def test_no_decisions_no_facts_nothing_changes() -> None:
    assert cleaned() == cleaned(row("Une ligne qui ne s'y trouve pas", "remove"))
    assert CorpusFacts() == default_context().facts
