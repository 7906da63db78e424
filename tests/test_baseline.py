"""Baselines: what was accepted is counted, what is new is told, whatever was renamed, renumbered or put in another order."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from corpuskit import validate
from corpuskit.app.baseline import read_baseline
from corpuskit.errors import SettingsError
from corpuskit.model.baseline import Comparison, Old, lines_of
from corpuskit.model.findings import Finding, Place, Severity
from corpuskit.model.report import Report
from corpuskit.rules import codes
from tests.conftest import ROOT
from tests.corpus import BODY, run, tree, write
from tests.test_ci_formats import VIEW, accepts_sarif, official, rendered, sarif

__all__ = ["official"]

BEEP = "\x07"


def body(number: int, *, defect: bool) -> str:
    lines = BODY.replace("1897", str(1000 + number)).split("\n")
    lines[4] += BEEP if defect else ""
    return "\n".join(lines)


def names(n: int) -> list[str]:
    return [f"{'abc'[i % 3]}/{i:04}.txt" for i in range(n)]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Thirty articles, every third with a control character in it; a baseline of what is found."""
    base = write(tmp_path / "corpus", {name: body(i, defect=i % 3 == 0) for i, name in enumerate(names(30))})
    (base / "corpuskit.toml").write_text(
        'ignore = ["DUP"]  # they are alike but for a word\n', encoding="utf-8"
    )
    validate(base, write_baseline=tmp_path / "baseline.jsonl")
    return base


def compared(base: Path, **more: Any) -> tuple[Report, Comparison]:
    report = validate(base, baseline=base.parent / "baseline.jsonl", **more)
    assert report.compared is not None
    return report, report.compared


def records(base: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in (base / "raw/metadata.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def put(base: Path, found: list[dict[str, Any]]) -> None:
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in found)
    (base / "raw/metadata.jsonl").write_text(text, encoding="utf-8", newline="")


def test_nothing_changed_nothing_is_new(corpus: Path) -> None:
    report, old = compared(corpus)
    assert report.groups == ()
    assert old.left == 10
    assert old.gone == []


def test_one_new_defect_is_one_finding(corpus: Path) -> None:
    file = corpus / "raw/b/0001.txt"
    file.write_bytes(file.read_bytes() + BEEP.encode())
    report, old = compared(corpus)
    assert [(f.code, f.article) for f in report.findings or ()] == [("TXT002", "b/0001")]
    assert (old.left, old.gone) == (10, [])


def test_lines_that_move_stay_known(corpus: Path) -> None:
    file = corpus / "raw/a/0000.txt"
    file.write_bytes(b"Une manchette de plus\n\n" + file.read_bytes())
    report, old = compared(corpus)
    assert (report.findings, old.left, old.gone) == ((), 10, [])


def test_articles_and_records_in_another_order_stay_known(corpus: Path) -> None:
    found = records(corpus)
    random.Random(7).shuffle(found)  # noqa: S311 - no secret
    put(corpus, found)
    report, old = compared(corpus)
    assert (report.findings, old.left, old.gone) == ((), 10, [])


def test_renamed_files_stay_known(corpus: Path) -> None:
    found = records(corpus)
    for record in found[::2]:
        here = corpus / "raw" / record["file_name"]
        record["file_name"] = f"moved/{here.stem}-x.txt"
        (corpus / "raw/moved").mkdir(exist_ok=True)
        here.rename(corpus / "raw" / record["file_name"])
    put(corpus, found)
    report, old = compared(corpus)
    assert (report.findings, old.left, old.gone) == ((), 10, [])


def test_two_files_that_change_places_stay_known(corpus: Path) -> None:
    one, two, aside = corpus / "raw/a/0000.txt", corpus / "raw/b/0001.txt", corpus / "aside"
    one.rename(aside), two.rename(one), aside.rename(two)
    report, old = compared(corpus)
    assert (report.findings, old.left, old.gone) == ((), 10, [])


def test_a_copy_beside_its_original_is_new(corpus: Path) -> None:
    shutil.copy(corpus / "raw/a/0000.txt", corpus / "raw/a/9999.txt")
    record = records(corpus)[0] | {"file_name": "a/9999.txt"}
    put(corpus, [*records(corpus), record])
    report, old = compared(corpus)
    assert ("TXT002", "a/9999") in {(f.code, f.article) for f in report.findings or ()}
    assert old.left == 10


def test_what_is_mended_is_gone_and_named(corpus: Path) -> None:
    (corpus / "raw/a/0000.txt").write_text(body(0, defect=False), encoding="utf-8", newline="")
    (corpus / "raw/a/0003.txt").unlink()
    put(corpus, [record for record in records(corpus) if record["file_name"] != "a/0003.txt"])
    report, old = compared(corpus)
    assert report.findings == ()
    assert sorted((each.article, each.code) for each in old.gone) == [
        ("a/0000", "TXT002"),
        ("a/0003", "TXT002"),
    ]
    told = rendered("full", report)
    assert "baseline: 8 old findings left, 2 gone" in told
    assert "  gone: TXT002 in a/0000\n" in told
    assert json.loads(rendered("json", report))["baseline"]["gone"][1]["article"] == "a/0003"


def test_what_belongs_to_no_article_is_known_by_its_path(corpus: Path) -> None:
    with (corpus / "raw/metadata.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("{\n")
    assert [f.code for f in compared(corpus)[0].findings or ()] == ["MET004"]
    validate(corpus, write_baseline=corpus.parent / "baseline.jsonl")
    report, old = compared(corpus)
    assert (report.findings, old.left) == ((), 11)
    put(corpus, records_before_the_break(corpus))
    assert [(each.path, each.code) for each in compared(corpus)[1].gone] == [("metadata.jsonl", "MET004")]


def records_before_the_break(base: Path) -> list[dict[str, Any]]:
    lines = (base / "raw/metadata.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[:-1]]


def test_a_part_says_nothing_of_the_rest(corpus: Path) -> None:
    report = validate(corpus / "raw/a/0000.txt", baseline=corpus.parent / "baseline.jsonl")
    assert report.compared is not None
    assert (report.findings, report.compared.left, report.compared.gone) == ((), 1, [])


def test_codes_that_are_not_looked_for_are_not_gone(corpus: Path) -> None:
    result = run("validate", corpus, "--baseline", corpus.parent / "baseline.jsonl", "--select", "ENC")
    assert "baseline: 0 old findings left\n" in result.stdout


def test_any_number_of_workers_writes_the_same_file(corpus: Path, tmp_path: Path) -> None:
    written = (tmp_path / "baseline.jsonl").read_bytes()
    result = run(
        "validate",
        corpus,
        "--write-baseline",
        tmp_path / "two.jsonl",
        "--workers",
        "2",
        "--engine",
        "processes",
    )
    assert result.returncode == 0
    assert (tmp_path / "two.jsonl").read_bytes() == written
    lines = written.decode().splitlines()
    keys = [(v["article"], v["code"], v["fingerprint"]) for v in map(json.loads, lines)]
    assert keys == sorted(keys)
    assert len(keys) == 10
    schema = json.loads((ROOT / "schema/baseline.schema.json").read_text(encoding="utf-8"))
    for line in lines:
        jsonschema.Draft202012Validator(schema).validate(json.loads(line))


def test_a_merged_file_holds(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "baseline.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([*reversed(lines), *lines[:3], "\n"]), encoding="utf-8", newline="")
    report, old = compared(corpus)
    assert (report.findings, old.left, old.gone) == ((), 10, [])


@pytest.mark.parametrize(
    "line",
    ["<<<<<<< HEAD", "[1]", "{", '{"article": null}', '{"article": "a", "code": "X", "count": 0, "fingerprint": "x"}', "\xff", "[" * 9999],
)  # fmt: skip
def test_a_broken_baseline_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "b.jsonl"
    file.write_text("\n" + line + "\n", encoding="latin-1")
    with pytest.raises(SettingsError, match=r"b\.jsonl" if line == "\xff" else r"b\.jsonl:2"):
        read_baseline(file, codes())


def test_a_missing_baseline_says_how_to_write_it(corpus: Path) -> None:
    result = run("validate", corpus, "--baseline", "none.jsonl", cwd=corpus.parent)
    assert result.returncode == 2
    assert "--write-baseline none.jsonl" in result.stderr


def test_a_baseline_is_of_a_whole_corpus_and_not_among_its_files(corpus: Path, tmp_path: Path) -> None:
    for arguments in (
        [corpus / "raw/a", "--write-baseline", tmp_path / "x.jsonl"],
        [corpus, ROOT, "--write-baseline", tmp_path / "x.jsonl"],
        [corpus, ROOT, "--baseline", tmp_path / "baseline.jsonl"],
        [corpus, "--write-baseline", corpus / "raw/x.jsonl"],
        [corpus, "--write-baseline", corpus / "raw/metadata.jsonl"],
        [corpus, "--baseline", tmp_path / "baseline.jsonl", "--output-file", tmp_path / "baseline.jsonl"],
    ):
        before = tree(tmp_path)
        result = run("validate", *arguments)
        assert result.returncode == 2, result.stdout
        assert tree(tmp_path) == before


def test_the_command_accepts_and_then_tells_what_is_new(corpus: Path, tmp_path: Path) -> None:
    (corpus / "raw/c/0002.txt").write_bytes(b"caf\xe9 \xff")
    first = run("validate", corpus, "--write-baseline", tmp_path / "b.jsonl")
    assert (first.returncode, first.stderr) == (
        0,
        f"corpuskit: what is found today is accepted in {tmp_path / 'b.jsonl'}\n",
    )
    again = run("validate", corpus, "--baseline", tmp_path / "b.jsonl", "--fail-on", "warning")
    assert again.returncode == 0
    assert "nothing new to report\n" in again.stdout
    (corpus / "raw/c/0005.txt").write_bytes(b"")
    red = run("validate", corpus, "--baseline", tmp_path / "b.jsonl", "--output-format", "concise")
    assert red.returncode == 1
    assert red.stdout.count(": error ") == 1
    assert "raw/c/0005.txt: error ENC001" in red.stdout


def test_sarif_tells_new_from_unchanged_and_absent(corpus: Path, official: Path) -> None:
    (corpus / "raw/a/0000.txt").write_text(body(0, defect=False), encoding="utf-8", newline="")
    (corpus / "raw/b/0001.txt").write_text(body(1, defect=True), encoding="utf-8", newline="")
    report, _ = compared(corpus)
    states = [result["baselineState"] for result in sarif(report)["results"]]
    assert sorted(states) == ["absent", "new", *["unchanged"] * 9]
    assert list(accepts_sarif(official).iter_errors(json.loads(rendered("sarif", report)))) == []
    assert "baselineState" not in rendered("sarif", validate(corpus), VIEW)


def test_of_findings_that_are_alike_the_last_are_new() -> None:
    found = [
        Finding("TXT002", Severity.WARNING, "m", "a", Place("a.txt", line), excerpt="x") for line in (1, 2, 3)
    ]
    [line] = lines_of(found[:2], "ab")
    known = {found[0].fingerprint: Old(**{"path": None, "fault": "", **json.loads(line)})}
    comparison = Comparison()
    assert comparison.split(found, known, keep=True) == found[2:]
    assert (comparison.left, comparison.known, comparison.gone) == (2, found[:2], [])
    assert comparison.split([], known, keep=False) == []
    assert [old.count for old in comparison.gone] == [2]


def test_a_crash_of_ours_is_never_accepted() -> None:
    crash = Finding("BUG001", Severity.ERROR, "m", "a", fault="crash")
    assert lines_of([crash]) == []
    old = Old("a", None, "BUG001", "crash", crash.fingerprint, 5)
    assert Comparison().split([crash], {crash.fingerprint: old}, keep=False) == [crash]
