"""Verifying: whole packages pass, every harm is named, and hostile packages cost neither memory nor more than findings."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
import random
import resource
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.errors import EditMismatch, TargetError
from corpuskit.model.context import pipeline_of
from corpuskit.model.findings import Severity
from corpuskit.packaging import footer, paths
from corpuskit.packaging.columns import COLUMNS, arrow_schema
from corpuskit.packaging.digest import row_bytes, rows_digest
from corpuskit.packaging.manifest import (
    FileFact,
    Manifest,
    ManifestFault,
    ShardFact,
    from_json,
    is_intact,
    to_json,
)
from corpuskit.packaging.paths import fault_in_path, fault_on_windows, is_safe_id
from corpuskit.packaging.undo import raw_bytes
from corpuskit.packaging.verify import Verified, verify
from tests.packages import (
    PIPELINE,
    RAW,
    REFUSALS,
    REMOVALS,
    SHARD,
    build,
    cleaned,
    manifest_of,
    parquet,
    put,
    put_rows,
    relist,
    row,
    rows,
    table_bytes,
    tree,
)

SCHEMA = Path(__file__).parent.parent / "schema" / "manifest.schema.json"
MB = 1 << 20


def codes(verified: Verified) -> list[str]:
    return sorted(verified.report.by_code)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that no test changes, with its raw files beside it."""
    folder = tmp_path_factory.mktemp("whole")
    for line in rows():
        path = folder / "raw" / line["raw_path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(RAW[line["id"]][1] if line["id"] in RAW else line["raw"])
    return build(folder, row_group_size=4)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package to harm."""
    return build(tmp_path)


# Whole packages


def test_a_whole_package_has_no_findings(whole: Path) -> None:
    found = verify(whole)
    assert found.report.groups == ()
    assert (found.rows, found.report.articles) == (len(RAW) + 1, len(RAW) + 1)
    assert found.digest == manifest_of(whole).digest
    assert len(found.unchecked) == 2


@pytest.mark.parametrize("where", ["raw", ""])
def test_with_the_raw_files_and_the_digest_nothing_is_left_unchecked(whole: Path, where: str) -> None:
    digest = "sha256:" + manifest_of(whole).digest.upper()
    found = verify(whole, against=whole.parent / where, digest=digest)
    assert found.report.groups == ()
    assert found.unchecked == ()


def test_a_package_without_rows_is_whole(tmp_path: Path) -> None:
    assert verify(build(tmp_path, content=[])).report.groups == ()


def test_verifying_changes_nothing(whole: Path) -> None:
    before = tree(whole)
    verify(whole)
    assert tree(whole) == before


@pytest.mark.parametrize("kind", ["nothing", "file", "empty", "other"])
def test_what_is_no_package_is_one_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "x"
    if kind == "file":
        path.write_bytes(b"")
    elif kind != "nothing":
        path.mkdir()
        (path / "notes.txt").write_bytes(b"") if kind == "other" else None
    with pytest.raises(TargetError, match="give the folder of a package"):
        verify(path)


def test_raw_files_that_are_no_folder_are_one_sentence(whole: Path) -> None:
    with pytest.raises(TargetError, match="raw folder"):
        verify(whole, against=whole / "README.md")


# Any byte


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "bag-info.txt",
        "bagit.txt",
        "croissant.json",
        "manifest-sha256.txt",
        "manifest.json",
        "tagmanifest-sha256.txt",
        REFUSALS,
        REMOVALS,
        SHARD,
    ],
)
def test_any_flipped_bit_is_found_and_the_file_is_named(package: Path, path: str) -> None:
    chance = random.Random(path)  # noqa: S311 - a repeatable choice of bits, no secret
    file = package / path
    good = file.read_bytes()
    for _ in range(12):
        bit = chance.randrange(8 * len(good))
        bad = bytearray(good)
        bad[bit // 8] ^= 1 << bit % 8
        file.write_bytes(bad)
        report = verify(package).report
        named = {finding.place.path for group in report.groups for finding in group.examples if finding.place}
        assert path in named, f"bit {bit}"


# Harm, each named by its code. What is harmed is otherwise consistent: every checksum agrees.


def _no_json(package: Path) -> None:
    (package / "manifest.json").write_bytes(b"{")


def _deep_json(package: Path) -> None:
    (package / "manifest.json").write_bytes(b"[" * 1_000_000)


def _huge_json(package: Path) -> None:
    with (package / "manifest.json").open("wb") as file:
        file.truncate(1 << 40)


def _linked_manifest(package: Path) -> None:
    (package / "manifest.json").rename(package.parent / "manifest.json")
    (package / "manifest.json").symlink_to("../manifest.json")


def _fifo_manifest(package: Path) -> None:
    (package / "manifest.json").unlink()
    os.mkfifo(package / "manifest.json")


def _changed_settings(package: Path) -> None:
    data = (package / "manifest.json").read_bytes()
    (package / "manifest.json").write_bytes(data.replace(b'"remove": 100', b'"remove": 101'))


def _relisted(package: Path, **changes: Any) -> None:
    relist(package, replace(manifest_of(package), **changes), derive=False)


def _paths(*paths: str) -> Callable[[Path], None]:
    def harm(package: Path) -> None:
        facts = tuple(FileFact(path, 0, "0" * 64) for path in paths)
        _relisted(package, files=(*manifest_of(package).files, *facts))

    return harm


def _missing_file(package: Path) -> None:
    (package / "README.md").unlink()


def _missing_shard(package: Path) -> None:
    (package / SHARD).unlink()


def _extra_file(package: Path) -> None:
    (package / "data" / "run_me.py").write_bytes(b"print()")


def _linked_shard(package: Path) -> None:
    (package / SHARD).rename(package.parent / "shard.parquet")
    (package / SHARD).symlink_to("../../shard.parquet")


def _linked_folder(package: Path) -> None:
    (package / "data").rename(package.parent / "data")
    (package / "data").symlink_to("../data")


def _fifo_shard(package: Path) -> None:
    (package / SHARD).unlink()
    os.mkfifo(package / SHARD)


def _no_parquet(package: Path) -> None:
    put(package, SHARD, b"PAR1" + b"\0" * 100 + b"PAR1")


def _other_rows(package: Path) -> None:
    content = rows()
    content[0]["title"] = "another"
    put(package, SHARD, parquet(content))


def _fewer_rows(package: Path) -> None:
    put(package, SHARD, parquet(rows()[:-1]))


def _other_refused(package: Path) -> None:
    table = pq.read_table(package / REFUSALS)
    put(package, REFUSALS, table_bytes(table.slice(0, 0)))


def _without(column: str) -> Callable[[Path], None]:
    def harm(package: Path) -> None:
        put(package, SHARD, table_bytes(pq.read_table(package / SHARD).drop_columns([column])))

    return harm


def _other_type(package: Path) -> None:
    table = pq.read_table(package / SHARD)
    at = table.column_names.index("raw_length")
    put(
        package, SHARD, table_bytes(table.set_column(at, "raw_length", table["raw_length"].cast(pa.string())))
    )


def _twice_a_column(package: Path) -> None:
    table = pq.read_table(package / SHARD)
    put(package, SHARD, table_bytes(table.append_column("id", table["id"])))


def _row(**changes: Any) -> Callable[[Path], None]:
    """One row in which these columns are changed; the manifest agrees."""

    def harm(package: Path) -> None:
        put_rows(package, [row("a", "utf-8", b"un\r\ndeux\r\n") | changes])

    return harm


def _edit(**changes: Any) -> Callable[[Path], None]:
    edit = {"step": 0, "start": 2, "old": "\r\n", "new": "\n", "code": "", "score": 0, "reason": ""}
    return _row(edits=[edit | changes])


def _same_ids(package: Path) -> None:
    put_rows(package, [row("a", "utf-8", b"un"), row("a", "utf-8", b"deux")])


def _many_steps(package: Path) -> None:
    edit = {"start": 0, "old": "", "new": "", "code": "", "score": 0, "reason": ""}
    put_rows(package, [row("a", "utf-8", b"un") | {"edits": [edit | {"step": n} for n in range(5000)]}])


def _steps_out_of_order(package: Path) -> None:
    line = row("a", "utf-8", b"un \r\n")
    line["edits"][0]["step"] = 9
    put_rows(package, [line])


def _edit_beyond_the_end(package: Path) -> None:
    """Undone it gives the right bytes; what it says of their place is wrong."""
    edit = {"step": 0, "start": 99, "old": "x", "new": "", "code": "", "score": 0, "reason": ""}
    text = {"text": "un\n", "text_sha256": hashlib.sha256(b"un\n").hexdigest()}
    put_rows(package, [row("a", "utf-8", b"un\nx") | text | {"edits": [edit]}])


def _digest(package: Path) -> None:
    _relisted(package, digest="f" * 64)


HARM: list[tuple[Callable[[Path], None], str]] = [
    (_no_json, "PKG001"),
    (_deep_json, "PKG001"),
    (_huge_json, "PKG001"),
    (_linked_manifest, "PKG001"),
    (_fifo_manifest, "PKG001"),
    (_changed_settings, "PKG001"),
    (_paths("../outside.txt"), "PKG007"),
    (_paths("/etc/passwd"), "PKG007"),
    (_paths("data/../../outside.txt"), "PKG007"),
    (_missing_file, "PKG002"),
    (_missing_shard, "PKG002"),
    (_extra_file, "PKG002"),
    (_linked_shard, "PKG002"),
    (_linked_folder, "PKG002"),
    (_fifo_shard, "PKG002"),
    (_no_parquet, "PKG003"),
    (_other_rows, "PKG003"),
    (_fewer_rows, "PKG003"),
    (_other_refused, "PKG003"),
    (_without("edits"), "PKG003"),
    (_without("id"), "PKG003"),
    (_other_type, "PKG003"),
    (_twice_a_column, "PKG003"),
    (_row(text="un\ntrois\n"), "PKG005"),
    (_row(text_sha256="0" * 64), "PKG005"),
    (_row(text=None), "PKG004"),
    (_row(id=None), "PKG004"),
    (_row(edits=None), "PKG004"),
    (_row(raw_sha256="0" * 64), "PKG004"),
    (_row(raw_length=5), "PKG004"),
    (_row(raw_length=-(2**63)), "PKG004"),
    (_row(encoding="utf-16-be"), "PKG004"),
    (_row(encoding="rot13"), "PKG004"),
    (_row(encoding="unicode_escape"), "PKG004"),
    (_row(encoding="../../evil"), "PKG004"),
    (_row(encoding="ascii\0"), "PKG004"),
    (_row(restorable=False), "PKG004"),
    (_row(raw=b"other bytes"), "PKG004"),
    (_edit(start=1), "PKG004"),
    (_edit(start=-3), "PKG004"),
    (_edit(start=2**62), "PKG004"),
    (_edit(start=None), "PKG004"),
    (_edit(old=None), "PKG004"),
    (_edit(old="x" * (3 * MB)), "PKG004"),
    (_many_steps, "PKG004"),
    (_steps_out_of_order, "PKG004"),
    (_edit_beyond_the_end, "PKG004"),
    (_row(raw=b"un\r\ndeux\r\n", edits=[]), "PKG004"),
    (_same_ids, "PKG007"),
    (_row(id="../a"), "PKG007"),
    (_row(id="a\nb"), "PKG007"),
    (_row(raw_path="../../outside.txt"), "PKG007"),
    (_row(raw_path="/etc/cron.d/x"), "PKG007"),
    (_row(raw_path="a\u202etxt.b"), "PKG007"),
    (_row(raw_path="a\\..\\b"), "PKG007"),
    (_row(raw_path="a\0b"), "PKG007"),
    (_digest, "PKG008"),
]


@pytest.mark.parametrize(("harm", "code"), HARM, ids=lambda value: getattr(value, "__name__", value))
def test_harm_is_a_finding_with_its_code(package: Path, harm: Callable[[Path], None], code: str) -> None:
    harm(package)
    found = verify(package, against=package.parent)
    assert code in codes(found)
    assert all(len(f.message) < 500 for group in found.report.groups for f in group.examples)


def test_a_file_that_was_cut_off_says_how_much_is_left(package: Path) -> None:
    size = (package / "README.md").stat().st_size
    (package / "README.md").write_bytes(b"# A")
    (group,) = verify(package).report.groups
    assert group.fault == "size"
    assert group.examples[0].message.startswith(f"it has 3 bytes, {size} were published")


def test_a_path_that_only_windows_cannot_write_is_a_note(package: Path) -> None:
    content = rows()
    content[0]["raw_path"] = "sub/CON.txt"
    put_rows(package, content)
    report = verify(package).report
    assert codes(verify(package)) == ["PKG007"]
    assert not report.fails(Severity.WARNING)
    assert report.refused == 0


def test_harm_to_one_row_names_the_row_and_spares_the_others(package: Path) -> None:
    content = rows()
    content[3]["text"] += "!"
    put_rows(package, content)
    found = verify(package)
    assert {f.article for group in found.report.groups for f in group.examples} == {content[3]["id"]}
    assert found.report.refused == 1
    assert codes(found) == ["PKG004", "PKG005"]


def test_another_digest_than_the_wanted_one(whole: Path) -> None:
    found = verify(whole, digest="0" * 64)
    assert codes(found) == ["PKG008"]
    assert codes(verify(whole, digest="")) == ["PKG008"]


def test_packing_the_rows_anew_changes_the_file_and_not_the_digest(package: Path) -> None:
    digest = verify(package).digest
    (package / SHARD).write_bytes(parquet(rows(), row_group_size=2, use_dictionary=False))
    found = verify(package)
    assert codes(found) == ["PKG002"]
    assert found.digest == digest


# Against the raw files


@pytest.mark.parametrize("kind", ["changed", "longer", "missing", "link", "folder link"])
def test_raw_files_that_differ(tmp_path: Path, kind: str) -> None:
    package = build(tmp_path, content=[row("sub/a", "utf-8", b"un\r\n")])
    raw = tmp_path / "raw" / "sub" / "a.txt"
    raw.parent.mkdir(parents=True)
    raw.write_bytes(b"un\r\n")
    assert codes(verify(package, against=tmp_path)) == []
    if kind in ("changed", "longer"):
        raw.write_bytes(b"un\n\r" if kind == "changed" else b"un\r\nx")
    elif kind == "missing":
        raw.unlink()
    elif kind == "link":
        raw.rename(tmp_path / "a.txt")
        raw.symlink_to("../../a.txt")
    else:
        raw.parent.rename(tmp_path / "elsewhere")
        raw.parent.symlink_to("../elsewhere")
    assert codes(verify(package, against=tmp_path)) == ["PKG006"]


# Bombs: small files that stand for much


def _memory() -> int:
    """The most memory this process has used, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _dictionary_bomb(package: Path) -> None:
    """A value of 1 MB that a dictionary holds once, in 200,000 rows: 200 GB, in a file of some kilobytes."""
    old = pa.DictionaryArray.from_arrays(pa.array([0] * 2000, pa.int32()), ["x" * MB])
    members = {"step": pa.array([0] * 2000), "start": pa.array([0] * 2000)} | {
        name: pa.array([""] * 2000) for name in ("new", "code", "reason")
    }
    names = ["step", "start", "old", "new", "code", "score", "reason"]
    arrays = [old if n == "old" else pa.array([0] * 2000) if n == "score" else members[n] for n in names]
    edits = pa.ListArray.from_arrays(
        pa.array([0, 2000], pa.int32()), pa.StructArray.from_arrays(arrays, names=names)
    )
    table = pa.table({"id": ["a"], "edits": edits})
    put(package, SHARD, table_bytes(table, store_schema=False))


def _zero_bomb(package: Path) -> None:
    """Eighty megabytes of one letter, compressed: more than the test allows."""
    table = pa.table({"id": pa.array(["x" * (8 * MB)] * 10)})
    put(package, SHARD, table_bytes(table, use_dictionary=False, write_statistics=False))


def _row_bomb(package: Path) -> None:
    """Five million rows of nothing."""
    put(package, SHARD, table_bytes(pa.table({"id": pa.nulls(5_000_000, pa.string())})))


@pytest.mark.parametrize("bomb", [_dictionary_bomb, _row_bomb, _zero_bomb])
def test_bombs_cost_a_finding_and_little_memory(
    package: Path, bomb: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(footer, "LARGEST_GROUP", 64 * MB)
    bomb(package)
    assert (package / SHARD).stat().st_size < MB
    before = _memory()
    groups = verify(package).report.groups
    assert ("PKG003", "unreadable") in {(group.code, group.fault) for group in groups}
    assert _memory() - before < 50 * MB


def _list_of(count: int) -> pa.Table:
    return pa.table({"id": pa.array([[1] * count])})


@pytest.mark.parametrize(
    ("table", "options"),
    [
        (_list_of(3000), {}),
        (pa.table({"id": pa.array([b"1234"], pa.binary(4))}), {}),
        (pa.table({"id": pa.array([0], pa.timestamp("ns"))}), {"use_deprecated_int96_timestamps": True}),
        (pa.table({"id": ["a"]}), {"use_dictionary": False, "column_encoding": {"id": "DELTA_BYTE_ARRAY"}}),
        (pa.table({f"c{n}": [1] for n in range(1001)}), {}),
    ],
    ids=["values", "fixed length", "int96", "prefixes", "columns"],
)
def test_parquet_that_no_shard_of_ours_is_like(
    table: pa.Table, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(footer, "MOST_VALUES", 2500)
    with pytest.raises(footer.FooterFault):
        footer.check(io.BytesIO(table_bytes(table, **options)))


@pytest.mark.parametrize(
    "options", [{}, {"data_page_version": "2.0"}, {"use_dictionary": False}, {"row_group_size": 1}]
)
def test_parquet_that_is_like_ours(options: dict[str, Any]) -> None:
    footer.check(io.BytesIO(parquet(rows(), **options)))
    footer.check(io.BytesIO(parquet([], **options)))


def test_parquet_of_another_program_is_refused() -> None:
    data = parquet(rows())
    with pytest.raises(footer.FooterFault, match="another program"):
        footer.check(io.BytesIO(data.replace(b"parquet-cpp-arrow", b"parquet-mr version")))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_damaged_footers_are_faults_and_nothing_else(data: st.DataObject) -> None:
    good = _SMALL
    at = data.draw(st.integers(0, len(good) - 1))
    noise = data.draw(st.binary(max_size=4))
    try:
        footer.check(io.BytesIO(good[:at] + noise + good[at + len(noise) :]))
        footer.check(io.BytesIO(good[:at]))
    except footer.FooterFault:
        return


_SMALL = parquet([row("a", "utf-8", b"un\r\n")])


def test_a_sparse_file_is_not_read(package: Path) -> None:
    with (package / "README.md").open("r+b") as file:
        file.truncate(1 << 42)
    facts = [
        replace(fact, bytes=1 << 42) if fact.path == "README.md" else fact
        for fact in manifest_of(package).files
    ]
    _relisted(package, files=tuple(facts))
    assert codes(verify(package)) == ["PKG002"]


# The manifest


def _manifest() -> Manifest:
    sha = "ab" * 32
    return Manifest(
        name="été".encode("ascii", "ignore").decode() + "x",
        corpuskit="0.1.0",
        pipeline=pipeline_of(PIPELINE),
        parts=PIPELINE,
        settings={"thresholds": {"remove": 100, "undecided": 60}, "ignored": ["TXT", "Ü"]},
        rows=3,
        refused=1,
        shards=(ShardFact("data/b.parquet", 1, 10, sha, sha), ShardFact("data/a.parquet", 2, 10, sha, sha)),
        files=(FileFact("README.md", 4, sha),),
        refused_digest=sha,
    )


def test_a_manifest_comes_back_and_is_in_one_form() -> None:
    manifest = _manifest()
    data = to_json(manifest)
    assert from_json(data) == manifest
    assert is_intact(data, from_json(data))
    assert [shard.path for shard in manifest.shards] == ["data/a.parquet", "data/b.parquet"]
    assert data.endswith(b"}\n")
    assert b"\\u" not in data


def test_a_key_that_stands_twice_is_a_fault() -> None:
    data = to_json(_manifest())
    assert from_json(data.replace(b'"rows": 3,', b'"rows":  3,')) == _manifest()
    with pytest.raises(ManifestFault, match="twice"):
        from_json(data.replace(b'"rows": 3,', b'"rows": 3, "rows": 3,', 1))


def test_a_manifest_fits_its_schema() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    check = jsonschema.Draft202012Validator(schema)
    content = json.loads(to_json(_manifest()))
    assert list(check.iter_errors(content)) == []
    assert set(schema["required"]) == set(content)
    for change in ({"rows": -1}, {"format": "x"}, {"more": 1}, {"digest": "A" * 64}, {"name": "../x"}):
        assert list(check.iter_errors(content | change))
    content["files"][0]["path"] = "../README.md"
    assert list(check.iter_errors(content))


def test_the_package_of_another_name_has_the_same_digest() -> None:
    manifest = _manifest()
    assert replace(manifest, name="y", digest="").digest == manifest.digest
    assert replace(manifest, pipeline="p", digest="").digest != manifest.digest
    assert replace(manifest, refused_digest="0" * 64, digest="").digest != manifest.digest


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"format_version": 2},
        {"format_version": True},
        {"pipeline": "0" * 64},
        {"parts": {}},
        {"parts": {**PIPELINE, "more": "0" * 64}},
        {"rows": "3"},
        {"rows": -1},
        {"rows": True},
        {"rows": 2**63},
        {"rows": 1.5},
        {"name": None},
        {"settings": []},
        {"shards": "x"},
        {"shards": [1]},
        {"shards": [{"path": "a"}]},
        {"files": [{"path": "a", "bytes": 1, "sha256": "short"}]},
        {"files": [{"path": 1, "bytes": 1, "sha256": "ab" * 32}]},
        {"files": [{"path": "a", "bytes": 1, "sha256": "ab" * 32, "more": 1}]},
        {"files": [{"path": "data/a.parquet", "bytes": 1, "sha256": "ab" * 32}]},
        {"files": [{"path": "manifest.json", "bytes": 1, "sha256": "ab" * 32}]},
        {"digest": "AB" * 32},
        {"unknown": 1},
    ],
)
def test_what_is_not_a_manifest(change: dict[str, Any]) -> None:
    content = json.loads(to_json(_manifest())) | change
    with pytest.raises(ManifestFault):
        from_json(json.dumps(content).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"\xff",
        b'{"a":1,"a":1}',
        b"[" * 100_000,
        b"1" * 10_000,
        b"\xef\xbb\xbf{}",
        b"{}" * 2,
    ],
)
def test_bytes_that_are_not_a_manifest(data: bytes) -> None:
    with pytest.raises(ManifestFault):
        from_json(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 5000), st.integers(0, 60))
def test_no_bytes_make_reading_a_manifest_fail_otherwise(noise: bytes, at: int, cut: int) -> None:
    good = to_json(_manifest())
    data = good[: at % len(good)] + noise + good[at % len(good) + cut :]
    try:
        manifest = from_json(data)
    except ManifestFault:
        return
    assert is_intact(data, manifest) == (data == good)


@pytest.mark.parametrize("value", [b"1e400", b"NaN", b'"\\ud800"'])
def test_settings_that_json_can_spell_and_nobody_should(value: bytes) -> None:
    data = to_json(_manifest()).replace(b'"remove": 100', b'"remove": ' + value)
    assert not is_intact(data, from_json(data))


# Digests over rows


_INSTANT = st.integers(-(10**15), 10**15).map(
    lambda n: dt.datetime(2000, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=n)
)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_EDIT = st.fixed_dictionaries(
    {"step": st.integers(0, 9), "start": st.integers(0, 2**40), "old": _TEXT},
    optional={"new": st.none() | _TEXT, "reason": st.none() | _TEXT},
)
_ROW = st.fixed_dictionaries(
    {"id": _TEXT, "text": _TEXT, "restorable": st.booleans(), "edits": st.lists(_EDIT, max_size=3)},
    optional={
        "title": st.none() | _TEXT,
        "authors": st.lists(_TEXT, max_size=2),
        "published_at": st.none() | _INSTANT,
        "raw": st.none() | st.binary(max_size=8),
        "removed_ratio": st.none() | st.floats(0, 1),
        "raw_length": st.none() | st.integers(-(2**63), 2**63 - 1),
    },
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_ROW, max_size=4))
def test_the_digest_is_the_same_before_and_after_parquet(content: list[dict[str, Any]]) -> None:
    read = pq.read_table(pa.BufferReader(parquet(content))).to_pylist()
    assert rows_digest(read) == rows_digest(content)


def test_digests_tell_rows_apart() -> None:
    one = {"id": "a", "text": "b", "edits": [{"old": "x"}]}
    others = [
        {"id": "a", "text": "c", "edits": [{"old": "x"}]},
        {"id": "a", "text": "b", "edits": [{"old": "x"}, {"old": "x"}]},
        {"id": "a", "text": "b", "edits": []},
        {"id": "a", "title": "b", "edits": [{"old": "x"}]},
    ]
    assert len({rows_digest([line]) for line in [one, *others]}) == 5
    assert rows_digest([one, others[0]]) != rows_digest([others[0], one])
    assert rows_digest([one]) != rows_digest([one, one])


def test_instants_are_stated_in_utc() -> None:
    paris = dt.timezone(dt.timedelta(hours=1))
    same = [dt.datetime(2024, 1, 1, 12, tzinfo=paris), dt.datetime(2024, 1, 1, 11, tzinfo=dt.UTC)]
    assert len({row_bytes({"at": at}) for at in same}) == 1
    assert row_bytes({"at": same[1]}) == b'{"at":"2024-01-01T11:00:00+00:00"}\n'
    assert b".000005+00:00" in row_bytes({"at": same[1] + dt.timedelta(microseconds=5)})


# Undo


@pytest.mark.parametrize("article", sorted(RAW))
def test_every_encoding_comes_back(article: str) -> None:
    encoding, raw = RAW[article]
    line = row(article, encoding, raw)
    assert raw_bytes(line) == raw
    assert line["edits"] or article in {
        "cp1252",
        "mac-roman",
        "utf-8",
        "utf-16-be",
        "utf-16-le",
        "no-final-newline",
    }


@settings(max_examples=100, deadline=None)
@given(
    st.text(st.sampled_from("ae\u0301 \t\r\n\ufeffé🙂"), max_size=30),
    st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]),
)
def test_any_text_comes_back(text: str, encoding: str) -> None:
    assert raw_bytes(row("a", encoding, text.encode(encoding))) == text.encode(encoding)


@settings(max_examples=200, deadline=None)
@given(
    st.text("ab", max_size=6),
    st.lists(
        st.fixed_dictionaries(
            {
                "step": st.integers(-1, 2),
                "start": st.integers(-2, 8),
                "old": st.text("ab", max_size=2),
                "new": st.text("ab", max_size=2),
            }
        ),
        max_size=4,
    ),
)
def test_edits_of_strangers_come_back_or_are_a_mismatch(text: str, edits: list[dict[str, Any]]) -> None:
    line = {
        "text": text,
        "edits": edits,
        "encoding": "ascii",
        "restorable": True,
        "raw": None,
        "raw_length": 100,
    }
    try:
        body = raw_bytes(line)
    except EditMismatch:
        return
    assert len(body) == len(text) + sum(len(edit["old"]) - len(edit["new"]) for edit in edits)


def test_edits_that_grow_beyond_reason_are_not_made() -> None:
    line = row("a", "utf-8", b"un\r\n")
    line["edits"][0]["old"] = "x" * (2 * MB)
    with pytest.raises(EditMismatch, match="a text of more than"):
        raw_bytes(line)


def test_the_small_passes_of_the_tests_do_something() -> None:
    text, edits = cleaned("\N{ZERO WIDTH NO-BREAK SPACE}e\u0301 \r\nx")
    assert text == "é\nx"
    assert [edit["code"] for edit in edits] == ["newline", "bom", "nfc", "trailing"]


# Paths and ids


@pytest.mark.parametrize(
    "path", ["a.txt", "2024/été à la mer.txt", "a/b/c/d", ".hidden", "a..b", "-x", "com10.txt", "null", "a'b"]
)
def test_paths_that_are_safe(path: str) -> None:
    assert fault_in_path(path) is None
    assert fault_on_windows(path) is None


@pytest.mark.parametrize(
    "path",
    [
        "nul",
        "NUL.txt",
        "a/Aux.tar.gz",
        "com1",
        "LPT9.log",
        "a.",
        "a ",
        "a./b",
        "a?",
        "a*",
        "C:",
        "c:a",
        "a:b",
        'a"',
        "<b>",
    ],
)
def test_paths_that_windows_cannot_write(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fault_on_windows(path)
    assert fault_in_path(path) is None
    monkeypatch.setattr(paths.os, "name", "nt")
    assert fault_in_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "/a", "//a", "..", ".", "a/..", "../a", "a/../b", "a//b", "a/", "./a", "a\\b", "C:\\a", "a\0", "a\n",
        "\x1b[31m", "a\x7f", "a\x85", "a\u202eb", "a\u2028b", "\ud800", "a" * 256, "é" * 128, "a/" * 2100 + "a",
    ],
)  # fmt: skip
def test_paths_that_are_not(path: str) -> None:
    assert fault_in_path(path)


def test_ids() -> None:
    good = ["a", "2024/a.b_c-d", "%C3%A9t%C3%A9", "a..b"]
    bad = ["", ".", "..", "a/../b", "/a", "a/", "a//b", "-a", ".a", "a b", "é", "a\n", "a" * 5000]
    assert [is_safe_id(article) for article in good] == [True] * len(good)
    assert [is_safe_id(article) for article in bad] == [False] * len(bad)


def test_the_columns_that_are_needed_exist() -> None:
    from corpuskit.packaging.examine import NEEDED

    assert set(NEEDED) <= set(arrow_schema(COLUMNS).names)
    assert hashlib.sha256(b"").hexdigest() == rows_digest([])
