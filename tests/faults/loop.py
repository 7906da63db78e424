"""Faults at every system call of publishing, as SQLite tests its commits: the N-th call fails or kills, for each N.

A run is traced once to list the calls that touch OUT; then it is run again for each of them, with `strace` killing the
process as it enters that call, or letting the call fail. Since no other call changes OUT, a kill at each is a kill in
every window between two. After each run OUT/NAME must be the old package or the new one, byte for byte, and the
next run must sweep what was left and succeed.

`benchmarks/prove.py` runs all of it, the tests a part: `most` says how many calls, spread evenly.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

DRIVER = Path(__file__).with_name("driver.py")
CHANGING = (
    "openat,mkdir,mkdirat,write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,"
    "unlink,unlinkat,rmdir,chmod,fchmod,fchmodat,ftruncate,flock"
)
# What each call may fail with when the disk is full, broken, read-only or over quota.
ERRORS: Mapping[str, Sequence[str]] = {
    "openat": ("ENOSPC", "EIO"),
    "mkdir": ("ENOSPC", "EROFS"),
    "write": ("ENOSPC", "EIO", "EDQUOT", "EFBIG"),
    "fsync": ("EIO", "ENOSPC"),
    "rename": ("EIO", "ENOSPC"),
    "renameat2": ("EIO", "ENOSPC", "ENOSYS", "EINVAL"),
    "unlink": ("EIO",),
    "unlinkat": ("EIO",),
    "rmdir": ("EIO",),
    "chmod": ("EIO",),
    "fchmod": ("EIO",),
    "ftruncate": ("EIO",),
    "close": ("EIO", "ENOSPC"),
}
_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")

Tree = Mapping[str, bytes]


class Lost(AssertionError):
    """A fault left something else than the old package or the new one."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One way of publishing: `command` publishes the new package into a folder; `lay` puts the old state there first.

    `again` publishes the new package without any fault and must succeed.
    """

    name: str
    command: Callable[[Path], Sequence[str]]
    lay: Callable[[Path], None]
    again: Callable[[Path], None]
    absent: bool = False  # between two renames NAME may be absent until the next run
    beside: str = (
        ""  # a folder beside OUT whose calls count as well; a run that fails there may warn and succeed
    )


@dataclass(slots=True)
class Count:
    """What was tried: by system call, how often; and how it ended: old, new, absent."""

    tried: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many faults were tried."""
        return sum(self.tried.values())


def missing() -> str:
    """Why the loops cannot run here; "" if they can."""
    if sys.platform != "linux":
        return "fault injection needs strace, which is for Linux"
    strace = shutil.which("strace")
    if strace is None:
        return "strace is not installed (Debian: apt install strace)"
    works = subprocess.run([strace, "-qq", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "" if works.returncode == 0 else "strace may not trace here (ptrace is forbidden)"


def kills(work: Path, scenario: Scenario, most: int | None = None) -> Count:
    """Kills the process at each system call that changes OUT; Lost if anything but old or new is left."""
    count = Count()
    old, new = _references(work, scenario)
    for call, number in _spread(calls(work, scenario, CHANGING), most):
        out = _fresh(work, scenario)
        ended = _run(scenario, out, f"inject={call}:signal=KILL:when={number}", call)
        if ended.returncode not in (-9, 137):
            raise Lost(f"{scenario.name}: {call} {number} was never reached")
        count.tried[call] += 1
        where = f"{scenario.name}: killed at {call} number {number}"
        count.ended[_state(out, old, new, scenario, where)] += 1
        _again(out, new, scenario, where)
    return count


def failures(work: Path, scenario: Scenario, most: int | None = None, only: Sequence[str] = ()) -> Count:
    """Lets each system call that touches OUT fail, in every way of ERRORS; Lost unless exit 0 means new, exit 3 old.

    `only` names the errors that are tried; all where it is empty.
    """
    count = Count()
    old, new = _references(work, scenario)
    found = calls(work, scenario, ",".join(ERRORS))
    for error in only or sorted({error for errors in ERRORS.values() for error in errors}):
        for call, number in _spread([c for c in found if error in ERRORS[c[0]]], most):
            out = _fresh(work, scenario)
            ended = _run(scenario, out, f"inject={call}:error={error}:when={number}", call)
            where = f"{scenario.name}: {error} at {call} number {number}"
            count.tried[f"{call} {error}"] += 1
            state = _state(out, old, new, scenario, where)
            count.ended[state] += 1
            said = ended.stderr.decode("utf-8", "replace")
            sentences = {3: (1,), 0: (0, 1) if scenario.beside else (0,)}.get(ended.returncode, ())
            if state != {0: "new", 3: "old"}.get(ended.returncode) or said.count("\n") not in sentences:
                raise Lost(f"{where}: status {ended.returncode}, {state} package, said {said!r}")
            _again(out, new, scenario, where)
    return count


def calls(work: Path, scenario: Scenario, names: str) -> list[tuple[str, int]]:
    """The system calls by which a run changes OUT: name, and the how-manieth of that name it is in the process."""
    out = _fresh(work, scenario)
    log = work / "trace"
    ended = subprocess.run(
        ["strace", "-qq", "-y", "-s", "0", "-e", f"trace={names}", "-o", str(log), *scenario.command(out)],
        capture_output=True,
        check=False,
        env=_environment(),
    )
    if ended.returncode:
        raise Lost(f"{scenario.name}: a run without faults failed: {ended.stderr!r}")
    seen: Counter[str] = Counter()
    found = []
    watched = [str(out), *([str(work / scenario.beside)] if scenario.beside else [])]
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        match = _CALL.match(line)
        if match is None:
            continue
        name, rest = match.groups()
        seen[name] += 1
        reads = name == "openat" and not re.search(r"O_(?:CREAT|WRONLY|RDWR)", rest)
        if any(place in rest for place in watched) and not reads:
            found.append((name, seen[name]))
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def _run(scenario: Scenario, out: Path, inject: str, call: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["strace", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", inject, *scenario.command(out)],
        capture_output=True,
        check=False,
        env=_environment(),
    )


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}


def _fresh(work: Path, scenario: Scenario) -> Path:
    out = work / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    scenario.lay(out)
    return out


def _references(work: Path, scenario: Scenario) -> tuple[Tree, Tree]:
    old = tree(_fresh(work, scenario) / "x")
    scenario.again(work / "out")
    return old, tree(work / "out" / "x")


def _state(out: Path, old: Tree, new: Tree, scenario: Scenario, where: str) -> str:
    found = tree(out / "x")
    if found == new:
        return "new"
    if found == old:
        return "old"
    if scenario.absent and not os.path.lexists(out / "x"):
        return "absent"
    raise Lost(f"{where}: {sorted(found)} is neither the old package nor the new one")


def _again(out: Path, new: Tree, scenario: Scenario, where: str) -> None:
    scenario.again(out)
    if tree(out / "x") != new or sorted(path.name for path in out.iterdir()) != ["x"]:
        raise Lost(f"{where}: the next run left {sorted(path.name for path in out.iterdir())}")


def _spread(items: Sequence[tuple[str, int]], most: int | None) -> Sequence[tuple[str, int]]:
    if most is None or len(items) <= most:
        return items
    return [items[round(i * (len(items) - 1) / max(1, most - 1))] for i in range(most)]


def by_driver(name: str, *, first: bool = False, way: str = "exchange") -> Scenario:
    """Publishing through the driver: onto a free name (`first`) or over an old package, by exchange or by renames."""
    from tests.faults.driver import publish

    return Scenario(
        name=name,
        command=lambda out: [sys.executable, str(DRIVER), str(out), "new", way],
        lay=(lambda out: None) if first else (lambda out: publish(out, "old")),
        again=lambda out: publish(out, "new"),
        absent=way == "renames",
    )


SCENARIOS: Mapping[str, Callable[[], Scenario]] = {
    "first publication": lambda: by_driver("first publication", first=True),
    "exchange": lambda: by_driver("exchange"),
    "renames": lambda: by_driver("renames", way="renames"),
}
