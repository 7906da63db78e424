"""Row 21 of the faults that were foreseen: what no Arrow string can hold is refused by name, long before Parquet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.corpus import BODY, record, run
from tests.test_package import rows_of

HALF = "\\ud800"  # a lone surrogate as JSON spells it
FILES = {
    "good": BODY.encode(),
    "surrogate-utf8": BODY.encode() + b"\xed\xa0\x80\n",
    "surrogate-utf16": b"\xff\xfe" + BODY.encode("utf-16-le") + b"\x00\xd8\n\x00",
    "nul": BODY.encode() + b"a\x00b\n",
    "title-surrogate": BODY.encode() + b"1\n",
    "title-nul": BODY.encode() + b"2\n",
    "key-nul": BODY.encode() + b"3\n",
}
FIELDS = {
    "title-surrogate": f'"title": "a{HALF}b"',
    "title-nul": '"title": "a\\u0000b"',
    "key-nul": '"extra": {"a\\u0000": 1}',
}
REFUSED = {
    "surrogate-utf8": "ENC102",
    "surrogate-utf16": "ENC101",
    "nul": "ENC103",
    "title-surrogate": "MET004",
    "title-nul": "MET004",
    "key-nul": "MET004",
}


def strings(value: Any) -> Iterator[str]:
    """Every string in a row, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    lines = []
    for name, body in FILES.items():
        (tmp_path / "raw" / f"{name}.txt").write_bytes(body)
        line = json.dumps(record(f"{name}.txt"), ensure_ascii=False)
        if name in FIELDS:
            line = f"{line[:-1]}, {FIELDS[name]}}}".replace(
                '"title": "Le vieux pont de la rivière rouvre", ', ""
            )
        lines.append(line + "\n")
    (tmp_path / "raw/metadata.jsonl").write_text("".join(lines), encoding="utf-8", newline="")
    (tmp_path / "corpuskit.toml").write_text("[package]\nmax_refused = 0.9\n", encoding="utf-8")
    return tmp_path


def test_each_is_a_finding_with_its_place(hostile: Path) -> None:
    told = run("validate", hostile, "--output-format", "json")
    found = {(each["article"] or "", each["code"]) for each in json.loads(told.stdout)["findings"]}
    assert told.returncode == 1
    assert {(name, code) for name, code in found if name in REFUSED} >= set(REFUSED.items())
    assert "Traceback" not in told.stderr


def test_none_of_them_is_in_the_package(hostile: Path) -> None:
    packaged = run("package", hostile, "--name", "p")
    dist = hostile / "dist/p"
    assert packaged.returncode == 0, packaged.stdout + packaged.stderr
    assert [row["id"] for row in rows_of(dist)] == ["good"]
    refused = rows_of(dist, "refused")
    assert {row["id"]: row["code"] for row in refused} == REFUSED
    for text in strings([*rows_of(dist), *refused]):
        assert "\0" not in text
        text.encode("utf-8")
    verified = run("verify", dist, "--against", hostile)
    assert verified.returncode == 0, verified.stdout
