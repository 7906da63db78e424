"""The lexicons are data: phrases of a few tokens in a form that the matcher reads, each in one place."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent.parent / "src/corpuskit/data/lexicons"
LANGUAGES = ("ar", "de", "el", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "tr", "zh")
WITHOUT_BLANKS = ("CJK ", "HIRAGANA ", "KATAKANA", "IDEOGRAPHIC ITERATION")
SIGNS = set(
    ":@&%/>|"
    "\N{COPYRIGHT SIGN}\N{EURO SIGN}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{BULLET}\N{RIGHTWARDS ARROW}"
)
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
SMALL = 20  # phrases that a category has at least
LARGE = {"en": 60, "fr": 60}
LONGEST = 6  # tokens, the marks of the edges not counted
VOICE = 4  # pronouns are few, and some languages leave them out


def lexicon(language: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return found


def phrases(language: str) -> list[tuple[str, str]]:
    return [(category, phrase) for category, found in lexicon(language).items() for phrase in found]


def alone(character: str) -> bool:
    """Whether the character is a token by itself: its script has no blanks."""
    return unicodedata.name(character, "").startswith(WITHOUT_BLANKS)


def tokens(phrase: str) -> list[str]:
    found: list[str] = []
    for word in phrase.split(" "):
        found.extend(word if any(map(alone, word)) else [word])
    return found


def is_word(token: str) -> bool:
    """Whether a token is letters and the marks on them, with a star at the end or none."""
    body = token.removesuffix("*")
    return bool(body) and all(unicodedata.category(each)[0] in "LM" for each in body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lexicon_has_the_categories_in_order_and_none_is_thin(language: str) -> None:
    found = lexicon(language)
    assert list(found) == CATEGORIES
    for category, listed in found.items():
        assert len(listed) >= (VOICE if category == "voice" else LARGE.get(language, SMALL)), category


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_sorted_and_none_stands_twice(language: str) -> None:
    for category, listed in lexicon(language).items():
        assert listed == sorted(set(listed)), category


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_has_one_phrase_a_line(language: str) -> None:
    text = (FOLDER / f"{language}.json").read_text(encoding="utf-8")
    assert text == json.dumps(lexicon(language), ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_casefolded_composed_and_parted_by_one_blank(language: str) -> None:
    wrong = [
        (category, phrase)
        for category, phrase in phrases(language)
        if phrase != unicodedata.normalize("NFC", phrase.casefold()) or phrase != " ".join(phrase.split())
    ]
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_made_of_words_numbers_and_known_signs(language: str) -> None:
    wrong = [
        (category, phrase, token)
        for category, phrase in phrases(language)
        for token in tokens(phrase)
        if not (token in SIGNS or token in {"^", "$", "#", "_"} or is_word(token))
    ]
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_have_a_word_or_sign_and_at_most_six_tokens(language: str) -> None:
    for category, phrase in phrases(language):
        found = [token for token in tokens(phrase) if token not in {"^", "$"}]
        assert len(found) <= LONGEST, (category, phrase)
        assert set(found) - {"_"}, (category, phrase)


@pytest.mark.parametrize("language", LANGUAGES)
def test_edges_stand_at_the_edges_and_blanks_for_words_come_after_something(language: str) -> None:
    for category, phrase in phrases(language):
        found = tokens(phrase)
        assert "^" not in found[1:], (category, phrase)
        assert "$" not in found[:-1], (category, phrase)
        assert found.count("_") <= 3, (category, phrase)
        assert next(each for each in found if each != "^") != "_", (category, phrase)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_star_follows_at_least_two_letters_and_ends_its_word(language: str) -> None:
    for category, phrase in phrases(language):
        for token in tokens(phrase):
            assert "*" not in token[:-1], (category, phrase)
            assert not token.endswith("*") or len(token) > 2, (category, phrase)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_sections_are_whole_lines_without_marks(language: str) -> None:
    for name in lexicon(language)["section"]:
        assert not set(tokens(name)) & {"^", "$", "_"}, name
        assert "*" not in name
