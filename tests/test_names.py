"""Names of files: which are refused, which only some systems refuse, which are one name for others; and the same of ids."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit.model.findings import Finding, Place, Severity
from corpuskit.packaging.paths import fault_in_path, fault_on_windows
from corpuskit.rules.src_name_not_portable import on_windows, unportable
from corpuskit.rules.src_unsafe_name import unsafe
from corpuskit.sources import Limits, Listing, listing, read
from corpuskit.sources.collisions import collisions, folded

LEAST = {"language": "fr", "url": None, "retrieved_at": None, "license": "NOASSERTION"}
NFC, NFD = (unicodedata.normalize(form, "été") for form in ("NFC", "NFD"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def article(root: Path, path: str, /, **metadata: Any) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"Un texte.\n")
    with (root / "metadata.jsonl").open("a", encoding="utf-8", newline="") as lines:
        lines.write(json.dumps(LEAST | {"file_name": path} | metadata, ensure_ascii=False) + "\n")


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def by_path(found: Listing) -> dict[str, list[str]]:
    return {entry.address.path: codes(entry.findings) for entry in found.entries}


# Names that no system, or not every system, can have.

SAFE = (
    "a.txt",
    "été 2024.txt",
    ".x",
    "نمونه\N{ZERO WIDTH NON-JOINER}ها.md",
    "x" * 255,
    "é" * 127,
    "##[error]x.txt",
    "a'b (1).md",
)
UNSAFE = {
    "a\nb.txt": "control", "\x1b[31m.txt": "control", "a\x7f": "control", "a\x85": "control", "a\N{LINE SEPARATOR}b": "control", "a\N{PARAGRAPH SEPARATOR}b": "control",
    "a\\b.txt": "backslash", "caf\udce9.txt": "not UTF-8", "a\N{RIGHT-TO-LEFT OVERRIDE}b": "direction",
    "a\N{RIGHT-TO-LEFT MARK}b": "direction", "x" * 256: "255 bytes", "é" * 128: "255 bytes",
}  # fmt: skip
ODD = {
    "-x.txt": "hyphen", "--": "hyphen", "::error::x.txt": "character", "a:b.txt": "character", "a?": "character", "*.md": "character",
    "a|b": "character", "<a>.txt": "character", 'a"b.txt': "character", "a.": "end", "a.txt ": "end", "CON.txt": "device",
    "con": "device", "aux.md": "device", "Nul.tar.txt": "device", "com1.txt": "device", "LPT¹.txt": "device",
    "prn .txt": "device", "CONIN$": "device",
}  # fmt: skip
PORTABLE = (
    "console.txt",
    "auxerre.md",
    "com.txt",
    "com10.txt",
    "lpt.md",
    "null.txt",
    "a-b.txt",
    "a. b",
    "a..b",
    "COM1x.txt",
)


@pytest.mark.parametrize("name", SAFE)
def test_a_name_that_can_be_kept(name: str) -> None:
    assert unsafe(name) is None
    assert fault_in_path(name) is None


@pytest.mark.parametrize(("name", "part"), UNSAFE.items(), ids=map(ascii, UNSAFE))
def test_a_name_that_cannot_be_kept(name: str, part: str) -> None:
    assert part in (unsafe(name) or "")
    assert fault_in_path(name)  # what is refused here could not be restored either


@pytest.mark.parametrize(("name", "kind"), ODD.items())
def test_a_name_that_cannot_go_everywhere(name: str, kind: str) -> None:
    found = unportable(name)
    assert found is not None
    assert found[0] == kind
    assert unsafe(name) is None
    assert bool(fault_on_windows(f"sub/{name}")) == (kind != "hyphen")


@pytest.mark.parametrize("name", PORTABLE)
def test_a_name_that_can(name: str) -> None:
    assert unportable(name) is None


def test_an_odd_name_is_a_warning_and_its_article_is_read(root: Path) -> None:
    for name in ("a:b.txt", "CON.md", "-x.txt", "sub./a.txt", "good.txt"):
        article(root, name)
    (root / "photo?.jpg").write_bytes(b"x")
    (root / "nul.txt.meta.json").write_text(json.dumps(LEAST), encoding="utf-8")
    found = listing(root)
    assert by_path(found) == {
        "-x.txt": ["SRC101"], "CON.md": ["SRC101"], "a:b.txt": ["SRC101"], "good.txt": [], "nul.txt": ["SRC007"], "sub./a.txt": []
    }  # fmt: skip
    assert [(f.code, f.place.path) for f in found.findings if f.place] == [
        ("SRC101", "nul.txt.meta.json"),
        ("SRC101", "photo?.jpg"),
        ("SRC110", "photo?.jpg"),
        ("SRC101", "sub."),
    ]
    warned = [entry for entry in found.entries if codes(entry.findings) == ["SRC101"]]
    assert {finding.severity for entry in warned for finding in entry.findings} == {Severity.WARNING}
    assert all(read(root, entry, Limits()).body == b"Un texte.\n" for entry in warned)


@pytest.mark.parametrize("folder", ["a\nb", os.fsdecode(b"\xff"), "a\N{POP DIRECTIONAL ISOLATE}"], ids=ascii)
def test_what_lies_in_a_folder_without_a_safe_name_is_not_read(root: Path, folder: str) -> None:
    (root / folder).mkdir()
    (root / folder / "a.txt").write_bytes(b"x")
    found = listing(root)
    assert found.entries == ()
    assert codes(found.findings) == ["SRC009"]
    assert found.findings[0].place is not None
    found.findings[0].place.path.encode("utf-8")


# Names that are one name elsewhere.


def test_paths_that_collide_are_an_error_on_each_and_both_are_named(root: Path) -> None:
    for name in (
        "Faro.txt",
        "faro.txt",
        "FARO.TXT",
        f"{NFC}.md",
        f"{NFD}.md",
        "straße.txt",
        "STRASSE.txt",
        "x.txt",
        "x.md",
        "y.txt",
    ):
        article(root, name, id=f"n{len(list(root.iterdir()))}")
    found = listing(root)
    assert {path: said for path, said in by_path(found).items() if said} == {
        name: ["SRC010"] for name in ("Faro.txt", "faro.txt", "FARO.TXT", f"{NFC}.md", f"{NFD}.md", "straße.txt", "STRASSE.txt")
    }  # fmt: skip
    told = {entry.address.path: entry.findings[0] for entry in found.entries if entry.findings}
    assert all(finding.severity is Severity.ERROR for finding in told.values())
    assert told[f"{NFC}.md"].place == Place(f"{NFC}.md")
    assert f"{NFD}.md" in told[f"{NFC}.md"].message
    assert f"{NFC}.md" in told[f"{NFD}.md"].message
    assert (
        told[f"{NFD}.md"].excerpt == r"e\u0301te\u0301.md"
    )  # which nobody could tell from the other otherwise
    assert "writing accents" in told[f"{NFD}.md"].message
    assert ("case is not told apart" in told["faro.txt"].message, told["faro.txt"].excerpt) == (True, "")
    assert found.findings == ()


def test_folders_and_other_files_that_collide_are_told_of_once(root: Path) -> None:
    article(root, "Sub/a.txt")
    article(root, "sub/b.txt")
    for name in ("photo.jpg", "Photo.JPG", "Metadata.jsonl", f"{NFC}.bin", f"{NFD}.bin"):
        (root / name).write_bytes(b"x")
    found = listing(root, Limits())
    assert by_path(found) == {"Sub/a.txt": [], "sub/b.txt": []}
    collide = [finding for finding in found.findings if finding.code == "SRC010"]
    assert [finding.place.path for finding in collide if finding.place] == [
        "Metadata.jsonl",
        "Photo.JPG",
        "Sub",
        f"{NFD}.bin",
    ]
    assert [
        "metadata.jsonl" in collide[0].message,
        "photo.jpg" in collide[1].message,
        "sub" in collide[2].message,
    ] == [True] * 3


def test_an_article_that_collides_with_a_folder_has_the_error(root: Path) -> None:
    article(root, "a.md.txt")
    (root / "A.MD.txt").mkdir()
    assert by_path(listing(root)) == {"A.MD.txt": ["SRC001", "SRC010"], "a.md.txt": ["SRC010"]}


def test_ids_that_differ_in_case_alone_are_an_error_on_each(root: Path) -> None:
    article(root, "one.txt", id="Faro")
    article(root, "two.txt", id="faro")
    article(root, "x.txt")
    article(root, "X.md")
    article(root, "other.txt")
    found = listing(root)
    told = {path for path, said in by_path(found).items() if said == ["MET002"]}
    assert told == {"one.txt", "two.txt", "x.txt", "X.md"}
    assert [entry.id for entry in found.entries] == ["Faro", "X", "faro", "other", "x"]
    first = found.entries[0].findings[0]
    assert (first.article, first.place) == ("Faro", Place("metadata.jsonl", line=1))
    assert "one.txt has the id Faro, and two.txt has faro" in first.message


def test_ids_that_are_alike_because_paths_are_are_told_of_once(root: Path) -> None:
    article(root, "Faro.txt")
    article(root, "faro.txt")
    assert by_path(listing(root)) == {"Faro.txt": ["SRC010"], "faro.txt": ["SRC010"]}
    article(root, "FARO.md")
    assert by_path(listing(root)) == {
        "FARO.md": ["MET002"],
        "Faro.txt": ["SRC010", "MET002"],
        "faro.txt": ["SRC010", "MET002"],
    }


def test_ids_that_somebody_chose_are_told_of_whatever_the_paths_do(root: Path) -> None:
    article(root, "Faro.txt", id="Own")
    article(root, "faro.txt", id="own")
    article(root, "lost.txt", id="Else")
    (root / "lost.txt").unlink()
    article(root, "b.txt", id="else")
    assert by_path(listing(root)) == {
        "Faro.txt": ["SRC010", "MET002"],
        "faro.txt": ["SRC010", "MET002"],
        "lost.txt": ["SRC007", "MET002"],
        "b.txt": ["MET002"],
    }


def test_records_that_lead_nowhere_have_ids_of_their_own_too(root: Path) -> None:
    for name in ("x.txt", "x.md", "X.text"):
        article(root, name)
        (root / name).unlink()
    found = listing(root)
    assert [entry.id for entry in found.entries] == ["X", "x", "x~2"]


def test_a_record_whose_name_is_written_otherwise_is_told_the_right_one(root: Path) -> None:
    (root / f"{NFD}.txt").write_bytes(b"x")
    (root / "Faro.txt").write_bytes(b"x")
    for name in (f"{NFC}.txt", "faro.txt", "gone.txt"):
        with (root / "metadata.jsonl").open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(LEAST | {"file_name": name}) + "\n")
    found = listing(root)
    lost = {entry.address.path: entry.findings for entry in found.entries if entry.address.length == 0}
    assert set(lost) == {f"{NFC}.txt", "faro.txt", "gone.txt"}
    assert {tuple(codes(said)) for said in lost.values()} == {("SRC007",)}
    assert f"there is {NFD}.txt" in lost[f"{NFC}.txt"][0].message
    assert "there is Faro.txt" in lost["faro.txt"][0].message
    assert "put the file there" in lost["gone.txt"][0].message


def test_very_many_names_take_no_quadratic_time() -> None:
    names = [f"{number:06d}.txt" for number in range(100_000)]
    assert collisions(names) == []
    [group] = collisions(["x" * 9] * 100_000)
    assert len(group) == 100_000
    assert collisions([f"{name}{end}" for name in names for end in "aA"])[0] == ["000000.txtA", "000000.txta"]


@given(st.lists(st.text(st.sampled_from("aAäÄßſsKk\u212a\u0308é\u0301e"), max_size=3), max_size=12))
def test_groups_are_those_that_comparing_each_with_each_finds(names: list[str]) -> None:
    groups = collisions(names)
    together = {name: at for at, group in enumerate(groups) for name in group}
    assert sum(map(len, groups)) == sum(sum(folded(a) == folded(b) for b in names) > 1 for a in names)
    for a in names:
        for b in names:
            if folded(a) == folded(b) and (a != b or names.count(a) > 1):
                assert together[a] == together[b]


@given(st.text(max_size=8))
def test_no_name_is_both_unsafe_in_silence_and_unportable(name: str) -> None:
    if unsafe(name) is None and name not in ("", ".", "..") and "/" not in name:
        assert fault_in_path(name) is None
    assert on_windows(name) is None or unportable(name) is not None
