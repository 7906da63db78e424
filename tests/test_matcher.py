"""The matcher of the lexicons: what a phrase finds, against a plain reading of the same rules, one word after another."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.cleaning.glyphs import BLOCK, SEEN, SIGNS, blocks, glyphs_of
from corpuskit.cleaning.lexicon import consulted, hits_in, primary
from corpuskit.cleaning.phrases import CATEGORIES, phrases_of
from corpuskit.cleaning.words import words_of

LETTERS = r"[^\W\d_]"
TOKENS = re.compile(rf"\d+|{LETTERS}+|[{re.escape(SIGNS)}]")
WORDS = (
    "lire",
    "aussi",
    "abonnez",
    "vous",
    "le",
    "12",
    "mai",
    "2024",
    ":",
    "©",
    "afp",
    "et",
    "Échos",
    "STRASSE",
)
PIECES = ("lire", "aussi", "abonn*", "vous", "le", "#", "mai", "_", ":", "©", "af*", "et", "échos", "strasse")
LINES = st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join)
PHRASES = st.builds(
    lambda first, pieces, last: [*first, *pieces, *last],
    st.sampled_from([[], ["^"]]),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=5),
    st.sampled_from([[], ["$"]]),
).filter(lambda phrase: set(phrase) - {"^", "$", "_"})


def found(lines: list[str], phrase: str, category: str = "call") -> list[tuple[int, int, int, bool]]:
    """The places where the phrase stands: line, first word, the one after the last, whether it leads."""
    glyphs = glyphs_of(lines)
    words = words_of(glyphs)
    phrases = phrases_of({"fr": {category: (phrase,)}}, ["fr"])
    hits = hits_in(glyphs, words, phrases, np.ones((2, len(lines)), bool))
    starts = words.bounds[hits.lines]
    columns = (hits.lines, hits.first - starts, hits.last - starts, hits.leads)
    return sorted(zip(*(column.tolist() for column in columns), strict=True))


def plainly(line: str, phrase: list[str]) -> list[tuple[int, int]]:
    """The same read word by word."""
    tokens = TOKENS.findall(line.casefold())
    wanted = [piece for piece in phrase if piece not in ("^", "$")]
    solid = [at for at, token in enumerate(tokens) if token not in SIGNS]
    starts = {0, *solid[:1]}
    ends = {len(tokens), *(at + 1 for at in solid[-1:])}
    places = []
    for at in range(len(tokens) - len(wanted) + 1):
        fits = all(_fits(token, piece) for token, piece in zip(tokens[at:], wanted, strict=False))
        fits = fits and ("^" not in phrase or at in starts)
        if fits and ("$" not in phrase or at + len(wanted) in ends):
            places.append((at, at + len(wanted)))
    return places


def _fits(token: str, piece: str) -> bool:
    if piece == "_":
        return True
    if piece == "#":
        return token.isdecimal()
    return token.startswith(piece[:-1]) if piece.endswith("*") else token == piece


@given(st.lists(LINES, min_size=1, max_size=4), PHRASES)
def test_phrases_are_found_where_a_plain_reading_finds_them(lines: list[str], phrase: list[str]) -> None:
    expected = [(at, *place) for at, line in enumerate(lines) for place in plainly(line, phrase)]

    assert [place[:3] for place in found(lines, " ".join(phrase))] == expected


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        ("Abonnez-vous !", "^ abonnez vous $"),
        ("S\N{RIGHT SINGLE QUOTATION MARK}abonner", "s abonner"),
        ("Publié le 12 mai 2024", "publié le # _ #"),
        ("» Lire aussi", "^ lire aussi"),
        ("版权所有", "版权所有"),
        ("所有", "所有"),
        ("Straße", "strasse"),
        ("İLGİLİ HABERLER", "ilgili haberler"),
        ("ΔΙΑΒΆΣΤΕ ΕΠΊΣΗΣ", "διαβάστε επίσησ"),
        ("ПОДПИСАТЬСЯ на рассылку", "подпис*"),
        ("اشترك الآن", "اشترك الآن"),
        ("#culture", "hash culture"),
        ("10h30", "# h #"),
    ],
)
def test_phrases_are_found_in_every_script(line: str, phrase: str) -> None:
    assert found([unicodedata.normalize("NFC", line)], phrase)


@pytest.mark.parametrize(
    ("line", "phrase"),
    [
        ("Il faut lire aussi", "^ lire aussi"),
        ("Lire aussi la suite", "lire aussi $"),
        ("relire aussi", "lire aussi"),
        ("ab", "abonn*"),
        ("12 mai", "^ # _ #"),
        ("lire\N{COMBINING ACUTE ACCENT}", "lire"),
    ],
)
def test_and_not_elsewhere(line: str, phrase: str) -> None:
    assert not found([line], phrase)


def test_a_name_of_a_section_is_the_whole_line() -> None:
    assert found(["Politique", "La politique", "Politique :"], "politique", "section") == [
        (0, 0, 1, True),
        (2, 0, 1, True),
    ]


def test_a_phrase_does_not_reach_into_the_next_line() -> None:
    assert not found(["lire", "aussi"], "lire aussi")


def test_lexicons_of_the_language_and_of_english_are_consulted_and_all_where_it_is_unknown() -> None:
    lexicons = {language: {"call": ("x",)} for language in ("de", "en", "fr")}

    assert consulted("fr", lexicons) == ("fr", "en")
    assert consulted("en", lexicons) == ("en",)
    assert consulted("", lexicons) == consulted("tlh", lexicons) == ("de", "en", "fr")
    assert [primary(tag) for tag in ("fr-BE", "und", "", "ZH-Hant")] == ["fr", "", "", "zh"]


def test_a_stretch_has_the_same_hash_wherever_it_stands() -> None:
    lines = ["x" * 17, "abonnez-vous", "Abonnez-vous", "", "je m'abonnez"]
    glyphs = glyphs_of(lines)
    starts = glyphs.starts[[1, 2, 4]] + np.array([0, 0, 5])
    hashes = glyphs.hashes(starts, starts + 7)

    assert len(set(hashes.tolist())) == 1
    assert (glyphs.hashes(starts, starts + 6) != hashes).all()
    assert glyphs.stretches(7)[starts].tolist() == hashes.tolist()


def test_blocks_hold_all_lines_and_no_more_than_their_share() -> None:
    lengths = np.array([3, BLOCK * 2, 1, *([SEEN] * 2000)])
    found = blocks(lengths)

    assert [a for a, _ in found] == [0, *(b for _, b in found[:-1])]
    assert found[-1][1] == len(lengths)
    assert all((np.minimum(lengths[a:b], SEEN) + 1).sum() <= BLOCK for a, b in found)
    assert blocks(np.zeros(0, np.int64)) == []


def test_the_categories_are_those_of_the_lexicons() -> None:
    assert len(CATEGORIES) == len(set(CATEGORIES)) == 10


@given(st.lists(st.text(max_size=30).map(lambda text: text.replace("\n", " ")), max_size=5))
def test_any_text_is_read(lines: list[str]) -> None:
    words = words_of(glyphs_of(lines))

    assert len(words.bounds) == len(lines) + 1
    assert words.bounds[-1] == len(words.starts)
    assert (words.ends > words.starts).all()
