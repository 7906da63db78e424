"""Publishing: all or nothing, one writer at a time, nothing of the user's ever touched."""

from __future__ import annotations

import errno
import os
import re
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpuskit.errors import MachineError, TargetError
from corpuskit.packaging import disk, lock, publish, swap
from corpuskit.packaging.publish import claim, write_file
from tests.packages import build, tree

HOLD = """
import sys
from pathlib import Path
from corpuskit.packaging.publish import claim
with claim(Path(sys.argv[1]), "x"):
    print("held", flush=True)
    sys.stdin.read()
"""


def published(out: Path, content: bytes) -> Path:
    """A package with one file, whose content is `content`."""
    return build_with(out, {"README.md": content})


def build_with(out: Path, files: dict[str, bytes]) -> Path:
    from corpuskit.model.context import PARTS, pipeline_of
    from corpuskit.packaging.manifest import Manifest, to_json

    with claim(out, "x") as claimed:
        facts = tuple(write_file(claimed.staging, name, data) for name, data in files.items())
        parts = dict.fromkeys(PARTS, "0" * 64)
        manifest = Manifest("x", "0.1.0", pipeline_of(parts), parts, {}, 0, 0, (), facts, "0" * 64)
        write_file(claimed.staging, "manifest.json", to_json(manifest))
        claimed.commit()
    return out / "x"


def leftovers(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir() if path.name != "x")


def test_first_publication_makes_the_folder_and_leaves_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "dist"
    assert (published(out, b"one") / "README.md").read_bytes() == b"one"
    assert leftovers(out) == []


def test_second_publication_replaces_the_whole_folder(tmp_path: Path) -> None:
    build_with(tmp_path, {"README.md": b"one", "data/a": b"a"})
    build_with(tmp_path, {"README.md": b"two", "data/b/c": b"c"})
    assert sorted(tree(tmp_path)) == ["x/README.md", "x/data/b/c", "x/manifest.json"]
    assert (tmp_path / "x" / "README.md").read_bytes() == b"two"


def test_an_empty_folder_may_be_the_target(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    assert (published(tmp_path, b"one") / "README.md").read_bytes() == b"one"


def test_leaving_without_commit_changes_nothing(tmp_path: Path) -> None:
    published(tmp_path, b"one")
    before = tree(tmp_path)
    with claim(tmp_path, "x") as claimed:
        write_file(claimed.staging, "README.md", b"two")
    assert tree(tmp_path) == before


def test_an_error_inside_changes_nothing_and_comes_through(tmp_path: Path) -> None:
    published(tmp_path, b"one")
    before = tree(tmp_path)
    with pytest.raises(ZeroDivisionError), claim(tmp_path, "x") as claimed:
        _fail(claimed)
    assert tree(tmp_path) == before


def _fail(claimed: publish.Claim) -> None:
    write_file(claimed.staging, "README.md", b"two")
    raise ZeroDivisionError


def test_modes_do_not_depend_on_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o077)
    try:
        package = build_with(tmp_path, {"README.md": b"one", "data/a": b"a"})
    finally:
        os.umask(old)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (package, *package.rglob("*"))}
    assert modes == {"x": 0o755, "README.md": 0o644, "manifest.json": 0o644, "data": 0o755, "a": 0o644}


def test_write_file_says_what_it_wrote_and_never_overwrites(tmp_path: Path) -> None:
    fact = write_file(tmp_path, "data/a.bin", memoryview(b"abc"))
    assert (fact.path, fact.bytes) == ("data/a.bin", 3)
    assert fact.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    with pytest.raises(TargetError, match="file exists"):
        write_file(tmp_path, "data/a.bin", b"other")
    assert (tmp_path / "data/a.bin").read_bytes() == b"abc"


def test_short_writes_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, bytes(data)[:3]))
    write_file(tmp_path, "a", b"0123456789")
    monkeypatch.undo()
    assert (tmp_path / "a").read_bytes() == b"0123456789"


# Names and targets that will not do


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "../x", "-x", ".x", "a b", "é", "x\n", "a" * 97, "x\0"]
)
def test_names_that_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(TargetError, match="cannot name a package"), claim(tmp_path / "dist", name):
        pytest.fail("the claim was granted")
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize("name", ["x", "A-1._z", "0", "a" * 96, "CON"])
def test_names_that_are_taken(tmp_path: Path, name: str) -> None:
    with claim(tmp_path, name) as claimed:
        assert claimed.target == tmp_path / name
        assert claimed.staging.parent == tmp_path


def _a_file(target: Path) -> None:
    target.write_bytes(b"precious")


def _a_link(target: Path) -> None:
    elsewhere = target.parent.parent / "elsewhere"
    elsewhere.mkdir()
    target.symlink_to(elsewhere)


def _a_dangling_link(target: Path) -> None:
    target.symlink_to("nowhere")


def _a_folder_of_somebody(target: Path) -> None:
    target.mkdir()
    (target / "thesis.txt").write_bytes(b"precious")


def _a_manifest_of_others(target: Path) -> None:
    target.mkdir()
    (target / "manifest.json").write_bytes(b'{"format": "webpack"}')


def _a_manifest_that_is_a_link(target: Path) -> None:
    published(target.parent, b"one")
    (target / "manifest.json").rename(target.parent / "moved.json")
    (target / "manifest.json").symlink_to("../moved.json")


def _a_package_with_notes(target: Path) -> None:
    published(target.parent, b"one")
    (target / "data").mkdir()
    (target / "data" / "notes.txt").write_bytes(b"precious")


def _a_package_from_the_future(target: Path) -> None:
    published(target.parent, b"one")
    manifest = target / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"format_version": 1', b'"format_version": 2'))


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (_a_file, "not a folder"),
        (_a_link, "symbolic link"),
        (_a_dangling_link, "symbolic link"),
        (_a_folder_of_somebody, "not a package"),
        (_a_manifest_of_others, "not a package"),
        (_a_manifest_that_is_a_link, "not a package"),
        (_a_package_with_notes, "data/notes.txt was not written by corpuskit"),
        (_a_package_from_the_future, "not a package"),
    ],
)
def test_targets_that_are_refused_and_not_touched(
    tmp_path: Path, make: Callable[[Path], None], word: str
) -> None:
    out = tmp_path / "dist"
    out.mkdir()
    make(out / "x")
    before = tree(tmp_path)
    with pytest.raises(TargetError, match=re.escape(word)), claim(out, "x"):
        pytest.fail("the claim was granted")
    assert tree(tmp_path) == before


def test_a_package_where_a_file_manager_left_its_file_is_still_ours(tmp_path: Path) -> None:
    published(tmp_path, b"one")
    (tmp_path / "x" / ".DS_Store").write_bytes(b"")
    assert (published(tmp_path, b"two") / "README.md").read_bytes() == b"two"


def test_a_target_that_changed_meanwhile_is_not_touched(tmp_path: Path) -> None:
    with claim(tmp_path, "x") as claimed:
        write_file(claimed.staging, "README.md", b"one")
        _a_folder_of_somebody(tmp_path / "x")
        with pytest.raises(TargetError, match="not a package"):
            claimed.commit()
    assert tree(tmp_path) == {"x/thesis.txt": b"precious"}


def test_out_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "dist").write_bytes(b"")
    with pytest.raises(TargetError, match="file exists"), claim(tmp_path / "dist", "x"):
        pytest.fail("the claim was granted")


# One writer at a time


def test_the_second_run_names_the_holder_at_once(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        with pytest.raises(TargetError, match=rf"another run \(process {first.pid}, "), claim(tmp_path, "x"):
            pytest.fail("the claim was granted")
        with claim(tmp_path, "y"):
            pass  # another name is another lock
        first.communicate()
    published(tmp_path, b"one")
    assert leftovers(tmp_path) == []


def test_the_lock_of_a_killed_run_does_not_block(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        first.stdout.readline()
        first.kill()
    assert len(leftovers(tmp_path)) == 2  # the lock and the staging folder
    published(tmp_path, b"one")
    assert leftovers(tmp_path) == []


def test_the_lock_holds_between_threads_too(tmp_path: Path) -> None:
    with claim(tmp_path, "x"), pytest.raises(TargetError, match="another run"), claim(tmp_path, "x"):
        pytest.fail("the claim was granted twice")


def test_many_runs_at_once_never_hold_together(tmp_path: Path) -> None:
    """Locking and removing the lock file race here on purpose; `inside` would exceed 1 if both could win."""
    inside = 0
    worst = 0
    granted = 0

    def contend() -> None:
        nonlocal inside, worst, granted
        for _ in range(60):
            try:
                with lock.held(tmp_path, "x"):
                    inside += 1
                    worst = max(worst, inside)
                    granted += 1
                    time.sleep(0.0002)  # lets the others in, if they can
                    inside -= 1
            except TargetError:
                continue

    threads = [threading.Thread(target=contend) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert worst == 1
    assert granted > 0


def test_a_lock_on_a_file_that_was_removed_meanwhile_is_no_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening and locking, the holder before us removes the file and a third run makes a new one."""
    import fcntl

    real = fcntl.flock
    path = tmp_path / ".x.corpuskit.lock"
    opened: list[int] = []

    def flock(file: int, how: int) -> None:
        opened.append(file)
        if len(opened) == 1:
            path.unlink()
            path.touch()
        real(file, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    with lock.held(tmp_path, "x"):
        assert len(opened) == 2
        with pytest.raises(TargetError, match="another run"), lock.held(tmp_path, "x"):
            pytest.fail("the lock was granted twice")


def test_a_note_of_somebody_else_is_shown_without_its_controls(tmp_path: Path) -> None:
    import fcntl

    with (tmp_path / ".x.corpuskit.lock").open("w+b") as other:
        other.write(b"\x1b[31mred\n::error::\xff")
        other.flush()
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(TargetError) as caught, claim(tmp_path, "x"):
            pytest.fail("the claim was granted")
    assert "\x1b" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("kind", ["link", "fifo", "folder"])
def test_a_lock_that_is_no_file_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / ".x.corpuskit.lock"
    if kind == "link":
        (tmp_path / "precious").write_bytes(b"precious")
        path.symlink_to("precious")
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(TargetError), claim(tmp_path, "x"):
        pytest.fail("the claim was granted")
    assert kind != "link" or (tmp_path / "precious").read_bytes() == b"precious"


# Left-overs


def test_leftovers_are_swept_and_neighbours_are_not(tmp_path: Path) -> None:
    for name in (".x.corpuskit-0123abcd", ".x.corpuskit-ready", ".x.corpuskit-old"):
        (tmp_path / name / "data").mkdir(parents=True)
    stay = [".x.corpuskit-notes", ".xx.corpuskit-0123abcd", ".x.corpuskit-0123abcd.corpuskit-89abcdef", "y"]
    for name in stay:
        (tmp_path / name).mkdir()
    outside = tmp_path / "y" / "precious"
    outside.write_bytes(b"precious")
    (tmp_path / ".x.corpuskit-01234567").symlink_to("y")
    (tmp_path / "x").mkdir()
    with claim(tmp_path, "x") as claimed:
        pass
    assert claimed.target.is_dir()
    assert leftovers(tmp_path) == sorted([*stay, ".x.corpuskit-01234567"])
    assert outside.read_bytes() == b"precious"


@pytest.mark.parametrize(("left", "then"), [("ready", b"new"), ("old", b"old")])
def test_renames_that_a_kill_cut_off_are_completed(tmp_path: Path, left: str, then: bytes) -> None:
    published(tmp_path, b"old").rename(tmp_path / ".x.corpuskit-old")
    if left == "ready":
        published(tmp_path / "elsewhere", b"new").rename(tmp_path / ".x.corpuskit-ready")
    with claim(tmp_path, "x"):
        assert (tmp_path / "x" / "README.md").read_bytes() == then
    assert [name for name in leftovers(tmp_path) if name.startswith(".")] == []


# Where names cannot be exchanged


def test_three_renames_do_what_an_exchange_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(tmp_path, b"one")
    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    assert (published(tmp_path, b"two") / "README.md").read_bytes() == b"two"
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("fails", [{n} for n in range(1, 8)] + [{4, 5}], ids=str)
def test_three_renames_that_fail_put_the_old_package_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: set[int]
) -> None:
    """The N-th rename or fsync of the folder fails, for each N until there are no more; once, putting back fails too."""
    published(tmp_path, b"one")
    before = tree(tmp_path)
    calls = 0

    def failing(real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            nonlocal calls
            calls += 1
            if calls in fails:
                raise OSError(errno.EIO, "Input/output error")
            return real(*arguments)

        return call

    monkeypatch.setattr(swap, "exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", failing(Path.rename))
    monkeypatch.setattr(swap, "sync_folder", failing(swap.sync_folder))
    if min(fails) <= 5:
        with pytest.raises(MachineError, match="untouched" if len(fails) == 1 else "does not say"):
            published(tmp_path, b"two")
        assert tree(tmp_path) == before
    else:
        assert (published(tmp_path, b"two") / "README.md").read_bytes() == b"two"
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("again", [False, True])
def test_a_swap_that_cannot_be_made_durable_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    if again:
        published(tmp_path, b"one")
    before = tree(tmp_path)

    def fail(path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error", str(path))

    monkeypatch.setattr(swap, "sync_folder", fail)
    with pytest.raises(MachineError, match="untouched"):
        published(tmp_path, b"two")
    assert tree(tmp_path) == before
    assert leftovers(tmp_path) == []


# What is said of errors


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, MachineError),
        (errno.EIO, MachineError),
        (errno.EROFS, MachineError),
        (errno.EDQUOT, MachineError),
        (errno.EFBIG, MachineError),
        (errno.ENOMEM, MachineError),
        (errno.EACCES, TargetError),
        (errno.ENOTDIR, TargetError),
        (errno.EEXIST, TargetError),
    ],
)
def test_errors_are_one_sentence_that_says_what_where_and_what_to_do(
    number: int, kind: type[Exception]
) -> None:
    with pytest.raises(kind) as caught, disk.told("cannot write dist/x"):
        raise OSError(number, os.strerror(number), "dist/x/README.md")
    said = str(caught.value)
    assert said.startswith("cannot write dist/x: ")
    assert "(dist/x/README.md); what was published before is untouched: " in said
    assert "\n" not in said


def test_a_disk_that_fails_again_while_the_old_package_is_put_back_is_told_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(tmp_path, b"one")
    real = swap.exchange
    calls = 0

    def fail(path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error", str(path))

    def once(one: Path, other: Path) -> bool:
        nonlocal calls
        calls += 1
        return real(one, other) if calls == 1 else bool(fail(one))

    monkeypatch.setattr(swap, "sync_folder", fail)
    monkeypatch.setattr(swap, "exchange", once)
    with pytest.raises(MachineError, match="the new package is whole, but"):
        published(tmp_path, b"two")
    assert (tmp_path / "x" / "README.md").read_bytes() == b"two"


def test_an_error_of_closing_is_an_error(tmp_path: Path) -> None:
    file = os.open(tmp_path / "a", os.O_CREAT | os.O_WRONLY)
    with pytest.raises(OSError, match="Bad file descriptor"), disk.closing(file):
        os.close(file)


@pytest.mark.parametrize(("number", "matters"), [(errno.EIO, True), (errno.EINVAL, False)])
def test_folders_that_cannot_be_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, matters: bool
) -> None:
    def fail(file: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(disk, "_sync", fail)
    if matters:
        with pytest.raises(OSError, match="Input/output error") as caught:
            disk.sync_folder(tmp_path)
        assert caught.value.filename == str(tmp_path)
    else:
        disk.sync_folder(tmp_path)


def test_a_full_disk_met_by_somebody_elses_writing_is_told_too(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="no space left"), claim(tmp_path, "x"):
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(FileNotFoundError), claim(tmp_path, "x"):
        (tmp_path / "not there").read_bytes()


def test_publishing_a_real_package_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first = tree(build(tmp_path))
    assert tree(build(tmp_path)) == first
    assert "README.md" in first


def test_the_api_is_where_the_other_parts_look_for_it() -> None:
    assert set(publish.__all__) == {"Claim", "FileFact", "claim", "write_file"}
