"""Sidecars in YAML: what JSON would say, and nothing that makes YAML dangerous or ambiguous."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.app.settings import Settings
from corpuskit.model.findings import Place
from corpuskit.schema.records import RecordFault, parse
from corpuskit.schema.yaml_records import parse_yaml
from corpuskit.sources import Limits, listing, read
from tests.corpus import BODY, run

SCHEMA = Settings().schema_text
GOOD = b"""\
title: 'Le pont : enfin'   # a colon needs quotes
language: no
url:
published_at: 2024-11-13
retrieved_at: 2024-11-13T06:00:00Z
license: NOASSERTION
authors: [A. Blin, "B. Roy"]
extra:
  at: 12:30:45
  many: |
    une ligne
    deux
"""


@pytest.fixture(params=["libyaml", "Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both parsers of PyYAML: the one in C is not on every machine."""
    if request.param == "Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML was built without libyaml here")
    return str(request.param)


def test_a_record_says_what_it_would_in_json(parser: str) -> None:
    assert parse_yaml(GOOD) == {
        "title": "Le pont : enfin",
        "language": "no",
        "url": None,
        "published_at": "2024-11-13",
        "retrieved_at": "2024-11-13T06:00:00Z",
        "license": "NOASSERTION",
        "authors": ["A. Blin", "B. Roy"],
        "extra": {"at": "12:30:45", "many": "une ligne\ndeux\n"},
    }


@pytest.mark.parametrize(
    ("word", "value"),
    [
        *((word, word) for word in ("no", "yes", "on", "Off", "y", "N", "nul", "NUll", "tRue", "2024-11-13", "12:30:45", "1_000", "0b1", "1e", "0x", "e3", "1.2.3", "--1", "=", "<<")),
        *((word, None) for word in ("", "~", "null", "Null", "NULL")),
        *((word, True) for word in ("true", "True", "TRUE")),
        ("false", False), ("0", 0), ("-12", -12), ("+5", 5), ("010", 10), ("0o17", 15), ("0x1F", 31),
        ("1.5", 1.5), (".5", 0.5), ("1.", 1.0), ("-1e3", -1000.0), ("1E-2", 0.01),
        ("'no'", "no"), ('"2024"', "2024"), ('"\\u00e9"', "é"), ("!!str 5", "5"), ("! 5", "5"), ("!!int 5", 5), ("!!float 5", 5.0),
        ("!!bool true", True), ("!!null ''", None), ("!!map {a: 1}", {"a": 1}), ("!!seq [1]", [1]), ("{}", {}), ("[[], {}]", [[], {}]),
        ('"a\\u2028b"', "a\N{LINE SEPARATOR}b"),
    ],
)  # fmt: skip
def test_a_plain_word_has_the_type_of_the_core_schema(word: str, value: object, parser: str) -> None:
    found = parse_yaml(f"a: {word}\n".encode())
    assert isinstance(found, dict)
    assert (found["a"], type(found["a"])) == (value, type(value))


BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (letter, letter, b",".join([b"*%c" % (letter - 1)] * 9)) for letter in b"bcdefghi"
)


@pytest.mark.parametrize(
    ("body", "line", "column", "part"),
    [
        (BOMB, 1, 4, "anchors and aliases"),
        (b"a: 1\nb: *a\n", 2, 4, "anchors and aliases"),
        (b"a: &x 1", 1, 4, "anchors and aliases"),
        (b"\xef\xbb\xbfa: \x07", 1, 4, "U+0007"),
        (b"&x a: 1", 1, 1, "anchors and aliases"),
        (b"<<: *x", 1, 5, "anchors and aliases"),
        (b"a: !!python/object/apply:os.system ['true']", 1, 4, "python/object/apply:os.system"),
        (b"a: !!set {x}", 1, 4, "tag"),
        (b"a: !mine x", 1, 4, "!mine"),
        (b"a: !!binary aGk=", 1, 4, "tag"),
        (b"a: !!timestamp 2024-11-13", 1, 4, "tag"),
        (b"a: !!int x", 1, 4, "tag"),
        (b"a: !!str [x]", 1, 4, "tag"),
        (b"--- !!seq {a: 1}", 1, 5, "tag"),
        (b"a: 1\nb: 2\na: 3\n", 3, 1, "second time"),
        (b'extra: {\xc3\xa9: 1, "\xc3\xa9": 2}', 1, 15, "second time"),
        (b"1: a", 1, 1, "the key 1 is no text"),
        (b"true: a", 1, 1, "the key true is no text"),
        (b"? [a]\n: b", 1, 3, "a key is a word"),
        (b"a: " + b"[" * 70 + b"]" * 70, 1, 67, "64 deep"),
        (b"- " * 30_000, 1, 129, "64 deep"),
        (b"[" * 60_000, 1, 65, "64 deep"),
        (b"a: " + b"x" * 2**16, 1, 1, "longer"),
        (b"a: " + b"9" * 400, 1, 4, "digits"),
        (b"a: 1e400", 1, 4, "range"),
        (b"a: .inf", 1, 4, "not JSON"),
        (b"a: -.Inf", 1, 4, "not JSON"),
        (b"a: .NaN", 1, 4, "not JSON"),
        (b'a: "x\\0"', 1, 4, "U+0000"),
        (b"a: \x07", 1, 4, "U+0007"),
        (b"a: x\0", 1, 5, "U+0000"),
        ("a: b\N{LINE SEPARATOR}c".encode(), 1, 5, "U+2028"),
        ("a: 1\nb: \x85".encode(), 2, 4, "U+0085"),
        (b"a: 1\nb: \xe9", 2, 4, "0xE9"),
        (b"a: 1\n---\nb: 2\n", 2, 1, "second document"),
        (b"- a", 1, 1, "mapping"),
        (b"text", 1, 1, "mapping"),
        (b"# nothing\n", 1, 1, "mapping"),
        (b"", 1, 1, "mapping"),
        (b"a: b: c", 1, 5, "not YAML"),
        (b"a: 'x", 1, 6, "not YAML"),
        (b"\ta: 1", 1, 1, "not YAML"),
        (b"%YAML 9.9\n---\na: 1", 1, 1, "not YAML"),
        (b"a: @x", 1, 4, "not YAML"),
    ],
    ids=repr,
)
def test_a_record_that_is_not_taken_says_where(
    body: bytes, line: int, column: int, part: str, parser: str
) -> None:
    found = parse_yaml(body)
    assert isinstance(found, RecordFault)
    assert (found.line, found.column) == (line, column)
    assert part in found.message


@pytest.mark.parametrize("escape", [b"\\ud800", b"\\UFFFFFFFF", b"\\U00110000"])
def test_an_escape_for_no_character_is_a_fault(escape: bytes, parser: str) -> None:
    assert isinstance(parse_yaml(b'a: "' + escape + b'"'), RecordFault)


TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufffe\uffff"), max_size=6
)
NUMBERS = st.integers(-(10**20), 10**20) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=4), st.sampled_from([None, 1]))
def test_what_json_writes_is_yaml_and_means_the_same(record: dict[str, Any], indent: int | None) -> None:
    body = json.dumps(record, ensure_ascii=False, indent=indent).encode()
    assert parse_yaml(body) == parse(body) == record


@given(
    st.binary(max_size=80)
    | st.text(st.sampled_from("a:1 \n-[]{},&*!|>'\"#?%@~\t\\x0e."), max_size=60).map(str.encode)
)
def test_any_bytes_give_a_record_or_a_fault(body: bytes) -> None:
    found = parse_yaml(body)
    if isinstance(found, RecordFault):
        assert 1 <= found.line <= body.count(b"\n") + body.count(b"\r") + 2
    else:
        assert parse(json.dumps(found, ensure_ascii=False).encode()) == found  # a row can hold it


def test_a_sidecar_in_yaml_is_listed_read_and_kept_as_json(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    root.mkdir()
    for name in ("a.txt", "b.md", "c.txt"):
        (root / name).write_bytes(b"x")
    (root / "a.txt.meta.yaml").write_bytes(GOOD)
    (root / "b.meta.yml").write_bytes(b"\xef\xbb\xbf" + GOOD)
    (root / "c.txt.meta.yaml").write_bytes(b"title: x\n\nlanguage: fr\ntitle: y\n")
    found = listing(root, Limits(), SCHEMA)
    first, second, third = found.entries
    assert [entry.findings for entry in (first, second)] == [(), ()]
    assert first.record is not None
    assert first.record.place == Place("a.txt.meta.yaml")
    assert parse(first.record.body) == parse_yaml(GOOD)
    assert read(root, second, Limits()).metadata == parse_yaml(GOOD)
    assert [(f.code, f.place) for f in third.findings] == [
        ("MET004", Place("c.txt.meta.yaml", line=4, column=1))
    ]
    assert third.record is None  # it is no JSON, and a row holds nothing else
    assert [finding.code for finding in read(root, third, Limits()).findings] == ["MET004"]


def test_a_bomb_of_aliases_is_one_finding(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(BODY, encoding="utf-8")
    (raw / "a.txt.meta.yaml").write_bytes(BOMB)
    checked = run("validate", ".", cwd=tmp_path)
    assert (checked.returncode, checked.stderr) == (1, "")
    assert "raw/a.txt.meta.yaml:1:4: error MET004" in checked.stdout
    assert checked.stdout.count("error MET") == 1
