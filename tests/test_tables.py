"""`metadata.csv`: cells typed by the schema, rows that cannot be used, and what one bad row costs its neighbours."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.app.settings import Settings
from corpuskit.model.articles import Entry
from corpuskit.model.findings import Place, Severity
from corpuskit.schema.cells import ABSENT, UnfitCell, cell_readers
from corpuskit.schema.records import parse
from corpuskit.sources import Limits, Listing, listing, read
from corpuskit.sources.tables import Row, RowFault, rows_in
from tests.corpus import BODY, run

SCHEMA = Settings().schema_text
HEADER = "file_name,title,language,url,retrieved_at,license"
GOOD = "a.txt,Un titre,fr,,2024-05-13,CC-BY-4.0"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_bytes(b"Un texte.\n")
    return folder


def table(root: Path, *lines: str | bytes, end: bytes = b"\n") -> Listing:
    body = b"".join((line.encode() if isinstance(line, str) else line) + end for line in lines)
    (root / "metadata.csv").write_bytes(body)
    return listing(root, Limits(), SCHEMA)


def by_id(found: Listing) -> dict[str, list[str]]:
    return {entry.id: [finding.code for finding in entry.findings] for entry in found.entries}


def said(entry: Entry) -> Any:
    assert entry.record is not None
    found = parse(entry.record.body)
    assert isinstance(found, dict)
    return found


def told(found: Listing) -> list[tuple[str, int | None, int | None]]:
    return [
        (finding.code, finding.place.line, finding.place.column)
        for finding in found.findings
        if finding.place
    ]


def rows(text: str | bytes, schema: str = "{}") -> list[Row | RowFault]:
    return list(rows_in(io.BytesIO(text.encode() if isinstance(text, str) else text), schema))


# Good tables.


def test_a_row_becomes_a_record_that_the_schema_takes(root: Path) -> None:
    found = table(
        root,
        f"{HEADER},authors,allow,extra,encoding",
        'a.txt,"Le ""pont"", enfin",fr,https://journal.example/1,2024-05-13,CC-BY-4.0,"Blin, Paul; Anne Roy",,"{""n"": 1}",',
        "b.txt,,no,,,NOASSERTION,,,,",
    )
    first, second, third = found.entries
    assert said(first) == {
        "file_name": "a.txt", "title": 'Le "pont", enfin', "language": "fr", "url": "https://journal.example/1",
        "retrieved_at": "2024-05-13", "license": "CC-BY-4.0", "authors": ["Blin, Paul", "Anne Roy"], "extra": {"n": 1},
    }  # fmt: skip
    assert said(second) == {
        "file_name": "b.txt", "title": None, "language": "no", "url": None, "retrieved_at": None, "license": "NOASSERTION"
    }  # fmt: skip
    assert (first.site, first.record and first.record.place) == (
        "journal.example",
        Place("metadata.csv", line=2),
    )
    assert read(root, first, Limits()).metadata == said(first)
    assert by_id(found) == {"a": [], "b": [], "c": ["SRC006"]}
    assert (third.record, found.findings) == (None, ())


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("mark", ["", "\N{ZERO WIDTH NO-BREAK SPACE}"], ids=["bare", "mark"])
def test_line_ends_marks_and_blank_lines_do_not_matter(root: Path, end: bytes, mark: str) -> None:
    found = table(root, mark + HEADER, "", GOOD, "", end=end)
    assert by_id(found)["a"] == []
    assert said(found.entries[0])["license"] == "CC-BY-4.0"
    assert found.findings == ()


def test_a_cell_of_several_lines_keeps_them_and_the_count_of_lines(root: Path) -> None:
    found = table(
        root, HEADER, '"a.txt","Un titre\nsur deux lignes",fr,,,NOASSERTION', "b.txt,B,fr,,,NOASSERTION"
    )
    assert said(found.entries[0])["title"] == "Un titre\nsur deux lignes"
    assert [entry.record.place.line for entry in found.entries if entry.record] == [2, 4]


def test_a_table_stands_in_any_folder_and_beside_lines(root: Path) -> None:
    (root / "sub").mkdir()
    (root / "sub" / "d.txt").write_bytes(b"x")
    (root / "sub" / "metadata.csv").write_text(f"{HEADER}\nd.txt,D,fr,,,NOASSERTION\n", encoding="utf-8")
    record = {
        "file_name": "a.txt",
        "language": "fr",
        "url": None,
        "retrieved_at": None,
        "license": "NOASSERTION",
    }
    (root / "metadata.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    found = table(root, HEADER, "a.txt,Autre,fr,,,NOASSERTION", "b.txt,,fr,,,NOASSERTION")
    (root / "b.txt.meta.yaml").write_text(
        "title:\nlanguage: fr\nurl: null\nretrieved_at: ~\nlicense: NOASSERTION\n", encoding="utf-8"
    )
    (root / "c.meta.yml").write_text("language: fr\n", encoding="utf-8")
    (root / "c.txt.meta.json").write_text('{"language": "de"}', encoding="utf-8")
    found = listing(root, Limits(), SCHEMA)
    assert {entry.id: [(f.code, f.severity) for f in entry.findings] for entry in found.entries} == {
        "a": [("MET005", Severity.ERROR)],
        "b": [("MET005", Severity.WARNING)],
        "c": [("MET005", Severity.ERROR)],
        "sub/d": [],
    }
    assert "metadata.csv line 2" in found.entries[0].findings[0].message


def test_an_empty_cell_and_a_field_that_is_not_there_agree(root: Path) -> None:
    record = {"file_name": "a.txt", "title": "A", "language": "fr", "url": None, "retrieved_at": None}
    (root / "metadata.jsonl").write_text(
        json.dumps(record | {"license": "NOASSERTION", "authors": []}) + "\n", encoding="utf-8"
    )
    found = table(root, HEADER + ",publisher,authors", "a.txt,A,fr,,,NOASSERTION,,")
    assert [(f.code, f.severity) for f in found.entries[0].findings] == [("MET005", Severity.WARNING)]
    found = table(root, HEADER + ",publisher,authors", "a.txt,A,fr,,,NOASSERTION,Le Journal,")
    assert [(f.code, f.severity) for f in found.entries[0].findings] == [("MET005", Severity.ERROR)]


# Cells.

TYPES = {
    "text": {"type": ["string", "null"]},
    "must": {"type": "string"},
    "n": {"type": ["integer", "null"]},
    "x": {"type": "number"},
    "yes": {"type": "boolean"},
    "names": {"type": "array", "items": {"type": "string"}},
    "years": {"type": ["array", "null"], "items": {"type": "integer"}},
    "mixed": {"type": "array", "items": {"type": ["string", "integer"]}},
    "more": {"type": "object"},
    "kind": {"enum": ["a", "b"]},
    "open": {},
}


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("text", "", None), ("must", "", ABSENT), ("n", "", None), ("x", "", ABSENT), ("names", "", ABSENT), ("years", "", None),
        ("text", " 2024 ", " 2024 "), ("must", "null", "null"), ("kind", "b", "b"), ("open", "1", "1"), ("open", "", ABSENT),
        ("n", "12", 12), ("n", " -3 ", -3), ("n", "012", "012"), ("n", "1.0", "1.0"), ("n", "douze", "douze"), ("n", "1e3", "1e3"),
        ("n", "9" * 400, "9" * 400), ("x", "1", 1), ("x", "1.50", 1.5), ("x", "1e400", "1e400"), ("x", "NaN", "NaN"), ("x", "+1", "+1"),
        ("yes", "TRUE", True), ("yes", "false", False), ("yes", "oui", "oui"), ("yes", "1", "1"),
        ("names", "A", ["A"]), ("names", " A ;B; ;", ["A", "B"]), ("names", '["A; B", "C"]', ["A; B", "C"]), ("names", "1;2", ["1", "2"]),
        ("years", "1;deux", [1, "deux"]), ("mixed", "1;2", ["1", "2"]), ("years", "[1]", [1]),
        ("more", '{"a": {"b": [1]}}', {"a": {"b": [1]}}), ("more", "rien", "rien"),
    ],
)  # fmt: skip
def test_a_cell_is_read_by_the_type_of_its_column(name: str, cell: str, value: object) -> None:
    found = cell_readers(json.dumps({"properties": TYPES}))[name](cell)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("names", "['A', 'B']"),
        ("names", "[1,"),
        ("more", "{a: 1}"),
        ("more", '{"a": 1, "a": 2}'),
        ("more", "{" * 99),
    ],
)
def test_a_cell_that_begins_as_json_must_be_it(name: str, cell: str) -> None:
    with pytest.raises(UnfitCell):
        cell_readers(json.dumps({"properties": TYPES}))[name](cell)


@pytest.mark.parametrize(
    "schema", ["{}", "true", "[]", '{"properties": 5}', "not JSON", '{"properties": {"a": true}}']
)
def test_without_types_a_cell_is_text(schema: str) -> None:
    [row] = rows("file_name,a\nx.txt,1\n", schema)
    assert isinstance(row, Row)
    assert row.said == {"file_name": "x.txt", "a": "1"}


# Bad tables.


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("file_name,,language", "column 2 has no name"),
        ("file_name,title,title", 'two columns are called "title"'),
        ("name,language", "no column is called file_name"),
        ("file_name;title;language", "parted by semicolons"),
        ("file_name\ttitle", "parted by tabs"),
        ("File_name,title", "no column is called file_name"),
        (b"file_name,titl\xe9", "0xE9"),
        ("file_name,a\0b", "U+0000"),
        ('"file_name,title', "nothing closes it"),
        ("file_name,title\ra.txt,A", "carriage return"),
        ("", "empty"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}", "empty"),
    ],
    ids=repr,
)
def test_a_header_that_cannot_be_used_is_told_of_once(root: Path, header: str | bytes, part: str) -> None:
    lines = (
        (header, "a.txt,x,fr", "b.txt,x,fr")
        if header not in ("", "\N{ZERO WIDTH NO-BREAK SPACE}")
        else (header,)
    )
    found = table(root, *lines)
    assert by_id(found) == {"a": ["SRC006"], "b": ["SRC006"], "c": ["SRC006"]}
    assert [(code, line) for code, line, _ in told(found)] == [("MET004", 1)]
    assert part in found.findings[0].message


def test_a_row_with_too_many_or_too_few_cells_is_an_error_of_its_article(root: Path) -> None:
    found = table(
        root,
        HEADER,
        "a.txt,Un titre, avec virgule,fr,,,NOASSERTION",
        "b.txt,fr",
        GOOD.replace("a.txt", "c.txt"),
    )
    assert by_id(found) == {"a": ["MET004"], "b": ["MET004"], "c": []}
    messages = [entry.findings[0].message for entry in found.entries if entry.findings]
    assert ["7 cells and the header 6" in messages[0], "2 cells and the header 6" in messages[1]] == [
        True,
        True,
    ]
    assert [entry.findings[0].place for entry in found.entries[:2]] == [
        Place("metadata.csv", line=2),
        Place("metadata.csv", line=3),
    ]
    raw = read(root, found.entries[0], Limits())
    assert (raw.metadata, [finding.code for finding in raw.findings]) == (None, ["MET004"])


def test_where_cells_may_have_moved_no_article_is_named(root: Path) -> None:
    found = table(root, "title,file_name,language", "a.txt,fr", "x,b.txt,fr")
    assert by_id(found) == {"a": ["SRC006"], "b": [], "c": ["SRC006"]}
    assert told(found) == [("MET004", 2, None)]


def test_bytes_that_no_record_holds_are_an_error_of_their_article(root: Path) -> None:
    found = table(
        root,
        HEADER,
        b"a.txt,Caf\xe9,fr,,,NOASSERTION",
        "b.txt,x\0y,fr,,,NOASSERTION",
        "c.txt,C,fr,,,NOASSERTION",
    )
    assert by_id(found) == {"a": ["MET004"], "b": ["MET004"], "c": []}
    first, second = found.entries[0].findings[0], found.entries[1].findings[0]
    assert (first.place, "0xE9" in first.message) == (Place("metadata.csv", line=2, column=10), True)
    assert (second.place, "U+0000" in second.message) == (Place("metadata.csv", line=3, column=8), True)


def test_a_name_that_is_not_utf8_names_no_article(root: Path) -> None:
    found = table(root, HEADER, b"caf\xe9.txt,A,fr,,,NOASSERTION", GOOD)
    assert by_id(found) == {"a": [], "b": ["SRC006"], "c": ["SRC006"]}
    assert told(found) == [("MET004", 2, 4)]


def test_of_several_faults_in_a_record_the_first_is_told(root: Path) -> None:
    found = table(root, HEADER, 'a.txt,"A\0\nx\0y",fr,,,NOASSERTION')
    assert found.entries[0].findings[0].place == Place("metadata.csv", line=2, column=9)


def test_a_row_without_file_name_is_told_of(root: Path) -> None:
    found = table(root, HEADER, ",Un titre,fr,,,NOASSERTION", GOOD)
    assert by_id(found)["a"] == []
    assert told(found) == [("MET001", 2, None)]


def test_a_quote_out_of_place_costs_its_record_alone(root: Path) -> None:
    found = table(
        root,
        HEADER,
        'a.txt,"Un" titre,fr,,,NOASSERTION',
        "b.txt,B,fr,,,NOASSERTION",
        'c.txt,C "c",fr,,,NOASSERTION',
    )
    assert by_id(found) == {"a": ["SRC006"], "b": [], "c": []}
    assert told(found) == [("MET004", 2, None)]
    assert "write it twice" in found.findings[0].message


def test_a_quote_that_opens_one_record_and_ends_in_another_says_how_far_it_reached(root: Path) -> None:
    found = table(
        root,
        HEADER,
        'a.txt,"Un titre,fr,,,NOASSERTION',
        'b.txt,"B",fr,,,NOASSERTION',
        "c.txt,C,fr,,,NOASSERTION",
    )
    assert by_id(found) == {"a": ["SRC006"], "b": ["SRC006"], "c": []}
    assert told(found) == [("MET004", 2, None)]
    assert "up to line 3" in found.findings[0].message


def test_a_quote_that_nothing_closes_ends_the_table(root: Path) -> None:
    found = table(root, HEADER, GOOD, 'b.txt,"B,fr,,,NOASSERTION', *["c.txt,C,fr,,,NOASSERTION"] * 3)
    assert by_id(found) == {"a": [], "b": ["SRC006"], "c": ["SRC006"]}
    assert told(found) == [("MET004", 3, None)]
    found = table(root, HEADER, GOOD, 'b.txt,"B,fr,,,NOASSERTION', *["c.txt,C,fr,,,NOASSERTION"] * 100_000)
    assert told(found) == [("MET004", 3, None)]
    assert "does not end" in found.findings[0].message


def test_a_quote_that_every_line_closes_and_opens_again_has_an_end(root: Path) -> None:
    found = table(root, HEADER, GOOD, *['b","'] * 500_000)
    assert by_id(found)["a"] == []
    assert [code for code, _, _ in told(found)] == ["MET004"]


def test_a_cell_without_end_costs_no_memory(root: Path) -> None:
    found = table(root, HEADER, GOOD, "b.txt," + "x" * 3 * 2**20 + ",fr,,,NOASSERTION")
    assert by_id(found)["a"] == []
    assert told(found) == [("MET004", 3, None)]
    found = table(root, HEADER, "b.txt," + "x" * 200_000 + ",fr,,,NOASSERTION", GOOD)
    assert (by_id(found)["a"], told(found)) == ([], [("MET004", 2, None)])


def test_a_table_of_a_terabyte_is_given_up(root: Path) -> None:
    table(root, HEADER, GOOD)
    os.truncate(root / "metadata.csv", 2**40)
    found = listing(root, Limits(), SCHEMA)
    assert by_id(found)["a"] == []
    assert told(found) == [("MET004", 3, None)]


def test_a_header_of_very_many_columns_takes_no_quadratic_time(root: Path) -> None:
    names = ",".join(f"c{number}" for number in range(100_000))
    found = table(root, f"file_name,{names}", "a.txt,1")
    assert by_id(found)["a"] == ["MET004"]


def test_a_cell_that_is_no_json_or_too_deep_is_an_error_of_its_article(root: Path) -> None:
    deep = '{""a"": ' * 64 + "1" + "}" * 64
    found = table(root, "file_name,extra", 'a.txt,"{""a"": 1, ""a"": 2}"', f'b.txt,"{deep}"', 'c.txt,"{}"')
    assert by_id(found) == {"a": ["MET004"], "b": ["MET004"], "c": []}
    assert 'the cell of "extra" begins as JSON, but the key "a"' in found.entries[0].findings[0].message
    assert "64 deep" in found.entries[1].findings[0].message


def test_controls_that_json_writes_out_do_not_outgrow_a_record(root: Path) -> None:
    cells = ",".join(["\x01" * 100_000] * 3)
    found = table(root, "file_name,a,b,c", f"a.txt,{cells}")
    assert by_id(found)["a"] == ["MET004"]


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["title", "url", "é"]),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
        ),
        max_size=4,
    )
)
def test_what_the_module_csv_writes_is_read_back(records: list[dict[str, str]]) -> None:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, ["file_name", "title", "url", "é"], restval="")
    writer.writeheader()
    for record in records:
        writer.writerow({"file_name": "a.txt"} | record)
    found = rows(stream.getvalue())
    assert [row.said if isinstance(row, Row) else row for row in found] == [
        {"file_name": "a.txt"} | {name: record[name] for name in ("title", "url", "é") if record.get(name)}
        for record in records
    ]
    assert all(isinstance(row, Row) and parse(row.body) == row.said for row in found)


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_faults_with_a_line(data: bytes) -> None:
    for row in rows(b"file_name,authors\n" + data, SCHEMA):
        assert 2 <= row.line <= data.count(b"\n") + data.count(b"\r") + 2
        assert not isinstance(row, Row) or parse(row.body) == row.said


# As a user meets it.


def test_a_corpus_with_a_table_is_packaged_and_its_rows_hold_json(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("a.txt", "b.txt"):
        (raw / name).write_text(
            BODY.replace("1897", f"18{len(name)}{ord(name[0])}"), encoding="utf-8", newline=""
        )
    (raw / "metadata.csv").write_text(
        "file_name,title,language,url,publisher,authors,published_at,retrieved_at,license\r\n"
        "a.txt,Le vieux pont de la rivière rouvre,fr,https://journal.example/a,Le Journal,A. Blin; B. Roy,2024-05-12,2024-05-13,CC-BY-4.0\r\n"
        "b.txt,Le vieux pont de la rivière rouvre,français,https://journal.example/b,Le Journal,,2024-05-12,2024-05-13,CC-BY-4.0\r\n",
        encoding="utf-8",
        newline="",
    )
    checked = run("validate", ".", cwd=tmp_path)
    assert checked.returncode == 1
    assert "raw/metadata.csv:3 (/language): error MET001" in checked.stdout
    (tmp_path / "corpuskit.toml").write_text("[package]\nmax_refused = 0.5\n", encoding="utf-8")
    made = run("package", ".", "--name", "x", cwd=tmp_path)
    assert made.returncode == 0, made.stdout
    [row] = pq.read_table(tmp_path / "dist/x/data/train-00000-of-00001.parquet").to_pylist()
    assert row["authors"] == ["A. Blin", "B. Roy"]
    assert json.loads(row["metadata"])["authors"] == ["A. Blin", "B. Roy"]
    [refused] = pq.read_table(tmp_path / "dist/x/data/refused-00000-of-00001.parquet").to_pylist()
    assert json.loads(refused["metadata"])["language"] == "français"
