"""The README does what it says: its commands are run, its Python is run, and the targets it names exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.corpus import BODY, run, write

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("readme")
    write(base / "my-corpus", {"outlet/article.txt": BODY, "outlet/other.txt": BODY.replace("1897", "1901")})
    return base


def test_its_commands_run_in_their_order(here: Path) -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("corpuskit ")]
    results = [(command, run(*command, cwd=here)) for command in commands]

    assert len(commands) >= 7
    assert [
        (command, result.returncode, result.stderr) for command, result in results if result.returncode
    ] == []
    assert (here / "back/outlet/article.txt").read_bytes() == BODY.encode()


def test_its_functions_run(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here)
    [code] = [block for block in blocks("python") if "import corpuskit" in block]
    names: dict = {}
    exec(code, names)  # noqa: S102

    assert names["text"] == "café"
    assert names["cleaned"].text == "La rentrée est décalée d'une semaine.\n"
    assert names["manifest"].rows == 2


def test_its_record_is_a_good_record(tmp_path: Path) -> None:
    [record] = blocks("json")
    (tmp_path / "raw/outlet").mkdir(parents=True)
    (tmp_path / "raw/outlet/article.txt").write_text(
        "The old bridge over the river reopens this weekend.\n", encoding="utf-8"
    )
    (tmp_path / "raw/metadata.jsonl").write_text(record, encoding="utf-8")
    result = run("validate", tmp_path)

    assert (result.returncode, result.stdout) == (0, "1 article: nothing to report\n")


def test_the_targets_and_files_it_names_exist() -> None:
    targets = set(
        re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = re.findall(r"\]\(([\w./-]+)\)", README)

    assert set(re.findall(r"`make ([a-z]+)`", README)) <= targets
    assert "make demo" in README
    assert "make test" in README
    assert [path for path in named if not (ROOT / path).exists()] == []
