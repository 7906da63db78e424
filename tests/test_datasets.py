"""Datasets are validated: packages of ours, and any file of rows with a column of text."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpuskit.model.articles import Address, RawArticle
from tests.corpus import BODY, many, run, write

BAD = BODY.replace("rivière", "rivi\N{REPLACEMENT CHARACTER}re", 1)


def found(path: Path, *more: str) -> list[dict[str, Any]]:
    done = run("validate", path, "--output-format", "jsonl", *more)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


OTHER = """Une fanfare pour les abeilles

Le rucher du lycée agricole de Sévérac a reçu vendredi la visite d'une fanfare, que les élèves avaient invitée pour la première récolte.

Les ruches n'ont pas bronché, assure leur professeure, qui a relevé le poids de chacune avant et après le concert pour en avoir le cœur net.
"""


def raw(ident: str, text: str) -> RawArticle:
    body = text.encode()
    return RawArticle(ident, body, "text/plain", {"encoding": "utf-8"}, Address("f", 0, len(body)), ident)


def near_to(at: int) -> str:
    return BODY.replace("1897", f"l'année {'abcdefghij'[at % 10]}{'klmno'[at // 10]}")


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


def test_near_copies_among_rows_are_named(tmp_path: Path) -> None:
    near = BODY.replace("deux ans", "trois ans").replace("ce samedi", "ce dimanche")
    file = tmp_path / "rows.jsonl"
    file.write_bytes(
        lines([{"text": BODY, "key": "a"}, {"text": OTHER, "key": "b"}, {"text": near, "key": "c"}])
    )
    for more in ((), ("--workers", "2", "--engine", "processes")):
        [copy] = [one for one in found(file, "--id-column", "key", *more) if one["code"] == "DUP102"]
        assert (copy["article"], copy["line"], copy["pointer"]) == ("c", 3, "/2")
        assert "nearly the same as a:" in copy["message"]
    settings = tmp_path / "strict.toml"
    settings.write_text("[rules.DUP102]\nscore = 1000\n", encoding="utf-8")
    said = found(file, "--id-column", "key", "--config", str(settings))
    assert [one for one in said if one["code"] == "DUP102"] == []


def test_rows_are_compared_in_portions_and_a_row_that_went_is_passed_over() -> None:
    from corpuskit.app import row_survey
    from corpuskit.app.rows import Batch
    from corpuskit.engines.serial import Serial
    from corpuskit.survey import know

    batch = Batch(tuple(raw(str(at), near_to(at)) for at in range(40)), ())
    known = know([row_survey.signed(batch)])
    whole = row_survey.compared(known, [batch], 600, Serial())
    assert len(whole.near) == 39
    assert all(copy.original == "0" for copy in whole.near.values())
    left = Batch(batch.raws[:20], ())
    assert len(row_survey.compared(known, [left], 600, Serial()).near) == 19


def test_a_baseline_of_rows_tells_what_is_new(tmp_path: Path) -> None:
    file, base = tmp_path / "rows.jsonl", tmp_path / "base.jsonl"
    other = OTHER.replace("fanfare", "fanf\N{REPLACEMENT CHARACTER}re")
    rows: list[Any] = [{"text": BAD, "key": "x"}, [1], {"text": OTHER, "key": "y"}, {"key": "z"}]
    file.write_bytes(lines(rows))
    written = run("validate", file, "--id-column", "key", "--write-baseline", base)
    assert written.returncode == 0, written.stderr
    same = run("validate", file, "--id-column", "key", "--baseline", base)
    assert (same.returncode, "nothing new to report" in same.stdout) == (0, True), same.stdout

    file.write_bytes(lines([*reversed(rows), [2], {"text": other, "key": "w"}]))
    said = found(file, "--id-column", "key", "--baseline", str(base))
    new = [(one["code"], one["article"], one["line"]) for one in said if one["code"] in ("MET004", "TXT001")]
    assert new == [("MET004", None, 5), ("TXT001", "w", 6)]
    rows[0], rows[1] = {"text": BODY, "key": "x"}, {"text": "", "key": "v"}
    file.write_bytes(lines(rows[:1] + rows[2:]))
    told = run("validate", file, "--id-column", "key", "--baseline", base).stdout
    assert "gone: TXT001 in x" in told
    assert "gone: MET004 in rows.jsonl" in told


def test_rows_without_ids_are_known_by_their_bytes(tmp_path: Path) -> None:
    file, base = tmp_path / "rows.jsonl", tmp_path / "base.jsonl"
    file.write_bytes(lines([{"text": BAD}, {"text": OTHER}]))
    assert run("validate", file, "--write-baseline", base).returncode == 0
    file.write_bytes(lines([{"text": OTHER.replace("vendredi", "lundi")}, {"text": OTHER}, {"text": BAD}]))
    said = found(file, "--baseline", str(base), "--ignore", "DUP102")
    assert [one["code"] for one in said if one["severity"] != "note"] == []


def test_fingerprints_forget_the_number_of_the_row(tmp_path: Path) -> None:
    said = {"language": "fr", "url": None, "retrieved_at": "2024-05-13", "license": "CC0-1.0"}
    file, prints = tmp_path / "rows.jsonl", []
    for before in (0, 3):
        rows = [
            {"text": OTHER.replace("vendredi", f"mot{at}"), **said, "url": "https://a.example/"}
            for at in range(before)
        ]
        file.write_bytes(lines([*rows, {"text": BAD, **said, "id": "x"}, {"id": "y"}]))
        mine = [one for one in found(file, "--id-column", "id") if one["article"] in ("x", "y")]
        prints.append({(one["code"], one["fingerprint"]) for one in mine})
    assert prints[0] == prints[1]
    assert {code for code, _ in prints[0]} >= {"TXT001", "PRV101", "MET004"}


def test_a_baseline_accepts_no_damage_of_a_package(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": BODY})
    assert run("package", tmp_path, "--name", "d").returncode == 0
    dist, base = tmp_path / "dist/d", tmp_path / "base.jsonl"
    assert run("validate", dist, "--write-baseline", base).returncode == 0
    (dist / "README.md").write_text("another", encoding="utf-8")
    assert run("validate", dist, "--write-baseline", base).returncode == 1
    assert "PKG" not in base.read_text(encoding="utf-8")
    assert run("validate", dist, "--baseline", base).returncode == 1


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.parquet"])
def test_workers_change_nothing_but_the_time(tmp_path: Path, name: str) -> None:
    rows = [
        {"text": BODY.replace("1897", str(1000 + at)) + f"\nNuméro {at}\n", "key": str(at)}
        for at in range(700)
    ]
    rows[5]["text"], rows[300]["text"] = BAD, None  # type: ignore[assignment]
    file = tmp_path / name
    if name.endswith(".parquet"):
        pq.write_table(pa.Table.from_pylist(rows), file)
    else:
        file.write_bytes(lines(rows))
    outcomes = []
    for more in (("--engine", "serial"), ("--engine", "processes", "--workers", "2")):
        base = tmp_path / f"{len(outcomes)}.jsonl"
        outcomes.append((found(file, "--id-column", "key", *more), base))
        assert run("validate", file, "--id-column", "key", *more, "--write-baseline", base).returncode == 0
    (one, first), (other, second) = outcomes
    assert one == other
    assert len(one) > 700
    assert first.read_bytes() == second.read_bytes()


def test_progress_counts_rows_of_both_passes(tmp_path: Path) -> None:
    from corpuskit import load_settings
    from corpuskit.app.datasets import How, validate_dataset

    rows = [{"text": BODY} for _ in range(600)] + [{"text": None}]
    plain, table = tmp_path / "rows.jsonl", tmp_path / "rows.parquet"
    plain.write_bytes(lines(rows))
    pq.write_table(pa.Table.from_pylist(rows), table)
    for file, first in ((plain, 0), (table, 1202)):
        told: list[tuple[int, int]] = []
        how = How(progress=lambda done, total, told=told: told.append((done, total)))  # type: ignore[misc]
        validate_dataset(file, load_settings(tmp_path), how=how)
        assert [done for done, _ in told] == [256, 512, 601, 857, 1113, 1202]
        assert {total for _, total in told[:3]} == {first}
        assert {total for _, total in told[3:]} == {1202}


def test_what_does_not_go_together_is_refused(tmp_path: Path) -> None:
    many(tmp_path, 3)
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines([{"text": BODY}]))
    assert run("validate", tmp_path, file).returncode == 2
    assert run("validate", tmp_path, "--text-column", "x").returncode == 2
    assert run("validate", file, "--baseline", "b.jsonl").returncode == 2  # there is none
    assert run("validate", file, "--changed-since", "HEAD").returncode == 2
    for option in ("--output-file", "--write-baseline"):
        assert run("validate", file, option, file).returncode == 2
    assert run("package", tmp_path, "--name", "d").returncode == 0
    for option in ("--output-file", "--write-baseline"):
        inside = tmp_path / "dist/d/new.jsonl"
        assert run("validate", tmp_path / "dist/d", option, inside).returncode == 2
        assert not inside.exists()
