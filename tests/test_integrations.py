"""The hook and the action, called as their runners call them, on a clone of a repository with one defect."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT
from tests.corpus import BODY, run, write

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
DEFECT = BODY.replace("rivière", "rivi\N{REPLACEMENT CHARACTER}re", 1)


def git(base: Path, *arguments: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *arguments], cwd=base, check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone of a corpus in git, in which one article is damaged."""
    origin = write(tmp_path / "origin", {"a.txt": DEFECT, "b.txt": BODY.replace("1897", "1899")})
    (origin / "corpuskit.toml").write_text('[severity]\nTXT001 = "error"\n', encoding="utf-8")
    git(origin, "init", "-q")
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "articles")
    git(tmp_path, "clone", "-q", str(origin), "clone")
    return tmp_path / "clone"


def mended(base: Path) -> None:
    (base / "raw/a.txt").write_text(BODY, encoding="utf-8", newline="")


def commands(inputs: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The scripts of the action with their environment, each `${{ … }}` in that replaced, as the runner does it."""
    given = {name: said["default"] for name, said in ACTION["inputs"].items()} | inputs
    known = {f"inputs.{name}": value for name, value in given.items()} | {"github.action_path": str(ROOT)}
    for step in ACTION["runs"]["steps"]:
        if "run" in step:
            env = {
                name: re.sub(r"\$\{\{ (.*?) \}\}", lambda found: known[found[1]], value)
                for name, value in step["env"].items()
            }
            yield step["run"], env


def validated(base: Path, temp: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The step that validates, with the corpuskit that is tested in the place where the first step installs it."""
    place = temp / "corpuskit/bin"
    place.mkdir(parents=True, exist_ok=True)
    (place / "corpuskit").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m corpuskit "$@"\n', encoding="utf-8"
    )
    (place / "corpuskit").chmod(0o755)
    inputs = {name.replace("_", "-"): value for name, value in inputs.items()}
    [_, (script, env)] = commands(inputs)
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=base,
        env=os.environ | env | {"RUNNER_TEMP": str(temp), "GITHUB_STEP_SUMMARY": str(temp / "summary.md")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_action_is_red_with_the_finding_in_its_place_and_green_when_mended(
    clone: Path, tmp_path: Path
) -> None:
    red = validated(clone, tmp_path / "temp")
    assert red.returncode == 1
    assert re.search(r"^::(error|warning) file=raw/a\.txt,line=1\b", red.stdout, re.MULTILINE)

    mended(clone)
    assert validated(clone, tmp_path / "temp", fail_on="error").returncode == 0


def test_the_action_leaves_a_report_for_code_scanning(clone: Path, tmp_path: Path) -> None:
    assert validated(clone, tmp_path / "temp", format="sarif").returncode == 1
    report = (tmp_path / "temp/corpuskit.sarif").read_text(encoding="utf-8")
    assert '"uri": "raw/a.txt"' in report
    [upload] = [step for step in ACTION["runs"]["steps"] if "uses" in step]
    assert upload["with"]["sarif_file"].endswith("/corpuskit.sarif")


def test_no_input_is_a_piece_of_a_script(clone: Path, tmp_path: Path) -> None:
    assert all("${{" not in script for script, _ in commands({}))
    done = validated(clone, tmp_path / "temp", path="$(touch owned); touch owned")
    assert done.returncode == 2
    assert not (clone / "owned").exists()
    assert validated(clone, tmp_path / "temp", path="--version").returncode == 2


def test_the_hook_runs_as_pre_commit_runs_it(clone: Path, tmp_path: Path) -> None:
    pre_commit = os.environ.get("PRE_COMMIT") or shutil.which("pre-commit")
    if not pre_commit:
        pytest.skip("there is no pre-commit on PATH, and PRE_COMMIT names none")
    git(tmp_path, "clone", "-q", str(ROOT), "hooks")
    command = [pre_commit, "try-repo", str(tmp_path / "hooks"), "corpuskit-validate", "--all-files"]
    red = subprocess.run(command, cwd=clone, capture_output=True, encoding="utf-8", check=False)
    assert (red.returncode, "raw/a.txt:1:" in red.stdout) == (1, True), red.stdout + red.stderr
    mended(clone)
    git(clone, "add", ".")
    green = subprocess.run(command, cwd=clone, capture_output=True, encoding="utf-8", check=False)
    assert green.returncode == 0, green.stdout + green.stderr


def test_init_writes_them_once_and_keeps_hooks_off_the_raw_files(clone: Path) -> None:
    assert run("init", "--with-ci", cwd=clone).returncode == 0
    hooks = clone / ".pre-commit-config.yaml"
    workflow = yaml.safe_load((clone / ".github/workflows/corpuskit.yml").read_text(encoding="utf-8"))
    assert re.match(yaml.safe_load(hooks.read_text(encoding="utf-8"))["exclude"], "raw/a.txt")
    assert workflow["permissions"] == {"contents": "read"}

    hooks.write_text("mine", encoding="utf-8")
    assert run("init", "--with-ci", cwd=clone).returncode == 0
    assert hooks.read_text(encoding="utf-8") == "mine"
