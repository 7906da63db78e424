"""Settings for single paths: what they mean, that the last one decides, and that one without effect is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit import load_settings, package, validate
from corpuskit.app.context import context_of
from corpuskit.errors import SettingsError
from corpuskit.model.context import PARTS, Context, Thresholds
from corpuskit.model.globs import matches
from corpuskit.model.report import Report
from tests.corpus import BODY, write


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    text = BODY + "\n\x07\n"
    return write(tmp_path, {"a/one.txt": text, "b/two.txt": text.replace("1897", "1901")})


def told(base: Path, settings: str, path: str = "") -> list[tuple[str, str | None, str]]:
    (base / "corpuskit.toml").write_text(settings, encoding="utf-8")
    return said(validate(base / path))


def said(report: Report) -> list[tuple[str, str | None, str]]:
    return [(f.code, f.article, f.severity.label) for f in report.findings or () if f.code != "DUP102"]


@pytest.mark.parametrize("code", ["TXT002", "TXT", "T"])
def test_a_code_is_silent_where_settings_say_so(corpus: Path, code: str) -> None:
    settings = f'[[overrides]]\npaths = ["a/**"]\nignore = ["{code}"]\n'
    assert told(corpus, settings) == [("TXT002", "b/two", "warning")]


def test_a_code_may_be_heard_at_one_path_alone_and_weigh_more(corpus: Path) -> None:
    settings = 'ignore = ["TXT"]\n[[overrides]]\npaths = ["*/two.txt"]\nselect = ["TXT002"]\nseverity = { TXT002 = "error" }\n'
    assert told(corpus, settings) == [("TXT002", "b/two", "error")]


def test_the_last_that_speaks_of_a_code_decides(corpus: Path) -> None:
    first = '[[overrides]]\npaths = ["**"]\nignore = ["TXT"]\n'
    last = '[[overrides]]\npaths = ["b"]\nselect = ["TXT002"]\n'
    assert told(corpus, first + last) == [("TXT002", "b/two", "warning")]
    assert told(corpus, last + first) == []


def test_a_glob_that_matches_nothing_is_told_once(corpus: Path) -> None:
    settings = '[[overrides]]\npaths = ["c/**", "a/one.txt"]\nignore = ["TXT"]\n[[overrides]]\npaths = ["c/**"]\nignore = ["ENC"]\n'
    assert told(corpus, settings) == [("SET101", None, "warning"), ("TXT002", "b/two", "warning")]
    assert told(corpus, settings, "raw/b") == [("TXT002", "b/two", "warning")]
    assert told(corpus, settings + 'severity = { TXT002 = "note" }\n')[0][0] == "SET101"


def test_what_belongs_to_no_article_has_a_path_too(corpus: Path) -> None:
    (corpus / "raw/b/picture.svg").write_text("<svg/>", encoding="utf-8")
    assert "SRC110" in {code for code, _, _ in told(corpus, "")}
    settings = '[[overrides]]\npaths = ["**/*.svg"]\nignore = ["SRC110"]\n'
    assert "SRC110" not in {code for code, _, _ in told(corpus, settings)}


def test_allow_for_a_code_that_is_silent_there_is_no_fault(tmp_path: Path) -> None:
    base = write(tmp_path, {"a.txt": BODY}, a={"allow": {"TXT002": "a bell"}})
    assert [code for code, _, _ in told(base, "")] == ["MET105"]
    override = '[[overrides]]\npaths = ["a.txt"]\nignore = ["TXT"]\n'
    assert told(base, 'ignore = ["SET103"]\n' + override) == []


def test_they_decide_what_a_package_refuses_and_are_part_of_its_digest(corpus: Path) -> None:
    plain = context_of(load_settings(corpus)).pipeline
    settings = '[package]\nmax_refused = 1.0\n[[overrides]]\npaths = ["b"]\nseverity = { TXT002 = "error" }\n'
    (corpus / "corpuskit.toml").write_text(settings, encoding="utf-8")
    assert context_of(load_settings(corpus)).pipeline != plain
    manifest = package(corpus, corpus / "dist")
    assert (manifest.rows, manifest.refused) == (1, 1)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('[[overrides]]\npaths = ["a"]\nignore = ["TXT02"]\n', r"overrides\[0\].*did you mean TXT002"),
        ('[[overrides]]\npaths = ["a"]\nseverity = { TXT002 = "fatal" }\n', "severity"),
        ('[[overrides]]\npaths = []\nignore = ["TXT"]\n', "paths"),
        ('[[overrides]]\nignore = ["TXT"]\n', "paths"),
        ('[[overrides]]\npaths = ["a"]\n', "overrides"),
        ('[[overrides]]\npaths = ["a"]\nignores = ["TXT"]\n', "ignore"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, settings: str, message: str) -> None:
    (tmp_path / "corpuskit.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        load_settings(tmp_path)


@pytest.mark.parametrize(
    ("glob", "yes", "no"),
    [
        ("a", ["a", "a/b.txt"], ["ab", "b/a"]),
        ("a/", ["a/b.txt"], ["ab"]),
        ("a/*", ["a/b.txt", "a/b/c.txt"], ["a", "ba/b"]),
        ("a/**", ["a/b", "a/b/c"], ["a"]),
        ("**/x.txt", ["x.txt", "a/x.txt", "a/b/x.txt"], ["ax.txt"]),
        ("a/**/x", ["a/x", "a/b/c/x"], ["a/bx"]),
        ("a?.txt", ["ab.txt"], ["a.txt", "a/.txt"]),
        ("[a].(b)+", ["[a].(b)+"], ["a.b"]),
        ("A", ["A/x"], ["a/x"]),
    ],
)
def test_globs(glob: str, yes: list[str], no: list[str]) -> None:
    assert [path for path in yes + no if matches(path, glob)] == yes


@given(st.text(st.sampled_from("ab/*?.\n[\\"), max_size=8), st.text(st.sampled_from("ab/.\n[\\"), max_size=8))
def test_any_glob_may_be_asked(glob: str, path: str) -> None:
    assert matches(path, glob) in (True, False)
    if path and not path.endswith("/"):
        assert matches(path, path)


def test_the_parts_of_the_pipeline_name_what_differs() -> None:
    plain = Context(version="1")
    changes = {
        "tool": {"version": "2"},
        "rules": {"ignored": ("TXT",)},
        "settings": {"thresholds": Thresholds(900, 500)},
        "decisions": {"decisions": '{"line": "x"}'},
        "lexicons": {"lexicons": {"fr": {"call": ("lire aussi",)}}},
        "languages": {"languages": '{"fr": 1}'},
        "model": {"model": "{}"},
        "schema": {"schema": '{"type": "object"}'},
    }
    assert tuple(sorted(changes)) == tuple(sorted(PARTS))
    for part, change in changes.items():
        other = replace(plain, **change)
        assert [name for name in PARTS if other.parts[name] != plain.parts[name]] == [part]
        assert other.pipeline != plain.pipeline
