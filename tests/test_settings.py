"""Settings: where they are found, what they say, and one clear sentence for whatever they must not say."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from corpuskit import rules
from corpuskit.app.settings import Settings, load_settings
from corpuskit.app.shipped import shipped
from corpuskit.app.validate import validate
from corpuskit.errors import SettingsError
from corpuskit.model.checks import Check, Subject
from corpuskit.model.context import Context, Thresholds
from corpuskit.model.findings import Code, Finding, Severity

WHOLE = """
select = ["SRC", "MET001"]
ignore = ["SRC110"]
extend_select = ["LIC"]
fail_on = "warning"
encodings = ["utf-8", "cp1252"]
as_of = 2024-11-13
schema = "own.json"
severity.LIC101 = "error"
rules.MET001.most = 5

[dataset]
name = "press-2024"
description = "Un corpus."
license = "CC-BY-4.0"
version = "1.0"
url = "https://example.org/"
creators = ["A. Martin"]

[sources]
max_bytes = 1000
follow_links = true

[clean]
remove_at = 90
undecided_at = 50

[package]
max_refused = 0.5
duplicates = "drop-exact"
raw = "always"
quality = true
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "team" / "corpus"
    (folder / "raw").mkdir(parents=True)
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def test_without_a_file_everything_has_a_default(corpus: Path) -> None:
    settings = load_settings(corpus)
    assert settings == Settings()
    assert settings.fail_on is Severity.ERROR
    assert settings.select == ("",)
    assert (settings.remove_at, settings.undecided_at) == (Thresholds().remove, Thresholds().undecided)
    assert (settings.max_bytes, settings.max_refused, settings.duplicates) == (16 * 2**20, 0.05, "keep")
    assert settings.schema_text == shipped("article.schema.json")
    assert settings.as_of is None


def test_a_whole_file_is_taken_at_its_word(corpus: Path) -> None:
    write(corpus / "corpuskit.toml", WHOLE)
    write(corpus / "own.json", '{"type": "object"}')
    settings = load_settings(corpus)
    assert settings == Settings(
        path=corpus / "corpuskit.toml",
        select=("SRC", "MET001"),
        extend_select=("LIC",),
        ignore=("SRC110",),
        fail_on=Severity.WARNING,
        encodings=("utf-8", "cp1252"),
        as_of=dt.date(2024, 11, 13),
        schema_text='{"type": "object"}',
        schema_path=corpus / "own.json",
        severities={"LIC101": Severity.ERROR},
        rules={"MET001": {"most": 5}},
        name="press-2024",
        dataset={"description": "Un corpus.", "license": "CC-BY-4.0", "version": "1.0", "url": "https://example.org/", "creators": ["A. Martin"]},
        max_bytes=1000,
        follow_links=True,
        remove_at=90,
        undecided_at=50,
        max_refused=0.5,
        duplicates="drop-exact",
        raw="always",
        quality=True,
    )  # fmt: skip
    decisive = json.dumps(settings.decisive, sort_keys=True)
    assert str(corpus) not in decisive
    assert "as_of" not in json.loads(decisive)  # the code that asks for it is not selected
    assert replace(settings, select=("",)).decisive["as_of"] == "2024-11-13"


def test_the_nearest_file_wins(corpus: Path) -> None:
    team = corpus.parent
    write(team / "corpuskit.toml", 'fail_on = "note"')
    assert load_settings(corpus).fail_on is Severity.NOTE
    write(corpus / "pyproject.toml", '[project]\nname = "x"\n')
    assert load_settings(corpus).fail_on is Severity.NOTE  # no table of ours: passed over
    write(corpus / "pyproject.toml", '[tool.corpuskit]\nfail_on = "warning"\n')
    assert load_settings(corpus).fail_on is Severity.WARNING
    assert load_settings(corpus / "raw").fail_on is Severity.WARNING
    write(corpus / "corpuskit.toml", 'fail_on = "error"')
    assert load_settings(corpus).fail_on is Severity.ERROR
    assert load_settings(corpus, team / "corpuskit.toml").fail_on is Severity.NOTE


def test_somebody_elses_broken_pyproject_is_none_of_our_business(corpus: Path) -> None:
    write(corpus / "pyproject.toml", "[project\n")
    assert load_settings(corpus) == Settings()
    write(corpus / "pyproject.toml", "# corpuskit\n[project\n")
    with pytest.raises(SettingsError, match="not TOML"):
        load_settings(corpus)
    write(corpus / "pyproject.toml", "tool = 1 # corpuskit\n")
    assert load_settings(corpus) == Settings()


def test_a_single_file_has_the_settings_above_it(corpus: Path) -> None:
    write(corpus / "corpuskit.toml", 'fail_on = "note"')
    write(corpus / "raw" / "a.txt", "x")
    assert load_settings(corpus / "raw" / "a.txt").fail_on is Severity.NOTE


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("fail_onn = 'error'", ["fail_onn", "did you mean", "fail_on"]),
        ("[sources]\nmax_byte = 1", ["sources.max_byte", "max_bytes"]),
        ("fail-on = 'error'", ["fail-on", "fail_on"]),
        ("zzz = 1", ["zzz", "known are select"]),
        ("fail_on = 'fatal'", ["fail_on", '"fatal"', '"warning"']),
        ("select = 'ENC'", ["select", "must be a list"]),
        ("select = ['XYZ']", ["'XYZ'", "no code"]),
        ("ignore = ['SCR001']", ["'SCR001'", "did you mean SRC001"]),
        ("severity.SRC00 = 'note'", ["severity.SRC00", "did you mean SRC0"]),
        ("severity.SRC001 = 'loud'", ["severity.SRC001", '"loud"']),
        ("rules.SRC999.x = 1", ["rules.SRC999", "no such code"]),
        ("rules.MET001.mots = 1", ["rules.MET001", "'mots'", "did you mean most?"]),
        ("rules.MET003.most = 1", ["rules.MET003", "'most'", "it has none"]),
        ("rules.MET001.most = 'all'", ["rules.MET001.most", "'all'", "20"]),
        ("rules.MET001.most = true", ["rules.MET001.most", "True"]),
        ("rules.MET001 = 1", ["rules.MET001", "an object"]),
        ("[package]\nmax_refused = 5", ["package.max_refused", "1 or less"]),
        ("[package]\nmax_refused = nan", ["package.max_refused", "not a number"]),
        ("[package]\nduplicates = 'drop-near'", ["package.duplicates", "drop-exact"]),
        ("[clean]\nremove_at = 10\nundecided_at = 20", ["undecided_at", "above"]),
        ("[clean]\nremove_at = 1.5", ["clean.remove_at", "whole number"]),
        ("[sources]\nmax_bytes = 0", ["sources.max_bytes", "1 or more"]),
        ("[dataset]\nname = '../x'", ["dataset.name", "letters"]),
        ("[dataset]\nurl = 'example.org'", ["dataset.url", "http"]),
        ("[dataset]\nlicense = 'free'", ["dataset.license", "SPDX"]),
        ("as_of = 2024-11-13T00:00:00Z", ["as_of", "date"]),
        ("encodings = []", ["encodings", "1 at least"]),
        ("encodings = ['utf-8', 'utf9']", ["encodings", "'utf9'", "did you mean utf8?"]),
        ("encodings = ['Windows-125']", ["encodings", "'Windows-125'", "did you mean windows-125"]),
        ("encodings = ['base64']", ["encodings", "'base64'", "no encoding that is known here"]),
        ("a = @", [":1:5", "not TOML"]),
        ("a = 1\nb = [1,", ["not TOML"]),
        ("x = " + "[" * 5000, ["nested"]),
        ("schema = 'missing.json'", ["missing.json", "cannot be read"]),
    ],
)
def test_what_settings_must_not_say_is_one_sentence(corpus: Path, text: str, parts: list[str]) -> None:
    write(corpus / "corpuskit.toml", text)
    with pytest.raises(SettingsError) as raised:
        load_settings(corpus)
    message = str(raised.value)
    assert [part for part in parts if part not in message] == []
    assert str(corpus) in message
    assert "\n" not in message


def test_a_file_that_is_no_text_or_no_file(corpus: Path) -> None:
    (corpus / "corpuskit.toml").write_bytes(b"a = '\xe9'")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load_settings(corpus)
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(corpus, corpus / "none.toml")
    write(corpus / "pyproject.toml", "[project]\n")
    with pytest.raises(SettingsError, match=r"no table \[tool.corpuskit\]"):
        load_settings(corpus, corpus / "pyproject.toml")


@pytest.mark.parametrize("given", ["raw", "."])
def test_a_schema_beside_the_corpus_is_the_default(corpus: Path, given: str) -> None:
    write(corpus / "schema" / "article.schema.json", '{"title": "ours"}')
    settings = load_settings(corpus / given)
    assert settings.schema_text == '{"title": "ours"}'
    assert settings.schema_path == corpus / "schema" / "article.schema.json"


def test_encodings_go_by_all_their_names(corpus: Path) -> None:
    write(corpus / "corpuskit.toml", "encodings = ['Latin1', 'windows-1252', 'UTF-16', 'KOI8-R']")
    assert load_settings(corpus).encodings == ("Latin1", "windows-1252", "UTF-16", "KOI8-R")


def test_a_schema_whose_fields_are_columns_of_ours_is_refused_by_every_command(corpus: Path) -> None:
    write(corpus / "own.json", '{"properties": {"raw_sha256": {"type": "string"}}}')
    with pytest.raises(SettingsError, match=r"own\.json: the schema at /properties/raw_sha256 adds a field"):
        load_settings(corpus).with_overrides(schema=corpus / "own.json")
    write(corpus / "raw" / "a.txt", "x")
    given = replace(Settings(), schema_text='{"properties": {"edits": {"type": "integer"}}}')
    with pytest.raises(SettingsError, match="/properties/edits"):
        validate(corpus, settings=given)


def test_a_broken_schema_names_its_file(corpus: Path) -> None:
    write(corpus / "schema" / "article.schema.json", '{"properties": {"a": {"format": "emial"}}}')
    with pytest.raises(SettingsError, match=r"article\.schema\.json: the schema at /properties/a/format"):
        load_settings(corpus)


def test_the_command_line_wins(corpus: Path) -> None:
    write(corpus / "corpuskit.toml", 'select = ["SRC"]\nfail_on = "note"\n')
    settings = load_settings(corpus)
    assert settings.with_overrides() == settings
    assert settings.with_overrides(select=["MET"], ignore=("MET003",), fail_on="warning") == Settings(
        path=corpus / "corpuskit.toml", select=("MET",), ignore=("MET003",), fail_on=Severity.WARNING
    )
    write(corpus / "own.json", "{}")
    assert settings.with_overrides(schema=corpus / "own.json").schema_text == "{}"
    with pytest.raises(SettingsError, match="did you mean error"):
        settings.with_overrides(fail_on="eror")
    with pytest.raises(SettingsError, match="--ignore: no code begins with 'X'"):
        settings.with_overrides(ignore=["X"])
    with pytest.raises(SettingsError, match="cannot be read"):
        settings.with_overrides(schema=corpus / "none.json")


def test_the_day_comes_from_the_settings_then_from_the_environment(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert load_settings(corpus).as_of == dt.date(1970, 1, 2)
    write(corpus / "corpuskit.toml", "as_of = 2024-11-13")
    assert load_settings(corpus).as_of == dt.date(2024, 11, 13)
    (corpus / "corpuskit.toml").unlink()
    for wrong in ("yesterday", "1e9", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", wrong)
        with pytest.raises(SettingsError, match="SOURCE_DATE_EPOCH"):
            load_settings(corpus)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert load_settings(corpus).as_of is None


def test_parameters_take_the_kind_of_their_default(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(subject: Subject, *, share: float = 0.9, words: tuple[str, ...] = ("a",)) -> Iterator[Finding]:
        yield from ()

    code = Code("TXT999", "trial", Severity.NOTE, "0", "")
    known: Mapping[str, Code] = {"TXT999": code}
    monkeypatch.setattr(rules, "codes", lambda: known)
    monkeypatch.setattr(rules, "checks", lambda: (Check((code,), check),))
    write(corpus / "corpuskit.toml", "rules.TXT999 = {share = 1, words = ['b', 'c']}")
    found = load_settings(corpus).rules
    assert found == {"TXT999": {"share": 1.0, "words": ("b", "c")}}
    assert type(found["TXT999"]["share"]) is float
    for wrong in ("share = true", "share = 'x'", "words = [1]", "words = 'b'"):
        write(corpus / "corpuskit.toml", f"rules.TXT999 = {{{wrong}}}")
        with pytest.raises(SettingsError, match="of the kind of its default"):
            load_settings(corpus)


def test_every_setting_of_the_schema_is_taken(corpus: Path) -> None:
    schema = json.loads(shipped("settings.schema.json"))["properties"]
    flat = {"severity": "severities", "rules": "rules", "dataset": "dataset", "schema": "schema_text"}
    for key, declared in schema.items():
        if key in ("sources", "clean", "package"):
            assert all(name in Settings.__dataclass_fields__ for name in declared["properties"])
        else:
            assert flat.get(key, key) in Settings.__dataclass_fields__
    assert Context().thresholds == Thresholds()
