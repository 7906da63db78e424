"""What a stranger writes into names, titles, keys and texts, through the command and in every format: shown, never obeyed.

The properties of each reporter alone are tested in test_reporters and test_ci_formats, with Hypothesis; here the whole way is gone.
"""

from __future__ import annotations

import json
import os
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from corpuskit.reporters import reporters
from tests.corpus import BODY, record, run
from tests.test_ci_formats import accepts_sarif, assert_fits, commands, declared, official
from tests.test_reporters import assert_harmless

KINDS = {
    "escape": "\x1b]0;owned\x07\x1b[31m",
    "c1": "\x9b2J\x9dx\x9c",
    "command": "::error file=x::forged",
    "blank command": "  ::set-output name=x::forged",
    "old command": "##[error]forged ##vso[task.complete] ##teamcity[x]",
    "encoded": "%0A::error::forged%3A%2C",
    "xml": "]]></failure><failure>&amp;<![CDATA[",
    "markup": "|<img src=x onerror=y>`[x](https://evil.example)** @team",
    "bidi": "\N{RIGHT-TO-LEFT OVERRIDE}txt.\N{LEFT-TO-RIGHT ISOLATE}",
    "lines": "a\nb\rc\x0bd\x85e\N{LINE SEPARATOR}::error::forged",
    "invisible": "a\N{ZERO WIDTH SPACE}b\U000e0041\U000e007f\N{ZERO WIDTH NO-BREAK SPACE}",
    "private": "\ue000\ufffe\U0010ffff",
    "tab": "a\tb",
}
LONE = os.fsdecode(b"caf\xe9 \xff::error::x")  # a file name that is no UTF-8


def hostile(base: Path) -> Path:
    """A corpus in which every kind stands in a name, a title, a key, a value and lines of the text."""
    records = []
    names = {kind: f"{text.replace('/', '')}.txt" for kind, text in KINDS.items()}
    for at, (kind, text) in enumerate(KINDS.items()):
        file = base / "raw" / kind / names[kind]
        file.parent.mkdir(parents=True, exist_ok=True)
        body = f"{text}\n\n{BODY.replace('1897', str(1000 + at))}\n{text}\nAbonnez-vous {text}\n"
        file.write_bytes(body.encode("utf-8", "surrogatepass"))
        said = record(f"{kind}/{names[kind]}", title=text, publisher=text, language=text, license=text)
        records.append(said | {text: text, "allow": {text: text}, "retrieved_at": text, "url": text})
    if sys.platform != "darwin":  # its file systems refuse such names
        (base / "raw" / f"{LONE}.txt").write_bytes(BODY.encode() + b"\x07\n")
    lines = "".join(json.dumps(each) + "\n" for each in records)
    (base / "raw/metadata.jsonl").write_text(lines, encoding="utf-8")
    return base


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("name", sorted(reporters()))
def test_every_format_of_validate(
    corpus: Path, name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    summary = tmp_path / "summary.md"
    done = run(
        "validate",
        ".",
        "--show-notes",
        "--output-format",
        name,
        cwd=corpus,
        env={"GITHUB_STEP_SUMMARY": str(summary)},
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert_harmless(done.stdout)
    if name == "github":
        assert_harmless(summary.read_text(encoding="utf-8"))
        assert all(set(said) <= {"file", "line", "col", "title"} for _, said, _ in commands(done.stdout))
    elif name in ("json", "jsonl"):
        rows = [json.loads(line) for line in done.stdout.splitlines()] if name == "jsonl" else []
        found: list[dict[str, Any]] = rows or json.loads(done.stdout)["findings"]
        assert {one["path"].rpartition("raw/")[2].partition("/")[0] for one in found} >= set(KINDS)
    elif name in ("sarif", "junit"):
        schemas: Path = request.getfixturevalue("official")
        if name == "sarif":
            assert list(accepts_sarif(schemas).iter_errors(json.loads(done.stdout))) == []
        else:
            assert_fits(ET.fromstring(done.stdout), declared(schemas / "junit-10.xsd"))  # noqa: S314


@pytest.mark.parametrize("name", ["full", "sarif"])
def test_a_line_of_ten_megabytes_is_shown_in_part(tmp_path: Path, name: str) -> None:
    (tmp_path / "raw").mkdir()
    line = b"mot " * 1_250_000 + b"\x1b[31m " + b"mot " * 1_250_000
    (tmp_path / "raw/long.txt").write_bytes(BODY.encode() + line + b"\n")
    done = run("validate", ".", "--output-format", name, "--select", "TXT002", cwd=tmp_path)
    assert "TXT002" in done.stdout
    assert_harmless(done.stdout)
    assert max(map(len, done.stdout.split("\n"))) < 20_000
    if name == "full":
        line_shown, caret = [shown for shown in done.stdout.split("\n") if shown.startswith("    | ")]
        assert line_shown[caret.index("^") :].startswith(r"\x1b[31m")


def test_what_else_is_printed_of_texts(corpus: Path) -> None:
    for arguments in (
        ["validate", ".", "--statistics"],
        ["decide", "--list"],
        ["decide", "--list", "--output-format", "jsonl"],
        ["clean", "--diff", *sorted(map(str, corpus.glob("raw/*/*.txt")))],
    ):
        done = run(*arguments, cwd=corpus)
        assert "Traceback" not in done.stderr
        assert done.stdout
        assert_harmless(done.stdout)
        assert_harmless(done.stderr)


__all__ = ["official"]  # a fixture of test_ci_formats
