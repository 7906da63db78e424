"""What no model can take: the guards, each against a model that is certain of every line."""

from __future__ import annotations

import json

import pytest

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
