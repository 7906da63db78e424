"""Disks that are full, read-only, or limited: one sentence, the right status, the old package untouched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.driver import publish
from tests.faults.loop import DRIVER, tree

BIG = "200000"  # copies of some ten bytes in each of three files


def run(out: Path, size: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """The driver, publishing the new package with files of that size; `before` is said to the shell first."""
    command = f'{before} exec "$0" "$@"'
    arguments = [sys.executable, str(DRIVER), str(out), "new", "exchange", size]
    return subprocess.run(
        ["sh", "-c", command, *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )


def refused(ended: subprocess.CompletedProcess[str], out: Path, word: str) -> None:
    """The run ended with status 3 and one sentence; the old package alone is there."""
    assert ended.returncode == 3
    assert ended.stderr.count("\n") == 1
    assert word in ended.stderr
    assert "untouched" in ended.stderr
    assert [path.name for path in out.iterdir()] == ["x"]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
        )
        if shutil.which("mount") and sys.platform == "linux"
        else None
    )
    if made is None or made.returncode:
        pytest.skip("mounting a small disk needs root on Linux")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk(disk: Path) -> None:
    publish(disk, "old")
    before = tree(disk)
    refused(run(disk, BIG), disk, "no space left on device")
    assert tree(disk) == before
    assert run(disk, "3000").returncode == 0  # what the failed run had written was swept: there is room again
    assert tree(disk) != before


def test_a_disk_without_room_for_even_the_lock(disk: Path) -> None:
    publish(disk, "old")
    before = tree(disk / "x")
    with (disk / "filler").open("wb", buffering=0) as filler:
        try:
            while filler.write(b"\0" * 4096):
                pass
        except OSError:
            pass
    ended = run(disk, "3000")
    (disk / "filler").unlink()
    refused(ended, disk, "no space left on device")
    assert tree(disk / "x") == before


def test_a_read_only_disk(disk: Path) -> None:
    publish(disk, "old")
    before = tree(disk)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    refused(run(disk, "3000"), disk, "read-only file system")
    assert tree(disk) == before


def test_a_mount_point_is_no_target(disk: Path) -> None:
    ended = subprocess.run(
        [sys.executable, str(DRIVER), str(disk.parent), "new"], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0  # a package beside the mount point
    shutil.rmtree(disk.parent / "x")
    (disk.parent / "x").mkdir()
    subprocess.run(["mount", "--bind", str(disk), str(disk.parent / "x")], check=True)
    try:
        ended = subprocess.run(
            [sys.executable, str(DRIVER), str(disk.parent), "new"],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        subprocess.run(["umount", str(disk.parent / "x")], check=True)
    assert ended.returncode == 2
    assert "mount point" in ended.stderr


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    publish(tmp_path, "old")
    before = tree(tmp_path)
    refused(run(tmp_path, BIG, "ulimit -f 64;"), tmp_path, "file too large")
    assert tree(tmp_path) == before
    assert run(tmp_path, "3000", "ulimit -f 100000;").returncode == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    publish(tmp_path, "old")
    tmp_path.chmod(0o555)
    try:
        ended = run(tmp_path, "3000")
    finally:
        tmp_path.chmod(0o755)
    assert ended.returncode == 2
    assert "permission denied" in ended.stderr
