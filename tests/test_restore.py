"""Restoring: every byte comes back, nothing is overwritten, nothing is written outside."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from corpuskit.errors import MachineError, TargetError
from corpuskit.packaging import placing
from corpuskit.packaging.restore import Restored, restore
from tests.packages import RAW, SHARD, build, parquet, put, put_rows, row, rows, tree


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that no test changes, in several row groups."""
    return build(tmp_path_factory.mktemp("whole"), row_group_size=3)


def codes(restored: Restored) -> list[str]:
    return sorted(restored.report.by_code)


@pytest.mark.parametrize("article", sorted(RAW))
def test_one_article_comes_back_byte_for_byte(whole: Path, tmp_path: Path, article: str) -> None:
    restored = restore(whole, [article], tmp_path / "deep" / "out")
    assert restored.paths == (f"{article}.txt",)
    assert tree(tmp_path / "deep" / "out") == {f"{article}.txt": RAW[article][1]}
    assert restored.report.groups == ()


def test_all_come_back(whole: Path, tmp_path: Path) -> None:
    restored = restore(whole, None, tmp_path)
    expected = {f"{article}.txt": raw for article, (_, raw) in RAW.items()}
    kept = {line["raw_path"]: line["raw"] for line in rows() if line["raw"] is not None}
    assert tree(tmp_path) == expected | kept
    assert list(restored.paths) == sorted(expected | kept)


def test_several_ids_in_any_order_and_twice(whole: Path, tmp_path: Path) -> None:
    assert restore(whole, ["utf-8", "cr", "utf-8"], tmp_path).paths == ("cr.txt", "utf-8.txt")


def test_no_ids_restore_nothing(whole: Path, tmp_path: Path) -> None:
    assert restore(whole, [], tmp_path).paths == ()
    assert tree(tmp_path) == {}


def test_twice_is_as_good_as_once(whole: Path, tmp_path: Path) -> None:
    assert restore(whole, None, tmp_path) == restore(whole, None, tmp_path)


def test_an_unknown_id_names_the_nearest_and_writes_nothing(whole: Path, tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=re.escape("no row 'utf8-bom': did you mean utf-8-bom")):
        restore(whole, ["cr", "utf8-bom"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    with pytest.raises(TargetError, match="and 3 more: the column id"):
        restore(whole, ["!" * n for n in range(1, 9)], tmp_path / "out")


def test_what_is_no_package_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="give the folder of a package"):
        restore(tmp_path, None, tmp_path / "out")


# What stands in the way


def test_a_file_with_other_bytes_is_not_overwritten(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "cr.txt").write_bytes(b"precious")
    with pytest.raises(TargetError, match=r"cr\.txt exists and has other bytes"):
        restore(whole, ["cr"], tmp_path)
    assert tree(tmp_path) == {"cr.txt": b"precious"}


@pytest.mark.parametrize("kind", ["link", "dangling", "fifo", "folder"])
def test_what_is_no_file_is_not_overwritten_nor_followed(whole: Path, tmp_path: Path, kind: str) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside.txt"
    out.mkdir()
    outside.write_bytes(RAW["cr"][1])  # the right bytes, elsewhere
    path = out / "cr.txt"
    if kind == "link":
        path.symlink_to(outside)
    elif kind == "dangling":
        path.symlink_to(tmp_path / "new.txt")
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(TargetError):
        restore(whole, ["cr"], out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "outside.txt"]
    assert [path.name for path in out.iterdir()] == ["cr.txt"]


def test_a_folder_that_is_a_link_is_not_followed(whole: Path, tmp_path: Path) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside"
    out.mkdir()
    outside.mkdir()
    (out / "sub").symlink_to(outside)
    with pytest.raises(TargetError):
        restore(whole, ["sub/folder/trailing"], out)
    assert tree(outside) == {}


def test_a_file_in_place_of_a_folder(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "sub").write_bytes(b"precious")
    with pytest.raises(TargetError, match="not a directory"):
        restore(whole, ["sub/folder/trailing"], tmp_path)
    assert tree(tmp_path) == {"sub": b"precious"}


def test_out_that_is_a_file(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"precious")
    with pytest.raises(TargetError, match="cannot restore"):
        restore(whole, ["cr"], tmp_path / "out")


def test_a_disk_that_fails_leaves_no_half_file(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(file: int, data: bytes) -> None:
        os.write(file, data[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(placing, "write_all", fail)
    with pytest.raises(MachineError, match="no space left on device"):
        restore(whole, ["cr"], tmp_path)
    assert tree(tmp_path) == {}


def test_a_file_system_without_hard_links(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", fail)
    restore(whole, ["cr"], tmp_path)
    (tmp_path / "crlf.txt").write_bytes(b"precious")
    with pytest.raises(TargetError, match="has other bytes"):
        restore(whole, ["crlf"], tmp_path)
    assert tree(tmp_path) == {"cr.txt": RAW["cr"][1], "crlf.txt": b"precious"}


def test_a_link_that_fails_otherwise_is_told(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **more: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "link", fail)
    with pytest.raises(MachineError, match="input/output error"):
        restore(whole, ["cr"], tmp_path)
    assert tree(tmp_path) == {}


# Packages of strangers


def _lies(**changes: object) -> Callable[[Path], None]:
    def harm(package: Path) -> None:
        put_rows(package, [row("a", "utf-8", b"un\r\n") | changes, row("b", "utf-8", b"deux")])

    return harm


@pytest.mark.parametrize(
    "path",
    [
        "../outside.txt",
        "/etc/outside.txt",
        "a/../../outside.txt",
        "a\\b",
        "C:\\x",
        "a\0b",
        "\x1b[31m",
        "",
        ".",
        "x/",
    ],
)
def test_unsafe_paths_are_findings_and_not_written(tmp_path: Path, path: str) -> None:
    package = build(tmp_path)
    _lies(raw_path=path)(package)
    restored = restore(package, None, tmp_path / "deep" / "out")
    assert codes(restored) == ["PKG007"]
    assert tree(tmp_path / "deep") == {"out/b.txt": b"deux"}


@pytest.mark.parametrize(
    "changes",
    [
        {"raw_sha256": "0" * 64},
        {"text": "other\n"},
        {"encoding": "hex"},
        {"raw_length": 3},
        {"raw": b"un\n\n"},
        {"raw_path": None},
        {"edits": None},
    ],
)
def test_rows_that_do_not_prove_themselves_are_not_written(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    package = build(tmp_path)
    _lies(**changes)(package)
    restored = restore(package, None, tmp_path / "out")
    assert codes(restored) == ["PKG004"]
    assert tree(tmp_path / "out") == {"b.txt": b"deux"}


def test_two_rows_that_claim_one_file(tmp_path: Path) -> None:
    package = build(tmp_path)
    _lies(raw_path="b.txt")(package)
    restored = restore(package, None, tmp_path / "out")
    assert codes(restored) == ["PKG007"]
    assert tree(tmp_path / "out") == {"b.txt": b"un\r\n"}


@pytest.mark.parametrize("data", [b"", b"PAR1PAR1", b"PAR1" + b"\xff" * 100 + b"PAR1"])
def test_a_shard_that_is_no_parquet(tmp_path: Path, data: bytes) -> None:
    package = build(tmp_path)
    put(package, SHARD, data)
    assert codes(restore(package, None, tmp_path / "out")) == ["PKG003"]
    assert codes(restore(package, ["cr"], tmp_path / "out")) == ["PKG003"]  # perhaps it was in there
    assert tree(tmp_path / "out") == {}


def test_a_changed_shard_is_said_and_rows_that_prove_themselves_come_back(tmp_path: Path) -> None:
    package = build(tmp_path)
    (package / SHARD).write_bytes(parquet(rows(), use_dictionary=False))
    restored = restore(package, ["cr"], tmp_path / "out")
    assert codes(restored) == ["PKG002"]
    assert tree(tmp_path / "out") == {"cr.txt": RAW["cr"][1]}


def test_a_manifest_that_cannot_be_read(tmp_path: Path) -> None:
    package = build(tmp_path)
    (package / "manifest.json").write_bytes(b"[]")
    assert codes(restore(package, None, tmp_path / "out")) == ["PKG001"]


def test_a_manifest_that_leads_outside(tmp_path: Path) -> None:
    package = build(tmp_path)
    manifest = package / "manifest.json"
    (tmp_path / "shard.parquet").write_bytes((package / SHARD).read_bytes())
    manifest.write_bytes(manifest.read_bytes().replace(SHARD.encode(), b"../shard.parquet"))
    assert codes(restore(package, None, tmp_path / "out")) == ["PKG007"]
    assert tree(tmp_path / "out") == {}
