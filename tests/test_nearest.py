"""Whoever mistypes a name is told the nearest one that there is: a command, an option, a value, a code, a setting."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.corpus import BODY, record, run, write


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("corpus"), {"a.txt": BODY})


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["validat"], "Did you mean 'validate'?"),
        (["validate", "--outpt-format", "json"], "--output-format"),
        (["validate", "--output-format", "jsn"], "did you mean json?"),
        (["validate", "--fail-on", "warn"], "did you mean warning?"),
        (["validate", "--engine", "procces"], "did you mean processes?"),
        (["validate", "--ignore", "TXT,BLP"], "did you mean BPL?"),
        (["validate", "--select", "ENC2O1"], "did you mean ENC201?"),
        (["validate", "--extend-select", "PPI"], "did you mean PII?"),
        (["decide", "--scope", "sites"], "did you mean site?"),
        (["rules", "--output-format", "jsonl"], "did you mean json?"),
        (["explain", "TXT0O2"], "did you mean TXT002?"),
        (["explain", "replacement-charcter"], "did you mean replacement-character?"),
        (["explain", "qqq"], "there is no code 'qqq': `corpuskit rules`"),
    ],
)
def test_on_the_command_line(corpus: Path, arguments: list[str], told: str) -> None:
    done = run(*arguments, cwd=corpus)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('ignor = ["TXT"]', 'ignor is not known here: did you mean "ignore"?'),
        ("[clean]\nremove_att = 3", 'clean.remove_att is not known here: did you mean "remove_at"?'),
        ('ignore = ["TXT0O2"]', "did you mean TXT002?"),
        ('[severity]\nTXT0O2 = "note"', "severity.TXT0O2: there is no such code: did you mean TXT002?"),
        ("[rules.DUP12]\nscore = 1", "rules.DUP12: there is no such code: did you mean DUP102?"),
        ("[rules.DUP102]\nscor = 1", "there is no parameter 'scor': did you mean score?"),
        ('encodings = ["utf8x"]', "did you mean utf8?"),
        ('[[override]]\npaths = ["a"]', 'did you mean "overrides"?'),
        (
            '[[overrides]]\npath = ["a"]\nignore = ["TXT"]',
            'overrides[0].path is not known here: did you mean "paths"?',
        ),
        ('[[overrides]]\npaths = ["a"]\nignore = ["ENC2O1"]', "overrides[0]: no code begins with 'ENC2O1'"),
        ('[[overrides]]\npaths = ["a"]\nseverity = { TXT0O2 = "note" }', "did you mean TXT002?"),
    ],
)
def test_in_the_settings(corpus: Path, settings: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "corpuskit.toml"
    file.write_text(settings + "\n", encoding="utf-8")
    done = run("validate", corpus, "--config", file)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_in_the_metadata(tmp_path: Path) -> None:
    base = write(tmp_path, {"a.txt": BODY}, a={"titel": "x", "allow": {"TXT992": "x"}})
    told = run("validate", base).stdout
    assert 'titel is not known here: did you mean "title"?' in told
    assert "there is no code TXT992: did you mean TXT" in told


FORMATS = {"full": 20, "concise": 20, "github": 20, "markdown": 40, "junit": 250}  # and lines that suffice


@pytest.fixture(scope="module")
def alike(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten thousand records without a licence and with a misspelt key, a thousand of which have no file."""
    base = tmp_path_factory.mktemp("alike")
    (base / "raw").mkdir()
    records = []
    for at in range(10_000):
        if at % 10:
            (base / f"raw/{at}.txt").write_bytes(BODY.replace("1897", str(1000 + at)).encode())
        said = {key: value for key, value in record(f"{at}.txt").items() if key != "license"}
        records.append(json.dumps({**said, "titel": "x"}) + "\n")
    (base / "raw/metadata.jsonl").write_text("".join(records), encoding="utf-8")
    return base


@pytest.mark.parametrize("name", FORMATS)
def test_a_fault_of_ten_thousand_records_is_said_once(alike: Path, name: str) -> None:
    select = ("--select", "MET,SRC", "--no-cache")
    told = run("validate", alike, "--output-format", name, *select).stdout
    assert len(told.splitlines()) <= FORMATS[name], told[:5000]
    assert re.search(r"(?m)\b(9,997 more|20,99\d errors more|20,000 errors)\b", told)
    for word in ("license", "titel"):
        assert 1 <= sum(word in line for line in told.splitlines()) <= 5
