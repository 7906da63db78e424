"""Where cleaning cuts into a sentence: told from the edits alone, whatever made them."""

from __future__ import annotations

import pytest

from corpuskit.model.articles import Address, Article, Decoded, RawArticle
from corpuskit.model.checks import Subject
from corpuskit.model.context import Context
from corpuskit.model.edits import Edit, EditScript, Step
from corpuskit.model.findings import Finding, Place, Severity
from corpuskit.rules import judge

FULL = "Le bal commencera à la nuit tombée, et la fanfare jouera."


def said(*lines: str, gone: tuple[int, ...]) -> list[Finding]:
    """What is said when the lines with these numbers (from 0) were removed, and then needless blank lines."""
    decoded = "\ufeff" + "\n".join(lines)
    steps = [Step("bom", (Edit(0, "\ufeff", "", "EDT001"),))]
    edits, at = [], 0
    for number, line in enumerate(lines):
        whole = line + ("\n" if number < len(lines) - 1 else "")
        if number in gone:
            edits.append(Edit(at, whole, "", "BPL290", 100, "for the test"))
        at += len(whole)
    steps.append(Step("lines", tuple(edits)))
    text = EditScript(tuple(steps)).apply(decoded)
    if "\n\n\n" in text:
        hole = text.index("\n\n\n")
        steps.append(Step("blanks", (Edit(hole, "\n\n\n", "\n\n", "EDT006"),)))
    script = EditScript(tuple(steps))
    raw = RawArticle("a", decoded.encode(), "text/plain", {}, Address("a.txt", 0, 0), "")
    found = Decoded(decoded, "utf-8", "bom")
    article = Article(raw, found, script, script.apply(decoded))
    return list(judge(Subject(raw, found, article, Context(selected=("EDT103",))))[0])


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        (("La halle a été choisie par les habitants et", "Réclame", "les marchands de la place."), (1,)),
        (("La halle a été choisie par les habitants,", "Réclame", "les marchands de la place."), (1,)),
        (("La halle a été choisie par les habi-", "Réclame", "tants de la place."), (1,)),
        (("La halle a été choisie par les habitants et", "", "Réclame", "", "les marchands de la place."), (2,)),
        (("La halle a été choisie par les habitants et", "Une", "Deux", "les marchands de la place !"), (1, 2)),
        ((FULL, "On y verra les habitants et", "les marchands de la place."), (1,)),
        (("On y verra les habitants et", "les marchands de la place."), (0,)),
        (("la halle que les habitants ont choisie pour", "la fête que tout le monde attend depuis", "trois ans au moins et plus"), (1,)),
    ],
    ids=["a letter", "a comma", "a hyphen", "blank lines", "two lines", "the beginning went", "at the start", "wrapped"],
)  # fmt: skip
def test_a_sentence_that_goes_through_the_cut(lines: tuple[str, ...], gone: tuple[int, ...]) -> None:
    assert len(said(*lines, gone=gone)) == 1


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        (("La halle a été choisie par les habitants.", "Réclame.", "les marchands de la place."), (1,)),
        (("La halle a été choisie par les habitants et", "Réclame.", "Les marchands de la place."), (1,)),
        (("La halle a été choisie par les habitants et", "Réclame.", "les marchands de la place"), (1,)),
        (("La halle a été choisie par les habitants et", "Réclame.", "place."), (1,)),
        (("Halles et marchés", "Réclame.", "les marchands de la place."), (1,)),
        (("La halle a été choisie par 1 200", "Réclame.", "les marchands de la place."), (1,)),
        (("La halle a été choisie par les habitants et", "Réclame.", "iMarché vend sur la place."), (1,)),
        ((FULL, "Réclame", "les marchands de la place."), (1,)),
        ((FULL, "la fête que tout le monde attend depuis", "trois ans au moins et plus"), (1,)),
        ((FULL, "Le 12 mai 2024, page 3", "les marchands de la place."), (1,)),
        ((FULL, "La réclame des habitants et", "Les marchands."), (1,)),
        (("市场在星期六早上八点", "广告", "开门。"), (1,)),
        (("la halle que les habitants ont choisie pour", "La fête que tout le monde attend depuis", "trois ans au moins et plus"), (1,)),
        (("la halle que les habitants ont choisie pour", "la fête, oui,", "trois ans au moins et plus"), (1,)),
        (("la halle que les habitants ont choisie pour", "", "la fête que tout le monde attend depuis", "", "trois ans au moins et plus"), (2,)),
        (("les fruits de la halle", "la fête que tout le monde attend depuis", FULL), (1,)),
        (("La halle a été choisie par les habitants et", "les marchands de la place."), ()),
        (("La halle a été choisie par les habitants et", "les marchands de la place.", "réclame"), (2,)),
    ],
    ids=[
        "ended before", "a capital after", "no end after", "one word after", "a label before", "a number before",
        "a name after", "a word", "wrapped, ended before", "a date", "a capital after what went", "no capitals in the script",
        "wrapped, a capital in what went", "wrapped, too short", "wrapped, between blank lines", "wrapped, a capital after",
        "nothing went", "the end went",
    ],
)  # fmt: skip
def test_no_sentence_goes_through_the_cut(lines: tuple[str, ...], gone: tuple[int, ...]) -> None:
    assert said(*lines, gone=gone) == []


def test_the_place_is_that_of_the_line_that_went_and_cuts_are_counted() -> None:
    lines = (FULL, "On y verra les habitants et", "  Réclame", "les marchands de la place.", "Puis viendront les autres, avec", "Une", "Deux", "leurs étals.", FULL)  # fmt: skip
    [finding] = said(*lines, gone=(2, 5, 6))
    assert finding.severity is Severity.WARNING
    assert finding.place == Place("a.txt", 3, 1)
    assert finding.excerpt == "Réclame"
    assert finding.data == {"count": 2, "codes": ["BPL290"]}
    assert "in 2 places" in finding.message


def test_blank_lines_that_went_with_it_move_no_place() -> None:
    lines = ("Un titre de trois mots", "", "Réclame", "", FULL, "On y verra les habitants et", "Réclame", "les marchands de la place.")  # fmt: skip
    [finding] = said(*lines, gone=(2, 6))
    assert (finding.place, finding.data["count"]) == (Place("a.txt", 7, 1), 1)


def test_each_of_several_cuts_is_looked_at_in_its_own_place() -> None:
    broken = ("On y verra les habitants et", "Une réclame de trois lignes", "les marchands de la place.")
    [finding] = said(*broken, *broken, *broken, *broken, gone=(1, 4, 7, 10))
    assert finding.data["count"] == 4
