"""The hook and the action, called as their runners call them, on a clone of a repository with one defect.

Both install corpuskit from this checkout into an environment of its own, as they do for users. They do it without a network:
the libraries that it needs, and what builds it, are lent by the environment of the tests, and pip looks whether they fit.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.conftest import ROOT
from tests.corpus import BODY, run, write
from tests.runner import Run, Runner, run_action

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
UPLOAD = "github/codeql-action/upload-sarif@v4"
UPLOADED = {
    "sarif_file",
    "checkout_path",
    "ref",
    "sha",
    "token",
    "matrix",
    "category",
}  # inputs in its action.yml
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
    git(base, "add", ".")


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is installed here, but for corpuskit itself, for every Python that is started; pip asks no index."""
    libraries = tmp_path_factory.mktemp("libraries")
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if not entry.name.startswith("corpuskit"):
            (libraries / entry.name).symlink_to(entry)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return kept | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(libraries),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # which means to pip: no isolation
        "NO_COLOR": "1",
    }


@pytest.fixture(scope="module")
def machine(env: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner on which the first step of the action has installed corpuskit."""
    runner = Runner(tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("temp"), env)
    done = run_action(ROOT, {}, runner, lambda step: step == "Install")
    assert done.statuses == {"Install": 0}, done.stderr
    return runner


def acted(machine: Runner, clone: Path, **inputs: str) -> Run:
    """The steps that follow, in a clone."""
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    runner = Runner(clone, machine.temp, machine.env)
    return run_action(ROOT, given, runner, lambda step: step != "Install")


def test_the_action_installs_its_own_checkout(machine: Runner) -> None:
    python = machine.temp / "corpuskit/bin/python"
    asked = "import corpuskit, importlib.metadata as m; print(corpuskit.__file__, m.version('corpuskit'))"
    place, _, version = subprocess.check_output(
        [python, "-c", asked], env=machine.env, encoding="utf-8"
    ).partition(" ")
    assert Path(place).is_relative_to(machine.temp)
    assert version.strip() == run("--version").stdout.split()[-1]


def test_the_action_is_red_with_the_finding_in_its_place_and_green_when_mended(
    machine: Runner, clone: Path
) -> None:
    red = acted(machine, clone)
    assert red.statuses == {"Validate": 1}
    assert re.search(r"^::error file=raw/a\.txt,line=1,col=25\b", red.stdout, re.MULTILINE)
    assert red.summary.startswith("### corpuskit: failed\n")
    assert red.used == {}

    mended(clone)
    green = acted(machine, clone, fail_on="error")
    assert (green.status, "::error" in green.stdout) == (0, False)
    assert green.summary.startswith("### corpuskit: passed\n")


def test_the_severity_that_fails_the_step_is_an_input(machine: Runner, clone: Path) -> None:
    (clone / "corpuskit.toml").write_text('[severity]\nTXT001 = "warning"\n', encoding="utf-8")
    assert acted(machine, clone).status == 0
    assert acted(machine, clone, fail_on="warning").status == 1


def test_a_report_for_code_scanning_is_uploaded_also_when_there_are_errors(
    machine: Runner, clone: Path
) -> None:
    schema = ROOT.parent / "shared/schemas/sarif-schema-2.1.0.json"
    for status in (1, 0):
        done = acted(machine, clone, format="sarif", category="press")
        assert done.statuses == {"Validate": status}
        given = done.used[UPLOAD]
        assert given.keys() <= UPLOADED
        assert given["category"] == "press"
        report = json.loads(Path(given["sarif_file"]).read_text(encoding="utf-8"))
        found = [result for result in report["runs"][0]["results"] if result["level"] == "error"]
        places = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in found]
        assert places == ["raw/a.txt"] * status
        if schema.exists():
            jsonschema.validate(report, json.loads(schema.read_text(encoding="utf-8")))
        mended(clone)


def test_nothing_is_uploaded_where_there_is_no_report(machine: Runner, clone: Path) -> None:
    assert acted(machine, clone, format="sarif").used.keys() == {UPLOAD}
    (clone / "corpuskit.toml").write_text("unknown = 1\n", encoding="utf-8")
    broken = acted(machine, clone, format="sarif")  # an older report lies in the temporary folder
    assert (broken.statuses, broken.used) == ({"Validate": 2}, {})


def test_no_input_is_a_piece_of_a_script(machine: Runner, clone: Path) -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert len(scripts) == 2
    assert all("${{" not in script for script in scripts)
    done = acted(machine, clone, path="$(touch owned); touch owned")
    assert done.status == 2
    assert not (clone / "owned").exists()
    assert acted(machine, clone, path="--version").status == 2


def pre_commit(base: Path, env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments, "--all-files"],
        cwd=base,
        env=env | {"PRE_COMMIT_HOME": str(base.parent / "pre-commit")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_hook_is_red_with_the_finding_in_its_place_and_green_when_mended(
    clone: Path, env: dict[str, str]
) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone of corpuskit, and pre-commit takes hooks from clones only")
    for status in (1, 0):
        done = pre_commit(clone, env, "try-repo", str(ROOT), "corpuskit-validate", "--verbose")
        assert done.returncode == status, done.stdout + done.stderr
        assert ("raw/a.txt:1:25: error TXT001" in done.stdout) == bool(status), done.stdout
        assert "2 articles: " in done.stdout
        mended(clone)


def test_the_hook_is_passed_over_where_a_commit_leaves_the_corpus_alone() -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    concerns = re.compile(hook["files"]).search
    for path in ("raw/a/b.txt", "raw/metadata.jsonl", "corpuskit.toml", "pyproject.toml", "decisions.jsonl"):
        assert concerns(path), path
    for path in ("README.md", "docs/raw/a.txt", "old/corpuskit.toml", "decisions.jsonl.orig"):
        assert not concerns(path), path


def test_what_init_writes_for_pre_commit_runs(clone: Path, env: dict[str, str]) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed")
    assert run("init", "--with-ci", cwd=clone).returncode == 0
    git(clone, "add", ".")
    with_corpuskit = {name: value for name, value in env.items() if name != "PYTHONPATH"}
    for status in (1, 0):
        done = pre_commit(clone, with_corpuskit, "run")
        assert done.returncode == status, done.stdout + done.stderr
        assert ("raw/a.txt:1:25: error TXT001" in done.stdout) == bool(status), done.stdout
        mended(clone)


def test_init_writes_them_once_and_keeps_hooks_off_the_raw_files(clone: Path) -> None:
    assert run("init", "--with-ci", cwd=clone).returncode == 0
    hooks = clone / ".pre-commit-config.yaml"
    workflow = yaml.safe_load((clone / ".github/workflows/corpuskit.yml").read_text(encoding="utf-8"))
    assert re.match(yaml.safe_load(hooks.read_text(encoding="utf-8"))["exclude"], "raw/a.txt")
    assert workflow["permissions"] == {"contents": "read"}

    hooks.write_text("mine", encoding="utf-8")
    assert run("init", "--with-ci", cwd=clone).returncode == 0
    assert hooks.read_text(encoding="utf-8") == "mine"
