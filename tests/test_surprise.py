"""Decoding by what languages write: few accents, damaged UTF-8 with few, samples of large files."""

from __future__ import annotations

import doctest
import importlib

import pytest

from corpuskit.decoding import decode
from corpuskit.decoding.contexts import CONTEXTS
from corpuskit.decoding.habits import folded, habits_of
from corpuskit.decoding.readings import readings
from corpuskit.decoding.sample import MOST, sample_of
from corpuskit.decoding.surprise import of_text, pairs_of, points, surprise
from corpuskit.decoding.utf8 import ends_early, likeness, of_one_script
from corpuskit.model.articles import Decoded, Refused
from tests.articles import CZECH, FRENCH, JAPANESE, POLISH, RUSSIAN, TURKISH


def decoded(data: bytes, language: str | None, declared: str | None = None) -> Decoded:
    found = decode(data, language=language, declared=declared)
    assert isinstance(found, Decoded), found
    return found


def refused(data: bytes, language: str | None) -> Refused:
    found = decode(data, language=language)
    assert isinstance(found, Refused), found
    return found


def first_fault(data: bytes) -> int | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


@pytest.mark.parametrize(
    ("likely", "unlikely", "language"),
    [
        ("peuvent être", "peuvent àtre", "fr"), ("il est là", "il est lê", "fr"), ("Hélène", "HÈlËne", "fr"),
        ("Hélène", "Hélčne", "fr"), ("C’est", "CÆest", "fr"), ("C’est", "C“est", "fr"), ("À nous", "ð nous", "fr"),
        ("10 €", "10 ¤", "fr"), ("crítica", "cr°tica", "es"), ("más", "m\N{BOX DRAWINGS LIGHT HORIZONTAL}s", "es"),
        ("Hôtel", "H“tel", "en"), ("“so”", "ÒsoÓ", "en"), ("Brontë", "Bront‰", "en"), ("naïve", "naЇve", "en"),
        ("più", "pi—", "it"), ("für", "fŸr", "de"), ("„so“", "“so„", "de"), ("Spaß", "Spa§", "de"),
        ("Привет", "пРИВЕТ", "ru"), ("что — это", "что С это", "ru"), ("ΑΘΗΝΑ", "ΑθΗνΑ", "el"), ("Kraków", "Krak¢w", "pl"),
        ("é", "¶", "no such tag"), ("hvad æblet", "hvad ’blet", "da"), ("nynorsk på", "nynorsk pÂ", "nn"),
        ("Đorđe", "Ðorðe", "sr"), ("Ђорђе", "Zorze ™", "sr"), ("m² de", "mý de", "fr"),
    ],
)  # fmt: skip
def test_what_a_language_writes_surprises_less_than_what_it_does_not(
    likely: str, unlikely: str, language: str
) -> None:
    each = {text: of_text(text, language) / sum(c > "\x7f" for c in text) for text in (likely, unlikely)}
    assert each[likely] < each[unlikely]


def test_bytes_surprise_as_their_text_does() -> None:
    for text, encoding, language in (
        (FRENCH, "cp1252", "fr"),
        (CZECH, "cp1250", "cs"),
        (RUSSIAN, "koi8-r", "ru"),
        (FRENCH, "cp1252", "ru"),
    ):
        assert surprise(pairs_of(text.encode(encoding)), encoding, language) == of_text(text, language) > 0
    assert of_text("plain text", "fr") == 0


def test_counting_ends_where_more_makes_no_difference() -> None:
    pairs = pairs_of(FRENCH.encode("cp1252"))
    whole = surprise(pairs, "mac-roman", "fr")
    assert 1000 < surprise(pairs, "mac-roman", "fr", most=1000) < whole


def test_east_asian_characters_within_latin_words_surprise() -> None:
    each = [of_text(text, "ja") for text in ("plain", "が", "市", "P市", "市場が", "市場が é")]
    assert each == sorted(set(each))


def test_signs_and_capitals_have_their_places() -> None:
    assert points("éA", "fr") > points("éa", "fr") + 50
    assert points("aÀ", "fr") > points("AÀ", "fr") + 50
    assert points("n“", "en") > points("n”", "en") + 80  # in English, whatever German does
    assert points("n“", "de") < points("n“", "en") - 50


def test_languages_are_known_by_any_of_their_tags() -> None:
    assert habits_of("nb") == habits_of("no") != habits_of("da")
    assert habits_of("qq") == habits_of("")
    assert habits_of("ru").beside["<", "ч"]["same"] > habits_of("ru").beside["<", "ч"]["_"] > 0
    assert (
        habits_of("en").meeting("n", "“")
        < habits_of("en").meeting("n", "—")
        < habits_of("en").meeting("n", "’")
    )
    assert habits_of("fr").rarity("é") < habits_of("fr").rarity("ç") < habits_of("fr").rarity("ř")
    assert {"fr", "de", "pl", "ru", "el", "tr", "he", "ar", "th", "vi", "lt", "sr"} <= set(CONTEXTS)


@pytest.mark.parametrize(
    ("char", "fold"),
    [
        ("É", "é"),
        ("7", "#"),
        ("²", "²"),
        ("\n", "_"),
        ("\N{EM SPACE}", "_"),
        ("%", "*"),
        ("'", "'"),
        ("İ", "İ"),
    ],
)
def test_characters_are_folded_as_the_weights_were(char: str, fold: str) -> None:
    assert folded(char) == fold
    assert folded("\N{NARROW NO-BREAK SPACE}") == folded("\N{NO-BREAK SPACE}") == "\N{NO-BREAK SPACE}"


# --- few accents -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "encodings"),
    [
        ("Une fête très réussie.", "fr", "cp1252 iso8859-15 mac-roman cp850"),
        ("Ils peuvent être là dès midi.", "fr", "cp1252 iso8859-15 mac-roman cp850"),
        ("Dix gradi in più.", "it", "cp1252 iso8859-15 mac-roman cp850"),
        ("Viele Wege führen hin.", "de", "cp1252 iso8859-15 mac-roman cp850"),
        ("El señor llegó ayer.", "es", "cp1252 iso8859-15 mac-roman cp850"),
        ("Um irmão e uma ação.", "pt", "cp1252 iso8859-15 mac-roman cp850"),
        ("Mała żaba nad rzeką.", "pl", "cp1250 iso8859-2 cp852 mac-latin2"),
        ("Malá žába seděla u řeky.", "cs", "cp1250 iso8859-2 cp852 mac-latin2"),
        ("Kuša se riba i čaša vina.", "hr", "cp1250 iso8859-2 cp852 mac-latin2"),
        ("Mažas vilkas grįžo į mišką.", "lt", "cp1257 iso8859-13 cp775"),
        ("Küçük kız şarkı söyledi.", "tr", "cp1254 mac-turkish cp857"),
        ("Маленький кот спит.", "ru", "cp1251 koi8-r iso8859-5 mac-cyrillic cp866 cp855"),
        ("Όλα τα παιδιά είναι εδώ.", "el", "cp1253 iso8859-7 mac-greek cp737 cp869"),
        ("La fête à l’École", "nb", "cp1252"),
    ],
)
def test_one_short_sentence_is_enough_where_the_language_is_known(
    text: str, language: str, encodings: str
) -> None:
    for encoding in encodings.split():
        found = decoded(text.encode(encoding), language)
        assert found.text == text, encoding
        assert "bits ahead of" in found.evidence[0].detail


@pytest.mark.parametrize(
    ("data", "language"),
    [(b"Uus t\xe4is kohv", "et"), (b"a good omen\x97even now", "en")],
)
def test_one_accent_that_is_good_in_two_encodings_is_not_guessed(data: bytes, language: str) -> None:
    found = refused(data, language)
    assert (found.code, found.offset) == ("ENC105", first_fault(data))
    assert "cannot tell" in found.detail
    assert decoded(data, language, "cp1257").source == "declared"


def test_a_few_words_in_another_language_than_stated_are_refused() -> None:
    for language in ("el", "fr", "he"):
        assert refused("Рынок на площади".encode("koi8-r"), language).code in ("ENC105", "ENC106")
    assert refused("Рынок на площади".encode("koi8-r"), "el").code == "ENC106"
    assert decoded("Рынок на площади".encode("koi8-r"), "ru").text == "Рынок на площади"


def test_a_few_bits_are_enough() -> None:
    assert decoded(b"tout est pr\x90t", "fr").text == "tout est prêt"
    assert decoded("On a vu la mer à l'aube.".encode("cp1252"), None).text == "On a vu la mer à l'aube."


@pytest.mark.parametrize("text", ["にお客さんが戻っ", "日を待っていまし", "残すことができた"])
def test_a_few_characters_of_japanese_are_read_though_the_detector_does_not_know_them(text: str) -> None:
    assert decoded(text.encode("euc_jp"), "ja").text == text


@pytest.mark.parametrize(
    ("encoding", "bits"),
    [("cp1252", 0), ("iso8859-15", 0), ("cp850", 3), ("mac-roman", 3), ("iso8859-16", 8)],
)
def test_a_rare_encoding_must_give_the_better_text(encoding: str, bits: int) -> None:
    [found] = readings(sample_of("C'est déjà là".encode(encoding)), [(encoding, "fr", 0)])
    assert found.points == of_text("C'est déjà là", "fr") + 10 * bits


def test_the_text_of_a_reading_is_that_of_the_sample() -> None:
    sample = sample_of(FRENCH.encode("cp1252") * 60)
    [found] = readings(sample, [("cp1252", "fr", 0)])
    assert len(found.text) == len(sample.data) <= MOST
    [marked] = readings(sample, [("cp1252", "fr", 7)])
    assert marked.points == found.points + 7


def test_a_language_that_the_plain_letters_contradict_is_not_followed() -> None:
    text = "La rivière a débordé très près du moulin, et les élèves sont restés chez eux toute la semaine."
    assert refused(text.encode("cp850"), "pl").code == "ENC106"
    assert decoded(text.encode("cp850"), "fr").text == text
    assert decoded(text.encode("cp850"), None).text == text
    assert decoded(text.encode("cp1252"), "en").text == text
    short = "Le chat dort près du feu."
    assert refused(short.encode("cp850"), "pl").code == "ENC106"
    assert refused(short.encode("cp1252"), "cs").code == "ENC106"
    assert decoded(short.encode("cp850"), "fr").text == short


# --- damaged UTF-8 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "language"),
    [
        (b"L'ann\xc3\xa9e derni\xc3re a \xc3\xa9t\xe9", "fr"),  # two sequences are left
        (b"un go\xc3\xbbter d'enfants, b\xc3te et bon", "fr"),  # one is left
        (b"tout en fra\xc3eur", "fr"),  # none: in cp1252 it is no word
        (b"et l'autre fran\xc3", "fr"),  # cut off within a letter
        (b"Il faut \xc3tre pr\xc3\xaat \xc3\xa0 midi.", "fr"),  # which chardet takes for another language
        (b"the letters weren\xe2\x80t found", "en"),
        (b"the letters weren\xe2", "en"),
    ],
)
def test_utf8_with_few_accents_is_known_for_damaged_by_what_it_would_be_else(
    data: bytes, language: str
) -> None:
    assert not likeness(data).strong
    for known in (language, None):
        found = refused(data, known)
        assert (found.code, found.offset) == ("ENC105", first_fault(data))


@pytest.mark.parametrize(
    ("line", "text", "encoding", "language"),
    [
        ("Škoda", CZECH, "cp1250", "cs"),
        ("żona", POLISH, "iso8859-2", "pl"),
        ("я", RUSSIAN, "cp1251", "ru"),
        ("şiir", TURKISH, "cp1254", "tr"),
    ],
)
def test_one_letter_of_utf8_on_a_line_of_its_own_is_seen(
    line: str, text: str, encoding: str, language: str
) -> None:
    data = line.encode() + b"\n" + text.encode(encoding)
    found = refused(data, language)
    assert found.code == "ENC105"
    assert "a line of the file is UTF-8" in found.detail
    assert decoded(text.encode(encoding), language).text == text


def test_utf8_by_chance_is_refused_where_the_language_says_so() -> None:
    data = "l'autre bout de l’étang".encode("mac-roman")
    assert data.decode("utf-8").endswith("l\N{ARMENIAN CAPITAL LETTER VEW}tang")
    found = refused(data, "fr")
    assert (found.code, found.offset) == ("ENC105", len(data) - 6)
    assert "mac-roman" in found.detail
    assert decoded(data, "fr", "macintosh").text.endswith("l’étang")
    assert decoded(data, "fr", "utf-8").text == data.decode()
    assert decoded(data, None).encoding == "utf-8"
    for text in ("le mot аллея, et λόγος", "naïve café", "l\N{ARMENIAN CAPITAL LETTER VEW}"):
        assert decoded(text.encode(), "hy").encoding == decoded(text.encode(), None).encoding == "utf-8"


def test_a_text_that_ends_in_its_only_accent_is_not_taken_for_cut_off() -> None:
    data = b"Tout est fini, a dit Ren\xe9"
    assert ends_early(data)
    assert decoded(data, "fr").text.endswith("René")
    assert not ends_early(b"plain")
    assert not ends_early("é".encode() + b"\xa9")


def test_valid_sequences_by_chance_are_of_many_scripts() -> None:
    for text in (FRENCH, RUSSIAN, JAPANESE):
        assert of_one_script(text.encode() + b"\xe9")
    assert of_one_script(b"no sequence at all \xe9")
    assert not of_one_script("(канализации), передает Интерфакс".encode("cp855"))


@pytest.mark.parametrize(
    "text", ["6,8%, среди детей 3-6 лет на 8,8%", "макар че доходите са несигурни и материалите"]
)
def test_legacy_text_that_happens_to_look_like_utf8_is_read(text: str) -> None:
    assert likeness(text.encode("cp855")).sequences >= 3
    assert decoded(text.encode("cp855"), "bg").text == text


# --- large files -----------------------------------------------------------------------------------------------------


def test_a_sample_is_bounded_and_holds_what_tells() -> None:
    accents = FRENCH.encode("cp1252")
    assert sample_of(accents).is_whole
    large = sample_of(b"un mot de plus\n" * 20_000 + accents)
    assert not large.is_whole
    assert large.data == b"".join(line for line in accents.splitlines(keepends=True) if not line.isascii())
    for data in (
        b"\xe9\n" * 100_000,
        b"\xe9" * 100_000,
        b"x" * 100_000 + b"\xe9",
        b"\xe9" + b"x" * 100_000,
        b"x" * 50_000 + b"\xe9" + b"x" * 50_000,
    ):
        sample = sample_of(data)
        assert 0 < len(sample.data) <= MOST
        assert not sample.data.isascii()
    characters = "市場".encode("cp932") * 50_000
    assert sample_of(characters).data == characters[:MOST]


def test_a_large_file_is_read_whole() -> None:
    text = FRENCH * 60
    data = text.encode("cp1252")
    assert len(data) > MOST
    found = decoded(data, "fr")
    assert (found.text, found.encoding) == (text, "cp1252")
    assert refused(data + b"\x81", "fr").code in ("ENC105", "ENC106")
    assert refused(data + "Ã©Ã©".encode("cp1252"), "fr").code == "ENC105"
    wide = JAPANESE * 700
    assert decoded(wide.encode("cp932"), "ja").text == wide
    assert decoded(wide.encode("iso2022_jp"), "ja").text == wide


@pytest.mark.parametrize(
    "module", ["habits", "readings", "surprise", "utf8", "languages", "strict", "mojibake"]
)
def test_what_the_documentation_shows_is_so(module: str) -> None:
    found = doctest.testmod(importlib.import_module(f"corpuskit.decoding.{module}"))
    assert found.failed == 0
