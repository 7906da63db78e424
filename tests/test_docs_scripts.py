"""The scripts beside the documentation: pages made from the code, the start of a check, a row shown without corpuskit."""

from __future__ import annotations

import ast
import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from corpuskit.model.articles import Address, Article, Decoded, RawArticle
from corpuskit.model.checks import Subject
from corpuskit.model.context import Context
from corpuskit.model.edits import EditScript
from corpuskit.model.findings import Code, Severity
from corpuskit.packaging.body import UNDO
from corpuskit.rules import codes

DOCS = Path(__file__).resolve().parents[1] / "docs"


def loaded(path: Path) -> ModuleType:
    """The file as a module."""
    spec = importlib.util.spec_from_file_location(f"loaded_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def script(name: str) -> ModuleType:
    """The script docs/`name`.py as a module; it may import its neighbours, as it does when it is run."""
    if str(DOCS) not in sys.path:
        sys.path.append(str(DOCS))
    return loaded(DOCS / f"{name}.py")


def subject(text: str) -> Subject:
    """An article with this text, as a check sees it."""
    raw = RawArticle("a", text.encode(), "text/plain", {}, Address("a.txt", 0, len(text)), "")
    decoded = Decoded(text, "utf-8", "utf-8")
    return Subject(raw, decoded, Article(raw, decoded, EditScript(), text), Context())


def test_each_code_has_a_page_and_a_line_in_the_index() -> None:
    pages = script("make").pages()
    assert sorted(pages) == sorted([*(f"{code}.md" for code in codes()), "README.md"])
    assert all(f"[{code}]({code}.md)" in pages["README.md"] for code in codes())
    code = Code("TXT901", "hidden", Severity.NOTE, "0.1.0", "## What it finds\n\nx\n")
    assert (
        script("make").page(code)
        == "# TXT901 hidden\n\nSeverity: note. Since 0.1.0.\n\n## What it finds\n\nx\n"
    )


def test_a_stale_page_a_missing_one_and_one_too_many_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make = script("make")
    monkeypatch.setattr(make, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["make.py"])
    assert make.main() == 0
    monkeypatch.setattr(sys, "argv", ["make.py", "--check"])
    assert make.main() == 0
    rules = tmp_path / "docs/rules"
    (rules / "BUG001.md").write_bytes(b"stale")
    (rules / "OLD001.md").write_bytes(b"gone")
    (rules / "README.md").unlink()
    capsys.readouterr()
    assert make.main() == 1
    told = capsys.readouterr().err
    assert [line.split()[0] for line in told.splitlines()] == [
        f"docs/rules/{n}.md" for n in ("BUG001", "OLD001", "README")
    ]
    monkeypatch.setattr(sys, "argv", ["make.py"])
    assert make.main() == 0
    assert make.differences(make.wanted()) == []


def test_the_row_is_undone_with_the_lines_of_the_card() -> None:
    mine = ast.parse((DOCS / "show_row.py").read_text(encoding="utf-8")).body
    cards = ast.parse(UNDO).body

    def undoing(body: list[ast.stmt]) -> str:
        return next(
            ast.dump(node) for node in body if isinstance(node, ast.FunctionDef) and node.name == "raw_bytes"
        )

    assert undoing(mine) == undoing(cards)


def test_show_row_needs_no_corpuskit() -> None:
    assert "import corpuskit" not in (source := (DOCS / "show_row.py").read_text(encoding="utf-8"))
    assert "from corpuskit" not in source


def test_a_row_is_shown_and_not_obeyed() -> None:
    visible = script("show_row").visible
    assert visible("\x1b[31m##[x]\n\N{RIGHT-TO-LEFT OVERRIDE}é") == r"\x1b[31m#\x23[x]\n\u202eé"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, ModuleType]:
    """An empty repository and the script that starts a check in it."""
    (tmp_path / "src/corpuskit/rules").mkdir(parents=True)
    (tmp_path / "src/corpuskit/version.py").write_text('__version__ = "0.3.0"\n', encoding="utf-8")
    (tmp_path / "tests/cases").mkdir(parents=True)
    new_rule = script("new_rule")
    monkeypatch.setattr(new_rule, "ROOT", tmp_path)
    return tmp_path, new_rule


def test_a_check_is_started_and_runs(house: tuple[Path, ModuleType]) -> None:
    root, new_rule = house
    assert new_rule.main(["TXT904", "odd-spaces"]) == 0
    rule = loaded(root / "src/corpuskit/rules/txt_odd_spaces.py")
    code = rule.CODE
    assert isinstance(code, Code)
    assert (code.code, code.name, code.since) == ("TXT904", "odd-spaces", "0.3.0")
    cases = tomllib.loads((root / "tests/cases/TXT904.toml").read_text(encoding="utf-8"))
    for kind, fires in (("fires", True), ("silent", False)):
        for case in cases[kind]:
            assert bool(list(rule.CHECK.check(subject(case["text"])))) is fires


def test_nothing_is_written_over(house: tuple[Path, ModuleType], capsys: pytest.CaptureFixture[str]) -> None:
    root, new_rule = house
    assert new_rule.main(["TXT904", "odd-spaces"]) == 0
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert new_rule.main(["TXT904", "odd-spaces"]) == 1
    assert new_rule.main(["TXT904", "another-name"]) == 1
    assert "TXT904 is taken" in capsys.readouterr().err
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "arguments", [[], ["TXT904"], ["txt904", "x"], ["TXT904", "Odd Spaces"], ["TXT904", "../x"]]
)
def test_a_wrong_call_writes_nothing(house: tuple[Path, ModuleType], arguments: list[str]) -> None:
    root, new_rule = house
    assert new_rule.main(arguments) == 2
    assert len([path for path in root.rglob("*") if path.is_file()]) == 1
