"""The program as a user meets it: in a process of its own, by its exit status and by what it prints."""

from __future__ import annotations

import errno
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import corpuskit as program
from corpuskit.cli.outcome import settle
from corpuskit.errors import CorpuskitError, MachineError
from corpuskit.reporters import reporters

TEXT = """Le conseil municipal a voté mardi soir le budget de la commune, après quatre heures de débats.

La maire a défendu un texte prudent, qui garde les impôts au même niveau et remet à plus tard la piscine.

L'opposition a demandé un vote séparé sur les écoles, que la majorité a refusé par douze voix contre neuf.
"""
RECORD = {
    "file_name": "budget.txt",
    "title": "Le budget de la commune est voté",
    "language": "fr",
    "url": "https://journal.example/budget",
    "publisher": "Le Journal",
    "published_at": "2024-03-05",
    "retrieved_at": "2024-03-06",
    "license": "CC-BY-4.0",
}
COMMANDS = ("validate", "package", "clean", "verify", "restore", "rules", "explain")


@pytest.fixture(autouse=True)
def _same_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes run the corpuskit that is tested, wherever they start."""
    monkeypatch.setenv("PYTHONPATH", str(Path(program.__file__).parents[1]))


def corpus(folder: Path, files: dict[str, bytes | str], records: list[dict[str, Any]]) -> Path:
    """A corpus below `folder` with these raw files and this metadata."""
    raw = folder / "raw"
    raw.mkdir()
    for name, body in files.items():
        (raw / name).write_bytes(body if isinstance(body, bytes) else body.encode())
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (raw / "metadata.jsonl").write_bytes(lines.encode())
    return folder


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A corpus with nothing to report."""
    return corpus(tmp_path, {"budget.txt": TEXT}, [RECORD])


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A corpus with one damaged article, one whose title is unknown."""
    records = [
        RECORD | {"title": None},
        RECORD | {"file_name": "damaged.txt", "url": "https://journal.example/2"},
    ]
    damaged = TEXT.encode().replace("é".encode(), b"\xe9", 1)
    return corpus(tmp_path, {"budget.txt": TEXT, "damaged.txt": damaged}, records)


def corpuskit(*arguments: str | bytes, cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the program in `cwd`, as `python -m corpuskit`."""
    command = [sys.executable, "-m", "corpuskit", *arguments]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=60, check=False, **options
    )


def with_validate(body: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `corpuskit validate` with another function in the place of the use case."""
    return subprocess.run(
        replaced(body, *arguments), cwd=cwd, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


def replaced(body: str, *arguments: str) -> list[str]:
    """The command line of such a run."""
    code = f"def validate(*_, **__):\n    {body}\nimport corpuskit.app.validate as use\nuse.validate = validate\n"
    return [
        sys.executable,
        "-c",
        f"{code}from corpuskit.__main__ import main\nmain()",
        "validate",
        *arguments,
    ]


def test_a_clean_corpus_passes(good: Path) -> None:
    run = corpuskit("validate", cwd=good)
    assert (run.returncode, run.stdout, run.stderr) == (0, "1 article: nothing to report\n", "")


def test_a_damaged_article_fails_the_run_and_is_shown_with_its_place(bad: Path) -> None:
    run = corpuskit("validate", ".", cwd=bad)
    assert run.returncode == 1
    assert re.search(r"(?m)^raw/damaged\.txt.*: error ENC\d{3} ", run.stdout)
    assert "corpuskit explain ENC" in run.stdout
    assert run.stderr == ""


def test_warnings_fail_a_run_only_where_that_is_asked(bad: Path) -> None:
    (bad / "raw/damaged.txt").write_bytes(TEXT.replace("mardi", "jeudi").encode())
    assert corpuskit("validate", cwd=bad).returncode == 0
    assert corpuskit("validate", "--fail-on", "warning", cwd=bad).returncode == 1
    assert corpuskit("validate", "--fail-on", "warning", "--ignore", "MET,DUP", cwd=bad).returncode == 0
    assert corpuskit("validate", "--fail-on", "warning", "--select", "ENC,LIC", cwd=bad).returncode == 0


@pytest.mark.parametrize("name", list(reporters()))
def test_each_format_reaches_stdout(bad: Path, name: str) -> None:
    run = corpuskit("validate", "--output-format", name, cwd=bad)
    assert run.returncode == 1
    if name == "json":
        read = json.loads(run.stdout)
        assert (read["articles"], read["refused"], read["counts"]["error"]) == (2, 1, 1)
    elif name == "jsonl":
        assert any(json.loads(line)["path"] == "raw/damaged.txt" for line in run.stdout.splitlines())
    else:
        assert "raw/damaged.txt" in run.stdout


def test_the_help_of_validate_names_every_format(tmp_path: Path) -> None:
    text = corpuskit("validate", "--help", cwd=tmp_path).stdout
    assert all(name in text for name in reporters())


def test_a_report_goes_to_a_file_and_its_summary_to_stdout(bad: Path) -> None:
    run = corpuskit("validate", "--output-format", "jsonl", "--output-file", "out.jsonl", cwd=bad)
    assert run.returncode == 1
    assert run.stdout.startswith("2 articles: 1 error, ")
    assert all(json.loads(line) for line in (bad / "out.jsonl").read_text(encoding="utf-8").splitlines())


def test_a_report_that_cannot_be_written_is_refused_before_the_work(good: Path) -> None:
    for file in ("missing/out.txt", "raw"):
        run = corpuskit("validate", "--output-file", file, cwd=good)
        assert run.returncode == 2
        assert_one_sentence(run.stderr)


def test_several_paths_are_checked_together(good: Path) -> None:
    (good / "raw/autre.txt").write_bytes(TEXT.replace("mardi", "jeudi").encode())
    run = corpuskit("validate", "raw/budget.txt", "raw/autre.txt", "--output-format", "json", cwd=good)
    assert json.loads(run.stdout)["articles"] == 2


def test_every_engine_says_the_same(bad: Path) -> None:
    engines = ("auto", "serial", "processes")
    told = [corpuskit("validate", "--engine", e, "--workers", "2", "--show-notes", cwd=bad) for e in engines]
    assert {run.returncode for run in told} == {1}
    assert told[0].stdout == told[1].stdout == told[2].stdout


# What cannot be carried out as asked.


def assert_one_sentence(stderr: str) -> None:
    assert stderr.startswith("corpuskit: ")
    assert stderr.count("\n") == 1
    assert "Traceback" not in stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("validate", "missing"),
        ("validate", "--no-such-option"),
        ("validate", "--engine", "steam"),
        ("validate", "--workers", "0"),
        ("validate", "--workers", "many"),
        ("validate", "--output-format", "xml"),
        ("validate", "--fail-on", "never"),
        ("validate", "--config", "missing.toml"),
        ("validate", "--schema", "missing.json"),
        ("package", "missing"),
        ("clean", "missing.txt"),
        ("clean",),
        ("verify", "."),
        ("restore", "raw", "--all"),
        ("restore", "raw", "-o", "out"),
        ("restore", "raw", "a", "--all", "-o", "out"),
        ("explain", "ENC9999"),
        ("no-such-command",),
    ],
    ids=" ".join,
)
def test_a_wrong_request_ends_with_one_sentence(good: Path, arguments: tuple[str, ...]) -> None:
    run = corpuskit(*arguments, cwd=good)
    assert (run.returncode, run.stdout) == (2, "")
    assert_one_sentence(run.stderr)


def test_an_unknown_code_is_answered_with_the_nearest(tmp_path: Path) -> None:
    assert "BUG001" in corpuskit("explain", "BUG01", cwd=tmp_path).stderr


def test_what_the_user_typed_is_not_obeyed_either(tmp_path: Path) -> None:
    for arguments in (
        ("validate", "\x1b[31m\n::error::x"),
        ("explain", "\x1b]0;"),
        ("\x1b[31m",),
        ("rules", "--\x1b[31m"),
    ):
        run = corpuskit(*arguments, cwd=tmp_path)
        assert run.returncode == 2
        assert "\x1b" not in run.stderr
        assert_one_sentence(run.stderr)


# How a run ends when something else fails.


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (CorpuskitError("there is \x1b no raw/"), 2, r"corpuskit: there is \x1b no raw/"),
        (MachineError("the disk is full"), 3, "corpuskit: the disk is full"),
        (
            OSError(errno.ENOSPC, "No space left on device", "dist/\n::x"),
            3,
            r"No space left on device: dist/\n::x",
        ),
        (MemoryError(), 3, "not enough memory"),
        (KeyboardInterrupt(), 130, "nothing is published"),
        (BrokenPipeError(), 141, ""),
        (ValueError("unforeseen \x1b[31m" + "z" * 10_000), 3, "BUG001"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_exception_becomes_a_status_and_a_sentence(
    error: BaseException, status: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def action() -> int:
        raise error

    assert settle(action) == status
    stderr = capsys.readouterr().err
    assert says in stderr
    assert bool(says) == bool(stderr)
    assert "\x1b" not in stderr
    assert len(stderr) < 5_000


def test_a_bug_ends_with_lines_to_paste(good: Path) -> None:
    run = with_validate("raise RuntimeError('boom')", cwd=good)
    assert (run.returncode, run.stdout) == (3, "")
    assert "Please report it" in run.stderr
    assert re.search(r"\| corpuskit \d+\.\d+\.\d+, Python 3\.\d+\.\d+", run.stderr)
    assert "| RuntimeError: boom" in run.stderr


def test_a_check_that_crashed_is_a_bug_and_not_the_fault_of_the_data(good: Path) -> None:
    body = (
        "from corpuskit.model.findings import Finding, Severity; from corpuskit.model.report import Tally; t = Tally(); "
        "t.add([Finding('BUG001', Severity.ERROR, 'm', 'a', data={'traceback': 'Traceback: here'})]); return t.report()"
    )
    run = with_validate(body, cwd=good)
    assert run.returncode == 3
    assert "| Traceback: here" in run.stderr


def test_an_interrupted_run_says_so(good: Path) -> None:
    command = replaced("import time; print('ready', flush=True); time.sleep(60)")
    with subprocess.Popen(
        command,
        cwd=good,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # A shell that starts the tests in the background has them ignore interrupts, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # type: ignore[arg-type,return-value]
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert stderr == "corpuskit: interrupted: nothing is published\n"


def onto(stdout: int, *arguments: str, cwd: Path) -> tuple[int, str]:
    """Run the program with this file descriptor as stdout: exit status and stderr."""
    command = [sys.executable, "-m", "corpuskit", *arguments]
    run = subprocess.run(
        command, cwd=cwd, stdout=stdout, stderr=subprocess.PIPE, encoding="utf-8", timeout=60, check=False
    )
    return run.returncode, run.stderr


@pytest.mark.parametrize(
    "arguments",
    [("--version",), ("--help",), ("rules",), ("validate",), ("clean", "raw/budget.txt")],
    ids=" ".join,
)
def test_a_reader_that_is_gone_ends_the_run_silently(good: Path, arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        assert onto(writing, *arguments, cwd=good) == (141, "")
    finally:
        os.close(writing)


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_head_reads_one_line_of_many(good: Path, unbuffered: str) -> None:
    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    shell = f"set -o pipefail; {sys.executable} -m corpuskit clean raw/long.txt | head -n 1"
    (good / "raw/long.txt").write_bytes(TEXT.encode() * 400)
    command = ["bash", "-c", shell]
    run = subprocess.run(
        command, cwd=good, env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (run.returncode, run.stdout, run.stderr) == (141, TEXT.splitlines()[0] + "\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this machine")
@pytest.mark.parametrize("arguments", [("--version",), ("rules",), ("validate",)], ids=" ".join)
def test_output_that_cannot_be_written_is_a_fault_of_the_machine(
    good: Path, arguments: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("wb") as full:
        status, stderr = onto(full.fileno(), *arguments, cwd=good)
    assert status == 3
    assert_one_sentence(stderr)


def test_a_closed_stdout_is_no_fault(good: Path) -> None:
    shell = f"{sys.executable} -m corpuskit validate >&-"
    run = subprocess.run(
        ["bash", "-c", shell], cwd=good, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


# Names and texts of strangers.

NAMES = (
    "::error::x.txt",
    " ::set-output name=a::b.txt",
    "##[error]x.txt",
    "\x1b[31mred.txt",
    "a\nb.txt",
    "\N{RIGHT-TO-LEFT OVERRIDE}x.txt",
    "-x.txt",
)


@pytest.mark.parametrize("name", ["full", "json"])
def test_hostile_names_are_shown_and_not_obeyed(tmp_path: Path, name: str) -> None:
    body = "##[error]Un titre\x1b[31m\x07\n::error::x " + TEXT + "\N{RIGHT-TO-LEFT OVERRIDE}"
    records = [RECORD | {"file_name": file, "title": f"::error::{file}\x1b[0m"} for file in NAMES]
    folder = corpus(tmp_path, {**dict.fromkeys(NAMES, body), "good.txt": TEXT}, records)
    (folder / "raw" / os.fsdecode(b"\xff\x9b.txt")).write_bytes(body.encode())
    run = corpuskit("validate", "--show-notes", "--output-format", name, cwd=folder)
    assert run.returncode == 1
    assert run.stderr == ""
    assert not re.search("(?m)^\\s*::|##\\[|[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", run.stdout)


def test_a_stream_that_cannot_show_a_character_does_not_stop_the_run(good: Path) -> None:
    (good / "raw/été.txt").write_bytes(TEXT.encode())
    run = corpuskit("validate", cwd=good, env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert run.returncode == 1
    assert r"raw/\xe9t\xe9.txt" in run.stdout
    assert run.stderr == ""


# The other commands.


def test_help_has_an_example_everywhere(tmp_path: Path) -> None:
    assert corpuskit(cwd=tmp_path).stdout == corpuskit("--help", cwd=tmp_path).stdout
    for command in COMMANDS:
        run = corpuskit(command, "--help", cwd=tmp_path)
        assert run.returncode == 0
        assert (
            f"  corpuskit {command} " in run.stdout
            or f"  corpuskit {command}\n" in run.stdout.partition("\n")[2]
        )


def test_the_version_is_told_at_once(tmp_path: Path) -> None:
    run = corpuskit("--version", cwd=tmp_path)
    assert run.returncode == 0
    assert re.fullmatch(r"corpuskit \d+\.\d+\.\d+\n", run.stdout)


def test_every_code_is_listed_and_explained(tmp_path: Path) -> None:
    rows = json.loads(corpuskit("rules", "--output-format", "json", cwd=tmp_path).stdout)
    plain = corpuskit("rules", cwd=tmp_path).stdout.splitlines()
    assert (
        [line.split()[0] for line in plain]
        == [row["code"] for row in rows]
        == sorted(row["code"] for row in rows)
    )
    run = corpuskit("explain", rows[0]["code"].lower(), cwd=tmp_path)
    assert run.returncode == 0
    assert run.stdout.startswith(f"{rows[0]['code']} {rows[0]['name']} ({rows[0]['severity']}")
    assert "Why it matters" in run.stdout


def test_a_clean_text_goes_into_a_pipe_exactly(good: Path) -> None:
    (good / "raw/budget.txt").write_bytes(TEXT.replace("\n", "\r\n").encode("utf-8-sig"))
    run = corpuskit("clean", "raw/budget.txt", cwd=good)
    assert (run.returncode, run.stdout, run.stderr) == (0, TEXT, "")


def test_a_diff_tells_how_the_text_was_normalised(good: Path) -> None:
    (good / "raw/budget.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    run = corpuskit("clean", "--diff", "raw/budget.txt", cwd=good)
    assert run.returncode == 0
    assert run.stdout.startswith("raw/budget.txt: no line is removed\n  normalised: 5 times EDT")
    assert TEXT.splitlines()[0] not in run.stdout


def test_a_refused_file_has_no_clean_text_but_a_reason(bad: Path) -> None:
    run = corpuskit("clean", "raw/damaged.txt", "raw/budget.txt", cwd=bad)
    assert run.returncode == 1
    assert run.stdout == TEXT
    assert re.match(r"raw/damaged\.txt: refused, ENC\d{3} ", run.stderr)


def test_package_verify_restore(bad: Path) -> None:
    (bad / "corpuskit.toml").write_text("[package]\nmax_refused = 0.5\n", encoding="utf-8")
    made = corpuskit("package", "--name", "sample", cwd=bad)
    assert made.returncode == 0, made.stderr
    assert re.match(
        r"published dist/sample: 1 article, 1 refused, \d+ kB\ndigest sha256:[0-9a-f]{64}\n", made.stdout
    )
    assert re.search(r"(?m)^refused raw/damaged\.txt.*ENC", made.stdout)
    digest = made.stdout.partition("sha256:")[2][:64]
    checked = corpuskit("verify", "dist/sample", "--against", "raw", "--digest", f"sha256:{digest}", cwd=bad)
    assert checked.returncode == 0
    assert checked.stdout.endswith("verified: 1 row, every one gives its raw bytes back\n")
    back = corpuskit("restore", "dist/sample", "--all", "-o", "back", cwd=bad)
    assert (back.returncode, back.stdout) == (0, "back/budget.txt\n")
    assert (bad / "back/budget.txt").read_bytes() == TEXT.encode()
    assert corpuskit("verify", "dist/sample", "--digest", "0" * 64, cwd=bad).returncode == 1


def test_a_damaged_package_is_found(good: Path) -> None:
    assert corpuskit("package", "--name", "sample", cwd=good).returncode == 0
    shard = next((good / "dist/sample/data").glob("train-*.parquet"))
    body = bytearray(shard.read_bytes())
    body[len(body) // 2] ^= 1
    shard.write_bytes(body)
    run = corpuskit("verify", "dist/sample", cwd=good)
    assert run.returncode == 1
    assert "\ndamaged: " in run.stdout


def test_too_many_refused_articles_publish_nothing_and_keep_the_old_package(bad: Path) -> None:
    damaged = (bad / "raw/damaged.txt").read_bytes()
    (bad / "raw/damaged.txt").write_bytes(TEXT.replace("mardi", "jeudi").encode())
    assert corpuskit("package", cwd=bad).returncode == 0
    before = {path: path.read_bytes() for path in sorted(bad.glob("dist/**/*")) if path.is_file()}
    (bad / "raw/damaged.txt").write_bytes(damaged)
    run = corpuskit("package", cwd=bad)
    assert run.returncode == 1
    assert run.stdout.startswith(
        "not published: 1 of 2 articles are refused, more than the 5 % that max_refused allows\n"
    )
    assert "is as it was" in run.stdout
    assert before == {path: path.read_bytes() for path in sorted(bad.glob("dist/**/*")) if path.is_file()}


def test_colour_is_for_terminals_and_only_where_it_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    from corpuskit.cli import terminal

    def wants() -> bool:
        return terminal.view().colour

    monkeypatch.setattr(terminal, "is_terminal", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert wants()
    assert not terminal.view(to_file=True).colour
    monkeypatch.setenv("TERM", "dumb")
    assert not wants()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants()
