"""docs/ci.md does what it says: its commands are run, its settings are read, and it knows every format."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from corpuskit import load_settings
from corpuskit.reporters import reporters
from tests.conftest import ROOT
from tests.corpus import BODY, run, write

PAGE = (ROOT / "docs/ci.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on this machine")
def test_its_commands_run_in_their_order(tmp_path: Path) -> None:
    corpus = write(tmp_path / "my-corpus", {"a.txt": BODY + "\n\x07\n"})
    for command in ("init -q", "add -A", "commit -q -m x", "update-ref refs/remotes/origin/main HEAD"):
        identity = ("-c", "user.name=x", "-c", "user.email=x@journal.example")
        subprocess.run(["git", *identity, *command.split()], cwd=corpus, check=True, timeout=60)
    results = [run(*shlex.split(line)[1:], cwd=tmp_path) for line in "".join(blocks("sh")).splitlines()]
    assert len(results) == 6
    assert [result.returncode for result in results] == [0] * 6
    assert "1 old finding left" in results[-1].stdout
    assert "nothing new to report" in results[-1].stdout


def test_its_settings_are_settings(tmp_path: Path) -> None:
    [settings] = blocks("toml")
    (tmp_path / "corpuskit.toml").write_text(settings, encoding="utf-8")
    assert len(load_settings(tmp_path).overrides) == 1


def test_it_knows_every_format() -> None:
    table = PAGE.partition("## Formats")[2].partition("--output-file")[0]
    assert [name for name in reporters() if f"`{name}`" not in table] == []


def test_its_workflow_gives_the_action_what_it_takes() -> None:
    [workflow] = blocks("yaml")
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    given = yaml.safe_load(workflow)["steps"][-1]["with"]
    assert given.keys() <= action["inputs"].keys()
    assert [name for name in action["inputs"] if f"`{name}`" not in PAGE] == []
