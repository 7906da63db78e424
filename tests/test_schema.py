"""The metadata schema: what it takes and refuses, and what a schema itself must not do."""

from __future__ import annotations

import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpuskit.app.shipped import shipped
from corpuskit.errors import SettingsError
from corpuskit.model.articles import Address, RawArticle, Record
from corpuskit.model.checks import Subject
from corpuskit.model.context import Context
from corpuskit.model.findings import Place
from corpuskit.rules import (
    lic_not_asserted,
    met_schema,
    met_sha256,
    met_title,
    prv_published,
    prv_retrieved,
    prv_url,
)
from corpuskit.schema import ExtraColumn, load
from corpuskit.schema.columns import OWN
from corpuskit.schema.formats import FORMATS, host_of
from corpuskit.schema.guard import admit
from corpuskit.schema.ids import escaped, is_id
from corpuskit.schema.matching import LONGEST
from corpuskit.schema.patterns import hazard
from corpuskit.schema.records import RecordFault, parse
from corpuskit.schema.shown import shown

DEFAULT = shipped("article.schema.json")
GOOD = {
    "file_name": "a.txt",
    "id": "2024/a",
    "title": "Été à Paris",
    "language": "fr",
    "url": "https://example.org/été?p[]=1#x",
    "publisher": None,
    "authors": ["A. Martin"],
    "published_at": "2024-11-13",
    "retrieved_at": "2024-11-13T08:30:00+01:00",
    "license": "CC-BY-4.0 OR LicenseRef-press",
    "encoding": "cp1252",
    "sha256": "ab" * 32,
    "allow": {"TXT104": "a table"},
    "extra": {"anything": [1, {"deep": None}]},
}
LEAST = {"language": "und", "url": None, "retrieved_at": None, "license": "NOASSERTION"}


def kinds(record: dict[str, object], schema: str = DEFAULT) -> list[str]:
    return [fault.fault for fault in load(schema).errors(record)]


@pytest.mark.parametrize("record", [GOOD, LEAST])
def test_good_records_fit_on_the_fast_path(record: dict[str, object]) -> None:
    assert load(DEFAULT).plainly_valid(record)
    assert load(DEFAULT).errors(record) == ()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"language": "fr_FR"}, "/language format"),
        ({"language": None}, "/language type"),
        ({"url": "example.org"}, "/url format"),
        ({"id": "a b"}, "/id pattern"),
        ({"id": "../a"}, "/id pattern"),
        ({"id": "a\n"}, "/id pattern"),
        ({"id": "a//b"}, "/id pattern"),
        ({"authors": ["A", 1]}, "/authors/* type"),
        ({"authors": None}, "/authors type"),
        ({"published_at": "2024-02-30"}, "/published_at format"),
        ({"license": "free"}, "/license format"),
        ({"sha256": "abc"}, "/sha256 pattern"),
        ({"allow": {"TXT104": ""}}, "/allow/TXT104 minLength"),
        ({"allow": {"txt": "why"}}, "/allow pattern"),
        ({"extra": []}, "/extra type"),
        ({"colour": "red"}, "/colour additionalProperties"),
        ({"title": True}, "/title type"),
    ],
)
def test_each_fault_has_its_kind(change: dict[str, object], fault: str) -> None:
    assert kinds(GOOD | change) == [fault]


def test_what_is_missing_is_pointed_at() -> None:
    assert kinds({}) == ["/language required", "/license required", "/retrieved_at required", "/url required"]
    [fault] = load(DEFAULT).errors({k: v for k, v in LEAST.items() if k != "url"})
    assert fault.pointer == "/url"
    assert "null" in fault.message


def test_faults_come_sorted_and_say_what_was_found_and_what_is_allowed() -> None:
    faults = load(DEFAULT).errors(GOOD | {"title": 5, "authors": [1], "language": "x" * 500})
    assert [fault.pointer for fault in faults] == ["/authors/0", "/language", "/title"]
    assert faults[2].message == "is 5: it must be a string or null"
    assert len(faults[1].message) < 250


def test_an_unknown_field_gets_the_nearest_name_and_a_way_out() -> None:
    [near] = load(DEFAULT).errors(GOOD | {"langage": "fr"})
    assert 'did you mean "language"?' in near.message
    [far] = load(DEFAULT).errors(GOOD | {"zzz": 1})
    assert "did you mean" not in far.message
    assert "schema of your own" in far.message
    assert "extra" in far.message


def test_a_record_with_a_hundred_thousand_faults_has_an_end() -> None:
    assert [fault.fault for fault in load(DEFAULT).errors(GOOD | {"authors": [1] * 100_000})] == ["/ many"]
    unknown = load(DEFAULT).errors(GOOD | {f"x{i}": i for i in range(100_000)})
    assert len(unknown) == 501
    assert "99500 more fields" in unknown[0].message


def test_nothing_of_a_record_reaches_a_message_raw() -> None:
    [fault] = load(DEFAULT).errors(GOOD | {"language": "\x1b[31m\N{RIGHT-TO-LEFT OVERRIDE}é"})
    assert "\\u001b[31m\\u202e" in fault.message
    assert fault.message.isprintable()
    assert shown("é\n") == '"é\\n"'


def test_a_field_left_open_is_not_a_faulty_one() -> None:
    default = load(DEFAULT)
    assert default.leaves_open(LEAST, "url")
    assert default.leaves_open(LEAST, "published_at")  # absent, and not required
    assert default.leaves_open(LEAST | {"language": "?"}, "url")  # another field's fault is not this one's
    assert not default.leaves_open({}, "url")  # a fault: it is required
    assert not default.leaves_open(GOOD | {"license": None}, "license")  # a fault: it cannot be null
    assert not default.leaves_open(GOOD, "url")


def test_the_default_schema_is_a_schema_and_agrees_with_the_code() -> None:
    from jsonschema import Draft202012Validator

    for name in ("article.schema.json", "settings.schema.json"):
        Draft202012Validator.check_schema(json.loads(shipped(name)))
        assert load(shipped(name)).plainly_valid({} if name.startswith("settings") else GOOD)
    properties = json.loads(DEFAULT)["properties"]
    declared = {
        name: p["type"] if isinstance(p["type"], list) else [p["type"]] for name, p in properties.items()
    }
    assert declared == {name: list(types) for name, types in OWN.items()}
    assert load(DEFAULT).extra_columns == ()
    for text in ("a", "a/b", "A.b-c_d", "", "/a", "a/", ".a", "a/.", "a b", "é", "a\n", "a%20"):
        assert is_id(text) == (not kinds(GOOD | {"id": text}))


def test_good_records_never_import_jsonschema() -> None:
    program = (
        "import sys, json; from corpuskit.schema import load; from corpuskit.app.shipped import shipped;"
        "v = load(shipped('article.schema.json')); record = json.loads(sys.argv[1]);"
        "assert v.errors(record) == () and 'jsonschema' not in sys.modules;"
        "assert v.errors({}) and 'jsonschema' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, json.dumps(GOOD)], check=True)


# The checks that speak of metadata.


def said(record: dict[str, object] | None, **parameters: int) -> list[str]:
    """The codes that all checks of metadata yield for a record, each with its pointer."""
    place = Place("metadata.jsonl", line=3)
    raw = RawArticle(
        "a", b"x", "text/plain", record, Address("a.txt", 0, 1), "ab" * 32, record=Record(b"", place)
    )
    subject = Subject(raw, None, None, Context(schema=DEFAULT))
    found = [f for module in (met_schema, met_title, met_sha256, prv_url, prv_published, prv_retrieved, lic_not_asserted)
             for f in module.CHECK.check(subject, **(parameters if module is met_schema else {}))]  # fmt: skip
    assert all(
        f.article == "a" and f.place and (f.place.path, f.place.line) == ("metadata.jsonl", 3) for f in found
    )
    return [f"{f.code}{f.place.pointer}" for f in found if f.place]


def test_what_is_not_known_is_a_warning_each() -> None:
    assert said(LEAST) == [
        "MET003/title",
        "PRV101/url",
        "PRV102/published_at",
        "PRV103/retrieved_at",
        "LIC101/license",
    ]
    assert said(GOOD) == []


def test_a_field_with_a_fault_is_told_of_once() -> None:
    wrong = {
        "title": 1,
        "url": 2,
        "published_at": 3,
        "retrieved_at": 4,
        "license": 5,
        "sha256": 6,
        "language": "fr",
    }
    assert said(wrong) == [f"MET001/{name}" for name in sorted(wrong) if name != "language"]
    assert said({"published_at": "2024-11-13", "title": "T"}) == [
        f"MET001/{name}" for name in ("language", "license", "retrieved_at", "url")
    ]


def test_no_metadata_say_nothing_more() -> None:
    assert said(None) == []


def test_of_a_hopeless_record_only_the_first_faults_are_told() -> None:
    assert len(said(GOOD | {f"x{i}": i for i in range(100)})) == 21
    assert len(said(GOOD | {f"x{i}": i for i in range(100)}, most=2)) == 3


def test_another_sha256_is_found_whatever_its_case() -> None:
    assert said(GOOD | {"sha256": "AA" * 32}) == ["MET006/sha256"]
    assert said(GOOD | {"sha256": "AB" * 32}) == []


# Formats: what each takes, and as many that it does not.

TAKEN = {
    "bcp47": ["fr", "pt-BR", "und", "zh-Hant-TW", "sl-rozaj-biske", "de-CH-1901", "en-a-bbb-x-a", "x-patois", "i-klingon", "art-lojban", "EN-gb-OED"],
    "date": ["2024-11-13", "2024-02-29", "0001-01-01", "9999-12-31"],
    "date-or-date-time": ["2024-11-13", "2024-11-13T00:00:00Z"],
    "date-time": ["2024-11-13T08:30:00Z", "2024-11-13t08:30:00.123456789z", "2024-11-13T08:30:00-23:59", "2016-12-31T23:59:60Z", "2024-11-13T08:30:00-00:00"],
    "http-iri": ["http://a", "https://example.org/à?q=ö#é", "HTTPS://user@example.org:8080/", "http://[::1]/", "https://例え.jp/", "https://a.example/%C3%A9", "https://a.example/x?y[]=1"],
    "spdx": ["MIT", "mit", "CC-BY-4.0", "(MIT OR Apache-2.0) AND CC0-1.0", "GPL-2.0-or-later WITH Classpath-exception-2.0", "LicenseRef-x", "NOASSERTION"],
}  # fmt: skip
REFUSED = {
    "bcp47": ["", "f", "fr_FR", "fr-", "-fr", "french-language-of-france", "fr--FR", "fr-\N{ARABIC-INDIC DIGIT ONE}", "x", "en-a", "fr\n"],
    "date": ["2024-13-01", "2023-02-29", "0000-01-01", "24-11-13", "2024-11-13\n", "２０２４-11-13", "20241113"],
    "date-or-date-time": ["2024", "2024-11-13T", "2024-11-1"],
    "date-time": ["2024-11-13T08:30:00", "2024-11-13T08:30Z", "2024-11-13 08:30:00Z", "2024-11-13T24:00:00Z", "2024-11-13T08:30:00+24:00", "2024-11-13T08:30:60Z", "0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00", "2024-11-13T08:30:00Z\n", "2024-02-30T00:00:00Z"],
    "http-iri": ["", "example.org", "ftp://a.example", "http:///x", "http://", "http://a b.example/", "http://a.example/\n", "https://a.example/<x>", "https://a.example/%zz", "http://a.example:99999/", "http://[x]/", "http://user@/", "http://a.example/\N{RIGHT-TO-LEFT OVERRIDE}", "http://a.example/\N{NO-BREAK SPACE}", "javascript://a.example"],
    "spdx": ["", "free", "MIT OR", "LicenseRef-", "(" * 900 + "MIT" + ")" * 900, "MIT" * 1000, " MIT", "MIT\n", "noassertion", "__import__('os')"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in TAKEN for value in TAKEN[name]])
def test_a_format_takes(name: str, value: str) -> None:
    assert FORMATS[name](value)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name in REFUSED for value in REFUSED[name]])
def test_a_format_refuses(name: str, value: str) -> None:
    assert not FORMATS[name](value)


def test_every_format_is_tested() -> None:
    assert set(TAKEN) == set(REFUSED) == set(FORMATS)


def test_the_host_of_an_address() -> None:
    assert host_of("https://user:pw@WWW.Example.org.:80/a") == "example.org"
    assert host_of("http://[::1]:80/") == "[::1]"
    assert host_of("https://www.") == "www"
    assert host_of("mailto:a@example.org") is None
    assert host_of(5) is None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b.c", "a/b.c"),
        ("été", "%C3%A9t%C3%A9"),
        ("_a", "%5Fa"),
        ("a%20", "a%2520"),
        ("caf\udce9", "caf%E9"),
        ("..", "%2E."),
        ("/etc", "%2Fetc"),
        ("a~2", "a%7E2"),
    ],
)
def test_paths_become_ids(path: str, expected: str) -> None:
    assert escaped(path) == expected


# Records as bytes.


@pytest.mark.parametrize(
    ("body", "line", "column", "part"),
    [
        (b'{"a": 1,}', 1, 9, "not JSON"),
        (b"[1]", 1, 1, "object"),
        (b"", 1, 1, "not JSON"),
        (b'\xef\xbb\xbf{"a": 1}', 1, 1, "byte order mark"),
        (b'{\n "a": "\xe9"}', 2, 8, "0xE9"),
        (b'{"a": 1,\n "b": {"c": 1, "c": 2}}', 2, 16, '"c"'),
        (b'{"a": 1, "\\u0061": 2}', 1, 10, '"a"'),
        (b'{"a": "NaN", "b": NaN}', 1, 19, "NaN"),
        (b'{"a": -Infinity}', 1, 7, "-Infinity"),
        (b'{"a": 1e400}', 1, 7, "1e400"),
        (b'{"a": ' + b"9" * 5000 + b"}", 1, 7, "digits"),
        (b'{"a": "x\\ud800y"}', 1, 9, "first half"),
        (b'{"a": "\\udc00"}', 1, 8, "second half"),
        (b'{"a": "\\ud800\\ud800\\udc00"}', 1, 8, "first half"),
        (b'{"\\ud800": 1}', 1, 3, "first half"),
        (b'{"a": "\\u0000"}', 1, 8, "U+0000"),
        (b'{"a": "\x00"}', 1, 8, "not JSON"),
        (b'{"a": ' * 65 + b"1" + b"}" * 65, 1, 385, "64 deep"),
        (b"[" * 100_000, 1, 65, "64 deep"),
        (b'{"a": "' + b"x" * 2**20 + b'"}', 1, 1, "longer"),
    ],
)
def test_a_record_that_cannot_be_parsed_says_where(body: bytes, line: int, column: int, part: str) -> None:
    found = parse(body)
    assert isinstance(found, RecordFault)
    assert (found.line, found.column) == (line, column)
    assert part in found.message


@pytest.mark.parametrize(
    ("body", "record"),
    [
        (b'{"a": "\\ud83d\\ude00"}', {"a": "\N{GRINNING FACE}"}),
        (b'{"a": "\\\\ud800"}', {"a": "\\ud800"}),
        (b'{"a": "\\\\u0000"}', {"a": "\\u0000"}),
        (b'{"a": {"b": 1}, "b": 2}', {"a": {"b": 1}, "b": 2}),
        (b'{"a": 1e308, "b": -0.0, "c": ' + b"9" * 308 + b"}", {"a": 1e308, "b": -0.0, "c": 10**308 - 1}),
        (b'{"a": ' * 64 + b"1" + b"}" * 64, None),
        (b'{"a": "' + b"[" * 1000 + b'"}', {"a": "[" * 1000}),
        (b' {"a": "NaN 1e400"} \r\n', {"a": "NaN 1e400"}),
    ],
)
def test_a_record_that_only_looks_odd_is_parsed(body: bytes, record: dict[str, object] | None) -> None:
    found = parse(body)
    assert isinstance(found, dict)
    assert record is None or found == record


def test_quotes_without_end_take_no_quadratic_time() -> None:
    assert isinstance(parse(b'{"a": [' * 65 + b'"' + b'\\"' * 400_000), RecordFault)


# Schemas that must not be used.


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Counting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = b'{"type": "string"}'
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counting) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}", asked
        running.shutdown()
        thread.join()


def test_no_schema_ever_opens_a_connection_or_a_file(server: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = server
    elsewhere = tmp_path / "other.json"
    elsewhere.write_text('{"type": "string"}', encoding="utf-8")
    for target in (f"{address}/x", elsewhere.as_uri(), "other.json", f"{address}/x#/$defs/a"):
        for schema in (
            {"properties": {"a": {"$ref": target}}},
            {"$ref": target},
            {"$dynamicRef": target},
            {"allOf": [{"not": {"items": {"$ref": target}}}]},
            {"properties": {"a": {"$ref": "#/x-mine/a"}}, "x-mine": {"a": {"$ref": target}}},
            {"$id": f"{address}/base", "properties": {"a": {"$id": "x", "$ref": "#"}}},
        ):
            with pytest.raises(SettingsError, match=r"outside the file|a second schema"):
                load(json.dumps(schema)).errors({"a": 1})
    named = load(
        json.dumps(
            {
                "$id": f"{address}/schema",
                "$defs": {"a": {"type": "string"}},
                "properties": {"a": {"$ref": "#/$defs/a"}},
            }
        )
    )
    assert [fault.fault for fault in named.errors({"a": 1})] == ["/a type"]
    assert asked == []


@pytest.mark.parametrize(
    ("schema", "pointer", "part"),
    [
        ("{", "line 1, column 2", "not JSON"),
        ("[]", "", "object"),
        ('{"type": "objct"}', "/type", "draft 2020-12"),
        ('{"properties": {"a": {"minLength": -1}}}', "/properties/a/minLength", "draft 2020-12"),
        ('{"properties": {"a": {"format": "emial"}}}', "/properties/a/format", "nothing checks"),
        ('{"properties": {"a": {"format": "dat"}}}', "/properties/a/format", "did you mean date?"),
        ('{"properties": {"a": {"pattern": "("}}}', "/properties/a/pattern", "no regular expression"),
        ('{"properties": {"a/b": {"pattern": "^(a+)+$"}}}', "/properties/a~1b/pattern", "for ever"),
        ('{"patternProperties": {"(x*)*": {}}}', "/patternProperties/(x*)*", "for ever"),
        ('{"$ref": "#"}', "/", "refers to itself"),
        ('{"properties": {"a": {"$ref": "#/properties/a"}}}', "/properties/a", "refers to itself"),
        ('{"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}}}', "/$defs/", "refers to itself"),
        ('{"$defs": {"a": {"$anchor": "x", "allOf": [{"$ref": "#x"}]}}}', "/$defs/a", "refers to itself"),
        ('{"properties": {"a": {"$ref": "#/$defs/a"}}}', "/properties/a/$ref", "not there"),
        ('{"$schema": "http://json-schema.org/draft-07/schema#"}', "/$schema", "draft 2020-12"),
        ('{"properties": {"title": {"type": "integer"}}}', "/properties/title/type", "our field"),
        ('{"properties": {"n_chars": {"type": "integer"}}}', "/properties/n_chars", "column of every package"),
        ('{"type": "object", "type": "object"}', "line 1, column 20", "second time"),
        ('{"properties": {"a": {"pattern": "(.)x*\\\\1"}}}', "/properties/a/pattern", "refers back to a group"),
        ('{"properties": {"a": {"pattern": "(?:abcdefgh){4000}"}}}', "/properties/a/pattern", "too often"),
        ('{"unevaluatedProperties": false, "patternProperties": {"^.*-x.*$": {}}}', "/patternProperties/^.*-x.*$", "may take long"),
        ('{"properties": {"a": {"$schema": "https://json-schema.org/draft/2020-12/schema"}}}', "/properties/a/$schema", "top of the file"),
        ('{"$defs": {"a": {"$dynamicAnchor": "x"}}, "$dynamicRef": "#x"}', "/$dynamicRef", "write $ref"),
        ('{"required": [{"a": 1}, {"a": 2}]}', "/required", "must list strings"),
        ('{"dependencies": {"a": [1, 2]}}', "/dependencies/a", "must list strings"),
    ],
)  # fmt: skip
def test_a_schema_that_cannot_be_used_says_where(schema: str, pointer: str, part: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load(schema, reserved=frozenset({"n_chars", "title"}))
    assert pointer in str(raised.value)
    assert part in str(raised.value)


@pytest.mark.parametrize(
    "schema",
    [
        '{"$ref": "#/$defs/tree", "$defs": {"tree": {"properties": {"more": {"$ref": "#/$defs/tree"}}}}}',
        '{"properties": {"a": {"enum": ["$ref", {"$ref": "http://a.example/"}]}}}',
        '{"properties": {"format": {"type": "string"}, "pattern": {"const": "("}}}',
        '{"$defs": {"a": {"$anchor": "x"}}, "items": {"$ref": "#x"}, "$schema": "https://json-schema.org/draft/2020-12/schema"}',
        '{"properties": {"n_chars": {"type": "integer"}}}',
    ],
)
def test_a_schema_that_only_looks_odd_is_used(schema: str) -> None:
    assert load(schema).errors({}) == ()


def test_a_deep_record_under_a_schema_that_calls_itself_is_a_fault_at_most() -> None:
    tree = load(
        '{"$ref": "#/$defs/t", "$defs": {"t": {"type": "object", "additionalProperties": {"$ref": "#/$defs/t"}}}}'
    )
    record: dict[str, object] = {"leaf": 1}
    for _ in range(62):
        record = {"more": record}
    assert len(tree.errors(record)) == 1


@pytest.mark.parametrize(
    "pattern",
    [r"^(a+)+$", r"(a*)*", r"(?:a|a?)+", r"(?:a|ab|b)*", r"(\d{1,3})*$", r"(?:a|-a*)*", r"(.*a){10}", r"(x+x+)+y", r"(?:\w+\s?)*$", r"((a+))*", r"(a|(?:b?))+", r"(\w+)(?:\1x?)*", r"(?:[^x]*y)*"],
)  # fmt: skip
def test_patterns_that_could_run_for_ever_are_refused(pattern: str) -> None:
    assert hazard(pattern) is not None


@pytest.mark.parametrize(
    "pattern",
    [r"^[a-z]+(?:-[a-z]+)*$", r"(?:[^%]|%[0-9a-f]{2})*", r"(?:[a-z]+,)*", r"(?:a?b)*", r"^\d{4}-\d{2}$", r"(?:ab|cd)+", r"(?:a++)+", r"(?:(?>a+))*", r"^(\d{3}-)*\d+$", r"^(\w+ )*\w+$", r"\S", r"^\w+(?:\.\w+)*@\w+$", r"(?i)^(?:foo|bar)$"],
)  # fmt: skip
def test_patterns_of_every_day_are_taken(pattern: str) -> None:
    assert hazard(pattern) is None


@pytest.mark.parametrize("more", [{}, {"anyOf": [True]}], ids=["plain", "beyond"])
def test_a_pattern_is_not_tried_on_a_string_without_end(more: dict[str, object]) -> None:
    schema = load(json.dumps({"properties": {"a": {"pattern": "^x.*y.*z"}}} | more))
    assert [f.fault for f in schema.errors({"a": "x" * 900_000})] == ["/a pattern"]
    assert [f.fault for f in schema.errors({"a": "x" + "y" * LONGEST + "z"})] == ["/a pattern"]
    assert schema.errors({"a": "x" + "y" * (LONGEST - 2) + "z"}) == ()


# However hostile a record and a schema are, they are judged in a number of steps that is the same everywhere.

_TWICE = {
    f"a{i}": {"allOf": [{"$ref": f"#/$defs/a{i + 1}"}, {"$ref": f"#/$defs/a{i + 1}"}]} for i in range(40)
}
_TREE = {"t": {"properties": {"a": {"allOf": [{"$ref": "#/$defs/t"}, {"$ref": "#/$defs/t"}]}}}}
_DEEP: dict[str, object] = {}
for _ in range(60):
    _DEEP = {"a": _DEEP}
_PAIRS = [{"k": i} for i in range(60_000)]
_LIST = r"(a*)(a*)(a*)b"
WITHOUT_END = {
    "each name twice what the next one names": ({"$defs": _TWICE | {"a40": {}}, "$ref": "#/$defs/a0"}, {}),
    "each value judged twice at each depth": ({"$defs": _TREE, "$ref": "#/$defs/t"}, _DEEP),
    "a thousand rules, each with a list of everything in its message": ({"properties": {"x": {"anyOf": [{"type": "string"}] * 1000}}}, {"x": _PAIRS}),
    "each entry compared with a list": ({"properties": {"x": {"items": {"anyOf": [{"enum": [[[i] for i in range(20_000)]]}, {"type": "string"}]}}}}, {"x": ["a"] * 5000}),
    "each entry looked up in a list of entries": ({"properties": {"x": {"prefixItems": [True], "unevaluatedItems": {"type": "integer"}}}}, {"x": list(range(20_000))}),
    "a pattern on each of many strings": ({"properties": {"x": {"items": {"pattern": _LIST}}}}, {"x": ["a" * 4000] * 250}),
    "a pattern on each of many keys": ({"patternProperties": {_LIST: {"type": "integer"}}}, {"a" * 4000 + str(i): 1 for i in range(250)}),
}  # fmt: skip


@pytest.mark.parametrize("name", WITHOUT_END)
def test_a_record_that_would_take_for_ever_is_a_fault(name: str) -> None:
    schema, record = WITHOUT_END[name]
    assert [fault.fault for fault in load(json.dumps(schema)).errors(record)] == ["/ work"]


WITH_AN_END = {
    "entries that cannot be sorted": ({"properties": {"x": {"uniqueItems": True}}}, {"x": _PAIRS}, []),
    "the same behind a reference to the whole": (
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {"a": {"$ref": "#"}, "x": {"uniqueItems": True}}},
        {"a": {"x": _PAIRS}}, []),
    "two that are equal": ({"properties": {"x": {"uniqueItems": True}}}, {"x": [*_PAIRS, {"k": 0.0}]}, ["/x uniqueItems"]),
    "a pattern that looks three ways": ({"properties": {"x": {"pattern": _LIST}}}, {"x": "a" * 4096}, ["/x pattern"]),
    "rounds that are told apart and ambiguous": ({"properties": {"x": {"pattern": "^(?:,[a-z]*[a-z]*)*$"}}}, {"x": ",aaa" * 900 + "!"}, ["/x pattern"]),
    "a key without end": ({"patternProperties": {_LIST: {}}, "additionalProperties": False}, {"a" * 900_000: 1}, ["/" + "a" * 900_000 + " additionalProperties"]),
}  # fmt: skip


@pytest.mark.parametrize("name", WITH_AN_END)
def test_a_record_that_only_looks_so_is_judged(name: str) -> None:
    schema, record, expected = WITH_AN_END[name]
    assert [fault.fault for fault in load(json.dumps(schema)).errors(record)] == expected


def test_a_slow_pattern_is_tried_without_counting_only_where_a_record_has_one_such_value() -> None:
    once = load(
        json.dumps(
            {"properties": {"x": {"pattern": "a*a*b"}, "y": {"properties": {"z": {"pattern": "a*a*b"}}}}}
        )
    )
    assert once.plainly_valid({"x": "ab", "y": {"z": "b"}})
    for many in (
        {"items": {"pattern": "a*a*b"}},
        {"additionalProperties": {"pattern": "a*a*b"}},
        {"propertyNames": {"pattern": "a*a*b"}},
    ):
        schema = load(json.dumps({"properties": {"x": many}}))
        assert not schema.plainly_valid({"x": []})
        assert schema.errors({"x": ["ab"]}) == schema.errors({"x": {"ab": "ab"}}) == ()


def test_an_anchor_is_looked_for_once_and_not_in_each_record() -> None:
    schema = {"properties": {"x": {"$ref": "#n%C3%A9"}, "y": {"$ref": "#/$defs/a~1b"}}, "$defs": {"a/b": {"$anchor": "né", "type": "integer"}}}  # fmt: skip
    used = admit(schema)
    assert [used["properties"][name]["$ref"] for name in "xy"] == ["#/$defs/a~1b"] * 2
    assert schema["properties"]["x"]["$ref"] == "#n%C3%A9"
    assert kinds({"x": "1", "y": 1}, json.dumps({"properties": {"x": {"$ref": "#n"}, "y": {"$ref": "#/$defs/a~1b"}}, "$defs": {"a/b": {"$anchor": "n", "type": "integer"}}})) == ["/x type"]  # fmt: skip


def test_a_schema_with_more_alternatives_than_can_be_compared_is_loaded_or_refused() -> None:
    many = "|".join(f"x{i}y" for i in range(700))
    assert kinds({"a": "x699y"}, json.dumps({"properties": {"a": {"pattern": f"^(?:{many})$"}}})) == []
    with pytest.raises(SettingsError, match="write a list of values as enum"):
        load(json.dumps({"properties": {"a": {"pattern": "|".join(f"x{i}y" for i in range(20_000))}}}))
    with pytest.raises(SettingsError, match="one pattern too many"):
        load(json.dumps({"properties": {f"a{i}": {"pattern": "(?:abcde){3000}" + str(i)} for i in range(9)}}))


# Columns.


def test_a_teams_schema_adds_columns_in_its_own_order() -> None:
    own = {
        "words": {"type": "integer"},
        "title": {"type": "string", "maxLength": 10},
        "ratio": {"type": ["number", "null"]},
        "both": {"type": ["integer", "number"]},
        "seen": {"type": "boolean"},
        "tags": {"type": ["array", "null"], "items": {"type": "string"}},
        "desk": {"enum": ["sport", "culture", None]},
        "either": {"type": ["string", "integer"]},
        "nested": {"type": "object"},
        "lists": {"type": "array", "items": {"type": "array"}},
        "untyped": {},
        "bare": True,
    }
    assert load(json.dumps({"properties": own})).extra_columns == (
        ExtraColumn("words", "integer"),
        ExtraColumn("ratio", "number"),
        ExtraColumn("both", "number"),
        ExtraColumn("seen", "boolean"),
        ExtraColumn("tags", "string", list=True),
        ExtraColumn("desk", "string"),
    )
