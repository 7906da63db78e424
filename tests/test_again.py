"""Runs over a corpus that was looked at before: what they say and build is what a run without any memory says and builds."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.app import shards, store
from corpuskit.app.package import build
from corpuskit.app.results import found, plain
from corpuskit.app.settings import Settings
from corpuskit.app.validate import validate
from corpuskit.model.articles import Address, Entry
from corpuskit.model.findings import Finding, Place, Severity
from tests import corpus
from tests.corpus import BODY, record, tree

SITES = ("lemonde", "valmoret", "courrier")
EDITS = ("add", "remove", "bytes", "metadata", "rename", "copy", "site", "legacy")


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards of some eight articles, and a store for the smallest corpus."""
    monkeypatch.setattr(shards, "MEAN", 8)
    monkeypatch.setattr(store, "WORTH", 1)


def body(number: int, site: str) -> str:
    """An article with words of its own, residue of its site, and a line that only its site has."""
    return (
        f"{BODY.replace('1897', str(1000 + number))}\nLe numéro {number} parle de la place {number * 7}.\n"
        f"\nSuivez {site} sur nos réseaux\nInscrivez-vous à la lettre de {site}\n"
    )


class Corpus:
    """A corpus as a mapping, that can be edited and written out."""

    def __init__(self, base: Path, count: int = 40) -> None:
        self.base = base
        self.bodies = {f"{SITES[i % 3]}/{i:03d}.txt": body(i, SITES[i % 3]).encode() for i in range(count)}
        self.fields: dict[str, dict[str, Any]] = {}
        self.next = count

    def write(self) -> Path:
        """Only what differs is written, as a person would."""
        raw = self.base / "raw"
        for path in sorted(raw.rglob("*.txt")):
            if path.relative_to(raw).as_posix() not in self.bodies:
                path.unlink()
        for name, content in self.bodies.items():
            file = raw / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if not file.exists() or file.read_bytes() != content:
                file.write_bytes(content)
        lines = [json.dumps(record(name, **self.fields.get(name, {}))) + "\n" for name in sorted(self.bodies)]
        (raw / "metadata.jsonl").write_text("".join(lines), encoding="utf-8", newline="")
        return self.base

    def edit(self, what: str, chance: random.Random) -> None:
        """One edit of this kind to an article drawn by chance."""
        name = chance.choice(sorted(self.bodies))
        if what == "add":
            self.bodies[f"{SITES[self.next % 3]}/{chance.randrange(10**6):06d}.txt"] = body(
                self.next, "x"
            ).encode()
            self.next += 1
        elif what == "remove" and len(self.bodies) > 5:
            del self.bodies[name]
        elif what == "bytes":
            self.bodies[name] += f"Encore une ligne, {chance.randrange(99)}.\n".encode()
        elif what == "metadata":
            self.fields[name] = {"title": f"Titre {chance.randrange(99)}", "license": None}
        elif what == "rename":
            self.bodies[f"courrier/{chance.randrange(10**6)}.txt"] = self.bodies.pop(name)
        elif what == "copy":
            self.bodies[f"lemonde/{chance.randrange(10**6)}.txt"] = self.bodies[name]
        elif what == "site":  # a line that becomes common changes what its neighbours are told
            for other in sorted(self.bodies)[:: chance.randrange(2, 5)]:
                self.bodies[other] += f"Toute l'actualité en direct {chance.randrange(3)}\n".encode()
        elif what == "legacy":
            self.bodies[name] = body(self.next, "x").replace("’", "'").encode("cp1252", "replace")


def package(base: Path, *, cache: bool, name: str = "x", **changed: Any) -> dict[str, bytes]:
    """Every byte of the package of a corpus."""
    out = base / ("dist" if cache else "plain")
    told: list[str] = []
    chosen = Settings(max_refused=1.0, **changed)
    packaged = build(base, out, name=name, settings=chosen, cache=cache, warn=told.append)
    assert packaged.published
    assert told == []
    return tree(out / name)


def report(base: Path, *, cache: bool) -> Any:
    """All that is found in a corpus."""
    told: list[str] = []
    found = validate(base, settings=Settings(), cache=cache, warn=told.append)
    assert told == []
    return found


@settings(max_examples=8)
@given(st.lists(st.lists(st.sampled_from(EDITS), max_size=4), min_size=1, max_size=3), st.integers(0, 10**6))
def test_a_run_with_a_memory_gives_what_one_without_gives(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[str]], seed: int
) -> None:
    source, chance = Corpus(tmp_path_factory.mktemp("again")), random.Random(seed)  # noqa: S311 - chance, no secret
    base = source.write()
    try:
        for edits in ([], *rounds):
            for what in edits:
                source.edit(what, chance)
            source.write()
            assert package(base, cache=True) == package(base, cache=False)
            assert report(base, cache=True) == report(base, cache=False)
    finally:
        shutil.rmtree(base)


def test_settings_change_and_come_back(tmp_path: Path) -> None:
    base = Corpus(tmp_path).write()
    for changed in (
        {},
        {"raw": "always"},
        {"duplicates": "drop"},
        {"remove_at": 990},
        {"ignore": ("MET",)},
        {},
    ):
        assert package(base, cache=True, **changed) == package(base, cache=False, **changed)
    kinds = [path.name for path in (base / store.FOLDER).iterdir() if path.name.startswith("built-")]
    assert len(kinds) == store.GENERATIONS


def test_nothing_is_processed_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One article more is one article processed, and none is read whose file is untouched."""
    from corpuskit.app import surveying, work

    monkeypatch.setattr(surveying, "RACY", -(10**18))  # trust files that were written just now
    processed: list[str] = []
    read: list[str] = []
    real_process, real_read = work.process, surveying.read

    def process(batch: Any, context: Any) -> Any:
        processed.extend(raw.id for raw in batch)
        return real_process(batch, context)

    def reading(root: Path, entry: Any, *rest: Any) -> Any:
        read.append(entry.id)
        return real_read(root, entry, *rest)

    monkeypatch.setattr(work, "process", process)
    monkeypatch.setattr(surveying, "read", reading)
    source = Corpus(tmp_path)
    base = source.write()
    package(base, cache=True)
    assert len(processed) == len(read) == 40
    processed.clear()
    read.clear()
    package(base, cache=True)
    assert processed == read == []
    source.bodies["lemonde/003.txt"] += b"Une phrase de plus qui ne dit rien d'autre.\n"
    source.write()
    package(base, cache=True)
    assert processed == read == ["lemonde/003"]


def test_a_store_forgets_all_it_knew_when_an_article_is_withdrawn(tmp_path: Path) -> None:
    base = Corpus(tmp_path).write()
    report(base, cache=True)
    kept = next((base / store.FOLDER).glob("checked-*")) / "of another run"
    kept.write_bytes(b"what it said")
    package(base, cache=True)
    assert kept.exists()
    gone = "lemonde/000"
    assert package(base, cache=True, without=(gone,)) == package(base, cache=False, without=(gone,))
    assert not kept.exists()
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(b"what it says")
    package(base, cache=True, without=(gone,))
    assert kept.exists()


@pytest.mark.parametrize("way", ["small", "no cache", "both"])
def test_a_store_that_a_run_does_not_use_forgets_too(
    tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text of a withdrawn article stands in no file of a store, though the corpus has shrunk below the size that has one."""
    base = Corpus(tmp_path).write()
    report(base, cache=True)
    package(base, cache=True)
    package(base, cache=True, quality=True)  # another set of results
    if way != "no cache":
        monkeypatch.setattr(store, "WORTH", 10**6)
    gone = "lemonde/000"
    package(base, cache=way == "small", without=(gone,))
    assert [path for path in (base / store.FOLDER).rglob("*") if path.is_dir()] == []


def test_a_store_forgets_what_a_run_in_between_has_brought_back(tmp_path: Path) -> None:
    base, gone = Corpus(tmp_path).write(), "lemonde/000"
    package(base, cache=True, without=(gone,))
    package(base, cache=True, quality=True)
    kept = {path for path in (base / store.FOLDER).iterdir() if path.name.startswith("built-")}
    assert len(kept) == 2
    package(base, cache=True, without=(gone,))
    left = {path for path in (base / store.FOLDER).iterdir() if path.name.startswith("built-")}
    assert len(left) == 1


def test_a_store_that_cannot_be_emptied_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = Corpus(tmp_path).write()
    package(base, cache=True)

    def busy(*_: Any) -> None:
        raise OSError(16, os.strerror(16))

    monkeypatch.setattr(store.shutil, "rmtree", busy)
    told: list[str] = []
    settings = Settings(max_refused=1.0, without=("lemonde/000",))
    assert build(base, name="x", settings=settings, cache=False, warn=told.append).published
    assert told == [
        f"{store.FOLDER} may hold texts of withdrawn articles and cannot be emptied (Device or resource busy): delete it"
    ]


def test_a_finding_is_kept_with_all_that_it_says() -> None:
    place = Place("a.txt", 3, 4, 5, "/title")
    said = Finding("TXT002", Severity.WARNING, "x", "a", place, "kind", "line", {"offsets": [1, 2]}, 7)
    assert all(
        getattr(said, each.name) != each.default for each in fields(Finding)
    )  # a new field stands here, too
    entry = Entry("a", Address("a.txt", 0, 1), None)
    assert found(plain([said], entry) or (), entry) == (said,)


def test_a_file_that_changed_within_a_tick_is_read_again(tmp_path: Path) -> None:
    """Same size, same times: only the rule on times just passed sees it."""
    source = Corpus(tmp_path)
    base = source.write()
    file = base / "raw/lemonde/000.txt"
    before = file.stat()
    package(base, cache=True)
    file.write_bytes(file.read_bytes().replace(b"numero", b"NUMERO").replace(b"place", b"PLACE"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert package(base, cache=True) == package(base, cache=False)


def test_a_record_more_moves_the_lines_of_all_others(tmp_path: Path) -> None:
    source = Corpus(tmp_path)
    source.fields = {name: {"license": None, "title": None} for name in source.bodies}
    base = source.write()
    report(base, cache=True)
    source.bodies["courrier/0.txt"] = body(99, "x").encode()  # its record comes first
    source.write()
    found = report(base, cache=True)
    assert found == report(base, cache=False)
    assert any(finding.place and (finding.place.line or 0) > 40 for finding in found.findings)


def test_removals_of_articles_that_are_as_they_were_are_not_worked_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpuskit.app import shard_files

    source = Corpus(tmp_path)
    base = source.write()
    package(base, cache=True)
    looked: list[str] = []
    real = shard_files.removals_of
    monkeypatch.setattr(shard_files, "removals_of", lambda row: looked.append(row["id"]) or real(row))
    source.bodies["lemonde/003.txt"] += b"Une phrase de plus qui ne dit rien d'autre.\n"
    del source.bodies["valmoret/004.txt"]
    source.write()
    again = package(base, cache=True)
    assert looked == ["lemonde/003"]
    assert again == package(base, cache=False)


@pytest.mark.parametrize("harm", ["flip", "cut", "empty", "folder"])
def test_a_damaged_store_is_told_of_once_and_changes_nothing(tmp_path: Path, harm: str) -> None:
    base = Corpus(tmp_path).write()
    package(base, cache=True)
    report(base, cache=True)
    chance = random.Random(harm)  # noqa: S311 - chance, no secret
    for file in sorted((base / store.FOLDER).rglob("*")):
        if not file.is_file() or file.parent.name == store.FOLDER:
            continue
        data = bytearray(file.read_bytes())
        if harm == "flip":
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.unlink()  # a file of rows is a file of the package, too
        if harm == "folder":
            file.mkdir()
        else:
            file.write_bytes(
                bytes(data[: len(data) // 2] if harm == "cut" else b"" if harm == "empty" else data)
            )
    for run in (build, validate):
        told: list[str] = []
        options = {"out": base / "dist", "name": "x"} if run is build else {}
        run(base, settings=Settings(max_refused=1.0), warn=told.append, **options)  # type: ignore[operator]
        assert len(told) == 1
        assert "damaged" in told[0]
    assert tree(base / "dist/x") == package(base, cache=False)
    assert report(base, cache=True) == report(base, cache=False)


def test_a_store_that_was_copied_here_is_not_believed(tmp_path: Path) -> None:
    base = Corpus(tmp_path / "one").write()
    package(base, cache=True)
    shutil.copytree(base, tmp_path / "two")
    told: list[str] = []
    build(tmp_path / "two", name="x", settings=Settings(max_refused=1.0), warn=told.append)
    assert len(told) == 1
    assert "made elsewhere" in told[0]
    assert package(tmp_path / "two", cache=True) == tree(base / "dist/x")


def test_a_store_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = Corpus(tmp_path).write()

    def full(*_: Any) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(store, "write_all", full)
    told: list[str] = []
    packaged = build(base, name="x", settings=Settings(max_refused=1.0), warn=told.append)
    assert packaged.published
    assert told == [
        f"results are not kept for the next run, since {store.FOLDER} cannot be written (no space left on device)"
    ]
    assert tree(base / "dist/x") == package(base, cache=False)


def test_another_version_of_the_program_believes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpuskit.app import work

    base = Corpus(tmp_path).write()
    report(base, cache=True)
    monkeypatch.setattr(store, "stamp", lambda: "another")
    processed: list[str] = []
    real = work.process
    monkeypatch.setattr(
        work, "process", lambda batch, c: processed.extend(r.id for r in batch) or real(batch, c)
    )
    report(base, cache=True)
    assert len(processed) == 40


def test_the_store_is_kept_from_git_and_can_be_declined(tmp_path: Path) -> None:
    base = Corpus(tmp_path).write()
    report(base, cache=False)
    assert not (base / store.FOLDER).exists()
    report(base, cache=True)
    assert (base / store.FOLDER / ".gitignore").read_text(encoding="utf-8") == "*\n"
    validate(base / "raw", settings=Settings())
    assert not (base / "raw" / store.FOLDER).exists()


PATIENT = """
import os, sys
from pathlib import Path
from corpuskit.app import shard_files, shards, store
from corpuskit.app.package import build
from corpuskit.app.settings import Settings
shards.MEAN, store.WORTH = 8, 1
real, left = shard_files.write_table, int(sys.argv[2])
def write_table(folder, name, *rest):
    global left
    if left == 0 and "/train-" in name:
        os.kill(os.getpid(), 9)
    left -= "/train-" in name
    return real(folder, name, *rest)
shard_files.write_table = write_table
build(sys.argv[1], name="x", settings=Settings(max_refused=1.0))
"""


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_killed_build_goes_on_from_its_finished_shards(
    tmp_path: Path, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpuskit.app import shard_files

    base = Corpus(tmp_path).write()
    killed = subprocess.run([sys.executable, "-c", PATIENT, str(base), str(after)], check=False, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    assert not (base / "dist/x").exists()
    made: list[str] = []
    real = shard_files.write_table
    monkeypatch.setattr(
        shard_files, "write_table", lambda f, name, *rest: made.append(name) or real(f, name, *rest)
    )
    whole = package(base, cache=False)
    every = len(made)
    made.clear()
    assert package(base, cache=True) == whole
    assert len(made) == every - 2 * after
    assert [path.name for path in (base / "dist").iterdir()] == ["x"]


def test_two_runs_at_once_do_each_other_no_harm(tmp_path: Path) -> None:
    base = corpus.many(tmp_path, 600)
    command = [
        sys.executable,
        "-m",
        "corpuskit",
        "validate",
        str(base),
        "--workers",
        "1",
        "--output-format",
        "json",
    ]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    said = [run.communicate(timeout=300) for run in runs]
    again = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert {one[0] for one in said} == {again.stdout}
    assert [one[1] for one in said] == [b""] * 3
    assert again.stderr == b""
