"""What the findings about characters and lines say: severity, place, counts, kinds. Whether they fire is told by the cases."""

from __future__ import annotations

import tracemalloc
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpuskit.decoding.doubled import doubled
from corpuskit.model.articles import Address, Article, Decoded, RawArticle
from corpuskit.model.checks import Subject
from corpuskit.model.context import Context
from corpuskit.model.edits import EditScript
from corpuskit.model.findings import Place, Severity
from corpuskit.rules import judge
from tests import articles
from tests.checked import found, processed

CODES = (
    "TXT001",
    "TXT002",
    "TXT003",
    "TXT101",
    "TXT102",
    "TXT103",
    "TXT104",
    "TXT105",
    "TXT106",
    "EDT102",
    "EDT103",
    "PII",
)
TEXTS = {name: text for name, text in vars(articles).items() if name.isupper()}
PAGES = {
    "FRENCH": ("cp1252", "latin-1", "mac_roman", "cp850"),
    "RUSSIAN": ("cp1252", "latin-1", "cp1251"),
    "POLISH": ("cp1252", "latin-1", "cp1250"),
    "CZECH": ("cp1252", "latin-1", "cp1250"),
    "GREEK": ("cp1252", "latin-1", "cp1253"),
}


def through(text: str, page: str) -> str:
    """The text in UTF-8, read as `page`; bytes that it leaves open become the C1 controls, as on the Web."""
    return "".join(byte.to_bytes().decode(page, "ignore") or chr(byte) for byte in text.encode("utf-8"))


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_of_any_language_is_mojibake_until_it_is(name: str) -> None:
    text = TEXTS[name]
    assert doubled(text, text.encode()) is None
    for page in PAGES.get(name, ("cp1252", "latin-1")):
        for part in (text, text.strip().split("\n")[-1]):
            garbled = through(part, page)
            seen = doubled(garbled, garbled.encode())
            assert seen is not None, (name, page)
            assert seen.page == page.replace("latin-1", "cp1252")
            assert seen.found == through(seen.meant, page)
            assert garbled[seen.at : seen.at + len(seen.found)] == seen.found


def test_mojibake_is_counted_from_its_first_place() -> None:
    [finding] = found("Bon.\r\nLe marchÃ© de lâ€™Ã©tÃ©.\r\n", "TXT101")
    assert (finding.severity, finding.fault) == (Severity.WARNING, "cp1252")
    assert finding.place == Place("a.txt", 2, 9)
    assert finding.data == {"count": 4, "lines": 1, "page": "cp1252", "offset": 14}
    assert "4 places (first Ã© for é)" in finding.message
    assert finding.excerpt == "Le marchÃ© de lâ€™Ã©tÃ©."


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Le cafÃ©.", True),
        ("Le cafÃ© de l’été.", False),  # one place, and the rest is right
        ("Le cafÃ© et le thÃ©.\nL’été.", True),
        ("Il Ã¨ bello.", True),  # a word of one letter
        ("Marque NESTLÉ®", False),
        ("Il dit Ã¨ pour è.", False),  # the line has the right letter too
        ("Il dit cafÃ© ou thÃ©.\nUnicode.", False),  # one line of two, where an encoding is named
        ("Il dit cafÃ© ou thÃ©. UTF-8.", True),  # all of it
        ("m×², ×° et ×³", False),
        ("Ù…Ø±Ø­Ø¨Ø§", True),
        ("MĂŞTI și CĂŞTI", False),  # Romanian capitals, which are sequences in Windows-1250
        ("Vous l’êtes, l’Été", False),  # sequences in Mac Roman
        ("PAŃSTWO NAJCZĘŚCIEJ", False),
        ("Le cafÃ©.\nL’été à côté.", False),  # one line, and the others are right
        ("Le MÃ¼ller a été déçu à côté.\nLe BÃ¶hm a été déçu à côté.", False),  # most of each line is right
        ("On lit cafÃ© pour café.\nOn lit thÃ© pour thé.", False),
        ("Unicode.\nOn lit cafÃ© ou thÃ©.", False),
        ('You see "Ã©" or "Ã¨" here.', False),  # in no word
        ("Yes â€” no â€” yes.", True),  # nothing else makes three such characters
        ("2×½ cup, 3×¼ l, 4×¾ kg", False),
        ("DUCHÄ® or DUCHÔ™", False),
        ("aÂ€ bÂ€ cÂ€", False),  # controls, which nobody wrote
        ("MĂŞTI\nCĂŞTI\nPĂŞTI\nÎn grădină, după-amiază, s-a făcut târziu și frig.", False),
    ],
)  # fmt: skip
def test_how_much_is_enough(text: str, fires: bool) -> None:
    assert (doubled(text, text.encode()) is not None) == fires


def test_of_two_pages_the_one_that_explains_more_is_named() -> None:
    text = "baÄ‡ka daÄ‡ka\nmiĹ‚a biaĹ‚a caĹ‚a"  # the first line alone could be Windows-1252 too
    seen = doubled(text, text.encode())
    assert seen is not None
    assert (seen.page, seen.count, seen.lines) == ("cp1250", 5, 2)


def test_noncharacters_of_every_plane_and_fillers_among_letters_are_found() -> None:
    for point in (
        0xFDD0,
        0xFDEF,
        *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
    ):
        [finding] = found(f"a{chr(point)}b", "TXT102")
        assert finding.fault == "noncharacter", hex(point)
    [finding] = found("\u2600\U000e0100", "TXT102")  # selectors of ideographs select no sun
    assert finding.fault == "variation-selector"
    for filler in "\u115f\u1160\u3164\uffa0":
        [finding] = found(f"a{filler}b", "TXT102")
        assert finding.fault == "filler"


def test_invisible_characters_are_named_with_counts_kinds_and_offsets() -> None:
    [finding] = found("Un\r\nmarché\u200b\u200b\ue80a.", "TXT102")
    assert finding.severity is Severity.WARNING
    assert finding.place == Place("a.txt", 2, 7)
    assert finding.fault == "private-use zero-width"
    assert finding.data == {"count": 3, "characters": {"U+200B": 2, "U+E80A": 1}, "offsets": [10, 11, 12]}
    assert "U+200B ×2, U+E80A" in finding.message
    [many] = found("a" + "\u2063" * 50, "TXT102")
    assert (many.data["count"], len(many.data["offsets"])) == (50, 20)


def test_every_character_of_the_list_is_found_and_no_other_beyond_what_others_tell() -> None:
    """Row 14: whatever prints nothing, or means something in one font only, has a finding with its offset."""
    normal = {0xAD, 0x200C, 0x200D, 0x200E, 0x200F, 0x61C, 0xFEFF}  # FEFF is the mark: TXT104
    direction_or_tag = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xE0000, 0xE0080)}
    private = (*range(0xE000, 0xF900, 97), 0xF8FF, *range(0xF0000, 0x110000, 0x3FFF))
    for point in (*range(0x80, 0x3200), *private, *range(0xFE00, 0x10000), *range(0xE0000, 0xE1000, 13)):
        char = chr(point)
        category = unicodedata.category(char)
        if category == "Cf" or category == "Co" or (category == "Cn" and 0xE0000 <= point < 0xE1000):
            script = unicodedata.name(char, "").startswith(("ARABIC", "SYRIAC"))
            told = found(f"a{char}b", "TXT003", "TXT102")
            if point in normal or script:
                assert told == [], hex(point)
            else:
                [finding] = told
                assert finding.code == ("TXT003" if point in direction_or_tag else "TXT102"), hex(point)
                assert finding.data["offsets"] == [1]


def test_nothing_invisible_is_stripped_in_silence() -> None:
    hidden = "\u200b\u2060\u2063\u180e\u034f\u3164\ufe0f\ufffc\ue000\ufdd0\u202e\u2069\U000e0041\u200d\u200c\u00ad\u00a0\u202f\u200e"
    result = processed(f"Le marché{hidden} ouvre.\n", "TXT003", "TXT102")
    assert result.article is not None
    assert result.article.text == f"Le marché{hidden} ouvre.\n"
    assert {finding.code for finding in result.findings} == {"TXT003", "TXT102"}


def test_words_that_are_not_composed_have_the_place_of_the_first_in_the_raw_file() -> None:
    [finding] = found("\ufeffBon.\r\nLe marche\u0301 et l'e\u0301te\u0301.", "TXT103")
    assert finding.severity is Severity.NOTE
    assert finding.place == Place("a.txt", 2, 9)
    assert finding.data == {"count": 2, "offset": 15}


def test_marks_inside_are_counted_and_those_at_the_start_are_not() -> None:
    [finding] = found("\ufeff\ufeffUn\n\ufeffdeux\ufeff", "TXT104")
    assert (finding.severity, finding.place) == (Severity.WARNING, Place("a.txt", 2, 1))
    assert finding.data == {"count": 2, "offsets": [5, 10]}


@pytest.mark.parametrize(
    "name", [name for name in TEXTS if name != "KOREAN"]
)  # its words are too short to be sure
def test_every_language_is_known_in_utf7(name: str) -> None:
    text = TEXTS[name]
    assert found(text, "TXT105") == []
    [finding] = found(text.encode("utf-7"), "TXT105")
    assert finding.severity is Severity.WARNING


def test_utf7_has_its_first_place_and_its_meaning() -> None:
    [finding] = found("Bon.\nLe march+AOk- de l'+AOk-t+AOk.", "TXT105")
    assert finding.place == Place("a.txt", 2, 9)
    assert finding.data == {"count": 3, "offset": 13}
    assert "first +AOk- for é" in finding.message


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("caf+AOk-", True),
        ("caf+AOk", False),  # not closed, and alone
        ("caf+AOk th+AOk", True),
        ("x +AOk- y", False),  # in no word
        ("caf+AOl-", False),  # the bits that are left are not zero
        ("caf+AGE-", False),  # an a, which nobody encodes
        ("caf+2AA-", False),  # half of a surrogate pair
        ("caf+AOkA-", False),  # a byte too many
        ("+BdAF1QXd", False),  # three Hebrew letters, but once
        ("+BdAF1QXd +BdUF2AXY", True),
        ("+TgBOjE4JTgpOC04L", True),  # six Chinese letters
        ("+TgBOjE4JTgpOCwQw", False),  # five, and a Russian one
        ("a+abc-b +def-", False),  # Chinese, one character each
    ],
)
def test_how_much_utf7_is_enough(text: str, fires: bool) -> None:
    assert bool(found(text, "TXT105")) == fires


def test_a_long_line_has_its_length_and_its_place_in_the_raw_file() -> None:
    line = "mot " * 1250 + "x"
    [finding] = found(f"Un.\r\n\r\n\r\n{line}\r\nUne phrase suit, et {'y' * 5001}.", "TXT106")
    assert finding.severity is Severity.WARNING
    assert finding.place == Place("a.txt", 4, 1)
    assert finding.data == {"count": 2, "length": 5001}
    assert found(line[:5000], "TXT106") == []
    assert found("市" * 1667, "TXT106") != []
    assert found("市" * 1666, "TXT106") == []
    assert found(line, "TXT106", parameters={"TXT106": {"characters": 5001}}) == []
    assert len(found("a", "TXT106", parameters={"TXT106": {"characters": 0}})) == 0
    assert len(found("Une phrase.\n", "TXT106", parameters={"TXT106": {"characters": 0}})) == 1
    exact = {"TXT106": {"characters": 9}}  # lines of three characters are the longest that are never weighed
    assert found("市场\n市场开\n市场开", "TXT106", parameters=exact) == []
    [finding] = found("市场开\n市场开门\n市场", "TXT106", parameters=exact)
    assert (finding.place, finding.data["length"]) == (Place("a.txt", 2, 1), 4)


@given(
    st.text(max_size=60).filter(lambda text: "\0" not in text)
    | st.text("ÃÂ©¨â€™é +-AOk@.0123456789\u200b\ufeff\ue000\ufe0f\u034f\r\n", max_size=60)
)
@example("\ufeff")
@example("\u034f")
@example("+")
@settings(max_examples=200)
def test_any_text_is_judged(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    for finding in found(text, *CODES):
        finding.message.encode("utf-8")
        assert finding.place is not None
        assert all(0 <= at < len(text) for at in finding.data.get("offsets", ()))


@given(st.text(st.characters(codec="utf-8"), max_size=40), st.sampled_from(["utf-8", "utf-16-le", "cp1252"]))
def test_the_text_in_utf8_is_at_hand(text: str, encoding: str) -> None:
    body = text.encode(encoding, "ignore")
    text = body.decode(encoding)
    raw = RawArticle("a", body, "text/plain", {}, Address("a.txt", 0, len(body)), "")
    decoded = Decoded(text, encoding, "declared")
    assert Subject(raw, decoded, None, Context()).utf8 == text.encode("utf-8")
    assert Subject(raw, None, None, Context()).utf8 == b""


@pytest.mark.parametrize(
    "text", ["\u200b", "\ufeff", "+AOk-", "a@b.fr ", "+33612345678 ", "DE89370400440532013000 "]
)
def test_a_file_full_of_what_is_looked_for_takes_no_memory_for_each(text: str) -> None:
    body = ("x" + text * (200_000 // len(text))).encode()
    raw = RawArticle("a", body, "text/plain", {}, Address("a.txt", 0, len(body)), "")
    decoded = Decoded(body.decode(), "utf-8", "utf-8")
    article = Article(raw, decoded, EditScript(), decoded.text)
    codes = ("TXT102", "TXT104", "TXT105", "PII")
    subject = Subject(raw, decoded, article, Context(selected=codes))
    judge(subject)  # whatever is compiled once
    tracemalloc.start()
    try:
        told, _ = judge(subject)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(told) == 1
    assert peak < 10 * len(body)
