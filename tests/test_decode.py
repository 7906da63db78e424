"""Decoding: every witness and every refusal, both ways."""

from __future__ import annotations

import random
import unicodedata

import pytest

from corpuskit.decoding import decode
from corpuskit.decoding.declared import contradictions
from corpuskit.decoding.labels import CODECS, codec_of
from corpuskit.decoding.mojibake import is_garbled
from corpuskit.decoding.ranking import rank
from corpuskit.decoding.sample import sample_of
from corpuskit.decoding.strict import line_at
from corpuskit.decoding.utf8 import damage, likeness
from corpuskit.model.articles import Decoded, Refused
from tests.articles import (
    CZECH,
    FRENCH,
    GREEK,
    JAPANESE,
    KOREAN,
    POLISH,
    RUSSIAN,
    SIMPLIFIED,
    TRADITIONAL,
    TURKISH,
)

WITHOUT_CURLY = FRENCH.replace("’", "'").replace("œ", "oe").replace("€", "euros")
MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def decoded(data: bytes, *, declared: str | None = None, language: str | None = None) -> Decoded:
    found = decode(data, declared=declared, language=language)
    assert isinstance(found, Decoded), found
    return found


def refused(data: bytes, *, declared: str | None = None, language: str | None = None) -> Refused:
    found = decode(data, declared=declared, language=language)
    assert isinstance(found, Refused), found
    return found


STORED = [
    # text, stored as, language stated, encoding stated, encoding found, source
    (FRENCH, "utf-8", "fr", None, "utf-8", "utf-8"),
    (FRENCH, "cp1252", "fr", None, "cp1252", "detector"),
    (FRENCH, "cp1252", None, None, "cp1252", "detector"),
    (FRENCH, "cp1252", "fr-CA", None, "cp1252", "detector"),
    (FRENCH, "cp1252", "fr", "latin1", "cp1252", "declared"),
    (FRENCH, "mac-roman", "fr", "macintosh", "mac-roman", "declared"),
    (FRENCH, "mac-roman", "fr", None, "mac-roman", "detector"),
    (WITHOUT_CURLY, "latin-1", "fr", None, "cp1252", "detector"),
    (WITHOUT_CURLY, "cp850", "fr", None, "cp850", "detector"),
    (MARK + FRENCH, "utf-8", "fr", None, "utf-8", "bom"),
    (MARK + FRENCH, "utf-16-le", "fr", None, "utf-16-le", "bom"),
    (MARK + FRENCH, "utf-16-be", "fr", None, "utf-16-be", "bom"),
    (MARK + FRENCH, "utf-32-le", "fr", None, "utf-32-le", "bom"),
    (MARK + FRENCH, "utf-32-be", "fr", None, "utf-32-be", "bom"),
    (FRENCH, "utf-16-le", "fr", None, "utf-16-le", "utf-16/32"),
    (FRENCH, "utf-16-be", "fr", None, "utf-16-be", "utf-16/32"),
    (FRENCH, "utf-32-le", "fr", None, "utf-32-le", "utf-16/32"),
    (FRENCH, "utf-32-be", "fr", None, "utf-32-be", "utf-16/32"),
    (RUSSIAN, "utf-16-le", "ru", None, "utf-16-le", "utf-16/32"),
    (RUSSIAN, "utf-16-be", "ru", None, "utf-16-be", "utf-16/32"),
    (SIMPLIFIED, "utf-16-le", "zh", None, "utf-16-le", "utf-16/32"),
    (SIMPLIFIED, "utf-16-be", "zh", None, "utf-16-be", "utf-16/32"),
    (JAPANESE, "utf-16-be", "ja", None, "utf-16-be", "utf-16/32"),
    ("一二三四五", "utf-16-le", "zh", "utf-16", "utf-16-le", "override"),
    (RUSSIAN, "cp1251", "ru", None, "cp1251", "detector"),
    (RUSSIAN, "cp1251", None, None, "cp1251", "detector"),
    (RUSSIAN, "koi8-r", "ru", None, "koi8-r", "detector"),
    (RUSSIAN, "iso8859-5", "ru", None, "iso8859-5", "detector"),
    (RUSSIAN, "cp866", "ru", None, "cp866", "detector"),
    (POLISH, "iso8859-2", "pl", None, "iso8859-2", "detector"),
    (POLISH, "cp1250", "pl", None, "cp1250", "detector"),
    (CZECH, "iso8859-2", "cs", None, "iso8859-2", "detector"),
    (CZECH, "cp1250", "cs", None, "cp1250", "detector"),
    (CZECH, "cp1250", None, None, "cp1250", "detector"),
    (GREEK, "iso8859-7", "el", None, None, "detector"),
    (TURKISH, "iso8859-9", "tr", None, "cp1254", "detector"),
    (JAPANESE, "cp932", "ja", None, "cp932", "detector"),
    (JAPANESE, "shift_jis", "ja", "shift_jis", "cp932", "declared"),
    (JAPANESE, "euc_jp", "ja", None, "euc_jp", "detector"),
    (JAPANESE, "iso2022_jp", "ja", None, "iso2022_jp", "detector"),
    (JAPANESE, "iso2022_jp", None, None, "iso2022_jp", "detector"),
    (JAPANESE, "iso2022_jp", "ja", "iso-2022-jp", "iso2022_jp", "declared"),
    (KOREAN, "euc_kr", "ko", None, "cp949", "detector"),
    (KOREAN, "euc_kr", "ko", "euc-kr", "cp949", "declared"),
    (SIMPLIFIED, "gb18030", "zh", None, "gb18030", "detector"),
    (SIMPLIFIED, "gb2312", "zh-Hans", "gb2312", "gb18030", "declared"),
    (SIMPLIFIED, "hz", "zh", None, "hz", "detector"),
    (TRADITIONAL, "big5", "zh-TW", None, "big5hkscs", "detector"),
    (TRADITIONAL, "big5", None, None, "big5hkscs", "detector"),
    (TRADITIONAL, "gb18030", "zh-TW", None, "gb18030", "detector"),
]


@pytest.mark.parametrize(("text", "stored", "language", "declared", "encoding", "source"), STORED)
def test_an_article_stored_in_any_way_is_read_and_gives_its_bytes_back(
    text: str, stored: str, language: str | None, declared: str | None, encoding: str | None, source: str
) -> None:
    data = text.encode(stored)
    found = decoded(data, declared=declared, language=language)
    assert found.text == text
    assert found.source == source
    assert encoding is None or found.encoding == encoding
    assert found.restorable
    assert found.text.encode(found.encoding) == data


def test_utf8_is_known_at_once_and_counted() -> None:
    found = decoded("déjà vu".encode())
    assert (found.high_bytes, found.utf8_share, found.score, found.runner_up) == (4, 1000, None, None)
    assert [(e.witness, e.encoding) for e in found.evidence] == [("utf-8", "utf-8")]
    plain = decoded(b"plain")
    assert (plain.high_bytes, plain.utf8_share) == (0, None)


def test_the_detector_leaves_its_evidence() -> None:
    found = decoded(FRENCH.encode("cp1252"), language="fr")
    said = found.evidence[0]
    assert said.witness == "detector"
    assert said.encoding == "cp1252"
    assert said.detail.startswith("chardet 7.")
    assert "western" in said.detail
    assert found.score == said.score
    assert found.score is not None
    assert 0 < found.score <= 1000
    assert found.utf8_share == 0
    assert found.high_bytes == sum(byte > 0x7F for byte in FRENCH.encode("cp1252"))
    assert found.runner_up is not None
    assert FRENCH.encode("cp1252").decode(found.runner_up) != FRENCH


def test_accents_beyond_200_000_bytes_are_seen() -> None:
    data = b"un mot de plus " * 15_000 + FRENCH.encode("cp1252")
    assert decoded(data, language="fr").text.endswith(FRENCH)


# --- what is refused -------------------------------------------------------------------------------------------------


def test_nothing_is_no_article() -> None:
    assert refused(b"", declared="utf-8").code == "ENC001"
    assert decoded(b" ").text == " "


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"\xff\xfea\x00b", 4),
        (b"\xfe\xff\xd8\x3d\x00e", 2),
        (b"\xef\xbb\xbfcaf\xe9", 6),
        (b"\xff\xfe\x00\x00\x00\x00\x11\x00", 4),
        (b"\xef\xbb\xbfa\x00b", 4),
        (b"\xff\xfea\x00\x00\x00", 4),
    ],
    ids=[
        "UTF-16 cut off",
        "half a pair",
        "cp1252 behind a mark",
        "beyond Unicode",
        "NUL in UTF-8",
        "NUL in UTF-16",
    ],
)
def test_a_mark_that_the_bytes_contradict(data: bytes, offset: int) -> None:
    found = refused(data)
    assert (found.code, found.offset) == ("ENC101", offset)
    assert str(offset) in found.detail


def test_a_mark_is_overruled_only_by_an_encoding_that_stands() -> None:
    data = "ÿþ, dit l’élève".encode("cp1252")
    assert refused(data, language="fr").code == "ENC101"
    found = decoded(data, declared="windows-1252")
    assert (found.text, found.source) == ("ÿþ, dit l’élève", "override")
    assert [e.witness for e in found.evidence] == ["metadata", "bom"]
    assert refused(data, declared="utf-8").code == "ENC101"
    assert refused(data, declared="no such thing").code == "ENC101"


@pytest.mark.parametrize(
    "data",
    [
        b"data\x03\x04\x14\x00\x08\x00\x08\x00",
        b"a stray NUL\x00 in ASCII",
        b"a stray NUL\x00 in ASCII.",
        "un NUL\0 égaré, à l’été".encode(),
        "un NUL\0 égaré, à l’été".encode("cp1252"),
        b"\x00",
        b"\x00\x00\x00\x00",
        b"\x00\x01" * 40,
    ],
)
def test_binary(data: bytes) -> None:
    found = refused(data)
    assert (found.code, found.offset) == ("ENC103", data.index(b"\0"))
    assert refused(data, declared="cp1252").code == "ENC103"


def test_every_broken_flip_of_one_bit_is_refused_at_its_place() -> None:
    data = FRENCH.encode()
    rng = random.Random(2)  # noqa: S311 - a test that repeats, not a secret
    done = 0
    while done < 1000:
        at = rng.randrange(len(data))
        flipped = bytearray(data)
        flipped[at] ^= 1 << rng.randrange(8)
        first = _first_fault(bytes(flipped))
        if first is None:
            continue
        found = refused(bytes(flipped), language="fr")
        assert (found.code, found.offset) == ("ENC102", first)
        assert f"byte {first} " in found.detail
        assert f"line {data[:first].count(10) + 1})" in found.detail
        done += 1


def _first_fault(data: bytes) -> int | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


@pytest.mark.parametrize("language", ["fr", None])
@pytest.mark.parametrize("legacy", ["cp1252", "mac-roman"])
@pytest.mark.parametrize("at", [0, 1, 2, 3, 4, 5])
def test_every_file_with_one_paragraph_in_another_encoding_is_refused(
    at: int, legacy: str, language: str | None
) -> None:
    paragraphs = FRENCH.strip().split("\n\n")
    data = b"\n\n".join(p.encode(legacy if i == at else "utf-8") for i, p in enumerate(paragraphs))
    found = refused(data, language=language)
    assert (found.code, found.offset) == ("ENC102", _first_fault(data))


def test_damage_is_counted_and_named() -> None:
    data = "déjà vu, été, noël".encode() + b" \xe9\xa9 \xff"
    found = damage(data)
    assert (found.count, found.offsets, found.first, found.line) == (2, (24, 27), b"\xe9\xa9", 1)
    assert "e9 a9" in refused(data).detail
    assert damage(b"\xff" * 100).count == 100
    assert len(damage(b"\xff" * 100).offsets) == 20
    assert damage("\N{REPLACEMENT CHARACTER}".encode() + b"\xff").count == 1


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (text, stored)
        for text, stored, *_ in STORED
        if not stored.startswith("utf") and stored not in ("hz", "iso2022_jp")
    ],
)
def test_no_legacy_text_is_taken_for_damaged_utf8(text: str, stored: str) -> None:
    like = likeness(text.encode(stored))
    assert not like.strong
    assert like.share < 442


def test_one_letter_that_could_be_utf8_is_no_evidence() -> None:
    data = "L’écho est là".encode("mac-roman")
    assert likeness(data).share == 666
    assert not likeness(data).strong
    assert decoded(data, language="fr").text == "L’écho est là"


@pytest.mark.parametrize(
    ("data", "lines"), [(b"a\r\nb\rc\nd", [1, 1, 1, 2, 2, 3, 3, 4]), (b"\r\r\n\n", [1, 2, 2, 3])]
)
def test_lines_are_counted_in_bytes(data: bytes, lines: list[int]) -> None:
    assert [line_at(data, at) for at in range(len(data))] == lines


def test_damaged_utf8_yields_to_a_stated_encoding_in_which_it_stands() -> None:
    data = b"\xc3\xa9 \xc3\xa9 \xc3\xa9 \xe9"
    assert refused(data).code == "ENC102"
    found = decoded(data, declared="cp1252")
    assert (found.text, found.source) == ("Ã© Ã© Ã© é", "override")
    assert refused(data, declared="utf-8").code == "ENC102"
    assert refused(data + b"\x81", declared="cp1252").code == "ENC102"


# --- what is declared ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "label", "offset"),
    [
        (b"caf\xe9", "utf-8", 3),
        (b"caf\xe9 \x81", "cp1252", 5),
        (b"caf\xe9 \x91", "iso-8859-2", 5),
        (b"caf\xe9 \x1b", "iso-8859-15", 5),
        (b"caf\xe9", "utf-88", None),
        (b"caf\xe9", "", None),
        (b"caf\xe9", "rot13", None),
        (b"caf\xe9", "utf-7", None),
        (b"caf\xe9", "unicode_escape", None),
        (b"caf\xe9", "undefined", None),
        (b"caf\xe9", "\ud800\0", None),
        (b"caf\xe9", "x" * 100_000, None),
    ],
)
def test_a_stated_encoding_must_be_true(data: bytes, label: str, offset: int | None) -> None:
    found = refused(data, declared=label, language="fr")
    assert (found.code, found.offset) == ("ENC104", offset)
    found.detail.encode()
    assert len(found.detail) < 300


def test_strict_utf8_and_marks_win_over_a_statement() -> None:
    for data, label in (
        ("café".encode(), "latin1"),
        ("café".encode("utf-8-sig"), "latin1"),
        (b"cafe", "utf-88"),
    ):
        found = decoded(data, declared=label)
        assert found.encoding == "utf-8"
        assert found.evidence[0].witness == "metadata"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<?xml version='1.0' encoding='ISO-8859-2'?>\n", "iso8859-2"),
        ('<!doctype html><meta charset="iso-8859-2">\n', "iso8859-2"),
        ('<html><META http-equiv="Content-Type" content="text/html; charset=windows-1250">\n', "cp1250"),
    ],
)
def test_a_declaration_in_the_file_is_taken_where_it_stands(head: str, encoding: str) -> None:
    text = head + CZECH
    found = decoded(text.encode(encoding))
    assert (found.text, found.encoding, found.source) == (text, encoding, "declared")


def test_a_declaration_in_the_file_that_does_not_stand_is_only_heard() -> None:
    text = "<?xml version='1.0' encoding='UTF-8'?>\n" + FRENCH
    found = decoded(text.encode("cp1252"), language="fr")
    assert (found.text, found.source) == (text, "detector")
    assert [e.witness for e in found.evidence][:2] == ["xml", "detector"]


@pytest.mark.parametrize(
    ("data", "label", "wrong"),
    [
        ("café".encode(), "latin1", ["latin1"]),
        ("café".encode(), "UTF8", []),
        (b"cafe", "latin1", []),
        (b"cafe", "utf-88", ["utf-88"]),
        ("<?xml version='1.0' encoding='latin1'?>é".encode(), "utf-8", ["latin1"]),
        ("é <?xml version='1.0' encoding='latin1'?>".encode(), "utf-8", []),
        ("é".encode("utf-16"), "utf-16", []),
        ("é".encode("utf-16"), "utf-32", ["utf-32"]),
    ],
)
def test_contradictions(data: bytes, label: str, wrong: list[str]) -> None:
    found = decoded(data, declared=label)
    assert [said.shown for said in contradictions(found.evidence, data, found.encoding, found.text)] == wrong


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("latin1", "cp1252"), ("ISO-8859-1", "cp1252"), ("iso_8859_1", "cp1252"), ("ascii", "cp1252"), ("646", "cp1252"),
        ("ISO-8859-9", "cp1254"), ("tis-620", "cp874"), ("ks_c_5601-1987", "cp949"), ("euc_kr", "cp949"),
        ("gb2312", "gb18030"), ("GBK", "gb18030"), ("Shift_JIS", "cp932"), ("Big5", "big5hkscs"),
        ("macintosh", "mac-roman"), ("x-mac-cyrillic", "mac-cyrillic"), ("windows-1251", "cp1251"), ("l2", "iso8859-2"),
        ("UTF-8", "utf-8"), ("utf_8_sig", "utf-8"), ("utf-16", "utf-16-le"), ("UTF-16BE", "utf-16-be"), ("U8", "utf-8"),
        ("rot13", None), ("base64", None), ("idna", None), ("punycode", None), ("utf-7", None), ("mbcs", None),
        ("raw_unicode_escape", None), ("zip", None), ("cp037", None), ("../evil", None), ("", None), ("é", None),
    ],
)  # fmt: skip
def test_labels(label: str, codec: str | None) -> None:
    assert codec_of(label) == codec


def test_every_codec_that_is_named_exists_and_reads_text() -> None:
    for codec in CODECS:
        assert codec_of(codec) == codec
        assert "a".encode(codec).decode(codec) == "a"


# --- the detector, guarded -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stored", "language"),
    [
        (RUSSIAN, "cp1251", "fr"),
        (RUSSIAN, "koi8-r", "en"),
        (POLISH, "iso8859-2", "fr"),
        (CZECH, "cp1250", "de"),
        (GREEK, "cp1253", "fr"),
        (JAPANESE, "cp932", "fr"),
        (KOREAN, "cp949", "zh"),
        (SIMPLIFIED, "gb18030", "ru"),
        (TRADITIONAL, "big5", "ja"),
        (FRENCH, "cp1252", "ru"),
        (FRENCH, "cp1252", "ja"),
    ],
)
def test_a_wrong_language_is_noticed(text: str, stored: str, language: str) -> None:
    found = refused(text.encode(stored), language=language)
    assert found.code == "ENC106"
    assert found.offset is None


@pytest.mark.parametrize(
    "language", ["en", "es", "nl", "pt", "sw", "und", "mul", "", "no such tag", "x" * 10_000, "\ud800"]
)
def test_a_language_of_the_same_encodings_or_none_does_no_harm(language: str) -> None:
    assert decoded(FRENCH.encode("cp1252"), language=language).text == FRENCH


@pytest.mark.parametrize("line", ["Été à la fête", "déjà vu", "né à Sète"])
def test_a_line_of_utf8_in_a_legacy_file_is_not_passed_over(line: str) -> None:
    data = line.encode() + b"\n" + (FRENCH * 2).encode("cp1252")
    found = refused(data, language="fr")
    assert (found.code, found.offset) == ("ENC105", _first_fault(data))
    assert "UTF-8" in found.detail


def test_a_declaration_in_the_file_is_held_to_the_same() -> None:
    head = '<html><meta charset="windows-1252">\n'
    mixed = head.encode() + "Été à la fête\n".encode() + (FRENCH * 2).encode("cp1252")
    assert refused(mixed, language="fr").code == "ENC105"
    assert decoded(mixed, language="fr", declared="windows-1252").source == "declared"


def test_supersets_are_preferred_as_on_the_web() -> None:
    for text, stored, name, encoding in (
        (TURKISH, "iso8859-9", "iso8859-9", "cp1254"),
        (WITHOUT_CURLY, "latin-1", "iso8859-1", "cp1252"),
        (KOREAN, "euc_kr", "euc_kr", "cp949"),
    ):
        named = {guess.name: guess.encoding for guess in rank(sample_of(text.encode(stored)))}
        assert named[name] == encoding
    stray = sample_of(FRENCH.encode("cp1252") + b" \x81")
    assert {g.name: g.encoding for g in rank(stray)}.get("iso8859-1") is None


def test_a_line_that_is_utf8_by_accident_is_no_such_line() -> None:
    text = FRENCH + "\nL’école d’éditeurs\n"
    data = text.encode("mac-roman")
    assert data.splitlines()[-1].decode("utf-8") != text.splitlines()[-1]
    assert decoded(data, language="fr").text == text


def test_escapes_in_ascii_that_are_no_encoding_leave_it_utf8() -> None:
    for data in (b"\x1b[1mbold\x1b[0m", b"cd ~{a,b}", b"a ~ b", b"\x1b$B only begun", "é \x1b$B~{".encode()):
        found = decoded(data)
        assert (found.text, found.source) == (data.decode(), "utf-8")
    stated = JAPANESE.encode("iso2022_jp")
    assert decoded(stated, declared="utf-8").text == stated.decode()


def test_escapes_of_an_encoding_that_the_language_never_had_are_refused() -> None:
    for text, stored in ((JAPANESE, "iso2022_jp"), (KOREAN, "iso2022_kr"), (SIMPLIFIED, "hz")):
        found = refused(text.encode(stored), language="fr")
        assert (found.code, found.offset) == ("ENC106", None)
        assert stored in found.detail
        assert decoded(text.encode(stored), language="fr", declared=stored).text == text


def test_the_short_way_to_mojibake_never_changes_the_verdict() -> None:
    from ftfy.badness import BADNESS_RE, MOJIBAKE_CATEGORIES, is_bad

    known = {c for chars in MOJIBAKE_CATEGORIES.values() for c in chars} | set(BADNESS_RE.pattern)
    signs = sorted(known | {chr(code) for code in range(0x20, 0x500)} | {"\n", "\N{EM SPACE}"})
    beyond = [c for c in signs if c > "\x7f"]
    rng = random.Random(7)  # noqa: S311 - a test that repeats, not a secret
    bad = 0
    for _ in range(30_000):
        text = "".join(
            rng.choice(beyond if rng.random() < 0.6 else signs) for _ in range(rng.randrange(1, 7))
        )
        assert is_garbled(text) == is_bad(text), [unicodedata.name(c, hex(ord(c))) for c in text]
        text = f"{rng.choice(('à ', 'É »', 'plain '))}{text}{rng.choice((' plain', 'œ', '« à'))}"
        assert is_garbled(text) == is_bad(text), [unicodedata.name(c, hex(ord(c))) for c in text]
        bad += is_bad(text)
    assert bad > 1000
    for text in (
        "вЂ",
        "ВЂ",
        "ГўВЂВ™a",
        "√´",
        "≈°",
        "‚Äì",
        "‚óä",
        "β€™",
        "ā€",
        "×²",
        "œ ",
        "à²",
        "aα¦",
        "Ã ",
        "Â»",
        "É°",
        "Ø®Ù…",
    ):
        assert is_garbled(text) == is_bad(text), text
    assert is_garbled("aα¦")
    for text in (FRENCH, RUSSIAN, POLISH, GREEK, JAPANESE):
        assert not is_garbled(text)
        assert is_garbled(text.encode().decode("latin-1")) == is_bad(text.encode().decode("latin-1"))
    assert is_garbled(FRENCH.encode().decode("cp1252", "replace"))


def test_mojibake_is_found_behind_any_number_of_places_that_could_be() -> None:
    looked_at = "réélu, agréée, « à la fête ». " * 2_000
    assert not is_garbled(looked_at)
    assert is_garbled(looked_at + "dÃ©jÃ ")
    assert is_garbled("dÃ©jÃ " + looked_at)


@pytest.mark.parametrize("language", ["fr", None])
def test_labels_that_a_scraper_ran_together_are_no_mojibake(language: str | None) -> None:
    text = (
        "SociétéÉducation\n\nLa rentrée a été décalée d’une semaine à cause des grèves prévues dès lundi.\n"
    )

    assert decode(text.encode("cp1252"), language=language).text == text


@pytest.mark.parametrize("stray", [b"\x81", b"\x8d", b"\x9d"])
def test_damaged_cp1252_is_not_taken_for_another_code_page(stray: bytes) -> None:
    text = "Le marché aux fleurs rouvrira dès février, annonce la mairie, qui a réparé les étals et la fontaine gelée.\n"
    data = text.encode("cp1252")
    damaged = data[:-20] + stray + data[-20:]

    assert decode(data, language="fr").text == text
    assert isinstance(decode(damaged, language="fr"), Refused)


def test_a_true_mac_roman_text_is_still_read() -> None:
    text = "Le marché aux fleurs rouvrira dès février, annonce la mairie, qui a réparé les étals et la fontaine gelée.\n"

    assert decode(text.encode("mac-roman"), language="fr").text == text
