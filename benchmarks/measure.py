"""What the benchmarks share: whole processes measured, medians, tables, and a word on the machine."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from corpuskit import __version__

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SEEDS = SHARED / "corpora" / "seeds" / "raw"


@dataclass(frozen=True, slots=True)
class Run:
    """One process and all its children, from its start to its end.

    seconds  on the clock; cpu  seconds of processor, user and system, of all processes together
    peak     memory in MB (10^6 bytes) of the largest single process among them
    """

    seconds: float
    cpu: float
    peak: float
    status: int
    output: str
    error: str


def run(command: Sequence[str | Path], cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Run:
    """The command, run to its end. This process must stay small: a child's peak begins with that of its parent."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "NO_COLOR": "1", **(env or {})}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as error:
        start = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)),
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=error,
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        said = []
        for file in (output, error):
            file.seek(0)
            said.append(file.read().decode("utf-8", "replace"))
    unit = 1 if sys.platform == "darwin" else 1024
    peak = used.ru_maxrss * unit / 1e6
    return Run(seconds, used.ru_utime + used.ru_stime, peak, process.returncode, *said)


def done(command: Sequence[str | Path], cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Run:
    """Like `run`; a command that fails ends the benchmark with what it said."""
    ended = run(command, cwd, env)
    if ended.status:
        sys.exit(f"{' '.join(map(str, command))}\nended with status {ended.status}:\n{ended.error[-2000:]}")
    return ended


def corpuskit(*arguments: str | Path) -> list[str | Path]:
    """The installed command of this environment; the module where only the source is there."""
    installed = Path(sysconfig.get_path("scripts")) / "corpuskit"
    return [*([installed] if installed.is_file() else [sys.executable, "-m", "corpuskit"]), *arguments]


def in_turn(runs: int, jobs: Mapping[str, Callable[[], Run]]) -> dict[str, list[Run]]:
    """Each job `runs` times: all of them once, then all again, so that a slow moment of the machine meets all."""
    found: dict[str, list[Run]] = {name: [] for name in jobs}
    for _ in range(runs):
        for name, job in jobs.items():
            found[name].append(job())
    return found


def middle(runs: Iterable[Run], what: str = "seconds") -> float:
    """The median of one figure over several runs."""
    return median(getattr(one, what) for one in runs)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a Markdown table; the first is its head. Columns of figures are set to the right."""
    columns = list(zip(*rows, strict=True))
    widths = [max(3, *map(len, column)) for column in columns]
    figures = [all(not cell or cell[0].isdigit() for cell in column[1:]) for column in columns]
    rule = ["-" * (width - 1) + ("-:"[figure]) for width, figure in zip(widths, figures, strict=True)]
    lines = [
        [
            cell.rjust(width) if figure else cell.ljust(width)
            for cell, width, figure in zip(row, widths, figures, strict=True)
        ]
        for row in (rows[0], rule, *rows[1:])
    ]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def machine() -> str:
    """Cores, processor, memory and system, and no name of the machine."""
    model = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.is_file():
        told = dict(line.partition(":")[::2] for line in cpus.read_text(encoding="utf-8").splitlines())
        model = next((value.strip() for key, value in told.items() if key.strip() == "model name"), model)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, {platform.system()} {platform.machine()}"


def versions() -> str:
    """The versions that decide the figures."""
    found = [f"corpuskit {__version__}", f"Python {platform.python_version()}"]
    for name in ("numpy", "pyarrow", "chardet", "charset-normalizer", "datasets", "jsonschema", "typer"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(found)


def arguments(description: str | None, runs: int = 5) -> argparse.ArgumentParser:
    """The command line that all benchmarks have: --date and --runs."""
    today = dt.datetime.now(dt.UTC).date().isoformat()
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("--date", default=today, metavar="YYYY-MM-DD", help="what to write as the date")
    parser.add_argument("--runs", type=int, default=runs, metavar="N", help=f"medians of N runs ({runs})")
    return parser


def heading(date: str) -> str:
    """When, where and with what: the last lines of each table."""
    return f"\n{date}; {machine()}\n{versions()}"


def lacks(*paths: Path) -> bool:
    """Whether data beside the clone is absent; says which."""
    absent = [path.relative_to(SHARED.parent) for path in paths if not path.exists()]
    if absent:
        print(f"Nothing was measured: {absent[0]} is not beside this clone.")
    return bool(absent)
