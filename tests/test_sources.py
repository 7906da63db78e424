"""Reading a corpus of strangers: what is listed, what is read, and what is refused without being touched."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpuskit.errors import SourceError
from corpuskit.model.articles import Address, Entry
from corpuskit.model.findings import Finding, Place, Severity
from corpuskit.sources import Limits, Listing, listing, read

LIMITS = Limits()
FOLLOW = Limits(follow_links=True)
LEAST = {"language": "fr", "url": None, "retrieved_at": None, "license": "NOASSERTION"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def article(root: Path, path: str, text: str = "Un texte.\n", /, **metadata: Any) -> None:
    """An article with its record in the metadata.jsonl of the root."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="")
    record(root, file_name=path, **metadata)


def record(folder: Path, /, **metadata: Any) -> None:
    with (folder / "metadata.jsonl").open("a", encoding="utf-8", newline="") as file:
        file.write(json.dumps(LEAST | metadata, ensure_ascii=False) + "\n")


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def by_id(found: Listing) -> dict[str, list[str]]:
    return {entry.id: codes(entry.findings) for entry in found.entries}


def only(found: Listing) -> Entry:
    [entry] = found.entries
    return entry


# Listing.


def test_articles_are_listed_by_id_with_their_records(root: Path) -> None:
    article(root, "b.txt", "é", url="https://www.Example.org/x")
    article(root, "sub/deep/a.md", publisher=" Le Journal ")
    article(root, "a.MARKDOWN")
    article(root, "z/été.text", id="0/first")
    found = listing(root)
    assert found.findings == ()
    assert [entry.id for entry in found.entries] == ["0/first", "a", "b", "sub/deep/a"]
    assert [entry.site for entry in found.entries] == ["z", "", "example.org", "Le Journal"]
    assert found.entries[2].address == Address("b.txt", 0, 2)
    said = found.entries[2].record
    assert said is not None
    assert said.place == Place("metadata.jsonl", line=1)
    assert json.loads(said.body)["file_name"] == "b.txt"
    assert not any(entry.findings for entry in found.entries)


def test_metadata_stand_in_any_folder_and_beside_the_article(root: Path) -> None:
    for path in ("sub/a.txt", "sub/b.txt", "sub/c.md", "sub/d.tar.txt"):
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(b"x")
    record(root / "sub", file_name="./a.txt")
    for name in ("b.txt.meta.json", "c.meta.json", "d.tar.meta.json"):
        (root / "sub" / name).write_text(json.dumps(LEAST, indent=2), encoding="utf-8")
    found = listing(root)
    assert by_id(found) == {"sub/a": [], "sub/b": [], "sub/c": [], "sub/d.tar": []}
    assert [entry.record.place.path for entry in found.entries if entry.record] == [
        "sub/metadata.jsonl", "sub/b.txt.meta.json", "sub/c.meta.json", "sub/d.tar.meta.json"
    ]  # fmt: skip
    assert found.findings == ()


def test_what_is_no_article_is_passed_over_or_told_of(root: Path) -> None:
    for name in (".hidden.txt", "a.txt~", "#a.txt#", "a.txt.bak", "photo.jpg", "txt", "metadata.tsv"):
        (root / name).write_bytes(b"x")
    (root / ".git").mkdir()
    (root / ".git" / "a.txt").write_bytes(b"x")
    found = listing(root)
    assert found.entries == ()
    assert [(f.code, f.severity, f.place.path) for f in found.findings if f.place] == [
        ("SRC110", Severity.NOTE, "metadata.tsv"),
        ("SRC110", Severity.NOTE, "photo.jpg"),
        ("SRC110", Severity.NOTE, "txt"),
    ]


def test_an_article_without_metadata_and_metadata_without_article(root: Path) -> None:
    article(root, "good.txt")
    (root / "alone.txt").write_bytes(b"x")
    record(root, file_name="lost.txt", url="https://example.org/")
    record(root, file_name="other.txt", id="named")
    (root / "left.txt.meta.json").write_text(json.dumps(LEAST), encoding="utf-8")
    found = listing(root)
    assert by_id(found) == {
        "alone": ["SRC006"],
        "good": [],
        "left": ["SRC007"],
        "lost": ["SRC007"],
        "named": ["SRC007"],
    }
    lost = found.entries[3]
    assert lost.address == Address("lost.txt", 0, 0)
    assert lost.findings[0].article == "lost"
    assert lost.findings[0].place == Place("metadata.jsonl", line=2)
    assert all(f.severity is Severity.ERROR for entry in found.entries for f in entry.findings)


@pytest.mark.parametrize(
    "name", ["../x.txt", "/etc/passwd", "a/../../x.txt", "a\\b.txt", "C:/x.txt", "", ".", "a/.."]
)
def test_a_file_name_that_leads_out_is_listed_and_never_read(root: Path, name: str) -> None:
    (root.parent / "x.txt").write_text("secret", encoding="utf-8")
    article(root, "a/good.txt")
    record(root, file_name=name, id="evil")
    found = listing(root)
    assert by_id(found) == {"a/good": [], "evil": ["SRC003"]}
    evil = found.entries[1]
    assert evil.address.length == 0
    assert ".." not in evil.address.path.split("/")
    assert not evil.address.path.startswith("/")
    assert read(root, evil, LIMITS).body is None


def test_an_address_that_leads_out_is_not_read_whoever_made_it(root: Path) -> None:
    (root.parent / "x.txt").write_text("secret", encoding="utf-8")
    for path in ("../x.txt", str(root.parent / "x.txt"), "a//b.txt", "./a.txt"):
        raw = read(root, Entry("a", Address(path, 0, 6), None), LIMITS)
        assert raw.body is None
        assert codes(raw.findings) == ["SRC003"]


def test_two_records_for_one_article(root: Path) -> None:
    article(root, "same.txt", title="A")
    record(root, title="A", file_name="./same.txt")
    article(root, "differ.txt", title="A")
    record(root, file_name="differ.txt", title="B")
    article(root, "sub/far.txt")
    record(root / "sub", file_name="far.txt")
    article(root, "beside.txt")
    (root / "beside.meta.json").write_text(json.dumps(LEAST | {"language": "en"}), encoding="utf-8")
    (root / "beside.txt.meta.json").write_text(json.dumps(LEAST), encoding="utf-8")
    article(root, "typed.txt", extra={"n": 1})
    record(root, file_name="typed.txt", extra={"n": True})
    found = listing(root)
    weights = {entry.id: [(f.code, f.severity.label) for f in entry.findings] for entry in found.entries}
    assert weights == {
        "beside": [("MET005", "error"), ("MET005", "warning")],
        "differ": [("MET005", "error")],
        "same": [("MET005", "warning")],
        "sub/far": [("MET005", "warning")],
        "typed": [("MET005", "error")],
    }
    differ = next(entry for entry in found.entries if entry.id == "differ").findings[0]
    assert "metadata.jsonl line 3" in differ.message
    assert "metadata.jsonl line 4" in differ.message
    assert differ.place == Place("metadata.jsonl", line=4)


def test_duplicate_ids_are_told_on_each_and_every_entry_keeps_a_key(root: Path) -> None:
    article(root, "one.txt", id="a.b")
    article(root, "two.txt", id="a.b")
    article(root, "three.txt", id="a.b")
    article(root, "a.b.c.txt")
    article(root, "x.txt")
    article(root, "x.md")
    found = listing(root)
    assert by_id(found) == {
        "a.b": ["MET002"], "a.b.c": [], "a.b~2": ["MET002"], "a.b~3": ["MET002"], "x": ["MET002"], "x~2": ["MET002"]
    }  # fmt: skip
    assert [entry.id for entry in found.entries] == sorted(entry.id for entry in found.entries)
    first = found.entries[0].findings[0]
    assert "one.txt" in first.message
    assert "three.txt" in first.message or "two.txt" in first.message
    assert all(f.article == entry.id for entry in found.entries for f in entry.findings)


def test_an_id_that_is_none_gives_way_to_the_path(root: Path) -> None:
    article(root, "à la une.txt", id="../evil")
    article(root, "b.txt", id=5)
    assert by_id(listing(root)) == {"%C3%A0%20la%20une": [], "b": []}


def test_malformed_records_say_where_and_spare_the_others(root: Path) -> None:
    article(root, "good.txt")
    for name in ("twice.txt", "broken.txt"):
        (root / name).write_bytes(b"x")
    with (root / "metadata.jsonl").open("ab") as file:
        file.write(
            b'\n  \n{"file_name": "twice.txt", "id": "k", "id": "l"}\r\n{nonsense\n"text"\n{"id": "nameless"}\n{"file_name": 5}\n'
        )
        file.write(b'{"language": "fr\xe9", "file_name": "broken.txt"}\n')
    record(root, file_name="last.txt")
    (root / "last.txt").write_bytes(b"x")
    found = listing(root)
    assert by_id(found) == {"broken": ["MET004"], "good": [], "last": [], "twice": ["MET004"]}
    assert [(f.code, f.place.line, f.place.column) for f in found.findings if f.place] == [
        ("MET004", 5, 2), ("MET004", 6, 1), ("MET001", 7, None), ("MET001", 8, None)
    ]  # fmt: skip
    assert found.entries[3].findings[0].place == Place("metadata.jsonl", line=4, column=39)
    raw = read(root, found.entries[3], LIMITS)
    assert raw.metadata is None
    assert codes(raw.findings) == ["MET004"]  # once, and the bytes are there for other checks
    assert raw.body == b"x"


def test_a_malformed_second_record_is_told_of(root: Path) -> None:
    article(root, "a.txt")
    article(root, "b.txt")
    with (root / "metadata.jsonl").open("ab") as file:
        file.write(b'{"file_name": "a.txt", "x": NaN}\n{"file_name": "c.txt", "x": NaN}\n')
    article(root, "c.txt")
    found = listing(root)
    assert by_id(found) == {"a": ["MET004"], "b": [], "c": ["MET004"]}
    assert [entry.findings[0].place for entry in found.entries if entry.findings] == [
        Place("metadata.jsonl", line=3, column=29),
        Place("metadata.jsonl", line=4, column=29),
    ]


def test_a_malformed_sidecar_says_its_own_line(root: Path) -> None:
    (root / "a.txt").write_bytes(b"x")
    (root / "a.txt.meta.json").write_bytes(b'{\n "language": "fr",\n "url": NaN}\n')
    (root / "b.txt").write_bytes(b"x")
    (root / "b.txt.meta.json").write_bytes(b"[" * (2**20 + 1))
    found = listing(root)
    assert by_id(found) == {"a": ["MET004"], "b": ["MET004"]}
    assert found.entries[0].findings[0].place == Place("a.txt.meta.json", line=3, column=9)


def test_a_byte_order_mark_is_told_once_and_of_the_right_article(root: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (root / name).write_bytes(b"x")
    lines = [json.dumps(LEAST | {"file_name": name}) for name in ("a.txt", "b.txt")]
    (root / "metadata.jsonl").write_text("\N{ZERO WIDTH NO-BREAK SPACE}" + "\n".join(lines), encoding="utf-8")
    assert by_id(listing(root)) == {"a": ["MET004"], "b": []}


def test_a_line_without_end_costs_no_memory(root: Path) -> None:
    article(root, "a.txt")
    with (root / "metadata.jsonl").open("ab") as file:
        file.write(b'{"title": "' + b"x" * 3 * 2**20 + b'"}\n')
    article(root, "b.txt")
    found = listing(root)
    assert by_id(found) == {"a": [], "b": []}
    assert [(f.code, f.place.line) for f in found.findings if f.place] == [("MET004", 2)]


def test_metadata_of_a_terabyte_are_given_up(root: Path) -> None:
    article(root, "a.txt")
    os.truncate(root / "metadata.jsonl", 2**40)
    found = listing(root)
    assert by_id(found) == {"a": []}
    assert codes(found.findings) == ["MET004"]


def test_the_root_must_be_a_folder(root: Path) -> None:
    with pytest.raises(SourceError, match="cannot be listed"):
        listing(root / "nothing")
    (root / "a.txt").write_bytes(b"x")
    with pytest.raises(SourceError, match="cannot be listed"):
        listing(root / "a.txt")
    assert listing(root).entries


# What must not be opened.


def test_pipes_sockets_and_folders_with_the_name_of_an_article(root: Path) -> None:
    os.mkfifo(root / "pipe.txt")
    os.mkfifo(root / "metadata.jsonl")
    os.mkfifo(root / "good.txt.meta.json")
    (root / "folder.md").mkdir()
    (root / "folder.md" / "in.txt").write_bytes(b"x")
    (root / "good.txt").write_bytes(b"x")
    there = Path.cwd()
    os.chdir(root)  # the path of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.txt")
    finally:
        os.chdir(there)
    found = listing(root)
    assert by_id(found) == {
        "folder": ["SRC001"],
        "good": ["SRC006"],
        "pipe": ["SRC001"],
        "socket": ["SRC001"],
    }
    assert codes(found.findings) == ["SRC001", "SRC001"]
    for entry in found.entries:
        bare = read(
            root, replace(entry, findings=()), LIMITS
        )  # as if they had been files when they were listed
        assert codes(bare.findings) == ([] if entry.id == "good" else ["SRC001"])


def test_links_are_not_followed(root: Path, tmp_path: Path) -> None:
    article(root, "good.txt")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (root / "in.txt").symlink_to("good.txt")
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "loop").symlink_to(".")
    (root / "nowhere.md").symlink_to("nothing")
    (root / "metadata.jsonl~").symlink_to("good.txt")
    found = listing(root)
    assert by_id(found) == {"good": [], "in": ["SRC002"], "nowhere": ["SRC002"], "out": ["SRC002"]}
    assert codes(found.findings) == ["SRC002"]
    for entry in found.entries[1:]:
        assert read(root, entry, LIMITS).body is None
        assert codes(read(root, replace(entry, findings=()), LIMITS).findings) == ["SRC002"]


def test_a_folder_that_becomes_a_link_leads_nowhere(root: Path, tmp_path: Path) -> None:
    article(root, "sub/a.txt", "inside")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.txt").write_text("secret", encoding="utf-8")
    entry = only(listing(root))
    assert read(root, entry, LIMITS).body == b"inside"
    (root / "sub").rename(root / "was")
    (root / "sub").symlink_to(tmp_path / "outside")
    raw = read(root, entry, LIMITS)
    assert raw.body is None
    assert codes(raw.findings) == ["SRC002"]
    assert codes(read(root, entry, FOLLOW).findings) == ["SRC003"]


def test_links_inside_the_root_are_followed_on_demand(root: Path, tmp_path: Path) -> None:
    (root / ".store").mkdir()
    (root / ".store" / "one").write_text("stored", encoding="utf-8")
    article(root, "real/a.txt", "here")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (root / "stored.txt").symlink_to(".store/one")
    (root / "out.txt").symlink_to("../secret.txt")
    (root / "dir").symlink_to("real")
    (root / "real" / "up").symlink_to("..")
    (root / "self.txt").symlink_to("self.txt")
    (root / "z").symlink_to("real")
    record(root, file_name="stored.txt")
    record(root, file_name="dir/a.txt")
    record(root, file_name="z/a.txt")
    found = listing(root, FOLLOW)
    assert by_id(found) == {
        "dir/a": [],
        "out": ["SRC003"],
        "real/a": [],
        "self": ["SRC002"],
        "stored": [],
        "z/a": [],
    }
    assert codes(found.findings) == ["SRC002"] * 3  # real/up, and the same through dir and z
    bodies = {entry.id: read(root, entry, FOLLOW).body for entry in found.entries}
    assert bodies == {
        "dir/a": b"here",
        "out": None,
        "real/a": b"here",
        "self": None,
        "stored": b"stored",
        "z/a": b"here",
    }


def test_a_maze_of_links_ends(root: Path) -> None:
    for i in range(12):
        (root / f"d{i}").mkdir()
        article(root, f"d{i}/a.txt")
        for name in ("l", "r"):
            (root / f"d{i}" / name).symlink_to(f"../d{i + 1}")
    found = listing(root, FOLLOW)
    assert len(found.entries) == 12 + 2 * 11


def test_a_sparse_terabyte_is_not_read(root: Path) -> None:
    article(root, "a.txt")
    os.truncate(root / "a.txt", 2**40)
    entry = only(listing(root))
    assert codes(entry.findings) == ["SRC004"]
    assert read(root, entry, LIMITS).body is None
    assert codes(read(root, replace(entry, findings=()), LIMITS).findings) == ["SRC004"]
    os.truncate(root / "a.txt", 10)
    assert codes(only(listing(root, Limits(max_bytes=9))).findings) == ["SRC004"]
    assert codes(only(listing(root, Limits(max_bytes=10))).findings) == []


@pytest.mark.parametrize(
    "name",
    [
        b"a\nb.txt",
        b"\x1b[31m.txt",
        b"caf\xe9.txt",
        b"a\\b.txt",
        "a\N{RIGHT-TO-LEFT OVERRIDE}b.txt".encode(),
        b"\xc2\x85.txt",
    ],
)
def test_unsafe_names_are_listed_and_not_read(root: Path, name: bytes) -> None:
    article(root, "good.txt")
    (Path(os.fsdecode(os.fsencode(root) + b"/" + name))).write_bytes(b"x")
    found = listing(root)
    assert sorted(by_id(found).values()) == [[], ["SRC009"]]
    unsafe = next(entry for entry in found.entries if entry.findings)
    assert unsafe.address.path.encode("utf-8")  # a dataset can store it
    assert unsafe.id.isascii()
    assert read(root, unsafe, LIMITS).body is None


@pytest.mark.parametrize(
    "name",
    [
        "été à la une.txt",
        " un blanc devant.txt",
        "auxerre, com10 & lpt.txt",
        "نمونه\N{ZERO WIDTH NON-JOINER}ها.md",
        "a\N{NO-BREAK SPACE}b.txt",
    ],
)
def test_odd_names_are_read(root: Path, name: str) -> None:
    article(root, name)
    entry = only(listing(root))
    assert entry.findings == ()
    assert read(root, entry, LIMITS).body == b"Un texte.\n"


def test_an_unsafe_folder_is_told_of_and_not_entered(root: Path) -> None:
    (root / "a\nb").mkdir()
    (root / "a\nb" / "c.txt").write_bytes(b"x")
    found = listing(root)
    assert found.entries == ()
    assert codes(found.findings) == ["SRC009"]


def test_two_names_that_are_not_utf8_stay_two(root: Path) -> None:
    for name in (b"a\xe9.txt", b"a\xe8.txt"):
        Path(os.fsdecode(os.fsencode(root) + b"/" + name)).write_bytes(b"x")
    found = listing(root)
    assert by_id(found) == {"a%E8": ["SRC009"], "a%E9": ["SRC009"]}
    assert [entry.address.path for entry in found.entries] == ["a\\xe8.txt", "a\\xe9.txt"]


def test_names_do_not_depend_on_the_locale(root: Path) -> None:
    article(root, "été.txt")
    program = (
        "import sys; from pathlib import Path; from corpuskit.sources import listing, read, Limits;"
        "e, = listing(Path(sys.argv[1])).entries; print(e.id, len(read(Path(sys.argv[1]), e, Limits()).body))"
    )
    for locale in ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"LC_ALL": "C.UTF-8"}):
        done = subprocess.run(
            [sys.executable, "-c", program, str(root)],
            capture_output=True,
            text=True,
            env=os.environ | locale,
            check=True,
        )
        assert done.stdout == "%C3%A9t%C3%A9 10\n"


@pytest.fixture
def nested(root: Path) -> Iterator[Callable[[str, int], None]]:
    """Makes folders inside folders below the root; takes them away again, since Python 3.11 cannot."""

    def make(name: str, depth: int) -> None:
        there = Path.cwd()
        os.chdir(root)
        try:
            for _ in range(depth):
                Path(name).mkdir()
                os.chdir(name)
        finally:
            os.chdir(there)

    yield make
    subprocess.run(["rm", "-rf", "--", str(root)], check=True)


def test_folders_without_end_are_no_recursion(root: Path, nested: Callable[[str, int], None]) -> None:
    nested("d", 1100)
    Path(root, *["d"] * 1100, "a.txt").write_bytes(b"x")
    entry = only(listing(root))
    assert read(root, entry, LIMITS).body == b"x"


def test_a_path_beyond_the_system_is_a_finding(root: Path, nested: Callable[[str, int], None]) -> None:
    article(root, "good.txt")
    nested("n" * 200, 25)
    found = listing(root)
    assert by_id(found) == {"good": []}
    assert codes(found.findings) == ["SRC008"]
    assert "name too long" in found.findings[0].message


# Reading.


def test_an_article_is_read_once_and_hashed(root: Path) -> None:
    article(root, "a.md", "Été\r\n", title="T", url="https://example.org/")
    raw = read(root, only(listing(root)), LIMITS)
    assert raw.body == "Été\r\n".encode()
    assert raw.sha256 == hashlib.sha256("Été\r\n".encode()).hexdigest()
    assert raw.media_type == "text/markdown"
    assert raw.metadata is not None
    assert raw.metadata["title"] == "T"
    assert (raw.site, raw.findings) == ("example.org", ())


def test_an_empty_article_is_read(root: Path) -> None:
    article(root, "a.txt", "")
    raw = read(root, only(listing(root)), LIMITS)
    assert raw.body == b""
    assert raw.findings == ()


def test_other_bytes_than_in_the_first_pass_are_a_finding(root: Path) -> None:
    article(root, "a.txt", "first")
    entry = only(listing(root))
    digest = read(root, entry, LIMITS).sha256
    assert read(root, entry, LIMITS, digest).findings == ()
    (root / "a.txt").write_bytes(b"other")
    raw = read(root, entry, LIMITS, digest)
    assert (raw.body, raw.sha256, codes(raw.findings)) == (None, "", ["SRC005"])
    assert codes(read(root, entry, LIMITS, "").findings) == ["SRC005"]


def test_a_file_that_goes_or_grows_after_the_listing_is_a_finding(root: Path) -> None:
    article(root, "a.txt", "first")
    entry = only(listing(root))
    (root / "a.txt").write_bytes(b"first and more")
    assert codes(read(root, entry, LIMITS).findings) == ["SRC005"]
    (root / "a.txt").unlink()
    assert codes(read(root, entry, LIMITS).findings) == ["SRC005"]
    (root / "a.txt").mkdir()
    assert codes(read(root, entry, LIMITS).findings) == ["SRC001"]


@pytest.mark.parametrize("change", ["grow", "touch", "shrink"])
def test_a_file_that_changes_while_it_is_read_is_a_finding(
    root: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    article(root, "a.txt", "x" * 1000)
    entry = only(listing(root))
    plain = os.read

    def meddling(descriptor: int, size: int) -> bytes:
        found = plain(descriptor, size)
        if change == "grow":
            with (root / "a.txt").open("ab") as file:
                file.write(b"y")
        elif change == "shrink":
            os.truncate(root / "a.txt", 10)
        else:
            os.utime(root / "a.txt", ns=(1, 1))
        return found

    monkeypatch.setattr(os, "read", meddling)
    raw = read(root, entry, LIMITS)
    assert raw.body is None
    assert codes(raw.findings) == ["SRC005"]


def test_a_disk_that_fails_is_a_finding(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article(root, "a.txt")
    entry = only(listing(root))

    def failing(descriptor: int, size: int) -> bytes:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "read", failing)
    raw = read(root, entry, LIMITS)
    assert raw.body is None
    assert codes(raw.findings) == ["SRC008"]
    assert "Input/output error" in raw.findings[0].message


def descriptors() -> int:
    """How many files this process has open, 0 where the system does not say."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def test_no_descriptor_is_left_open(root: Path) -> None:
    article(root, "sub/a.txt")
    os.mkfifo(root / "pipe.txt")
    (root / "sub" / "link.txt").symlink_to("a.txt")
    before = descriptors()
    for limits in (LIMITS, FOLLOW, Limits(max_bytes=1)):
        for entry in listing(root, limits).entries:
            read(root, replace(entry, findings=()), limits)
            read(root, replace(entry, address=Address("no/such.txt", 0, 1), findings=()), limits)
    assert descriptors() == before
