"""What no model can take: the guards, each against a model that is certain of every line; and what words decide where it doubts."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from corpuskit.app.context import default_context
from corpuskit.cleaning import remove
from corpuskit.cleaning.lines import Draft
from corpuskit.model.context import Context

CERTAIN = json.dumps({"bias": 9000, "steps": {"": list(range(1, 1000))}})
BODY = (
    "La halle couverte a rouvert samedi matin, après onze mois de travaux et une facture de deux millions, "
    "que la commune n'avait pas prévue et que le conseil devra voter avant la fin du mois de juin."
)
CLOSE = BODY.replace("La halle couverte", "Le vieux lavoir")
WORD = "Mot de trop"


def kept(*lines: str, title: str | None = None, decisions: str = "") -> list[str]:
    """The lines that stay of an article."""
    context = Context(model=CERTAIN, decisions=decisions)
    [(_, text, _)] = remove([Draft("\n".join(lines) + "\n", "fr", title)], context)
    return text.split("\n")[:-1]


def test_the_model_takes_what_nothing_guards_and_no_long_line() -> None:
    assert kept(WORD, BODY, WORD, "Ce qui change", CLOSE, WORD) == [BODY, "Ce qui change", CLOSE]


def test_the_title_stays_where_it_has_the_shape_of_one() -> None:
    title = "Le marché rouvre enfin"
    assert kept(title, BODY, CLOSE, title=title) == [title, BODY, CLOSE]
    assert kept("Marché", BODY, CLOSE, title="Marché") == [BODY, CLOSE]


@pytest.mark.parametrize(
    "inside",
    [
        ["Il faut :", "du sel", "du poivre"],
        ["- du sel", "- du poivre"],
        ["« Nous y tenions »", "Nicole, 58 ans"],
        ["Ce qui change"],
    ],
    ids=["list after a colon", "items", "quotation and who said it", "heading"],
)
def test_what_belongs_together_stays_inside_the_article(inside: list[str]) -> None:
    lines = [BODY, *inside, CLOSE]
    left = kept(*lines)
    assert [line for line in left if line in inside[-2:]] == inside[-2:]


def test_the_last_lines_of_an_article_stay_undecided() -> None:
    draft = Draft("Contact\nÉcrire à la mairie\n", "fr")
    [(steps, text, judged)] = remove([draft], Context(model=CERTAIN))
    assert (steps, text) == ((), draft.text)
    assert [verdict.outcome for verdict in judged.verdicts] == ["undecided", "undecided"]


def test_what_people_decided_wins_over_model_and_guards() -> None:
    rows = [
        {"scope": "corpus", "line": WORD, "decision": "keep"},
        {"scope": "corpus", "line": BODY, "decision": "remove"},
    ]
    decisions = "\n".join(map(json.dumps, rows)) + "\n"
    assert kept(WORD, BODY, CLOSE, decisions=decisions) == [WORD, CLOSE]
    assert kept(BODY, decisions=decisions) == []


@pytest.mark.parametrize(("runs", "stays"), [(3, False), (4, True)])
def test_a_long_list_between_sentences_is_left_to_a_person(runs: int, stays: bool) -> None:
    listed = [[f"Mot {one} {other}" for other in "abcdefghijk"] + ["Ce qui change"] for one in "wxyz"[:runs]]
    lines = [BODY, *(line for run in listed for line in (*run, CLOSE))]
    assert ("Mot w a" in kept(*lines)) == stays


DOUBTING = json.dumps({"bias": 700, "steps": {"": list(range(-13300, 6680, 20))}})


def outcome(line: str, language: str) -> str:
    """What becomes of a line between two sentences where the model doubts every line; "" for one that is kept."""
    context = replace(default_context(), model=DOUBTING)
    [(_, _, judged)] = remove([Draft(f"{BODY}\n{line}\n{CLOSE}\n{BODY}\n", language)], context)
    return {verdict.text: verdict.outcome for verdict in judged.verdicts}.get(line, "")


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Lire aussi : Le vieux lavoir attend encore ses tuiles neuves et un maçon", "fr"),
        ("Lesen Sie auch: Das alte Waschhaus wartet noch immer auf seine neuen Ziegel", "de"),
        ("READ MORE: The old wash house is still waiting for its tiles and a mason", "en"),
        ("Tags: wash house, tiles, masons, council", "en"),
        ("Les tuiles du lavoir, empilées derrière la halle. © Odette Marsan", "fr"),
        ("Die Ziegel liegen seit März hinter der Halle. Foto: Anna Kestner", "de"),
    ],
)
def test_a_label_says_what_the_rest_of_its_line_is(line: str, language: str) -> None:
    assert outcome(line, language) == "remove"


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Le vieux lavoir attend encore ses tuiles neuves et un maçon", "fr"),
        ("Lire aussi le vieux lavoir, ses tuiles et ce que le maçon en disait", "fr"),
        ("À la fin : le vieux lavoir attend encore ses tuiles neuves et un maçon", "fr"),
        ("Die Ziegel liegen seit März hinter der Halle, neben der alten Waage", "de"),
    ],
)
def test_without_its_label_a_line_stays(line: str, language: str) -> None:
    assert outcome(line, language) != "remove"


def test_a_byline_with_a_colon_is_a_label_at_the_edges_only() -> None:
    line = "Mis à jour le 3 mai 2024 : la halle, le lavoir et les tuiles du vieux pont"
    context = replace(default_context(), model=DOUBTING)
    [(_, text, _)] = remove([Draft(f"{line}\n{BODY}\n{CLOSE}\n{BODY}\n", "fr")], context)
    assert line not in text
    assert outcome(line, "fr") != "remove"


def test_a_quotation_inside_the_article_stays_whatever_its_words() -> None:
    assert outcome("« Suivez-nous sur Instagram »", "fr") == ""
    assert outcome("Suivez-nous sur Instagram", "fr") == "undecided"
