"""What the settings say of codes and nothing needs is told once; what is needed, or cannot be told, is not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpuskit import validate
from corpuskit.app import shards, store
from corpuskit.app.settings import load_settings
from corpuskit.model.checks import Check
from tests.corpus import BODY, run, write

BELL = BODY + "\n\x07\n"  # TXT002, a warning


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "above").mkdir()
    return write(tmp_path / "above/corpus", {"a.txt": BELL, "b.txt": BODY.replace("1897", "1901")})


def told(base: Path, settings: str, **how: Any) -> list[str]:
    """What is told to be unused; a run that is not asked for that finds the same otherwise."""
    (base / "corpuskit.toml").write_text(settings, encoding="utf-8")
    found = validate(base, **{"cache": False, **how}).findings or ()
    quiet = load_settings(base)
    quiet = quiet.with_overrides(ignore=(*quiet.ignore, "SET103"))
    assert [one for one in found if one.code != "SET103"] == list(
        validate(base, settings=quiet, **{**how, "cache": False}).findings or ()
    )
    notes = [one for one in found if one.code == "SET103"]
    assert len(notes) <= 1
    assert {one.severity.label for one in notes} <= {"note"}
    return [unused for one in notes for unused in one.data["unused"]]


@pytest.mark.parametrize(
    ("settings", "unused"),
    [
        ("", []),
        ('ignore = ["TXT002"]', []),
        ('ignore = ["TXT"]', []),
        ('ignore = ["TXT101", "TXT002", "ENC", "TXT101"]', ["ignore 'TXT101'", "ignore 'ENC'"]),
        ('ignore = ["PKG"]', []),  # of packages
        ('ignore = ["P"]', []),
        ('ignore = ["BUG"]', []),
        ('ignore = ["PII"]', []),  # is off by default
        ('ignore = ["PII101"]\nextend_select = ["PII"]', []),  # off by default, though asked for
        ('ignore = ["MET103"]', []),  # no day, so that nothing lies after it
        ('ignore = ["MET10"]\nas_of = 2024-01-01', []),
        ('select = ["ENC", "SET"]\nignore = ["TXT", "T"]', []),  # is not looked for
        ('ignore = ["TXT101", "SET103"]', []),
        ('ignore = ["TXT101", "SET"]', []),
        ('[severity]\nTXT002 = "note"', []),
        ('[severity]\nTXT002 = "error"', []),
        ('[severity]\nTXT101 = "error"', []),  # a guard against what may come
        ('[severity]\nTXT101 = "note"', ["severity.TXT101"]),
        ('[severity]\nTXT002 = "warning"', ["severity.TXT002"]),  # is one already
        ('[severity]\nPKG001 = "note"', []),
        ('ignore = ["TXT"]\n[severity]\nTXT002 = "warning"', []),
        ("[rules.DUP102]\nscore = 700", None),
    ],
)
def test_what_silences_or_changes_nothing_is_told(
    corpus: Path, settings: str, unused: list[str] | None
) -> None:
    if unused is None:
        from corpuskit.model.facts import NEARLY

        assert told(corpus, f"[rules.DUP102]\nscore = {NEARLY}") == ["rules.DUP102.score"]
        assert told(corpus, f"[rules.DUP102]\nscore = {NEARLY + 1}") == []
        return
    assert told(corpus, settings) == unused


def test_a_file_of_no_article_and_the_settings_themselves_are_heard(corpus: Path) -> None:
    assert told(corpus, 'ignore = ["SRC110"]') == ["ignore 'SRC110'"]
    (corpus / "raw/picture.svg").write_text("<svg/>", encoding="utf-8")
    assert told(corpus, 'ignore = ["SRC110"]') == []
    override = '[[overrides]]\npaths = ["no-such/**"]\nignore = ["ENC"]\n'
    assert told(corpus, 'ignore = ["SET101"]\n' + override) == []
    row = {"line": "Nulle part", "decision": "keep", "scope": "corpus"}
    (corpus / "decisions.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert told(corpus, 'ignore = ["SET102"]') == []


def test_paths_for_which_a_code_is_chosen_apart_do_not_need_what_is_ignored(corpus: Path) -> None:
    ignored = 'ignore = ["TXT002"]\n[[overrides]]\npaths = ["a.txt"]\n'
    assert told(corpus, ignored + 'select = ["TXT002"]\n') == ["ignore 'TXT002'"]
    assert told(corpus, ignored + 'ignore = ["TXT"]\n') == ["ignore 'TXT002'"]
    assert told(corpus, ignored + 'select = ["ENC"]\n') == []


@pytest.mark.parametrize(
    ("override", "unused"),
    [
        ('paths = ["a.txt"]\nignore = ["TXT002"]', []),
        ('paths = ["a.txt"]\nignore = ["TXT", "ENC", "ENC"]', ["overrides[0].ignore 'ENC'"]),
        ('paths = ["b.txt"]\nignore = ["TXT002"]', ["overrides[0].ignore 'TXT002'"]),
        ('paths = ["*.txt"]\nignore = ["TXT002"]', []),
        ('paths = ["no.txt"]\nignore = ["TXT002", "SET101"]', []),  # SET101 tells of its paths
        ('paths = ["a.txt"]\nignore = ["PKG", "PII", "MET103", "BUG"]', []),
        ('paths = ["a.txt"]\nselect = ["TXT101"]', []),
        ('paths = ["a.txt"]\nseverity = { TXT002 = "note" }', []),
        ('paths = ["b.txt"]\nseverity = { TXT002 = "note" }', ["overrides[0].severity.TXT002"]),
        ('paths = ["b.txt"]\nseverity = { TXT002 = "error", PKG001 = "note" }', []),
        ('paths = ["a.txt"]\nignore = ["TXT"]\n[[overrides]]\npaths = ["*.txt"]\nignore = ["TXT002"]', []),
    ],
)
def test_what_overrides_say_and_nothing_at_their_paths_needs_is_told(
    corpus: Path, override: str, unused: list[str]
) -> None:
    assert told(corpus, f"[[overrides]]\n{override}") == unused


def test_a_file_of_no_article_needs_an_override_too(corpus: Path) -> None:
    (corpus / "raw/picture.svg").write_text("<svg/>", encoding="utf-8")
    (corpus / "raw/notes.md").write_text(BODY.replace("1897", "1903"), encoding="utf-8")
    for path, unused in (("picture.svg", []), ("a.txt", ["overrides[0].ignore 'SRC110'"])):
        assert told(corpus, f'[[overrides]]\npaths = ["{path}"]\nignore = ["SRC110"]') == unused


def test_allow_does_not_take_the_need_from_what_is_ignored(tmp_path: Path) -> None:
    base = write(tmp_path, {"a.txt": BELL}, a={"allow": {"TXT002": "a bell"}})
    assert told(base, 'ignore = ["TXT002"]') == []
    base = write(tmp_path, {"a.txt": BODY}, a={"allow": {"TXT002": "a bell"}})
    assert told(base, 'ignore = ["TXT002"]') == ["ignore 'TXT002'"]  # and no MET105


def test_a_part_of_a_corpus_tells_nothing_nor_do_settings_that_may_be_of_another(corpus: Path) -> None:
    settings = 'ignore = ["TXT101"]'
    (corpus / "corpuskit.toml").write_text(settings, encoding="utf-8")

    def codes(*paths: Path, **how: Any) -> set[str]:
        return {one.code for one in validate(list(paths), **how).findings or ()}

    assert "SET103" in codes(corpus)
    assert "SET103" not in codes(corpus / "raw/a.txt")
    shutil.copytree(corpus, corpus.parent / "other")
    assert "SET103" not in codes(corpus, corpus.parent / "other")
    (corpus / "corpuskit.toml").rename(corpus.parent / "corpuskit.toml")
    assert "SET103" not in codes(corpus)


def test_the_command_line_is_told_too_and_a_baseline_holds_none_of_it(corpus: Path) -> None:
    done = run("validate", corpus, "--ignore", "ENC,TXT002", "--output-format", "jsonl")
    assert [json.loads(line)["code"] for line in done.stdout.splitlines()].count("SET103") == 1
    assert run("validate", corpus, "--ignore", "ENC", "--write-baseline", corpus / "b.jsonl").returncode == 0
    assert "SET103" not in (corpus / "b.jsonl").read_text(encoding="utf-8")
    assert "TXT002" in (corpus / "b.jsonl").read_text(encoding="utf-8")
    severity = '[severity]\nTXT002 = "note"\n'
    assert told(corpus, severity, baseline=corpus / "b.jsonl") == []


def test_a_check_that_fails_may_be_ignored(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpuskit.rules import checks

    def failing(_: object) -> Iterator[Any]:
        raise RuntimeError("a check that fails")
        yield

    broken = tuple(
        Check(check.codes, failing) if check.codes[0].code == "TXT101" else check for check in checks()
    )
    monkeypatch.setattr("corpuskit.rules.checks", lambda: broken)
    from corpuskit.rules import _wanted

    _wanted.cache_clear()
    try:
        assert told(corpus, 'ignore = ["TXT101"]') == []
    finally:
        _wanted.cache_clear()


def test_what_an_earlier_run_heard_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpuskit.app import work

    monkeypatch.setattr(shards, "MEAN", 8)
    monkeypatch.setattr(store, "WORTH", 1)
    base = write(tmp_path, {f"{at}.txt": BELL.replace("1897", str(1900 + at)) for at in range(9)})
    settings = 'ignore = ["TXT002", "TXT101"]\n[severity]\nDUP102 = "note"\n'
    first = told(base, settings, cache=True)
    processed: list[str] = []
    real = work.process
    monkeypatch.setattr(
        work, "process", lambda batch, c: processed.extend(raw.id for raw in batch) or real(batch, c)
    )
    (base / "corpuskit.toml").write_text(settings, encoding="utf-8")
    again = [one for one in validate(base).findings or () if one.code == "SET103"]
    assert processed == []
    assert first == again[0].data["unused"] == ["ignore 'TXT101'"]
    assert "SET103" not in {one.code for one in validate(base / "raw/1.txt").findings or ()}
    assert processed == []
    (base / "raw/1.txt").write_text(BODY, encoding="utf-8")
    assert told(base, settings, cache=True) == ["ignore 'TXT101'"]
