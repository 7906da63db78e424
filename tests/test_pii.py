"""Personal data: off unless asked for, told by place, and never printed whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpuskit.app.context import context_of
from corpuskit.app.settings import Settings, load_settings
from corpuskit.errors import SettingsError
from corpuskit.model.context import Context, wants
from corpuskit.model.findings import Place, Severity
from corpuskit.rules import _wanted, checks, codes
from corpuskit.rules.pii_phone import _numbers
from tests.checked import found
from tests.corpus import BODY, run, write

MAIL, PHONE, IBAN = "leonie.brunet@fanfare-valmore.fr", "06 39 98 12 34", "FR70 3000 2005 5000 0015 7845 Z02"
TEXT = f"Bon.\r\nÉcrivez à {MAIL}, appelez le {PHONE}, donnez au {IBAN}.\r\n"
OFF = [code.code for code in codes().values() if not code.default]


def test_these_codes_are_off_by_default_and_then_their_checks_do_not_run() -> None:
    assert OFF == ["PII101", "PII102", "PII103"]
    names = {code.code for check in _wanted(("",), ()) for code in check.codes}
    assert names.isdisjoint(OFF)
    assert names | set(OFF) == {code.code for check in checks() for code in check.codes}
    assert [finding for finding in found(TEXT) if finding.code in OFF] == []


@pytest.mark.parametrize(
    ("code", "datum", "shown"),
    [("PII101", MAIL, "l…@f…"), ("PII102", PHONE, "063…"), ("PII103", IBAN, "FR70…")],
)
def test_a_datum_is_told_by_its_place_and_its_first_letters(code: str, datum: str, shown: str) -> None:
    [finding] = found(TEXT, code)
    assert finding.severity is Severity.WARNING
    assert finding.place == Place("a.txt", 2, TEXT.split("\r\n")[1].index(datum) + 1)
    assert finding.data == {"count": 1, "offsets": [TEXT.replace("\r", "").index(datum)]}
    assert finding.excerpt == ""
    assert f"({shown})" in finding.message


def test_nothing_that_a_user_meets_holds_the_datum_whole(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": BODY + TEXT, "b.txt": BODY + TEXT})
    parts = ("brunet", "valmore.fr", "98 12", "9812", "3000", "7845")
    for name in ("full", "concise", "json", "jsonl"):
        told = run("validate", tmp_path, "--extend-select", "PII", "--output-format", name, "--show-notes")
        assert "PII101" in told.stdout, name
        assert [part for part in parts if part in told.stdout + told.stderr] == []
    (tmp_path / "corpuskit.toml").write_text('severity.PII101 = "error"\n', encoding="utf-8")
    told = run("package", tmp_path, "--extend-select", "PII")
    assert "PII101" in told.stdout
    assert [part for part in parts if part in told.stdout + told.stderr] == []


def test_several_are_counted() -> None:
    numbers = "Le 06 39 98 12 34, le +33 6 39 98 12 35, tél. : 0639981236."
    [finding] = found(numbers, "PII102")
    assert finding.data["count"] == 3
    assert "3 telephone numbers" in finding.message
    assert list(_numbers("tél. : 06 39 98 12 34")) == [7]  # named and French: told once


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        ("+33 6 39 98 12 34", True),
        ("+33 6 39 98 12 3", False),  # a digit less than France has
        ("+33 6 39 98 12 34 5", False),
        ("+33 0 39 98 12 34", False),
        ("0033 6 39 98 12 34", True),
        ("+39 06 3998 1234", True),
        ("+39 00 3998 1234", False),
        ("+1 202 555 0143", True),
        ("+999 123 456 78", True),  # nobody's code, but an ITU one in form
        ("tel. 12.05.2024", False),
        ("tel. 2019-12-05", False),
        ("tel. 12.05.2024 18 h", False),
        ("tel. 12345678", False),
        ("tel. 123 456 789", True),
        ("+49 (0)30 2312501", True),
        ("+33 (0)6 39 98 12 34", True),
        ("+45 (0)32 12 34 56", True),
        ("tel. 2019-20201", True),
        ("hotel 223 456 789", False),
        ("06-39-98-12-34", True),
        ("06-39.98-12.34", False),
        ("106 39 98 12 34", False),
        ("06 39 98 12 34 €", False),
    ],
)
def test_how_a_number_must_look(text: str, fires: bool) -> None:
    assert bool(list(_numbers(text))) == fires


@pytest.mark.parametrize(
    ("selected", "ignored", "wanted"),
    [
        (("",), (), False),
        (("", "PII"), (), True),
        (("PII",), (), True),
        (("", "PII101"), (), True),
        (("", "PII102"), (), False),
        (("P",), (), True),
        (("", "PII"), ("PII101",), False),
        (("", "PII101"), ("PII",), True),
    ],
)
def test_what_is_off_must_be_named(selected: tuple[str, ...], ignored: tuple[str, ...], wanted: bool) -> None:
    assert wants("PII101", selected, ignored, default=False) == wanted
    context = Context(selected=selected, ignored=ignored)
    assert context.reports(codes()["PII101"]) == wanted
    assert context.reports(codes()["TXT101"]) == ("" in selected)


def test_settings_and_the_command_line_add_codes(tmp_path: Path) -> None:
    (tmp_path / "corpuskit.toml").write_text('extend_select = ["PII103"]\n', encoding="utf-8")
    settings = load_settings(tmp_path)
    assert context_of(settings).selected == ("", "PII103")
    assert settings.decisive["extend_select"] == ["PII103"]
    assert "extend_select" not in Settings().decisive
    more = settings.with_overrides(extend_select=["PII101"])
    assert context_of(more).selected == ("", "PII103", "PII101")
    assert context_of(settings.with_overrides(select=["ENC"])).selected == ("ENC",)
    with pytest.raises(SettingsError, match="--extend-select: no code begins with 'PIJ'"):
        settings.with_overrides(extend_select=["PIJ"])
    (tmp_path / "corpuskit.toml").write_text('extend_select = ["XYZ"]\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="no code begins with 'XYZ'"):
        load_settings(tmp_path)


def test_the_settings_file_reaches_both_commands(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": BODY + TEXT})
    assert run("validate", tmp_path).stdout == "1 article: nothing to report\n"
    (tmp_path / "corpuskit.toml").write_text(
        'extend_select = ["PII"]\nseverity.PII103 = "error"\n', encoding="utf-8"
    )
    told = run("validate", tmp_path, "--output-format", "json")
    assert told.returncode == 1
    assert [each["code"] for each in json.loads(told.stdout)["findings"]] == OFF
    assert "PII103" in run("package", tmp_path).stdout


def test_lists_and_pages_say_that_a_code_is_off(tmp_path: Path) -> None:
    rows = {row["code"]: row["default"] for row in json.loads(run("rules", "--output-format", "json").stdout)}
    assert [code for code, default in rows.items() if not default] == OFF
    assert "PII103  warning  iban (off by default)\n" in run("rules").stdout
    assert run("explain", "PII103").stdout.startswith("PII103 iban (warning, since 0.1.0, off by default)\n")
    assert "off by default" not in run("explain", "TXT101").stdout.split("\n")[0]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a@b.fr, c@d.fr et e@f.fr.", 3),
        ("a@b.fr@c", 0),  # goes on as no address does
        ("a@b.fr-", 0),
        (f"Le secrétariat répond aux lettres envoyées à {'a' * 64}@b.fr.", 1),
        (f"Le secrétariat répond aux lettres envoyées à {'a' * 65}@b.fr.", 0),  # RFC 5321 allows 64
        ("a@b.example.fr", 1),
        ("a@b.Example.ORG", 0),
        ("a@xn--fte-hoa.xn--p1ai", 1),
    ],
)
def test_how_an_address_must_look(text: str, count: int) -> None:
    assert sum(finding.data["count"] for finding in found(text, "PII101")) == count


def test_an_account_that_breaks_off_is_none_though_its_digits_check() -> None:
    assert found("FR76 3000 2005 5000 0015 78", "PII103") == []
    short = next(
        f"FR{check:02d}30002005500000157"
        for check in range(2, 99)
        if int(f"30002005500000157{15}{27}{check:02d}") % 97 == 1
    )
    assert found(short, "PII103") == []
