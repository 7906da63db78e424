"""Laws of the schema: the fast path and the messages never disagree with plain jsonschema; parsing is total."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from corpuskit.app.shipped import shipped
from corpuskit.errors import SettingsError
from corpuskit.schema import load
from corpuskit.schema.formats import FORMATS
from corpuskit.schema.guard import admit
from corpuskit.schema.ids import escaped
from corpuskit.schema.plain import NotPlain, compiled
from corpuskit.schema.records import parse

DEFAULT = shipped("article.schema.json")
OWN = json.loads(DEFAULT)
OWN["properties"] |= {
    "words": {"type": "integer", "minimum": 0, "exclusiveMaximum": 1000},
    "ratio": {"type": ["number", "null"], "maximum": 1, "exclusiveMinimum": -1},
    "desk": {"enum": ["sport", "culture", None, True]},
    "edition": {"const": "morning"},
    "tags": {"type": "array", "items": {"type": "string", "maxLength": 3}, "minItems": 1, "maxItems": 2},
    "day": {"format": "date"},
    "code": {"pattern": "^[A-Z]+(?:-[A-Z]+)*$", "minLength": 2},
    "map": {"propertyNames": {"pattern": "^[a-z]"}, "additionalProperties": {"type": "boolean"}},
}
BEYOND = json.loads(json.dumps(OWN))
BEYOND["properties"]["desk"] = {"anyOf": [{"type": "integer"}, {"$ref": "#/$defs/desk"}]}
BEYOND["$defs"] = {"desk": {"enum": ["sport", 1]}}
BEYOND["dependentRequired"] = {"words": ["ratio"]}
BEYOND["properties"]["set"] = {"uniqueItems": True, "items": {"$ref": "#member"}}
BEYOND["properties"]["phrase"] = {"pattern": r"^.*\s.*\d?$"}
BEYOND["patternProperties"] = {"^x-": {"type": "integer"}, "^.*-y$": {"pattern": "(a|b)*b"}}
BEYOND["$defs"]["member"] = {"$anchor": "member", "not": {"type": "object", "minProperties": 2}}

CHECKER = FormatChecker(formats=())
for _name, _test in FORMATS.items():
    CHECKER.checks(_name)(lambda value, test=_test: not isinstance(value, str) or test(value))

GOOD = {
    "file_name": st.sampled_from(["a.txt", "é/b.md"]),
    "id": st.sampled_from(["a", "a/b.c", "2024/x-y_z"]),
    "title": st.none() | st.text(max_size=20),
    "language": st.sampled_from(["fr", "pt-BR", "und", "x-patois"]),
    "url": st.sampled_from([None, "https://example.org/é"]),
    "publisher": st.none() | st.text(max_size=5),
    "authors": st.lists(st.text(max_size=5), max_size=3),
    "published_at": st.sampled_from([None, "2024-11-13", "2024-11-13T08:30:00Z"]),
    "retrieved_at": st.sampled_from([None, "2024-11-13", "2024-11-13T08:30:00+01:00"]),
    "license": st.sampled_from(["MIT", "NOASSERTION", "LicenseRef-x"]),
    "encoding": st.just("cp1252"),
    "sha256": st.just("0" * 64),
    "allow": st.dictionaries(st.sampled_from(["TXT104", "BPL101"]), st.just("why"), max_size=2),
    "extra": st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
    "words": st.integers(-1, 1001),
    "ratio": st.none() | st.floats(-1.5, 1.5),
    "desk": st.sampled_from(["sport", "culture", None, True, False, 1, 0]),
    "edition": st.sampled_from(["morning", "evening"]),
    "tags": st.lists(st.text(max_size=4), max_size=3),
    "day": st.sampled_from(["2024-11-13", "2024-11-31", 5]),
    "code": st.sampled_from(["AB-C", "A", "AB\n", "a"]),
    "map": st.dictionaries(st.sampled_from(["a", "B"]), st.booleans(), max_size=2),
    "set": st.lists(
        st.sampled_from([1, 1.0, True, 0, False, None, "1", [1], [True], {"a": 1}, {"a": True}, {}]),
        max_size=4,
    ),
    "phrase": st.sampled_from(["un deux", "un", " ", "un 2", "\n", "un\u00a0deux"]),
    "x-1": st.sampled_from([1, "1", 1.0]),
    "x-y": st.sampled_from([1, "ab", "a"]),
}
ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
NEARLY = st.sampled_from(
    [
        "",
        "a\n",
        "fr_FR",
        "2024-13-01",
        "2024-11-13T08:30:00",
        "http://",
        "free",
        "0" * 63,
        "../a",
        1.0,
        1,
        True,
        [],
        {},
    ]
)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Valid ones, ones with a few faults, and the odd heap of anything."""
    needed = ["language", "url", "retrieved_at", "license"]
    names = needed + draw(st.lists(st.sampled_from(sorted(GOOD)), max_size=6))
    record = {name: draw(GOOD[name]) for name in names}
    for name in draw(st.lists(st.sampled_from(sorted(GOOD)) | st.text(max_size=4), max_size=2)):
        record[name] = draw(NEARLY | ANY)
    for name in draw(st.lists(st.sampled_from(needed), max_size=1)):
        if draw(st.booleans()):
            record.pop(name, None)
    return record


def _jsonschema(schema: Any) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=CHECKER)


@pytest.mark.parametrize("schema", [json.loads(DEFAULT), OWN, BEYOND], ids=["default", "own", "beyond"])
@given(record=records())
@example(record={"language": "fr", "url": None, "retrieved_at": None, "license": "MIT"})
def test_the_verdict_is_that_of_jsonschema(schema: dict[str, Any], record: dict[str, Any]) -> None:
    ours, theirs = load(json.dumps(schema)), _jsonschema(schema)
    valid = theirs.is_valid(record)
    faults = ours.errors(record)
    assert (faults == ()) == valid
    if ours.plainly_valid(record):
        assert valid
    elif schema is not BEYOND and valid:
        # The fast path leaves to jsonschema only what has subtleties: numbers under enum or as integers.
        assert any(type(value) in (int, float) for value in record.values())
    found = {
        fault.pointer for fault in faults if "required" not in fault.fault and "additional" not in fault.fault
    }
    expected = {
        "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error.absolute_path)
        for error in theirs.iter_errors(record)
        if error.validator not in ("required", "additionalProperties")
    }
    assert found == expected


EDGES: list[Any] = [
    *(
        -1,
        0,
        1,
        1.0,
        1.5,
        999,
        1000,
        1001,
        -1.0,
        -0.999,
        True,
        False,
        None,
        "",
        "abc",
        "abcd",
        "AB",
        "A",
        "AB-C",
        "AB\n",
    ),
    *(
        "sport",
        "morning",
        "2024-11-13",
        [],
        ["a"],
        ["abcd"],
        ["a", "b"],
        ["a", "b", "c"],
        [1],
        {},
        {"a": True},
        {"A": True},
    ),
    *(
        [1, True],
        [1, 1.0],
        [0, False],
        [[1], [True]],
        [{"a": 1}, {"a": True}],
        [{"a": 1}, {"a": 1.0}],
        ["1", 1],
    ),
    *({"a": 1}, {"TXT104": "why"}, {"TXT104": ""}, {"x": "why"}, "0" * 64, "0" * 65, "a/b", "a//b"),
]


@pytest.mark.parametrize("schema", [OWN, BEYOND], ids=["own", "beyond"])
def test_the_verdict_is_that_of_jsonschema_at_every_edge(schema: dict[str, Any]) -> None:
    ours, theirs = load(json.dumps(schema)), _jsonschema(schema)
    least = {"language": "fr", "url": None, "retrieved_at": None, "license": "MIT"}
    for name in schema["properties"]:
        for value in EDGES:
            record = least | {name: value}
            assert (ours.errors(record) == ()) == theirs.is_valid(record), record


SCHEMAS = st.dictionaries(
    st.sampled_from(
        ["type", "enum", "const", "pattern", "format", "minLength", "maxItems", "minimum", "required"]
    )
    | st.sampled_from(
        ["items", "properties", "additionalProperties", "propertyNames", "title", "$schema", "default"]
    ),
    st.sampled_from(
        [
            "string",
            ["string", "null"],
            ["string", "string"],
            "objct",
            [],
            [1, None, "a"],
            1,
            -1,
            1.5,
            True,
            False,
        ]
    )
    | st.sampled_from(
        ["^a", "(", "date", "nope", {}, {"type": "string"}, {"a": {}}, {"a": 5}, {"type": 5}, None]
    ),
    max_size=3,
)


@given(schema=SCHEMAS, values=st.lists(ANY, max_size=4))
def test_what_compiles_is_a_schema_and_is_right(schema: dict[str, Any], values: list[Any]) -> None:
    try:
        admit(schema)
        tests = compiled(schema)
    except (NotPlain, SettingsError):
        return
    Draft202012Validator.check_schema(schema)
    for value in values:
        test = tests.get(type(value))
        if test is not None and test(value):
            assert _jsonschema(schema).is_valid(value)


@given(schema=SCHEMAS, value=ANY)
def test_loading_is_total(schema: dict[str, Any], value: Any) -> None:
    try:
        validator = load(json.dumps(schema))
    except SettingsError:
        return
    validator.errors({"a": value})


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_parsing_is_total(body: bytes) -> None:
    parse(body)


@given(st.text(alphabet='{}[]":,\\u0dDcCnN1eE+-.\n \ud800', max_size=40))
def test_parsing_is_total_near_json(text: str) -> None:
    parse(text.encode("utf-8", "surrogatepass"))


@given(
    st.dictionaries(
        st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=5), ANY, max_size=4
    )
)
def test_what_json_writes_comes_back(record: dict[str, Any]) -> None:
    text = json.dumps(record)
    if "\\u0000" not in text.replace("\\\\", ""):
        assert parse(text.encode()) == record
        assert parse(json.dumps(record, ensure_ascii=False, indent=1).encode()) == record


@given(
    st.lists(
        st.binary(min_size=1, max_size=6).filter(lambda name: b"/" not in name and b"\0" not in name),
        min_size=1,
        max_size=3,
        unique=True,
    )
)
def test_different_paths_have_different_ids(parts: list[bytes]) -> None:
    names = [part.decode("utf-8", "surrogateescape") for part in parts]
    assert len({escaped(name) for name in names}) == len(names)
    for identity in (escaped("/".join(names)), *map(escaped, names)):
        assert identity.isascii()
        assert not {"", ".", ".."} & set(identity.split("/"))
