"""The tutorial does what it says: its commands and its Python are run in their order, and what comes back is as shown."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

TUTORIAL = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", TUTORIAL, re.MULTILINE | re.DOTALL)


def steps() -> Iterator[tuple[list[str], str]]:
    """Each command, and the output that is shown for it."""
    waiting: list[str] | None = None
    for language, body in BLOCKS:
        if waiting is not None:
            yield waiting, body if language == "text" else ""
            waiting = None
        if language == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield ["bash", "-euc", command], output
        elif language == "python":
            waiting = [sys.executable, "-c", body]
    if waiting is not None:
        yield waiting, ""


def shown_as(said: str, expected: str) -> bool:
    """Whether the output is what is shown, where "…" stands for part of a line, or alone in a line for any lines."""
    lines = re.escape(expected).replace("\\\n", "\n").splitlines(keepends=True)
    pattern = "".join(
        "(?:.*\n)*?" if line == "…\n" else line.replace("…", ".*") if not line.startswith("…") else line
        for line in lines
    )
    return re.fullmatch(pattern, said) is not None


def test_the_walk_from_ten_files_to_a_dataset(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "raw", tmp_path / "raw")
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "corpuskit").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m corpuskit "$@"\n', encoding="utf-8", newline=""
    )
    (tools / "corpuskit").chmod(0o755)
    environment = os.environ | {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
        "HF_HOME": str(tmp_path / "hub"),
    }
    here = tmp_path
    for command, expected in steps():
        if command[-1].startswith("cd "):
            here /= command[-1].removeprefix("cd ")
            continue
        done = subprocess.run(
            command,
            cwd=here,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), command[-1]
        assert shown_as(done.stdout, expected), f"{command[-1]}\n{done.stdout}"

    assert len(list((tmp_path / "press/raw").rglob("*.*"))) == 10 + 1


@pytest.mark.parametrize(
    ("said", "expected", "same"),
    [
        ("a\nb\nc\n", "a\n…\nc\n", True),
        ("a\nc\n", "a\n…\nc\n", True),
        ("10 articles: 3 notes\n", "10 articles: … notes\n", True),
        ("… and 7 more\n", "… and 7 more\n", True),
        ("a\n", "", False),
        ("a\nb\n", "a\n", False),
        ("a.b\n", "axb\n", False),
        ("axb\n", "a.b\n", False),
    ],
)
def test_what_counts_as_shown(said: str, expected: str, same: bool) -> None:
    assert shown_as(said, expected) == same
