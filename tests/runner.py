"""The steps of a composite action, run as the runner of GitHub Actions runs them.

After its documentation ("Metadata syntax", "Workflow syntax", "Contexts"): expressions are replaced before a step begins;
`shell: bash` is `bash --noprofile --norc -eo pipefail FILE`; a step is skipped after one that failed, unless its
condition asks with `always()`; outputs are lines of the file that `GITHUB_OUTPUT` names. Of expressions it knows what
`action.yml` uses, and fails on anything else.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_COMPARISON = re.compile(r"(\S+)\s*(==|!=)\s*'([^']*)'")


@dataclass(slots=True)
class Run:
    """What came of an action: of each step its name and exit status, all that was printed, and what other actions were given."""

    statuses: dict[str, int] = field(default_factory=dict)
    stdout: str = ""
    stderr: str = ""
    used: dict[str, dict[str, str]] = field(default_factory=dict)
    summary: str = ""

    @property
    def status(self) -> int:
        """The exit status of the first step that failed, or 0."""
        return next((status for status in self.statuses.values() if status), 0)


@dataclass(frozen=True, slots=True)
class Runner:
    """A machine: the folder that is checked out, a folder for what is temporary, the environment."""

    workspace: Path
    temp: Path
    env: Mapping[str, str]


def run_action(
    folder: Path, inputs: Mapping[str, str], runner: Runner, only: Callable[[str], bool] = lambda _: True
) -> Run:
    """Run `action.yml` in `folder`; steps that use other actions are not run, only noted with their inputs.

    `only` says by their names which steps there are.
    """
    action = yaml.safe_load((folder / "action.yml").read_text(encoding="utf-8"))
    assert inputs.keys() <= action["inputs"].keys()
    known = {f"inputs.{name}": str(said.get("default", "")) for name, said in action["inputs"].items()}
    known |= {f"inputs.{name}": value for name, value in inputs.items()}
    known |= {"github.action_path": str(folder), "runner.temp": str(runner.temp)}
    runner.temp.mkdir(parents=True, exist_ok=True)
    summary = runner.temp / "summary.md"
    summary.write_text("", encoding="utf-8")
    done = Run()
    for step in action["runs"]["steps"]:
        if not only(step["name"]) or not _wanted(str(step.get("if", "success()")), known, done.status):
            continue
        if "uses" in step:
            done.used[step["uses"]] = {name: _filled(value, known) for name, value in step["with"].items()}
        else:
            _run_step(step, known, runner, done)
    done.summary = summary.read_text(encoding="utf-8")
    return done


def _run_step(step: dict[str, Any], known: dict[str, str], runner: Runner, done: Run) -> None:
    assert step["shell"] == "bash"
    temp = runner.temp
    script, outputs = temp / "script.sh", temp / "output.txt"
    script.write_text(_filled(step["run"], known), encoding="utf-8")
    outputs.write_text("", encoding="utf-8")
    own = {name: _filled(value, known) for name, value in step.get("env", {}).items()}
    given = {
        "RUNNER_TEMP": str(temp),
        "GITHUB_OUTPUT": str(outputs),
        "GITHUB_STEP_SUMMARY": str(temp / "summary.md"),
        "GITHUB_WORKSPACE": str(runner.workspace),
    }
    result = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        cwd=runner.workspace,
        env={**runner.env, **own, **given},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    done.statuses[step["name"]] = result.returncode
    done.stdout += result.stdout
    done.stderr += result.stderr
    for line in outputs.read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        known[f"steps.{step['id']}.outputs.{name}"] = value


def _filled(text: str, known: Mapping[str, str]) -> str:
    """The text with each expression replaced by its value; an output that no step wrote is empty."""
    return _EXPRESSION.sub(lambda found: _value(found[1], known), str(text))


def _value(name: str, known: Mapping[str, str]) -> str:
    return known.get(name, "") if name.startswith("steps.") else known[name]


def _wanted(condition: str, known: Mapping[str, str], failed: int) -> bool:
    """Whether a step runs: without a function that asks for the status, `success()` is added to what it says."""
    whole = _EXPRESSION.fullmatch(condition)
    parts = [part.strip() for part in (whole[1] if whole else condition).split("&&")]
    if not any(part.endswith("()") for part in parts):
        parts.append("success()")
    return all(_holds(part, known, failed) for part in parts)


def _holds(part: str, known: Mapping[str, str], failed: int) -> bool:
    if part.endswith("()"):
        return {"always()": True, "success()": not failed, "failure()": bool(failed)}[part]
    found = _COMPARISON.fullmatch(part)
    assert found, part
    return (_value(found[1], known) == found[3]) is (found[2] == "==")
