"""Datasets are validated: packages of ours, and any file of rows with a column of text."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.corpus import BODY, many, run, write

BAD = BODY.replace("rivière", "rivi\N{REPLACEMENT CHARACTER}re", 1)


def found(path: Path, *more: str) -> list[dict[str, Any]]:
    done = run("validate", path, "--output-format", "jsonl", *more)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def lines(rows: list[Any]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def test_a_package_is_verified_and_its_rows_are_checked(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": BODY, "b.txt": BAD})
    assert run("package", tmp_path, "--name", "d").returncode == 0
    dist = tmp_path / "dist/d"
    before = found(dist)

    assert {one["code"] for one in before if one["severity"] == "error"} == set()
    [bad] = [one for one in before if one["code"] == "TXT001"]
    assert (bad["article"], bad["data"]["row"], bad["path"]) == (
        "b",
        1,
        (dist / "data/train-00000-of-00001.parquet").as_posix(),
    )
    assert bad["pointer"] == "/1"

    shard = dist / "data/train-00000-of-00001.parquet"
    shard.write_bytes(shard.read_bytes()[:-200] + b"x" * 200)
    damaged = run("validate", dist)
    assert damaged.returncode == 1
    assert "PKG" in damaged.stdout


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz", "rows.parquet"])
def test_any_file_of_rows(tmp_path: Path, name: str) -> None:
    rows = [
        {"body": BODY, "key": "x", "n": 1},
        {"body": BAD, "key": "y", "n": 2},
        {"body": BODY, "key": "z", "n": 3},
    ]
    file = tmp_path / name
    if name.endswith(".parquet"):
        pq.write_table(pa.Table.from_pylist(rows), file)
    else:
        file.write_bytes(gzip.compress(lines(rows)) if name.endswith(".gz") else lines(rows))
    said = found(file, "--text-column", "body", "--id-column", "key")

    assert [(one["article"], one["data"]["row"]) for one in said if one["code"] == "TXT001"] == [("y", 1)]
    assert [one["article"] for one in said if one["code"] == "DUP101"] == ["z"]
    assert {one["code"][:3] for one in said} <= {"TXT", "DUP", "BPL", "EDT"}
    assert "not checked: metadata" in run("validate", file, "--text-column", "body").stderr


def test_metadata_that_look_like_ours_are_checked(tmp_path: Path) -> None:
    row = {"text": BODY, "language": "fr", "url": None, "retrieved_at": "yesterday", "license": "CC0-1.0"}
    file = tmp_path / "rows.jsonl"
    file.write_bytes(lines([row]))
    said = {(one["code"], one["pointer"]) for one in found(file)}
    assert {("PRV101", "/0/url"), ("MET001", "/0/retrieved_at")} <= said


def test_rows_that_are_none_are_named_with_their_line_and_the_rest_is_checked(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    body = (
        lines([{"text": BODY}]) + b"{\n\n" + lines([[1], {"text": None}, {"text": "\ud800"}, {"text": BAD}])
    )
    file.write_bytes(body)
    said = found(file)

    assert [one["line"] for one in said if one["code"] == "MET004"] == [2, 4, 5]
    assert [one["line"] for one in said if one["code"] == "TXT001"] == [7]
    assert any(one["line"] == 6 and one["severity"] == "error" for one in said)
    told = json.loads(run("validate", file, "--output-format", "json").stdout)
    assert (told["articles"], told["refused"]) == (4, 2)  # two rows have a text that is one


def test_a_repeated_id_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(lines([{"text": BODY, "id": 1}, {"text": BAD, "id": 1}]))
    assert [one["code"] for one in found(file, "--id-column", "id") if one["severity"] == "error"] == [
        "MET002"
    ]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.parquet"])
def test_damaged_files_are_findings(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(
        gzip.compress(lines([{"text": BODY}] * 50))[:-30] if name.endswith("gz") else b"PAR1 nothing PAR1"
    )
    assert any(one["severity"] == "error" for one in found(file))


def test_a_bomb_is_left_before_it_fills_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpuskit.model.findings import Finding
    from corpuskit.packaging import tables

    monkeypatch.setattr(tables, "_FREE", 1 << 16)
    monkeypatch.setattr(tables, "_LONGEST_LINE", 1 << 20)
    long, many_lines = tmp_path / "long.jsonl.gz", tmp_path / "many.jsonl.gz"
    long.write_bytes(gzip.compress(b" " * (3 << 20)))
    many_lines.write_bytes(gzip.compress(b"{}\n" * (1 << 20)))
    for file, said in ((long, "longer"), (many_lines, "unfolds")):
        last = list(tables.rows_of(file, "f", ("text",), "text"))[-1]
        assert isinstance(last, Finding)
        assert said in last.message


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({"content": [BODY]}), file)
    done = run("validate", file)
    assert (done.returncode, "'text'" in done.stderr, "content" in done.stderr) == (2, True, True)


def test_what_does_not_go_together_is_refused(tmp_path: Path) -> None:
    many(tmp_path, 3)
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines([{"text": BODY}]))
    assert run("validate", tmp_path, file).returncode == 2
    assert run("validate", tmp_path, "--text-column", "x").returncode == 2
    assert run("validate", file, "--baseline", "b.jsonl").returncode == 2
    assert run("validate", file, "--output-file", file).returncode == 2
