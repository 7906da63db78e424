"""`allow` in the metadata: what it silences, what it cannot, and what becomes of it in a package."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from corpuskit.app.package import build
from corpuskit.app.packaged import Packaged
from corpuskit.app.settings import Settings
from corpuskit.app.validate import validate
from corpuskit.model.findings import Severity
from tests.corpus import BODY, write

DAMAGED = BODY.replace("pierres", "pi\ufffdrres")
LENIENT = replace(Settings(), max_refused=0.9)


def packaged(base: Path, settings: Settings = LENIENT) -> Packaged:
    return build(base, name="p", settings=settings)


def rows(made: Packaged, config: str = "train") -> dict[str, dict]:
    files = sorted((made.target / "data").glob(f"{config}-*.parquet"))
    return {row["id"]: row for file in files for row in pq.read_table(file).to_pylist()}


def test_a_silenced_error_refuses_nothing_and_the_reason_stays_in_the_row(tmp_path: Path) -> None:
    other = DAMAGED.replace("1897", "1898")
    strict = replace(LENIENT, severities={"TXT001": Severity.ERROR})
    write(tmp_path, {"a.txt": DAMAGED, "b.txt": other}, a={"allow": {"TXT001": "so in the original"}})
    report = validate(tmp_path, settings=strict)
    assert [f.article for f in report.findings or () if f.code == "TXT001"] == ["b"]
    assert report.refused == 1

    made = packaged(tmp_path, strict)
    assert set(rows(made)) == {"a"}
    assert set(rows(made, "refused")) == {"b"}
    assert json.loads(rows(made)["a"]["metadata"])["allow"] == {"TXT001": "so in the original"}
    assert "TXT001" not in [found["code"] for found in rows(made)["a"]["findings"]]


def test_no_reason_gives_an_article_a_text(tmp_path: Path) -> None:
    allow = dict.fromkeys(["ENC001", "ENC102", "SRC007", "SRC006", "PRV101"], "we know")
    write(
        tmp_path,
        {"a.txt": BODY, "b.txt": BODY.encode().replace(b"\xc3\xa9", b"\xc3", 1), "c.txt": b""},
        b={"allow": allow, "url": None},
        c={"allow": allow},
        gone={"allow": allow},
    )
    (tmp_path / "raw/gone.txt").unlink(missing_ok=True)
    report = validate(tmp_path, settings=LENIENT)
    assert report.refused == 2
    assert {(f.article, f.code) for f in report.findings or () if f.severity is Severity.ERROR} == {
        ("b", "ENC102"),
        ("c", "ENC001"),
    }
    assert "MET105" not in report.by_code  # whatever an article without a text might have had, nobody knows
    assert set(rows(packaged(tmp_path), "refused")) == {"b", "c"}


def test_a_copy_that_is_allowed_is_not_dropped(tmp_path: Path) -> None:
    texts = {"a.txt": BODY, "b.txt": BODY, "c.txt": BODY}
    write(tmp_path, texts, b={"allow": {"DUP101": "two editions of one paper"}})
    made = packaged(tmp_path, replace(LENIENT, duplicates="drop-exact"))
    assert set(rows(made)) == {"a", "b"}
    assert rows(made)["b"]["duplicate_of"] == "a"


def test_an_entry_without_effect_is_told_with_its_place_and_what_to_do(tmp_path: Path) -> None:
    allow = {"TXT001": "why", "PVR101": "why", "PRV101": "no longer online", "BPL206": "quoted"}
    write(tmp_path, {"a.txt": BODY, "b.txt": BODY + "b\n"}, a={"allow": allow, "url": None})
    report = validate(tmp_path, settings=LENIENT)
    found = {f.excerpt: f for f in report.findings or () if f.code == "MET105"}
    assert sorted((f.article, f.place.pointer if f.place else "", f.fault) for f in found.values()) == [
        ("a", "/allow/BPL206", "no BPL206"),
        ("a", "/allow/PVR101", "no such code"),
        ("a", "/allow/TXT001", "no TXT001"),
    ]
    assert "did you mean PRV101?" in found["PVR101"].message
    assert "PRV101" not in report.by_code
    ignored = validate(tmp_path, settings=replace(LENIENT, ignore=("TXT", "BPL")))
    assert ignored.by_code["MET105"] == 1


@pytest.mark.parametrize(
    ("allow", "codes"),
    [
        ({"PRV101": ""}, ["MET001", "PRV101"]),
        ({"PRV101": None}, ["MET001", "PRV101"]),
        ({"PRV101": "  "}, ["MET105", "PRV101"]),
        ({"prv101": "why"}, ["MET001", "PRV101"]),
        (["PRV101"], ["MET001", "PRV101"]),
        ({"MET105": "we clean up later", "TXT001": "why", "PRV101": "offline"}, []),
        ({"MET001": "an old record", "PRV101": ""}, ["PRV101"]),
        ({}, ["PRV101"]),
    ],
)
def test_what_is_no_reason_silences_nothing_and_is_said_once(
    tmp_path: Path, allow: object, codes: list[str]
) -> None:
    write(tmp_path, {"a.txt": BODY}, a={"allow": allow, "url": None})
    report = validate(tmp_path, settings=replace(LENIENT, select=("MET", "PRV", "LIC")))
    assert list(report.by_code) == codes
