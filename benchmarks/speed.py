"""How fast `package` is, and how much memory it takes, beside the script a user would write and beside the floor.

    python -m benchmarks.speed [--articles 20000] [--runs 3] [--stages] [--date YYYY-MM-DD]

`naive` is chardet, jsonschema, a few patterns and `datasets` in one process; `limit` reads, hashes and writes, and
checks nothing. All three run in turn on the same articles, each as a whole process from its start to its end.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import measure

BENCH = measure.SHARED / "bench"
DATA = measure.SHARED / "data" / "boilerplate" / "dev.jsonl.gz"
OURS = "corpuskit package"


def made(folder: Path, articles: int) -> Path:
    """A corpus of so many articles in a new folder below `folder`."""
    corpus = folder / f"corpus-{articles}"
    measure.done([sys.executable, BENCH / "make_corpus.py", corpus, "--articles", str(articles)])
    return corpus


def package(corpus: Path, workers: int) -> measure.Run:
    """Our run over the corpus; an older package is not left to be replaced."""
    out = corpus / "dist"
    shutil.rmtree(out, ignore_errors=True)
    options = ("--out", out, "--name", "bench", "--workers", str(workers))
    return measure.done(measure.corpuskit("package", corpus, *options, "--no-cache"))


def other(name: str, corpus: Path) -> measure.Run:
    """A run of one of the scripts it is compared with."""
    out = corpus / name
    shutil.rmtree(out, ignore_errors=True)
    cache = {"HF_DATASETS_CACHE": str(corpus / "cache"), "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    return measure.done([sys.executable, BENCH / f"{name}.py", corpus / "raw", out], env=cache)


def compare(corpus: Path, articles: int, runs: int, workers: int) -> tuple[str, float]:
    """The table of the three, and the peak memory of ours."""
    ours = f"{OURS} --workers {workers}"
    jobs: dict[str, Callable[[], measure.Run]] = {
        "naive.py": lambda: other("naive", corpus),
        "limit.py": lambda: other("limit", corpus),
        ours: lambda: package(corpus, workers),
    }
    found = measure.in_turn(runs, jobs)
    naive = measure.middle(found["naive.py"])
    rows = [("", "articles/s", "× naive", "says itself", "CPU s", "peak MB")]
    for name, done in found.items():
        took, inside = measure.middle(done), ""
        if name != ours:
            own = sorted(json.loads(one.output)["articles_per_s"] for one in done)
            inside = f"{own[len(own) // 2]:.0f}"
        cpu, peak = (measure.middle(done, what) for what in ("cpu", "peak"))
        rows.append(
            (name, f"{articles / took:.0f}", f"{naive / took:.2f}", inside, f"{cpu:.1f}", f"{peak:.0f}")
        )
    return measure.table(rows), measure.middle(found[ours], "peak")


def main() -> None:
    """Print the tables."""
    parser = measure.arguments(__doc__, 3)
    parser.add_argument("--articles", type=int, default=20_000, metavar="N", help="how many articles (20000)")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="our processes (2)")
    parser.add_argument("--stages", action="store_true", help="print where the time goes instead")
    given = parser.parse_args()
    if measure.lacks(BENCH, DATA):
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = made(folder, given.articles)
        if given.stages:
            from benchmarks.stages import rows_of, stages

            spent, articles = stages(corpus)
            print(measure.table(rows_of(spent)) + measure.heading(given.date))
            print(f"{articles} articles, one process, processor time, both passes over the corpus")
            return
        text, peak = compare(corpus, given.articles, given.runs, given.workers)
        small = max(1, given.articles // 4)
        fewer = made(folder, small)
        before = measure.middle(
            [package(fewer, given.workers) for _ in range(given.runs)],
            "peak",
        )
    print(text)
    print(
        f"largest process: {before:.0f} MB for {small} articles, {peak:.0f} MB for {given.articles}: ", end=""
    )
    print(f"{peak / before:.2f} ×")
    print(measure.heading(given.date))
    print(f"{given.articles} articles, medians of {given.runs} whole processes each, run in turn")


if __name__ == "__main__":
    main()
