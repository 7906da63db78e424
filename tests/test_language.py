"""Which language a text is in: close languages told apart, "und" where nothing is sure, the same answer everywhere."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.app.context import languages
from corpuskit.language import identify, load, other_language
from corpuskit.language.tags import known_as
from corpuskit.language.words import PIECE, sample
from tests.conftest import ROOT
from tests.corpus import BODY, run, write

MODEL = load(languages())

# Invented, as in a local paper.
PARAGRAPHS = {
    "fr": "Le pont a été fermé hier soir, et personne ne sait quand il pourra rouvrir. La mairie attend un rapport.",
    "en": "The bridge was closed last night, and nobody knows when it will open again. The council is waiting for a report.",
    "de": "Die Brücke wurde gestern Abend gesperrt, und niemand weiß, wann sie wieder geöffnet wird.",
    "es": "El puente fue cerrado ayer por la noche y nadie sabe cuándo se podrá abrir de nuevo. El ayuntamiento espera un informe.",
    "ca": "El pont es va tancar ahir a la nit i ningú no sap quan es podrà tornar a obrir. L’ajuntament espera un informe.",
    "gl": "A ponte foi pechada onte pola noite e ninguén sabe cando se poderá abrir de novo. O concello agarda un informe sobre os danos.",
    "pt": "A ponte foi fechada ontem à noite e ninguém sabe quando poderá abrir de novo. A câmara espera um relatório sobre os danos.",
    "it": "Il ponte è stato chiuso ieri sera e nessuno sa quando potrà essere riaperto. Il comune aspetta una relazione.",
    "cs": "Most byl včera večer uzavřen a nikdo neví, kdy bude možné jej znovu otevřít. Město čeká na zprávu o škodách.",
    "sk": "Most bol včera večer uzavretý a nikto nevie, kedy ho bude možné znova otvoriť. Mesto čaká na správu o škodách.",
    "pl": "Most został wczoraj wieczorem zamknięty i nikt nie wie, kiedy będzie można go znowu otworzyć.",
    "no": "Broen ble stengt i går kveld, og ingen vet når den kan åpnes igjen. Hvor mye det koster, får man ikke vite før etter jul.",
    "nn": "Brua vart stengd i går kveld, og ingen veit når ho kan opnast att. Kor mykje det kostar, får ein ikkje vite før etter jul.",
    "da": "Broen blev lukket i går aftes, og ingen ved, hvornår den kan åbnes igen. Hvor meget det koster, får man først at vide efter jul.",
    "sv": "Bron stängdes i går kväll, och ingen vet när den kan öppnas igen. Kommunen väntar på en rapport om skadorna.",
    "nl": "De brug is gisteravond gesloten en niemand weet wanneer ze weer open kan. De gemeente wacht op een verslag.",
    "ru": "Мост закрыли вчера вечером, и никто не знает, когда его снова откроют. Город ждёт отчёта о повреждениях.",
    "uk": "Міст закрили вчора ввечері, і ніхто не знає, коли його знову відкриють. Місто чекає на звіт про пошкодження.",
    "bg": "Мостът беше затворен снощи и никой не знае кога ще може да се отвори отново. Общината чака доклад за щетите.",
    "el": "Η γέφυρα έκλεισε χθες το βράδυ και κανείς δεν ξέρει πότε θα ανοίξει ξανά.",
    "tr": "Köprü dün akşam kapatıldı ve ne zaman yeniden açılacağını kimse bilmiyor. Belediye hasar için bir rapor bekliyor.",
    "ar": "أغلق الجسر مساء أمس ولا أحد يعرف متى يمكن فتحه من جديد، والبلدية تنتظر تقريرا عن الأضرار.",
    "zh": "这座桥昨天晚上关闭了，没有人知道什么时候可以重新开放。市政府正在等待报告。",
    "ja": "橋は昨夜閉鎖され、いつ再び開通するのか誰にも分からない。市は報告を待っている。",
    "ko": "다리는 어젯밤에 폐쇄되었고 언제 다시 열릴지 아무도 모른다.",
}


@pytest.mark.parametrize("tag", PARAGRAPHS)
def test_a_few_lines_are_enough_and_close_languages_are_told_apart(tag: str) -> None:
    assert identify(PARAGRAPHS[tag], MODEL) == tag


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "Paris",
        "of the",
        "Jembatan itu ditutup tadi malam dan tidak ada yang tahu kapan akan dibuka lagi. Kota menunggu laporan.",
        "12.03.2024 — 14:30",
        "Jean Martin, Anna Weber, Luca Rossi",
        "import os\nfor x in range(10):\n    print(x)\n",
        "lorem " * 40,
        "\N{LATIN SMALL LETTER E WITH ACUTE}" * 2000,
        "Han kom hjem i dag, og alle var glade.",
        f"{PARAGRAPHS['fr']} {PARAGRAPHS['en']}",
    ],
    ids=["empty", "blank", "a name", "two words", "Indonesian or Malay", "a date", "names", "code", "one word", "one letter", "Danish or Norwegian", "two languages"],
)  # fmt: skip
def test_what_is_not_clear_is_und(text: str) -> None:
    assert identify(text, MODEL) == "und"


def test_two_languages_that_are_nearly_even_are_und_however_long_they_are() -> None:
    text = raw("atlantic-harbours/lifeboat.txt")[200:520] + "\n" + raw("littoral-libre/algues.txt")[300:770]
    first, second = sorted(MODEL.weigh(text).points)[:-3:-1]

    assert first - second > 30
    assert identify(text, MODEL) == "und"


def test_the_macrolanguage_is_the_answer_where_its_members_cannot_be_told_apart() -> None:
    text = "Most je zatvoren sinoć i nitko ne zna kada će se ponovo otvoriti. Grad čeka izvještaj o šteti."
    assert identify(text, MODEL) == "sh"


def raw(name: str) -> str:
    return (ROOT / "raw" / name).read_text(encoding="utf-8")


def test_a_long_text_is_judged_by_all_of_it_where_a_sample_does_not_decide() -> None:
    numbers = "".join(f"{n}; " for n in range(900))
    text = numbers + raw("littoral-libre/algues.txt") + 2 * numbers

    assert len(text) < 20_000
    assert identify(sample(text), MODEL) == "und"
    assert identify(text, MODEL) == "fr"


def test_a_foreign_passage_in_the_middle_does_not_contradict() -> None:
    french = raw("littoral-libre/algues.txt") + raw("littoral-libre/criee.txt")
    english = raw("atlantic-harbours/lifeboat.txt")[:1200]
    half = len(french) // 2

    assert other_language(english, "fr", MODEL) == "en"
    assert other_language(french[:half] + english + french[half:], "fr", MODEL) is None
    assert other_language(french[:half] + english + french[half:], "sk", MODEL) == "fr"


def test_a_sample_that_meets_nothing_but_quotations_does_not_contradict() -> None:
    french, english = raw("littoral-libre/algues.txt"), raw("atlantic-harbours/lifeboat.txt")
    own = [french[at : at + 380] for at in (0, 380, 760, 1140)]
    text = "\n".join([own[0], english[:300], own[1], english[300:600], own[2], english[600:900], own[3]])

    assert identify(sample(text, 600), MODEL) == "en"
    assert other_language(text, "fr", MODEL) is None


@pytest.mark.parametrize(("french", "found"), [(0, "en"), (400, "en"), (600, None), (1300, None)])
def test_the_stated_language_needs_to_explain_seven_tenths(french: int, found: str | None) -> None:
    text = raw("atlantic-harbours/lifeboat.txt")[:1200] + raw("littoral-libre/algues.txt")[300 : 300 + french]
    assert other_language(text, "fr", MODEL) == found


def test_of_a_relative_more_must_be_explained() -> None:
    text = """Zastupitelé města v pondělí večer schválili opravu prádelny, která je zavřená od ledna. Práce, jejichž cena se odhaduje na
    čtyřicet tisíc eur, provede firma z údolí a měly by začít ještě před létem. Podle starosty město peníze má, ale termín nikdo nezná."""
    points = dict(zip(MODEL.tags, MODEL.weigh(text).points, strict=True))

    assert points["sk"] > 0.7 * points["cs"]
    assert other_language(text, "sk", MODEL) == "cs"
    assert other_language(text, "cs", MODEL) is None


def test_a_few_words_say_nothing_against_metadata() -> None:
    assert other_language(PARAGRAPHS["en"][:60], "fr", MODEL) is None


def test_a_language_that_nobody_knows_here_is_taken_for_no_other() -> None:
    maori = """No te mea na te whakanoa a na te whakahawea ki nga mana o te tangata i tupu ai nga mahi whakarihariha i pouri ai te ngakau
    tangata, a ko te kohaetanga o tetahi ao hou e mahorahora ai te tangata ki te korero ki te whakapono, ki te noho noa i runga i te rangimarie a i
    te ora, kua panuitia hei taumata mo te koingotanga o te ngakau o te mano tini o te tangata. No te mea ki te kore te tangata ae akina kia tae ki
    te tino hemanawatanga kia hapai hoki i te pakanga hei turaki i te mana tukino hei pehi hoki i te iwi, he mea tika rawa kia tiakina nga mana o te
    tangata i raro i tenga ritenga o te ture."""  # the beginning of the Universal Declaration of Human Rights

    assert identify(maori, MODEL) == "und"
    assert other_language(maori, "fr", MODEL) is None


def test_what_stands_before_an_apostrophe_speaks() -> None:
    for apostrophe in ("'", "\N{RIGHT SINGLE QUOTATION MARK}"):
        points = dict(zip(MODEL.tags, MODEL.weigh(f"l{apostrophe}xyz").points, strict=True))
        assert points["fr"] > 10 > points["de"]


def test_the_finding_leads_to_the_record(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": BODY, "b.txt": BODY.replace("1897", "1901")}, b={"language": "en-GB"})
    found = json.loads(run("validate", tmp_path, "--select", "MET101", "--output-format", "json").stdout)

    [finding] = found["findings"]
    assert (finding["article"], finding["severity"]) == ("b", "warning")
    assert '"en-GB"' in finding["message"]
    assert '"fr"' in finding["message"]
    assert finding["path"].endswith("raw/metadata.jsonl")
    assert (finding["line"], finding["pointer"]) == (2, "/language")


@pytest.mark.parametrize("stated", PARAGRAPHS)
def test_no_language_contradicts_itself(stated: str) -> None:
    for text in (PARAGRAPHS[stated], PARAGRAPHS[stated] * 3):
        assert other_language(text, stated, MODEL) is None


@pytest.mark.parametrize(
    ("stated", "tags"),
    [
        ("FR-ca", ["fr"]),
        ("zh-Hant-TW", ["cmn", "gan", "hak", "hsn", "nan", "wuu", "yue", "zh"]),
        ("sr-Latn", ["bs", "cnr", "hr", "sh", "sr", "sr-Latn"]),
        ("de-1996-x-anything", ["de"]),
        ("hi-Latn", []),
        ("und", []),
        ("mul", []),
        ("zxx", []),
        ("i-klingon", []),
        ("x-patois", []),
        ("", []),
    ],
)
def test_what_a_tag_says_of_the_words_of_a_text(stated: str, tags: list[str]) -> None:
    assert sorted(known_as(stated)) == tags


def test_a_language_that_the_model_does_not_know_is_not_contradicted() -> None:
    text = PARAGRAPHS["en"] * 3
    assert other_language(text, "oc", MODEL) is None
    assert other_language(text, "fr_FR", MODEL) is None
    assert other_language(text, "fr", load("{}")) is None
    assert other_language(text, "fr", MODEL) == "en"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=3000))
def test_any_text_has_an_answer(text: str) -> None:
    assert identify(text, MODEL) in {*MODEL.tags, "no", "sh", "und"}
    assert other_language(text, "fr", MODEL) != "fr"


def test_no_sum_runs_into_the_next_language() -> None:
    def most(features: Mapping[str, int]) -> int:
        count = len(MODEL.tags)
        return max(
            max(struct.unpack(f"<{count}H", points.to_bytes(2 * count, "little")))
            for points in features.values()
        )

    assert PIECE // 2 * max(most(MODEL.words), most(MODEL.endings)) + PIECE // 3 * most(MODEL.letters) < 2**16


def test_a_sample_is_no_longer_than_a_piece() -> None:
    assert PIECE - 2 <= len(sample("mot " * 3000)) <= PIECE
    assert sample("mot " * 225) == "mot " * 225


def test_a_short_text_weighs_the_same_by_pieces_and_as_a_whole() -> None:
    for text in PARAGRAPHS.values():
        assert MODEL.weigh_all(text) == MODEL.weigh(text)


def test_the_same_answer_with_another_hash_seed() -> None:
    program = (
        "from corpuskit.app.context import languages\nfrom corpuskit.language import load\n"
        f"print(load(languages()).weigh({PARAGRAPHS['cs']!r}).points)"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(said) == 1
