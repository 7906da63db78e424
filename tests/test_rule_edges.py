"""The edges of the checks: the last value on which each is silent, beside the first on which it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from corpuskit.model.findings import Finding
from tests.casebook import result_of

BODY = (
    "Le conseil de Valmore a voté hier soir, à l'unanimité, le budget de la commune et les travaux du pont.\n"
)
CALL = "Abonnez-vous à notre lettre d'information\n"
LINK = "Lire aussi : les ponts de la vallée\n"
FEAST = "La commune votera le budget du pont avec les habitants du quartier, et la fête aura lieu. "
RIGHTS = "Tous droits réservés.\n"
OTHER = "La fanfare a répété jeudi dans la cour de l'école, devant quelques parents et beaucoup d'élèves.\n"


def said(code: str, table: Mapping[str, Any]) -> list[Finding]:
    return [finding for finding in result_of(table).findings if finding.code == code]


def parameters(code: str, **values: Any) -> dict[str, Any]:
    return {"parameters": {code: values}}


@pytest.mark.parametrize(("least", "fires"), [(0.28, True), (42 / (103 + 42), False), (0.3, False)])
def test_edt101_speaks_above_its_share(least: float, fires: bool) -> None:
    assert (len(BODY), len(CALL)) == (103, 42)
    table = {"text": BODY + CALL, "context": parameters("EDT101", share=least)}

    assert bool(said("EDT101", table)) == fires


@pytest.mark.parametrize("text", [BODY[:-1] + " " * 400 + "\n" + CALL, BODY.replace("\n", "\r\n") + CALL])
def test_edt101_measures_the_text_without_its_form(text: str) -> None:
    table = {"text": text, "context": parameters("EDT101", share=0.1)}

    assert said("EDT101", table)[0].data == {"removed": 42, "of": 145}


def test_edt101_counts_blank_lines_as_text_though_they_go_with_the_residue() -> None:
    table = {"text": BODY + "\n" + CALL + "\n" + BODY, "context": parameters("EDT101", share=0.1)}

    assert said("EDT101", table)[0].data["of"] == 103 + 1 + 42 + 1 + 103


@pytest.mark.parametrize(
    ("table", "held"),
    [
        ({"text": "\u200b\u200b\n"}, "nothing that can be seen"),
        ({"text": LINK, "corpus": [f"{BODY}{LINK}", f"{OTHER}{LINK}"]}, "nothing but what cleaning removes"),
    ],
)
def test_edt102_tells_what_was_removed_from_what_was_never_there(table: Mapping[str, Any], held: str) -> None:
    assert f"the file holds {held};" in said("EDT102", table)[0].message


@pytest.mark.parametrize(("most", "told"), [(1, 2), (2, 2), (3, 2)])
def test_met001_says_that_there_are_more_faults_only_where_there_are(most: int, told: int) -> None:
    table = {"text": BODY, "metadata": {"url": 3, "title": 4}, "context": parameters("MET001", most=most)}
    found = said("MET001", table)

    assert len(found) == told
    assert [finding.fault for finding in found if finding.fault == "more"] == ["more"] * (most == 1)


def test_met001_names_the_record_where_all_of_it_is_meant() -> None:
    table = {"text": BODY, "context": {"schema": '{"type": "object", "maxProperties": 2}'}}
    [finding] = said("MET001", table)

    assert finding.message.startswith("the record ")
    assert finding.place is not None
    assert finding.place.pointer is None


@pytest.mark.parametrize(
    ("score", "fires"),
    [(0, True), (941, True), (942, False)],
)
def test_dup102_speaks_from_its_score_on(score: int, fires: bool) -> None:
    words = [f"mot{number}" for number in range(102)]
    near = " ".join(words) + ".\n"
    table = {
        "text": near.replace("mot50 ", "autre "),
        "corpus": [near],
        "context": parameters("DUP102", score=score),
    }
    found = said("DUP102", table)

    assert bool(found) == fires
    for finding in found:
        assert finding.data["score"] == 941


@pytest.mark.parametrize(("times", "told"), [(1, "1 byte above"), (5, "5 bytes above"), (6, None)])
def test_enc202_speaks_below_six_bytes(times: int, told: str | None) -> None:
    found = said("ENC202", {"bytes": FEAST.encode("cp1252").hex() * times, "metadata": False})

    assert [told is not None and told in finding.message for finding in found] == [True] * (told is not None)


@pytest.mark.parametrize(("tag", "fires"), [("fr", False), ("fr-CA", False), ("tlh", True), (7, True)])
def test_enc202_is_silent_where_a_language_narrows_the_choice(tag: object, fires: bool) -> None:
    table = {"bytes": FEAST.encode("cp1252").hex(), "metadata": {"language": tag}}

    assert bool(said("ENC202", table)) == fires


@pytest.mark.parametrize(
    ("licence", "cure"),
    [
        ("Apache 2", "did you mean Apache-2.0?"),
        ("Nobody knows", "write an identifier of the SPDX list or a LicenseRef-…"),
    ],
)
def test_lic102_names_what_may_be_meant(licence: str, cure: str) -> None:
    table = {"text": BODY, "metadata": {"license": licence}, "context": {"schema": '{"type": "object"}'}}

    assert said("LIC102", table)[0].message == f'"{licence}" is no SPDX licence expression: {cure}'


@pytest.mark.parametrize(
    ("licence", "cure"),
    [("GPL-2.0+", "write GPL-2.0-or-later"), ("Net-SNMP", "name the licences it stands for")],
)
def test_lic103_names_what_came_after(licence: str, cure: str) -> None:
    [finding] = said("LIC103", {"text": BODY, "metadata": {"license": licence}})

    assert finding.message == f"SPDX has deprecated {licence}: {cure}"


@pytest.mark.parametrize(
    ("allow", "context", "fault"),
    [
        ({"TXT001": 7}, {}, "no reason"),
        ({"TXT001": "  "}, {}, "no reason"),
        ({"TXT001": "an accent is missing in print"}, {}, "no TXT001"),
        ({"MET105": "kept for later"}, {}, None),
        ({"MET103": "printed ahead of its date"}, {}, None),
        ({"MET103": "printed ahead of its date"}, {"as_of": "2025-01-31"}, "no MET103"),
        ({"PII101": "a public address"}, {"selected": ("MET",)}, None),
        ({"TXT0011": "a slip"}, {}, "no such code"),
    ],
)
def test_met105_says_what_is_wrong_with_each_code_that_is_allowed(
    allow: Mapping[str, Any], context: Mapping[str, Any], fault: str | None
) -> None:
    table = {
        "text": BODY,
        "metadata": {"allow": allow},
        "context": {"schema": '{"type": "object"}', **context},
    }

    assert [finding.fault for finding in said("MET105", table)] == ([] if fault is None else [fault])


@pytest.mark.parametrize(("before", "fires"), [("Le vieux pont du", True), ("Le pont du", False)])
def test_edt103_takes_four_words_that_break_off_for_a_sentence(before: str, fires: bool) -> None:
    text = f"{before}\n{RIGHTS}village sera fermé aux camions à partir du mois de mai, pour deux ans.\n"
    table = {"text": text, "corpus": [f"{BODY}{RIGHTS}", f"{OTHER}{RIGHTS}"]}

    assert bool(said("EDT103", table)) == fires


LONG = "Le conseil a voté le budget. " * 18  # 522 code points


@pytest.mark.parametrize(
    ("title", "text", "fires"),
    [
        ("Phare brume corne", LONG, True),
        ("Phare brume", LONG, False),  # two words
        ("Phare brume coin", LONG, False),  # the third has four letters
        ("Phare brume corne", LONG[:500], True),
        ("Phare brume corne", LONG[:499], False),
        ("Phare brume budgets", LONG, False),
        ("Phare brume BUDGET", LONG, False),
        (7, LONG, False),
    ],
)
def test_met104_asks_three_words_of_five_letters_of_a_text_of_five_hundred(
    title: object, text: str, fires: bool
) -> None:
    assert bool(said("MET104", {"text": text, "metadata": {"title": title}})) == fires


@pytest.mark.parametrize("sign", ["\v", "\f", "\x01", "\x1b", "\x7f", "\x80", "\x9f"])
def test_txt002_knows_each_control(sign: str) -> None:
    [finding] = said("TXT002", {"text": f"Le pont{sign} du village.\n", "metadata": {"encoding": "utf-8"}})

    assert finding.data["characters"] == {f"U+{ord(sign):04X}": 1}


@pytest.mark.parametrize(("many", "more"), [(8, False), (9, True)])
def test_names_of_characters_are_cut_after_eight(many: int, more: bool) -> None:
    controls = "".join(map(chr, range(0x0E, 0x0E + many)))
    private = "".join(map(chr, range(0xE001, 0xE001 + many)))
    for code, signs in (("TXT002", controls), ("TXT102", private)):
        [finding] = said(code, {"text": f"Le pont {signs} du village.\n"})
        assert (", …)" in finding.message) == more


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("a" * 30, []),
        ("a" * 31, [31]),
        ("a" * 30 + "\n" + "a" * 31 + "\n", [31]),
        ("\n" + "a" * 31 + "\n" + "b" * 40, [31, 40]),
        ("市" * 10, []),
        ("市" * 11, [11]),
    ],
)
def test_txt106_speaks_above_its_length_three_for_a_character_without_blanks(
    text: str, lengths: list[int]
) -> None:
    found = said("TXT106", {"text": text, "context": parameters("TXT106", characters=30)})

    assert [finding.data for finding in found] == (
        [{"count": len(lengths), "length": lengths[0]}] if lengths else []
    )


@pytest.mark.parametrize(("marks", "offsets"), [(1, 1), (20, 20), (21, 20)])
def test_txt104_names_twenty_places(marks: int, offsets: int) -> None:
    text = "".join(f"mot{number}\N{ZERO WIDTH NO-BREAK SPACE} " for number in range(marks))
    [finding] = said("TXT104", {"text": text})

    assert (finding.data["count"], len(finding.data["offsets"])) == (marks, offsets)


@pytest.mark.parametrize(
    ("number", "fires"),
    [("12345678", False), ("123456789", True), ("123 456 789 012", True), ("1234567890123", False)],
)
def test_pii102_takes_nine_to_twelve_digits_after_a_word_for_it(number: str, fires: bool) -> None:
    assert bool(said("PII102", {"text": f"On le joint par téléphone : {number}, le matin."})) == fires


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("From lea@valmore.example Tue Nov 12 08:00:00 2024\nSubject: x\n\nBonjour.\n", "a mailbox"),
        ("From: lea@valmore.example\nMessage-ID: <1@valmore.example>\nSubject: x\n\nBonjour.\n", "a mail"),
        ("From Valmore to the sea there is one road, and it was closed on Monday night.\n", None),
        ("Subject: matter\nof the evening.\n", None),
        ('{"a": {}}', "a JSON document"),
        ("{}", None),
        ("[[1]]", "a JSON document"),
        ("[[], {}]", None),
        ("[1, 2]", None),
    ],
)
def test_src011_tells_mail_and_data_from_prose(text: str, what: str | None) -> None:
    found = said("SRC011", {"text": text})

    assert [finding.message.split(",")[0].removeprefix("it is ") for finding in found] == (
        [what] if what else []
    )


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("Le march+AOk- du mois.\n", True),  # in a word, closed: one is enough
        ("Le +AOk- du mois.\n", False),  # alone: two are needed
        ("Le +AOk- du +AOk- mois.\n", True),
        (
            "Le marché+AOk- du mois.\n",
            False,
        ),  # the letter before it is none of ASCII, so nothing was encoded here
        ("Le march+ACE- du mois.\n", False),  # what is meant is no letter
    ],
)
def test_txt105_weighs_what_stands_in_a_word(text: str, fires: bool) -> None:
    assert bool(said("TXT105", {"text": text})) == fires
