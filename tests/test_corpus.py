"""What a path means: a corpus, its raw folder, a folder or a file in it; and where a report must not be written."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from corpuskit.app.corpus import Corpus, Part, find, gather, keep_off
from corpuskit.errors import SourceError, TargetError
from corpuskit.model.articles import Address, Entry
from corpuskit.model.findings import Finding, Place, Severity
from tests.corpus import BODY, record, run, tree, write


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A corpus of five articles in three folders, one of which is damaged, one without a record."""
    names = ("a.txt", "one/b.txt", "one/deep/c.txt", "two/d.txt", "two/damaged.txt")
    made = write(
        tmp_path / "corpus", {name: BODY.replace("1897", str(1900 + at)) for at, name in enumerate(names)}
    )
    (made / "raw/two/damaged.txt").write_bytes(BODY.encode()[:-8].replace("é".encode(), b"\xe9", 1))
    (made / "raw/one/alone.txt").write_text(BODY.replace("1897", "1789"), encoding="utf-8", newline="")
    (made / "raw/two/photo.jpg").write_bytes(b"x")
    (made / "corpuskit.toml").write_text('[dataset]\nname = "x"\n', encoding="utf-8")
    return made


def checked(*paths: str | Path, cwd: Path) -> tuple[int, dict[str, Any]]:
    done = run("validate", *paths, "--output-format", "json", cwd=cwd)
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def told(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (found["code"], found["path"])
        for found in report["findings"]
        if found["code"] != "DUP102" and (found["severity"] != "note" or found["code"] == "SRC110")
    ]


# Paths.


@pytest.mark.parametrize(
    ("given", "root", "only"),
    [
        (".", "raw", None),
        ("raw", "raw", None),
        ("raw/", "raw", None),
        ("raw/one", "raw", Part(folders=("one",))),
        ("raw/one/deep", "raw", Part(folders=("one/deep",))),
        ("raw/two/../one", "raw", Part(folders=("one",))),
        ("raw/a.txt", "raw", Part(files=frozenset({"a.txt"}))),
        ("raw/one/../two/d.txt", "raw", Part(files=frozenset({"two/d.txt"}))),
        ("raw/metadata.jsonl", "raw", None),
        ("raw/two/photo.jpg", "raw", Part(files=frozenset({"two/photo.jpg"}))),
    ],
)
@pytest.mark.parametrize("absolute", [False, True])
def test_a_path_in_a_corpus_means_a_part_of_it(
    base: Path, monkeypatch: pytest.MonkeyPatch, given: str, root: str, only: Part | None, absolute: bool
) -> None:
    monkeypatch.chdir(base)
    found = find(base / given if absolute else given)
    assert (found.root.resolve(), found.base.resolve(), found.only) == (
        (base / root).resolve(),
        base.resolve(),
        only,
    )
    assert found.shown == (str(base / root) if absolute else root)
    assert not found.alone


def test_the_raw_folder_is_found_from_inside(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(base / "raw")
    assert find(".").base.resolve() == base.resolve()
    assert (find("one").only, find("one").root) == (Part(folders=("one",)), base / "raw")
    monkeypatch.chdir(base / "raw" / "one")
    assert (find(".").only, find("deep").only) == (Part(folders=("one",)), Part(folders=("one/deep",)))


def test_a_folder_with_settings_of_its_own_is_a_corpus_even_below_one_called_raw(tmp_path: Path) -> None:
    inner = tmp_path / "raw" / "mine"
    (inner / "texts").mkdir(parents=True)
    assert find(inner).only == Part(folders=("mine",))
    (inner / "corpuskit.toml").write_text("", encoding="utf-8")
    assert find(inner) == Corpus(inner, inner, inner.as_posix())
    assert find(inner / "texts").only is None


def test_a_folder_or_file_outside_of_any_raw_folder_stands_for_itself(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_bytes(b"x")
    (tmp_path / "texts" / "metadata.csv").write_bytes(b"x")
    folder = tmp_path / "texts"
    assert find(folder) == find(folder / "metadata.csv") == Corpus(folder, folder, folder.as_posix())
    assert find(folder / "a.txt") == Corpus(
        folder, folder, folder.as_posix(), Part(frozenset({"a.txt"})), alone=True
    )
    with pytest.raises(SourceError, match="does not exist"):
        find(tmp_path / "nothing")


def test_parts_of_one_corpus_are_taken_together(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(base)
    paths = [Path("raw/one"), base / "raw/a.txt", Path("raw/two"), Path("raw/one")]
    [corpus] = gather(paths)
    assert corpus.only == Part(frozenset({"a.txt"}), ("one", "two"))
    for whole in (".", "raw", "raw/metadata.jsonl"):
        assert [found.only for found in gather([*paths, Path(whole)])] == [None]
        assert [found.only for found in gather([Path(whole), *paths])] == [None]


def test_a_part_holds_what_lies_in_it_and_what_its_sidecars_speak_of() -> None:
    part = Part(frozenset({"a.txt", "b.meta.json"}), ("one",))
    part = pickle.loads(pickle.dumps(part))  # noqa: S301 - it travels to the workers
    wrong = Finding("MET004", Severity.ERROR, "", place=Place("b.meta.json"))
    assert part.holds(Entry("a", Address("a.txt", 0, 1), None))
    assert part.holds(Entry("b", Address("b.txt", 0, 1), None, findings=(wrong,)))
    assert part.holds(Entry("c", Address("one/deep/c.txt", 0, 1), None))
    assert not part.holds(Entry("d", Address("ones/d.txt", 0, 1), None))
    assert not part.holds(Entry("e", Address("two/a.txt", 0, 1), None))


@pytest.mark.parametrize(
    ("path", "concerns"),
    [
        ("one", True), ("one/x.jpg", True), ("one/metadata.csv", True), ("metadata.jsonl", True), ("x.jpg", False), ("two/metadata.jsonl", True), ("zoo/metadata.jsonl", False),
        ("two/deep/metadata.jsonl", True), ("two/deep/x.jpg", False), ("ones/x.jpg", False),
    ],
)  # fmt: skip
def test_findings_without_an_article_are_told_where_they_may_concern_the_part(
    path: str, concerns: bool
) -> None:
    part = Part(frozenset({"two/deep/a.txt"}), ("one",))
    assert part.concerns(Finding("SRC110", Severity.NOTE, "", place=Place(path))) == concerns


# As a user meets them.


def test_a_subfolder_is_checked_with_the_corpus_around_it(base: Path) -> None:
    status, report = checked("raw/one", cwd=base)
    assert (status, report["articles"]) == (1, 3)
    assert told(report) == [("SRC006", "raw/one/alone.txt")]
    status, report = checked("raw/two", cwd=base)
    assert (status, report["articles"]) == (1, 2)
    assert told(report) == [("SRC110", "raw/two/photo.jpg"), ("ENC102", "raw/two/damaged.txt")]
    status, report = checked("raw/one", "raw/two/d.txt", cwd=base)
    assert (status, report["articles"]) == (1, 4)
    assert told(report) == [("SRC006", "raw/one/alone.txt")]
    status, report = checked(".", base / "raw/a.txt", cwd=base / "raw/one/deep")
    assert (status, report["articles"], told(report)) == (0, 2, [])


def test_a_metadata_file_means_the_corpus_and_a_sidecar_its_article(base: Path) -> None:
    assert checked("raw/metadata.jsonl", cwd=base)[1] == checked(".", cwd=base)[1]
    (base / "raw/one/alone.meta.yaml").write_text("language: fr\nlanguage: de\n", encoding="utf-8")
    status, report = checked("raw/one/alone.meta.yaml", cwd=base)
    assert (status, report["articles"]) == (1, 1)
    assert told(report) == [("MET004", "raw/one/alone.meta.yaml")]
    good = {name: value for name, value in record("x").items() if name != "file_name"}
    (base / "raw/one/alone.meta.yaml").write_text(json.dumps(good), encoding="utf-8")
    status, report = checked("raw/one/alone.meta.yaml", cwd=base)
    assert (status, report["articles"], told(report)) == (0, 1, [])


def test_a_folder_without_articles_is_one_sentence(base: Path) -> None:
    (base / "raw/empty").mkdir()
    done = run("validate", "raw/empty", cwd=base)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("corpuskit: raw/empty holds no article")


def test_a_part_is_not_packaged(base: Path) -> None:
    done = run("package", "raw/one", cwd=base)
    assert done.returncode == 2
    assert "is part of a corpus: package the whole of it" in done.stderr
    assert "or give it a corpuskit.toml of its own" in done.stderr
    assert "of its own" not in run("package", "raw/a.txt", cwd=base).stderr
    assert not (base / "dist").exists()


# Reports.


@pytest.mark.parametrize(
    "file",
    [
        "raw/a.txt",
        "raw/metadata.jsonl",
        "raw/new.txt",
        "raw/one/new.json",
        "raw/one/../x",
        "corpuskit.toml",
        "link.txt",
        "schema/article.schema.json",
    ],
)
@pytest.mark.parametrize("path", [".", "raw", "raw/one", "raw/a.txt"])
def test_a_report_is_never_written_among_the_raw_files_or_over_the_settings(
    base: Path, file: str, path: str
) -> None:
    from corpuskit.app.settings import Settings

    (base / "link.txt").symlink_to("raw/a.txt")
    (base / "schema").mkdir()
    (base / "schema/article.schema.json").write_text(Settings().schema_text, encoding="utf-8")
    before = tree(base)
    done = run("validate", path, "--output-file", file, cwd=base)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"corpuskit: {file} ")
    assert "name another file for the report" in done.stderr
    assert tree(base) == before


def test_a_report_beside_the_raw_files_is_written(base: Path) -> None:
    done = run("validate", "raw", "--output-file", "raw.txt", cwd=base)
    assert done.returncode == 1
    assert "SRC006" in (base / "raw.txt").read_text(encoding="utf-8")


def test_beside_a_single_file_only_that_file_is_kept_from_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    corpora = gather([tmp_path / "a.txt"])
    keep_off(tmp_path / "report.txt", corpora)
    with pytest.raises(TargetError, match="raw files"):
        keep_off(Path(os.path.relpath(tmp_path / "a.txt")), corpora)
    [whole] = gather([tmp_path])
    with pytest.raises(TargetError, match="raw files"):
        keep_off(tmp_path / "report.txt", [whole])


@pytest.mark.parametrize("name", ["full", "concise", "jsonl", "github", "sarif"])
def test_places_in_several_corpora_name_their_corpus(tmp_path: Path, name: str) -> None:
    for base in ("one", "two"):
        write(tmp_path / base, {"a.txt": BODY.replace("pont", "p\N{REPLACEMENT CHARACTER}nt", 1)})
    outside = write(tmp_path.parent / f"{tmp_path.name}-three", {"a.txt": BODY.replace("v", "\x07", 1)})
    done = run("validate", "one", "two", outside, "--output-format", name, cwd=tmp_path)

    assert all(
        path in done.stdout for path in ("one/raw/a.txt", "two/raw/a.txt", f"{outside.as_posix()}/raw/a.txt")
    )
    if name == "sarif":
        assert f'"uri": "file://{outside.as_posix()}/raw/a.txt"' in done.stdout
