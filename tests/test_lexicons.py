"""The lexicons are data: patterns that must compile, stay sharp, and be found by the words that they need."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.app.context import default_context
from corpuskit.cleaning.lexicon import cues_of, index_of, needs_of

CONTEXT = default_context()

FOLDER = Path(__file__).resolve().parent.parent / "src/corpuskit/data/lexicons"
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
CATEGORIES = [
    "section",
    "byline",
    "credit",
    "biography",
    "call",
    "related",
    "legal",
    "advertising",
    "tools",
    "voice",
]


def lexicon(language: str) -> dict[str, list[str]]:
    return json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))


def matches(language: str, category: str, line: str) -> bool:
    return category in dict(cues_of(line.lower(), index_of(language, CONTEXT)))


def test_the_folder_holds_these_languages_and_no_other_file() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == [f"{language}.json" for language in LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lexicon_has_every_category_and_no_fragment_twice(language: str) -> None:
    found = lexicon(language)
    assert list(found) == CATEGORIES
    for fragments in found.values():
        assert fragments
        assert len(fragments) == len(set(fragments))
        assert not [fragment for fragment in fragments if fragment != fragment.strip()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_fragment_is_a_pattern_that_matches_no_empty_line(language: str) -> None:
    for category in CATEGORIES[1:]:
        for fragment in lexicon(language)[category]:
            assert not any(re.fullmatch(fragment, blank) for blank in ("", " ", "\n")), fragment


@pytest.mark.parametrize("fragment", [r"\S+", "(?:a|)b?", r"^.*$"])
def test_a_pattern_that_needs_no_word_is_refused(fragment: str) -> None:
    with pytest.raises(ValueError, match="every line"):
        needs_of(fragment)


FRAGMENTS = sorted((lang, cat, f) for lang in LANGUAGES for cat in CATEGORIES[1:] for f in lexicon(lang)[cat])


@settings(max_examples=400)
@given(
    st.sampled_from(FRAGMENTS).flatmap(
        lambda which: st.tuples(st.just(which), st.from_regex(which[2], fullmatch=True))
    )
)
def test_what_a_pattern_matches_its_needs_let_through(case: tuple[tuple[str, str, str], str]) -> None:
    (language, category, fragment), line = case
    line = line.lower()
    if "\n" not in line and re.search(rf"(?<![^\W_])(?:{fragment})(?![^\W_])", line):
        assert matches(language, category, line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_section_is_case_folded_and_matches_in_python(language: str) -> None:
    for fragment in lexicon(language)["section"]:
        re.compile(fragment)
        assert fragment == fragment.lower()


@pytest.mark.parametrize(
    ("language", "category", "line"),
    [
        ("fr", "byline", "Mis à jour le 3 mai 2024 à 10 h"),
        ("fr", "credit", "Crédit photo : Jeanne Aubry"),
        ("fr", "biography", "Diplômée de lettres, elle écrit sur les jardins."),
        ("fr", "call", "Inscrivez-vous à notre newsletter"),
        ("fr", "related", "À lire également : les ponts du canton"),
        ("fr", "legal", "Tous droits réservés"),
        ("fr", "advertising", "Demandez votre devis gratuit"),
        ("fr", "tools", "Envoyer par e-mail"),
        ("en", "byline", "4 min read"),
        ("en", "credit", "Photo courtesy of the museum"),
        ("de", "legal", "Datenschutzerklärung"),
        ("de", "related", "Mehr zum Thema"),
        ("es", "call", "Suscríbete"),
        ("it", "related", "Leggi anche: il ponte"),
        ("pt", "tools", "Partilhar no Facebook"),
        ("nl", "advertising", "Gratis verzending vanaf 20 euro"),
        ("fr", "voice", "J\N{RIGHT SINGLE QUOTATION MARK}arrive demain"),
    ],
)
def test_residue_is_known(language: str, category: str, line: str) -> None:
    assert matches(language, category, line)


@pytest.mark.parametrize(
    ("language", "category", "line"),
    [
        ("fr", "byline", "Le rapport publié le 12 mars par la commission donne raison aux pêcheurs."),
        ("fr", "credit", "La photo montre la halle sans son toit."),
        ("fr", "call", "La lettre compte deux mille abonnés."),
        ("fr", "related", "Lire plus lentement"),
        ("fr", "legal", "La mairie ne dépose plus aucun cookie."),
        ("fr", "advertising", "La publicité a disparu des abribus."),
        ("fr", "tools", "Partager l'étal"),
        ("en", "byline", "A study published in March found nothing."),
        ("en", "call", "Two thousand people subscribed to the library."),
        ("de", "related", "Mehr Licht für die Händler"),
        ("es", "call", "El boletín de la cooperativa vuelve en enero."),
        ("it", "related", "Leggere la musica viene dopo."),
        ("pt", "tools", "A praça é partilhada por todos."),
        ("nl", "legal", "De eigenaar heeft alle rechten aan het dorp geschonken."),
        ("fr", "voice", "Le journal vit de la vente au numéro."),
        ("en", "credit", "RAFFORD (AP) \N{EM DASH} A ferry ran aground on Monday."),
        ("fr", "biography", "La fanfare est passionnante et mal accordée."),
    ],
)
def test_running_text_is_left_alone(language: str, category: str, line: str) -> None:
    assert not matches(language, category, line)
