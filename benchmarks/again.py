"""What a run costs that was done before: after no change, some changes, a kill; and that it gives the same package.

    python -m benchmarks.again [--articles 20000] [--workers 1] [--date YYYY-MM-DD]

Every run is the installed command, a whole process. A share of the articles gets one line more at its end. After each
build the same corpus is packaged anew without the store, and the two packages are compared byte for byte.
"""

from __future__ import annotations

import hashlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks import measure
from benchmarks.speed import BENCH, DATA, made

NAME = "bench"
SETTLED = 3  # seconds after which the clock of a file is no longer taken for that of now


def build(corpus: Path, workers: int, *options: str, out: str = "dist") -> measure.Run:
    """One run of `package`."""
    given = ("--out", corpus / out, "--name", NAME, "--workers", str(workers), *options)
    return measure.done(measure.corpuskit("package", corpus, *given))


def validate(corpus: Path, workers: int, *options: str) -> measure.Run:
    """One run of `validate`, whatever it finds."""
    return measure.run(measure.corpuskit("validate", corpus, "--workers", str(workers), *options))


def change(corpus: Path, share: float, turn: int) -> int:
    """One line more in this share of the articles, spread over all; how many they are."""
    files = sorted((corpus / "raw").rglob("*.txt"))
    chosen = files[turn :: round(1 / share)] if share else []
    for file in chosen:
        with file.open("ab") as stream:
            stream.write(f"A line that was added in turn {turn}.\n".encode())
    return len(chosen)


def digests(package: Path) -> dict[str, str]:
    """The digest of every file of a package."""
    return {
        path.relative_to(package).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(package.rglob("*"))
        if path.is_file()
    }


def pages(package: Path) -> dict[str, int]:
    """The bytes of each column of each row group of the rows, by their digest: what a store that keeps parts keeps once."""
    import pyarrow.parquet as pq

    found: dict[str, int] = {}
    for path in sorted((package / "data").glob("train-*.parquet")):
        data, file = path.read_bytes(), pq.ParquetFile(path)
        for group in range(file.metadata.num_row_groups):
            for number in range(file.metadata.num_columns):
                column = file.metadata.row_group(group).column(number)
                start = column.dictionary_page_offset or column.data_page_offset
                part = data[start : start + column.total_compressed_size]
                for at, end in _cut(part):
                    found[hashlib.sha256(part[at:end]).hexdigest()] = end - at
    return found


def _cut(part: bytes) -> list[tuple[int, int]]:
    """Pieces that begin where the bytes say so, of 16 kB on average: as stores cut that know content-defined chunks."""
    import numpy as np

    octets = np.frombuffer(part, np.uint8).astype(np.uint64)
    if len(octets) < 8:
        return [(0, len(part))]
    window = np.zeros(len(octets) - 7, np.uint64)
    for at in range(8):
        window = window * np.uint64(0x9E3779B97F4A7C15) + octets[at : at + len(window)]
    cuts = np.flatnonzero(window >> np.uint64(50) == 0).tolist()
    bounds = [0, *(cut for cut in cuts if cut), len(part)]
    return list(pairwise(bounds))


def kept(before: Mapping[str, int], after: Mapping[str, int]) -> float:
    """The share of the bytes after that were there before."""
    return sum(size for name, size in after.items() if name in before) / sum(after.values())


def killed(corpus: Path, workers: int, seconds: float) -> None:
    """A build that is killed when half of the time of a whole one is over, with all of its processes."""
    given = ("--out", corpus / "dist", "--name", NAME, "--workers", str(workers))
    command = list(map(str, measure.corpuskit("package", corpus, *given)))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        try:
            run.wait(seconds / 2)
            sys.exit("the build ended before it could be killed: take more articles")
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)


def forget(corpus: Path) -> None:
    """The corpus as it is when nobody has looked at it yet."""
    for name in ("dist", "plain", ".corpuskit"):
        shutil.rmtree(corpus / name, ignore_errors=True)


def same(corpus: Path, workers: int) -> str:
    """Whether a build without the store gives the same bytes."""
    build(corpus, workers, "--no-cache", out="plain")
    return "yes" if digests(corpus / "dist" / NAME) == digests(corpus / "plain" / NAME) else "NO"


def row(name: str, run: measure.Run, full: measure.Run, *more: str) -> tuple[str, ...]:
    """A line of the table."""
    shares = (f"{run.seconds / full.seconds:.3f}", f"{run.cpu / full.cpu:.3f}")
    return (name, f"{run.seconds:.1f}", f"{run.cpu:.1f}", *shares, *more)


def builds(corpus: Path, workers: int) -> Sequence[tuple[str, ...]]:
    """The lines about `package`."""
    full = build(corpus, workers)
    rows = [row("package, the first time", full, full, same(corpus, workers), "")]
    for turn, share in enumerate((0.0, 0.01, 0.1), start=1):
        before = pages(corpus / "dist" / NAME)
        count = change(corpus, share, turn)
        time.sleep(SETTLED)
        run = build(corpus, workers)
        stay = f"{kept(before, pages(corpus / 'dist' / NAME)):.3f}"
        rows.append(row(f"package, {count} articles changed", run, full, same(corpus, workers), stay))
    forget(corpus)
    killed(corpus, workers, full.seconds)
    resumed = build(corpus, workers)
    rows.append(row("package, after a kill at half", resumed, full, same(corpus, workers), ""))
    return rows


def checks(corpus: Path, workers: int) -> Sequence[tuple[str, ...]]:
    """The lines about `validate`."""
    forget(corpus)
    first = validate(corpus, workers)
    second = validate(corpus, workers)
    plain = validate(corpus, workers, "--no-cache")
    agree = "yes" if first.output == second.output == plain.output else "NO"
    rows = [row("validate, the first time", first, first, "", "")]
    rows.append(row("validate, again", second, first, agree, ""))
    return [*rows, row("validate, without the store", plain, first, "", "")]


def main() -> None:
    """Print the table."""
    parser = measure.arguments(__doc__, 1)
    parser.add_argument("--articles", type=int, default=20_000, metavar="N", help="how many articles (20000)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="our processes (1)")
    given = parser.parse_args()
    if measure.lacks(BENCH, DATA):
        return
    with tempfile.TemporaryDirectory() as name:
        corpus = made(Path(name), given.articles)
        head = ("", "s", "CPU s", "× s", "× CPU", "same bytes", "Parquet kept")
        rows = [head, *builds(corpus, given.workers), *checks(corpus, given.workers)]
        store = sum(path.stat().st_size for path in (corpus / ".corpuskit").rglob("*") if path.is_file())
    print(measure.table(rows) + measure.heading(given.date))
    print(f"{given.articles} articles, one run each; a store of findings alone takes {store / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
