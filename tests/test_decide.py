"""`corpuskit decide`: what is undecided is listed, and what a person says of it stands in decisions.jsonl at once."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpuskit.app.deciding import Book, asked, decision
from corpuskit.errors import CorpuskitError, MachineError
from corpuskit.model.findings import Place
from corpuskit.model.undecided import Undecided
from tests.conftest import ROOT
from tests.corpus import run

PATIENCE = 120  # seconds without a word after which a dialogue hangs
LINE = "La sirena de niebla busca a su afinador"
OTHER = "Publicado el 8 de febrero de 2024 por Redacción"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """The Spanish and English sample articles: some of their lines are undecided, LINE in two of them, where its cue is lost."""
    shutil.copytree(ROOT / "raw/atlantic-harbours", tmp_path / "raw/atlantic-harbours")
    for name in ("conservera.txt", "faro.txt"):
        file = tmp_path / "raw/atlantic-harbours" / name
        file.write_bytes(file.read_bytes().replace(b"Te puede interesar: ", b""))
    records = (ROOT / "raw/metadata.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    here = [line for line in records if '"atlantic-harbours/' in line]
    (tmp_path / "raw/metadata.jsonl").write_text("".join(here), encoding="utf-8")
    return tmp_path


def written(base: Path) -> list[dict[str, Any]]:
    file = base / "decisions.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


def group(line: str = LINE, site: str = "a.example", articles: tuple[str, ...] = ("x",)) -> Undecided:
    return Undecided(line, site, 1, articles, "BPL206", 600, "", Place("x.txt", 1), "", "")


def listed(base: Path, *more: str) -> list[dict[str, Any]]:
    done = run("decide", base, "--list", "--output-format", "jsonl", *more)
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_list_has_the_most_frequent_first_and_agrees_with_validate(corpus: Path) -> None:
    found = listed(corpus)
    counts = [one["count"] for one in found]
    asked_for = run("validate", corpus, "--select", "BPL", "--output-format", "jsonl").stdout.splitlines()
    warnings = [one for one in map(json.loads, asked_for) if one["fault"] == "undecided"]

    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == len(warnings) > 1
    assert {one["line"] for one in found} <= {one["excerpt"] for one in warnings}
    assert LINE in [one["line"] for one in found if one["count"] == counts[0]]
    assert found[0]["before"]
    assert found[0]["after"]
    assert written(corpus) == []


def test_workers_and_parts_change_nothing(corpus: Path) -> None:
    assert listed(corpus) == listed(corpus, "--engine", "processes", "--workers", "2")
    part = corpus / "raw/atlantic-harbours/conservera.txt"
    assert {one["count"] for one in listed(part)} == {1}


def test_what_is_decided_is_silent_from_then_on(corpus: Path) -> None:
    before = {one["line"] for one in listed(corpus)}
    done = run("decide", corpus, "--remove", "la sirena *", "--keep", OTHER, "--reason", "vu")

    assert (done.returncode, done.stderr) == (0, "")
    assert [(one["decision"], one["scope"], one["of"], one["reason"]) for one in written(corpus)] == [
        ("remove", "site", "atlantic-harbours.example", "vu"),
        ("keep", "site", "atlantic-harbours.example", "vu"),
    ]
    assert {one["line"] for one in listed(corpus)} == before - {LINE, OTHER}
    cleaned = run("clean", corpus / "raw/atlantic-harbours/conservera.txt").stdout
    assert LINE not in cleaned


def test_decisions_that_hold_for_no_line_are_told_once_with_their_number(corpus: Path) -> None:
    rows = [
        {"line": LINE, "decision": "remove", "scope": "site", "of": "atlantic-harbours.example"},
        {"line": LINE, "decision": "keep", "scope": "corpus"},
        {"line": LINE, "decision": "keep", "scope": "site", "of": "elsewhere.example"},
        {"line": OTHER, "decision": "keep", "scope": "article", "of": "atlantic-harbours/faro"},
        {"line": "Nowhere", "decision": "keep", "scope": "corpus"},
    ]

    def told(count: int, *more: str) -> list[dict[str, Any]]:
        text = "".join(json.dumps(row) + "\n" for row in rows[:count])
        (corpus / "decisions.jsonl").write_text(text, encoding="utf-8")
        done = run("validate", corpus, "--select", "SET", "--output-format", "jsonl", *more)
        return [json.loads(line) for line in done.stdout.splitlines()]

    assert told(1) == []
    [note] = told(5, "--engine", "processes", "--workers", "2")
    assert (note["code"], note["severity"], note["data"]) == ("SET102", "note", {"unused": 3, "decisions": 5})
    part = run(
        "validate", corpus / "raw/atlantic-harbours/faro.txt", "--select", "SET", "--output-format", "jsonl"
    )
    assert part.stdout == ""


def test_nothing_is_written_where_one_of_the_lines_is_not_undecided(corpus: Path) -> None:
    done = run("decide", corpus, "--remove", LINE, "--keep", "Nicht da")
    assert done.returncode == 2
    assert "Nicht da" in done.stderr
    both = run("decide", corpus, "--remove", LINE, "--keep", LINE)
    assert both.returncode == 2
    assert written(corpus) == []


def test_decisions_from_stdin_are_held_against_the_schema(corpus: Path) -> None:
    def piped(text: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "corpuskit", "decide", str(corpus), "--stdin"]
        return subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False)

    row = {"line": LINE, "decision": "keep", "scope": "corpus"}
    assert piped(json.dumps(row) + "\n").returncode == 0
    assert written(corpus) == [row]
    bad = piped(json.dumps(row | {"scope": "world"}))
    assert (bad.returncode, "stdin:1" in bad.stderr) == (2, True)
    assert written(corpus) == [row]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
@pytest.mark.parametrize(
    ("keys", "decisions"),
    [
        ("rkq", ["remove", "keep"]),
        ("q", []),
        ("xsrq", ["remove"]),
        ("rbkq", ["keep"]),
        ("r\x04", ["remove"]),
    ],
)
def test_a_key_decides_and_leaving_loses_nothing(corpus: Path, keys: str, decisions: list[str]) -> None:
    assert sorted(decisions) == sorted(one["decision"] for one in _at_a_terminal(corpus, keys)[1])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_how_far_a_decision_reaches_is_chosen_by_a_key(corpus: Path) -> None:
    screen, rows = _at_a_terminal(corpus, "wrwkq")

    assert [(one["scope"], one.get("of")) for one in rows if one["decision"] == "remove"] == [
        ("corpus", None)
    ]
    assert {one["scope"] for one in rows if one["decision"] == "keep"} == {"article"}
    assert "everywhere?" in screen


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_no_text_of_a_stranger_reaches_the_terminal_raw(corpus: Path) -> None:
    for file in (corpus / "raw/atlantic-harbours").iterdir():
        text = file.read_bytes().replace(b"Te puede", b"\x9b31m\x1b]0;x\x07 Te puede")
        file.write_bytes(text.replace(b"\x9b", b"\xc2\x9b"))
    screen, _ = _at_a_terminal(corpus, "sq", NO_COLOR="1")

    assert "\x1b" not in screen
    assert "\x9b" not in screen


def test_an_interrupt_says_what_was_written_and_ends_as_everywhere(corpus: Path) -> None:
    screen, rows = _at_a_terminal(corpus, "k\x03", status=130)

    assert len(rows) == 1
    assert "1 decision written to " in screen


def _at_a_terminal(base: Path, keys: str, *, status: int = 0, **env: str) -> tuple[str, list[dict[str, Any]]]:
    """What a person sees who presses these keys, each when asked (\\x03 interrupts, \\x09 kills), and what is decided then."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "corpuskit", "decide", str(base)],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env=os.environ | env,
        close_fds=True,
        # A shell that starts the tests in the background has them ignore interrupts, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # type: ignore[arg-type,return-value]
    )
    os.close(theirs)
    screen, left = b"", list(keys)
    while True:
        if not select.select([ours], [], [], PATIENCE)[0]:
            process.kill()
            pytest.fail(f"decide says nothing more after {screen[-200:]!r}, with {left} left to press")
        try:
            part = os.read(ours, 4096)
        except OSError:  # Linux says so when the other side is gone
            break
        if not part:
            break
        screen += part
        if left and screen.count(b"[k/r/s/b/w/q] ") > len(keys) - len(left):
            key = left.pop(0)
            if key in ("\x03", "\x09"):
                process.send_signal(signal.SIGINT if key == "\x03" else signal.SIGKILL)
            else:
                os.write(ours, key.encode())
    os.close(ours)
    assert process.wait(timeout=60) == status
    return screen.decode("utf-8", "replace"), written(base)


def test_the_file_is_sorted_and_merges_with_what_somebody_else_wrote(tmp_path: Path) -> None:
    one, two = Book(tmp_path), Book(tmp_path)
    one.add(decision(group("zz"), "keep"))
    two.add(decision(group("aa"), "remove", "corpus"))
    one.add(decision(group("ZZ "), "remove"))

    assert [(row["line"], row["decision"]) for row in written(tmp_path)] == [
        ("aa", "remove"),
        ("ZZ ", "remove"),
    ]
    assert one.take_back()
    assert [(row["line"], row["decision"]) for row in written(tmp_path)] == [("aa", "remove"), ("zz", "keep")]
    assert two.add(decision(group("aa"), "remove", "corpus")) == 0
    assert [file.name for file in tmp_path.iterdir()] == ["decisions.jsonl"]


def test_no_decision_is_lost_where_several_decide_at_once(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from corpuskit.app.deciding import Book
book = Book(Path(sys.argv[1]))
for at in range(25):
    book.add([{"line": f"{sys.argv[2]} {chr(97 + at)}", "decision": "keep", "scope": "corpus"}])
"""
    several = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path), name])
        for name in ("one", "two", "three")
    ]
    assert [each.wait(timeout=120) for each in several] == [0, 0, 0]
    assert len(written(tmp_path)) == 75
    assert [file.name for file in tmp_path.iterdir()] == ["decisions.jsonl"]


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on this machine")
def test_git_merges_what_two_people_decided(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    def decide(line: str, answer: str) -> None:
        Book(tmp_path).add(decision(group(line), answer))
        git("commit", "-qam", line)

    (tmp_path / "raw").mkdir()
    assert run("init", tmp_path).returncode == 0
    Book(tmp_path).add(decision(group("mmm"), "keep"))
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    git("checkout", "-qb", "other")
    decide("aab", "keep")
    decide("both", "remove")
    git("checkout", "-q", "main")
    decide("aaa", "remove")
    decide("zzz", "remove")
    git("merge", "-q", "other")
    assert sorted(row["line"] for row in written(tmp_path)) == ["aaa", "aab", "both", "mmm", "zzz"]

    git("checkout", "-qb", "third")
    decide("mixed", "keep")
    git("checkout", "-q", "main")
    decide("mixed", "remove")
    git("merge", "-q", "third")
    done = run("decide", tmp_path)
    assert done.returncode == 2
    assert re.search(r"decisions\.jsonl:\d: line \d decides the same otherwise", done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_a_kill_loses_nothing_that_was_decided(corpus: Path) -> None:
    _, rows = _at_a_terminal(corpus, "rk\x09", status=-signal.SIGKILL)
    assert sorted(row["decision"] for row in rows) == ["keep", "remove"]


def test_lines_that_hold_anything_come_back_as_they_were(tmp_path: Path) -> None:
    line = "a\N{LINE SEPARATOR}b\N{NEXT LINE}\x1b \ud800 \N{RIGHT-TO-LEFT OVERRIDE}"
    Book(tmp_path).add(decision(group(line), "keep"))

    from corpuskit.app.settings import load_settings

    text = load_settings(tmp_path).decisions
    assert [json.loads(row)["line"] for row in text.splitlines()] == [line]
    assert "\x1b" not in (tmp_path / "decisions.jsonl").read_text(encoding="utf-8")


def test_an_article_at_a_time_and_a_site_that_is_not_known() -> None:
    of = [row["of"] for row in decision(group(articles=("a", "b")), "keep", "article")]
    assert of == ["a", "b"]
    assert [row["scope"] for row in decision(group(site=""), "keep")] == ["corpus"]
    with pytest.raises(CorpuskitError, match="site"):
        decision(group(site=""), "keep", "site")


def test_a_pattern_means_what_it_says() -> None:
    groups = [group("Voir aussi : [Le pont]"), group("Voir aussi : le lavoir"), group("Autre 12")]
    assert asked(groups, ["voir aussi*"]) == groups[:2]
    assert asked(groups, ["voir aussi : [le pont?"]) == groups[:1]
    assert asked(groups, ["AUTRE 99"]) == groups[2:]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises((CorpuskitError, MachineError), match="decisions"):
            Book(tmp_path).add(decision(group(), "keep"))
    finally:
        tmp_path.chmod(0o700)
