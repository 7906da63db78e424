"""The core computes and does not reach out: what import-linter cannot say of it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "corpuskit"
CORE = ("model", "decoding", "cleaning", "language", "schema", "rules", "survey", "text.py", "process.py")
FORBIDDEN = (
    "pyarrow.parquet",
    "pyarrow.fs",
    "pyarrow.dataset",
    "pyarrow.csv",
    "pyarrow.json",
    "importlib.resources",
)
CLOCKS = ("now", "utcnow", "today")


def core_files() -> list[Path]:
    places = [SOURCE / name for name in CORE]
    return sorted(file for place in places for file in ([place] if place.suffix else place.rglob("*.py")))


def reaches(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.startswith(FORBIDDEN)]
        elif isinstance(node, ast.ImportFrom):
            found += [
                name for alias in node.names if (name := f"{node.module}.{alias.name}").startswith(FORBIDDEN)
            ]
        elif isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            found.append(node.attr)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("open", "print", "input", "hash")
        ):
            found.append(node.func.id)
    return found


@pytest.mark.parametrize("file", core_files(), ids=lambda file: file.relative_to(SOURCE).as_posix())
def test_the_core_does_not_reach_out(file: Path) -> None:
    assert reaches(ast.parse(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "code",
    [
        "import pyarrow.parquet as pq",
        "from pyarrow import fs",
        "datetime.now()",
        "print(1)",
        "open('x')",
        "hash(x)",
    ],
)
def test_reaching_out_is_seen(code: str) -> None:
    assert reaches(ast.parse(code))
