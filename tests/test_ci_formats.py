"""The formats that machines of others read: the official schemas accept them, and they say what the report says."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.model.findings import Code, Finding, Place, Severity
from corpuskit.model.report import Report, Tally
from corpuskit.reporters import View, reporters
from corpuskit.reporters.counts import statistics, statistics_json
from corpuskit.reporters.github import LIMIT
from corpuskit.reporters.markdown import step_summary, text
from corpuskit.rules import codes
from tests.conftest import ROOT
from tests.corpus import BODY, run, write
from tests.test_reporters import assert_harmless, findings, texts

VIEW = View(names={code.code: code.name for code in codes().values()}, version="1.2.3", codes=codes())


def report_of(*found: Finding, root: str = "raw") -> Report:
    tally = Tally(keep=True, articles=3)
    tally.add(found)
    return tally.report(root)


def a(code: str, path: str, line: int | None = None, column: int | None = None, **more: Any) -> Finding:
    severity = more.pop("severity", Severity.ERROR)
    return Finding(
        code, severity, more.pop("message", "broken: mend it"), path, Place(path, line, column), **more
    )


def rendered(name: str, report: Report, view: View = VIEW) -> str:
    return "".join(reporters()[name](report, view))


def sarif(report: Report, view: View = VIEW) -> dict[str, Any]:
    [found] = json.loads(rendered("sarif", report, view))["runs"]
    return found


@pytest.fixture(scope="module")
def official() -> Path:
    folder = ROOT.parent / "shared" / "schemas"
    if not folder.is_dir():
        pytest.skip("the official schemas of SARIF and JUnit are not beside this clone")
    return folder


def accepts_sarif(official: Path) -> jsonschema.Validator:
    schema = json.loads((official / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)


def declared(xsd: Path) -> dict[str, tuple[set[str], set[str], set[str]]]:
    """By element: the attributes it must have, those it may have, and the elements it may hold."""
    ns = "{http://www.w3.org/2001/XMLSchema}"
    found = {}
    for element in ET.parse(xsd).getroot().findall(f"{ns}element"):  # noqa: S314 - the schema is ours to trust
        attributes = list(element.iter(f"{ns}attribute"))
        must = {each.attrib["name"] for each in attributes if each.get("use") == "required"}
        holds = {each.attrib["ref"] for each in element.iter(f"{ns}element") if "ref" in each.attrib}
        found[element.attrib["name"]] = must, {each.attrib["name"] for each in attributes}, holds
    return found


def assert_fits(element: ET.Element, known: dict[str, tuple[set[str], set[str], set[str]]]) -> None:
    must, may, holds = known[element.tag]
    assert must <= set(element.attrib) <= may
    for child in element:
        assert child.tag in holds
        assert_fits(child, known)


# SARIF.


@given(st.lists(findings, max_size=3), texts)
def test_sarif_of_a_stranger_fits_the_schema(official: Path, found: list[Finding], root: str) -> None:
    check = accepts_sarif(official)
    assert list(check.iter_errors(json.loads(rendered("sarif", report_of(*found, root=root))))) == []


def test_sarif_says_rule_level_place_and_page() -> None:
    found = sarif(report_of(a("TXT002", "d/é x.txt", 7, 3, severity=Severity.WARNING)))
    [rule], [result] = found["tool"]["driver"]["rules"], found["results"]
    assert rule["id"] == "TXT002"
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert rule["fullDescription"]["text"] in " ".join(rule["help"]["markdown"].split())
    assert found["columnKind"] == "unicodeCodePoints"
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("TXT002", 0, "warning")
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "raw/d/%C3%A9%20x.txt", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 7, "startColumn": 3},
    }


def test_a_page_has_an_address_only_where_the_package_names_one() -> None:
    report = report_of(a("TXT002", "a.txt"))
    assert "helpUri" not in sarif(report)["tool"]["driver"]["rules"][0]
    view = View(codes=codes(), pages="https://docs.example/rules/")
    assert (
        sarif(report, view)["tool"]["driver"]["rules"][0]["helpUri"] == "https://docs.example/rules/TXT002.md"
    )


@pytest.mark.parametrize("root", ["/data/my corpus/raw", "../other/raw", "C:/corpus/raw"])
def test_a_raw_folder_elsewhere_is_a_base_of_its_own(root: str) -> None:
    found = sarif(report_of(a("TXT002", "a:b.txt"), root=root))
    address = found["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert address == {"uri": "a%3Ab.txt", "uriBaseId": "RAW"}
    base = found["originalUriBaseIds"]["RAW"].get("uri")
    assert base is None if root.startswith("..") else unquote(base) == f"file:///{root.strip('/')}/"


def test_fingerprints_forget_the_line_and_count_what_is_alike() -> None:
    before = report_of(a("TXT002", "a.txt", 3, excerpt="x  y"), a("TXT002", "a.txt", 9, excerpt="x y"))
    after = report_of(a("TXT002", "a.txt", 4, excerpt="x y"), a("TXT002", "a.txt", 20, excerpt="x y"))
    prints = [[r["partialFingerprints"] for r in sarif(report)["results"]] for report in (before, after)]
    assert prints[0] == prints[1]
    first, second = prints[0]
    assert first["corpuskit/v1"] == second["corpuskit/v1"]
    assert first["primaryLocationLineHash"] != second["primaryLocationLineHash"]
    other = sarif(report_of(a("TXT002", "a.txt", 3, excerpt="x z")))["results"][0]["partialFingerprints"]
    assert other["corpuskit/v1"] != first["corpuskit/v1"]


def test_a_link_in_a_message_is_text() -> None:
    found = sarif(report_of(a("TXT002", "a.txt", message="see [here](https://evil.example), [1]")))
    assert found["results"][0]["message"]["text"] == r"see \[here\](https://evil.example), \[1\]"
    plain = sarif(report_of(a("TXT002", "a.txt", message="write [1]")))
    assert plain["results"][0]["message"]["text"] == "write [1]"


# JUnit.


@given(st.lists(findings, max_size=3), texts)
def test_junit_of_a_stranger_is_xml_that_fits_the_schema(
    official: Path, found: list[Finding], root: str
) -> None:
    known = declared(official / "junit-10.xsd")
    view = View(codes=codes(), names={finding.code: finding.message for finding in found})
    assert_fits(ET.fromstring(rendered("junit", report_of(*found, root=root), view)), known)  # noqa: S314


def test_every_code_is_a_case_and_those_that_fail_the_run_fail() -> None:
    report = report_of(
        a("TXT002", "a.txt", 1, severity=Severity.WARNING),
        a("ENC102", "b.txt", message="<b> & \x00 \ufffe"),
        a("BUG001", "c.txt"),
    )
    for fail_on, failed in ((Severity.ERROR, {"ENC102"}), (Severity.WARNING, {"ENC102", "TXT002"})):
        view = View(names=VIEW.names, codes=codes(), fail_on=fail_on)
        suites = ET.fromstring(rendered("junit", report, view))  # noqa: S314
        cases = {case.attrib["name"].split()[0]: case for case in suites.iter("testcase")}
        assert set(cases) == set(codes())
        assert {code for code, case in cases.items() if case.find("failure") is not None} == failed
        assert [code for code, case in cases.items() if case.find("error") is not None] == ["BUG001"]
        assert suites.attrib["tests"] == str(len(codes()))
        assert suites.attrib["failures"] == str(len(failed))
        assert suites.attrib["errors"] == "1"
        told = cases["ENC102"].findtext("failure")
        assert told is not None
        assert told.strip() == r"raw/b.txt: <b> & \x00 \ufffe"
    assert ET.fromstring(rendered("junit", report_of(), VIEW)).attrib["failures"] == "0"  # noqa: S314


# GitHub.


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The annotations in a log, read as `actions/runner` reads them."""
    found = []
    for line in text.split("\n"):
        match = re.match(r"\s*::(\w+) ([^:]*)::(.*)", line)
        if match:
            values = dict(part.split("=", 1) for part in match[2].split(","))
            decoded = {key: unescaped(value, of_property=True) for key, value in values.items()}
            found.append((match[1], decoded, unescaped(match[3], of_property=False)))
    return found


def unescaped(text: str, *, of_property: bool) -> str:
    for code, character in (
        ("%0D", "\r"),
        ("%0A", "\n"),
        *((("%3A", ":"), ("%2C", ",")) if of_property else ()),
    ):
        text = text.replace(code, character)
    return text.replace("%25", "%")


def test_an_annotation_stands_at_its_line_and_reads_back() -> None:
    finding = a("ENC102", "100%, a:b%3A.txt", 7, 2, message="50 % of it: mend\n::error::x, at once")
    [(kind, values, message)] = commands(rendered("github", report_of(finding)))
    assert kind == "error"
    assert values == {
        "file": "raw/100%, a:b%3A.txt",
        "line": "7",
        "col": "2",
        "title": "ENC102 damaged-utf-8",
    }
    assert message == r"50 % of it: mend\n::error::x, at once"


def test_ten_of_each_severity_are_annotated_and_the_rest_is_counted() -> None:
    many = [a("ENC102", f"{i}.txt", fault=str(i)) for i in range(13)]
    same = [a("ENC101", f"{i}.txt") for i in range(100)]
    warnings = [a("TXT002", f"{i}.txt", severity=Severity.WARNING) for i in range(2)]
    text = rendered("github", report_of(*many, *same, *warnings))
    kinds = [kind for kind, _, _ in commands(text)]
    assert kinds == ["error"] * LIMIT + ["warning"] * 2
    assert "103 errors more than are annotated" in text
    assert "warnings more" not in text
    assert sum(values["title"].startswith("ENC101") for _, values, _ in commands(text)) == 1


@given(st.lists(findings, max_size=4), texts)
def test_a_stranger_makes_no_command_of_his_own(found: list[Finding], root: str) -> None:
    view = View(show_notes=True, names={finding.code: finding.message for finding in found})
    text = rendered("github", report_of(*found, root=root), view)
    assert_harmless(text)
    assert len(commands(text)) == min(len(found), 40)
    for kind, values, _ in commands(text):
        assert kind in ("error", "warning", "notice")
        assert set(values) <= {"file", "line", "col", "title"}


# Markdown, and the summary of a step.


def test_a_cell_of_markdown_holds_no_markup() -> None:
    hostile = "|a| `b` **c** <img src=x onerror=y> [d](http://e) &amp; www.evil.example @team ~~f~~\n# g"
    shown = text(hostile)
    assert "\n" not in shown
    assert re.search(r"(?<!\\)[|`*<>\[\]&@~]|(?<!\\)://|www\.", shown) is None
    assert re.sub(r"\\([^n])", r"\1", shown) == hostile.replace("\n", r"\n")


@given(st.lists(findings, max_size=4), texts)
def test_tables_keep_their_columns(found: list[Finding], root: str) -> None:
    view = View(show_notes=True, names={finding.code: finding.message for finding in found})
    lines = rendered("markdown", report_of(*found, root=root), view).split("\n")
    tables = [line for line in lines if line.startswith("|")]
    assert all(len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) in (4, 5) for line in tables)
    assert not any(line.lstrip().startswith(("#", "<")) for line in lines[1:])


def test_a_summary_stays_below_what_is_shown() -> None:
    pieces = ["é" * 100 + "\n"] * 50
    assert "".join(step_summary(iter(pieces))) == "".join(pieces)
    cut = "".join(step_summary(iter(pieces), room=1_000))
    assert len(cut.encode()) <= 1_000
    assert cut.endswith("GitHub shows no summary above 1 MiB.\n")
    assert cut.startswith(pieces[0])


# Statistics.


def test_statistics_count_by_code_most_frequent_first() -> None:
    report = report_of(
        *(a("TXT002", f"{i}.txt", fault=str(i), severity=Severity.WARNING) for i in range(1200)),
        a("ENC102", "a.txt"),
    )
    assert "".join(statistics(report, VIEW)).startswith(
        "1,200  TXT002  warning  control-characters\n    1  ENC102  error    damaged-utf-8\n\n3 articles: 1 error"
    )
    assert json.loads("".join(statistics_json(report, VIEW)))[0] == {
        "code": "TXT002",
        "name": "control-characters",
        "severity": "warning",
        "count": 1200,
    }
    assert json.loads("".join(statistics_json(report_of(), VIEW))) == []


@given(st.lists(findings, max_size=4), texts)
def test_statistics_of_a_stranger_are_harmless(found: list[Finding], root: str) -> None:
    report = report_of(*found, root=root)
    view = View(names={finding.code: finding.message for finding in found})
    for each in (statistics, statistics_json):
        assert_harmless("".join(each(report, view)))


# Through the command.


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    hostile = "::error::x##[error]\N{RIGHT-TO-LEFT OVERRIDE}%0A,.txt"
    return write(
        tmp_path_factory.mktemp("formats"),
        {"a.txt": BODY, "b.txt": BODY.replace("1897", "1901") + "\x07\n", hostile: b"caf\xe9 \xff\xff" * 9},
    )


@pytest.mark.parametrize("name", ["sarif", "junit", "github", "markdown", "json", "jsonl", "full", "concise"])
def test_the_command_writes_each_format(corpus: Path, name: str, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    result = run(
        "validate", ".", "--output-format", name, cwd=corpus, env={"GITHUB_STEP_SUMMARY": str(summary)}
    )
    assert result.returncode == 1
    assert result.stderr == ""
    assert_harmless(result.stdout)
    assert summary.exists() == (name == "github")
    if name == "github":
        assert summary.read_text(encoding="utf-8").startswith("### corpuskit: failed\n")
        assert {kind for kind, _, _ in commands(result.stdout)} >= {"error", "warning"}


def test_the_official_schemas_accept_what_the_command_writes(corpus: Path, official: Path) -> None:
    for folder in (corpus, ROOT, ROOT / "tests/corpora/broken"):
        found = run("validate", folder, "--output-format", "sarif").stdout
        assert list(accepts_sarif(official).iter_errors(json.loads(found))) == []
        tests = run("validate", folder, "--output-format", "junit").stdout
        assert_fits(ET.fromstring(tests), declared(official / "junit-10.xsd"))  # noqa: S314


def test_statistics_take_the_place_of_the_list(corpus: Path) -> None:
    told = run("validate", ".", "--statistics", cwd=corpus).stdout
    assert re.search(r"(?m)^1  TXT002  warning  control-characters$", told)
    assert "raw/b.txt" not in told
    refused = run("validate", ".", "--statistics", "--output-format", "sarif", cwd=corpus)
    assert refused.returncode == 2
    assert "full, concise, json" in refused.stderr


def test_a_summary_that_cannot_be_written_fails_nothing(corpus: Path, tmp_path: Path) -> None:
    missing = {"GITHUB_STEP_SUMMARY": str(tmp_path / "no" / "summary.md")}
    result = run("validate", "raw/a.txt", "--output-format", "github", cwd=corpus, env=missing)
    assert result.returncode == 0
    assert "the step has no summary" in result.stderr


def test_a_code_is_what_the_view_says() -> None:
    code = Code("ZZZ001", "x", Severity.NOTE, "0", "")
    found = sarif(report_of(a("ZZZ001", "a.txt")), View(codes={"ZZZ001": code}))
    assert found["tool"]["driver"]["rules"][0]["fullDescription"] == {"text": "x"}
