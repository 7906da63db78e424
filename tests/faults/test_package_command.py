"""The same faults for the whole command `corpuskit package`: the old package, one sentence, the right status."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpuskit.app.package import package
from tests.faults import loop
from tests.test_publish import HOLD

RECORD = {
    "language": "fr",
    "url": None,
    "retrieved_at": "2024-01-01",
    "license": "NOASSERTION",
    "title": "Un titre",
}
needs_strace = pytest.mark.skipif(bool(loop.missing()), reason=loop.missing())


def corpus(folder: Path, word: str) -> Path:
    """A corpus of three articles in which `word` occurs."""
    (folder / "raw").mkdir(parents=True)
    records = []
    for number in range(3):
        text = f"Le {word} numéro {number}.\r\n\r\nUn paragraphe qui parle du {word}, assez long pour rester.\r\n"
        (folder / "raw" / f"{number}.txt").write_bytes(text.encode("utf-8"))
        records.append(json.dumps({"file_name": f"{number}.txt", **RECORD}) + "\n")
    (folder / "raw" / "metadata.jsonl").write_text("".join(records), encoding="utf-8", newline="")
    return folder


def command(source: Path, out: Path) -> Sequence[str]:
    return [sys.executable, "-m", "corpuskit", "package", str(source), "--out", str(out), "--name", "x"]


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> loop.Scenario:
    """Publishing a corpus over the package of another."""
    folder = tmp_path_factory.mktemp("corpora")
    new = corpus(folder / "new", "chat")
    package(corpus(folder / "old", "chien"), folder / "published", name="x")

    def lay(out: Path) -> None:
        shutil.copytree(folder / "published" / "x", out / "x")

    def again(out: Path) -> None:
        package(new, out, name="x")

    return loop.Scenario("corpuskit package", lambda out: command(new, out), lay, again)


@needs_strace
def test_kills(tmp_path: Path, scenario: loop.Scenario) -> None:
    count = loop.kills(tmp_path, scenario, 3)
    assert count.ended["old"] > 0
    assert count.ended["new"] > 0


@needs_strace
def test_failing_calls(tmp_path: Path, scenario: loop.Scenario) -> None:
    count = loop.failures(tmp_path, scenario, 2, only=["EDQUOT", "EROFS"])
    assert count.total == 4
    assert count.ended["old"] > 0


def test_a_limit_on_the_size_of_files(tmp_path: Path, scenario: loop.Scenario) -> None:
    scenario.lay(tmp_path)
    before = loop.tree(tmp_path)
    ended = subprocess.run(
        ["sh", "-c", 'ulimit -f 4; exec "$0" "$@"', *scenario.command(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 3
    assert "file too large" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert loop.tree(tmp_path) == before


def test_the_second_of_two_runs_is_told_who_holds_the_package(
    tmp_path: Path, scenario: loop.Scenario
) -> None:
    scenario.lay(tmp_path)
    before = loop.tree(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        first.stdout.readline()
        ended = subprocess.run(
            scenario.command(tmp_path), capture_output=True, text=True, encoding="utf-8", check=False
        )
        first.communicate()
    assert ended.returncode == 2
    assert f"process {first.pid}" in ended.stderr
    assert ended.stderr.count("\n") == 1
    assert loop.tree(tmp_path) == before


def test_a_target_that_is_not_ours_is_not_touched(tmp_path: Path, scenario: loop.Scenario) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "thesis.txt").write_bytes(b"precious")
    ended = subprocess.run(
        scenario.command(tmp_path), capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert ended.returncode == 2
    assert loop.tree(tmp_path) == {"x/thesis.txt": b"precious"}
