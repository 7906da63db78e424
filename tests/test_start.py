"""A quick start: what a command does not need, it does not import. Modules are counted here, seconds in `make bench`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import corpuskit

HEAVY = (
    "datasets",
    "pandas",
    "jsonschema",
    "chardet",
    "rich",
    "yaml",
    "pyarrow.parquet",
    "huggingface_hub",
)
TEXT = "Le conseil municipal a voté mardi soir le budget de la commune, après quatre heures de débats.\n"
RECORD = {
    "file_name": "a.txt",
    "title": "Le budget de la commune est voté",
    "language": "fr",
    "url": "https://journal.example/budget",
    "published_at": "2024-03-05",
    "retrieved_at": "2024-03-06",
    "license": "CC-BY-4.0",
}
PROBE = """
import atexit, sys
atexit.register(lambda: sys.stderr.write("\\n".join(sorted(sys.modules))))
from corpuskit.__main__ import main
main()
"""


@pytest.fixture(autouse=True)
def _same_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """The processes run the corpuskit that is tested, wherever they start."""
    monkeypatch.setenv("PYTHONPATH", str(Path(corpuskit.__file__).parents[1]))


def imported(*arguments: str, cwd: Path) -> set[str]:
    """The modules that a run of the program with these arguments has loaded at its end."""
    command = [sys.executable, "-c", PROBE, *arguments]
    run = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stderr.splitlines())


def test_the_version_needs_next_to_nothing(tmp_path: Path) -> None:
    loaded = imported("--version", cwd=tmp_path)
    assert not loaded & {
        *HEAVY,
        "typer",
        "numpy",
        "pyarrow",
        "corpuskit.app.validate",
        "corpuskit.rules",
        "asyncio",
    }


def test_help_loads_no_command_s_work(tmp_path: Path) -> None:
    loaded = imported("validate", "--help", cwd=tmp_path)
    assert "typer" in loaded
    assert not loaded & {*HEAVY, "numpy", "pyarrow", "corpuskit.app.validate"}


def test_validate_loads_only_what_plain_articles_need(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/a.txt").write_bytes(TEXT.encode())
    (tmp_path / "raw/metadata.jsonl").write_bytes(json.dumps(RECORD).encode() + b"\n")
    loaded = imported("validate", cwd=tmp_path)
    assert "corpuskit.app.validate" in loaded
    assert sorted(loaded & set(HEAVY)) == []
