"""Two packages compared: what changed and why, through the command, and hostile ones through the function."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from corpuskit import package
from corpuskit.packaging.diff import diff
from corpuskit.reporters.difference import lines_between
from tests.corpus import BODY, run, write
from tests.packages import SHARD, build, put_rows, row, rows

TEXTS = {f"{i}.txt": f"{BODY}\nNuméro {i} du bulletin, tiré à {i * 37} exemplaires.\n" for i in range(6)}


def told(old: Path, new: Path, *options: str) -> list[dict]:
    result = run("diff", old, new, "--output-format", "jsonl", *options)
    assert result.returncode in (0, 1), result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    write(tmp_path / "c", TEXTS)
    package(tmp_path / "c", tmp_path / "old", name="x")
    return tmp_path / "old/x"


def again(old: Path, name: str = "new") -> Path:
    base = old.parent.parent
    package(base / "c", base / name, name="x")
    return base / name / "x"


def test_equal_packages_do_not_differ(old: Path) -> None:
    result = run("diff", old, again(old), "--exit-code")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "0 added, 0 removed, 0 changed, 0 refused, 0 restated, 6 same\n"


def test_bytes_metadata_and_ids_are_told_apart(old: Path) -> None:
    texts = {**TEXTS, "7.txt": "Une autre annonce, de la bibliothèque de Valmoret.\n"}
    del texts["5.txt"]
    (old.parent.parent / "c/raw/5.txt").unlink()
    texts["1.txt"] = texts["1.txt"].replace("1897", "1898")
    write(old.parent.parent / "c", texts, **{"2": {"license": "CC0-1.0"}})
    new = again(old)
    *changes, summary = told(old, new, "--text")
    found = {change["id"]: change for change in changes}
    assert found["1"]["causes"][0] == "bytes"
    assert [line[:1] for line in found["1"]["text"] if line[:1] in "+-"] == ["-", "+"]
    assert found["2"]["causes"][0] == "metadata"
    assert found["2"]["columns"] == ["license", "metadata"]
    assert (found["5"]["kind"], found["7"]["kind"]) == ("removed", "added")
    assert (summary["counts"]["added"], summary["counts"]["removed"]) == (1, 1)
    assert run("diff", old, new, "--exit-code", "--stat").returncode == 1
    assert run("diff", old, new).returncode == 0


def test_a_part_of_the_pipeline_is_named(old: Path) -> None:
    (old.parent.parent / "c/corpuskit.toml").write_text("[clean]\nremove_at = 990\n", encoding="utf-8")
    *_, summary = told(old, again(old))
    assert summary["parts"] == ["settings"]
    assert summary["differs"]


def test_the_fact_that_changed_an_article_is_named(old: Path) -> None:
    for name in TEXTS:
        (old.parent.parent / "c/raw" / name).unlink()
    write(old.parent.parent / "c", {"a.txt": BODY, "b.txt": BODY})
    first = again(old, "first")
    write(old.parent.parent / "c", {"b.txt": BODY})
    (old.parent.parent / "c/raw/a.txt").unlink()
    second = again(old, "second")
    [changed] = [change for change in told(first, second) if change.get("id") == "b"]
    assert changed["causes"] == ["facts"]
    assert "it was a copy of a and is none now" in changed["facts"]


def test_rows_out_of_order_and_hostile_ids_are_findings(tmp_path: Path) -> None:
    good, bad = build(tmp_path / "a"), build(tmp_path / "b")
    made = [row("b", "utf-8", b"x"), row("a", "utf-8", b"x"), row("../\x1b[31m", "utf-8", b"x")]
    put_rows(bad, made)
    result = run("diff", good, bad)
    assert result.returncode == 1
    assert "out of order" in result.stdout
    assert "\x1b" not in result.stdout


def test_a_damaged_package_is_a_finding(tmp_path: Path) -> None:
    good, bad = build(tmp_path / "a"), build(tmp_path / "b")
    data = bytearray((bad / SHARD).read_bytes())
    for at in random.Random(1).sample(range(len(data)), 9):  # noqa: S311 - repeatable, no secret
        data[at] ^= 255
    (bad / SHARD).write_bytes(data)
    found = diff(good, bad)
    assert list(found.changes()) or found.report.groups
    assert found.report.by_code
    (bad / "manifest.json").write_bytes(b"{")
    assert run("diff", good, bad).returncode == 1
    assert run("diff", good, tmp_path).returncode == 2


def test_equal_shards_are_counted_and_not_unfolded(tmp_path: Path) -> None:
    found = diff(build(tmp_path / "a"), build(tmp_path / "b"))
    assert list(found.changes()) == []
    assert found.counts["same"] == len(rows()) + 1  # and the refused article


@pytest.mark.parametrize("n", [1, 3000])
def test_lines_between_texts_tell_all_that_differs(n: int) -> None:
    old = "\n".join(f"{i} a" for i in range(n))
    new = "\n".join(f"{i} b" for i in range(n))
    lines = list(lines_between(old, new))
    assert sum(line.startswith("-") for line in lines) == n
    assert sum(line.startswith("+") for line in lines) == n
    assert list(lines_between("a\nb\nc", "a\nc")) == ["@@ -1,3 +1,2 @@", " a", "-b", " c"]
