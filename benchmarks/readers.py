"""Whether the tools of others open a package and see what is in it: each alone in an environment that knows nothing of us.

    python -m benchmarks.readers [--articles 20000] [--environments FOLDER] [--date YYYY-MM-DD]

The sample corpus, the seeds and so many generated articles are packaged; `datasets`, `mlcroissant` and `bagit` then read
each package, and every row is compared by value with those in the Parquet files. The environments are made with pip, with the
versions that are installed here, in FOLDER, where another run finds them again. The Hub's offline mode is on.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks import measure
from benchmarks.speed import BENCH, DATA, made

OUTSIDE = measure.ROOT / "benchmarks" / "outside"
READERS = {"datasets": ("datasets",), "mlcroissant": ("mlcroissant", "pyarrow"), "bagit": ("bagit",)}
OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
    "PYTHONWARNINGS": "ignore",
    "PYTHONPATH": "",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one package: how often it read, how many rows were compared, in how long, what differed."""

    package: str
    reader: str
    tried: int
    rows: int
    seconds: float
    lost: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """For the line that a run prints."""
        return f"{self.reader} reads {self.package}"

    @property
    def ended(self) -> str:
        """How it ended, for the same."""
        return (
            f"{self.rows:,} rows compared in {self.seconds:.0f} s" if self.rows else f"{self.seconds:.1f} s"
        )

    @property
    def cells(self) -> tuple[str, ...]:
        """Its line in the table."""
        figures = (f"{self.tried}", f"{self.rows:,}", f"{self.seconds:.1f}", f"{len(self.lost)}")
        return (self.package, self.reader, *figures)


def corpora(folder: Path, articles: int) -> Iterator[tuple[str, Path]]:
    """The name and the folder of each corpus; those that lie beside this clone only where they do."""
    yield "the sample", measure.ROOT
    if measure.SEEDS.is_dir():
        yield "the seeds", seeds(folder / "seeds")
    if not measure.lacks(BENCH, DATA):
        yield f"{articles:,} articles", made(folder, articles)


def seeds(corpus: Path) -> Path:
    """The seeds as a corpus, each with the least that a record must say: there is none beside them."""
    shutil.copytree(measure.SEEDS, corpus / "raw")
    lines = []
    for file in sorted((corpus / "raw").glob("*.txt")):
        record = {"file_name": file.name, "title": file.stem, "language": "und", "url": None}
        record |= {"retrieved_at": "2026-11-24", "license": "NOASSERTION"}
        lines.append(json.dumps(record) + "\n")
    (corpus / "raw" / "metadata.jsonl").write_text("".join(lines), encoding="utf-8", newline="")
    return corpus


def environment(folder: Path, reader: str) -> Path:
    """The Python of an environment with this reader and what it needs, made if it is not there."""
    python = folder / reader / "bin" / "python"
    done = folder / reader / "done"
    if not done.is_file():
        wanted = [f"{name}=={version(name)}" for name in READERS[reader]]
        measure.done([sys.executable, "-m", "venv", "--clear", folder / reader])
        measure.done([python, "-m", "pip", "install", "--quiet", *wanted])
        done.touch()
    if measure.run([python, "-c", "import corpuskit"], cwd=folder).status == 0:
        sys.exit(f"{python} knows corpuskit: that is no environment of others")
    return python


def read(package: Path, called: str, reader: str, python: Path, cache: Path) -> Iterator[Reading]:
    """What a reader makes of a package, by its own command and by ours that compares what it reads."""
    title = f"{reader} {version(reader)}"
    commands = {
        "mlcroissant": [python.parent / "mlcroissant", "validate", "--jsonld", package / "croissant.json"],
        "bagit": [python, python.parent / "bagit.py", "--validate", package],
    }
    if reader in commands:
        run = measure.run(commands[reader], cwd=cache, env=OFFLINE)
        said = (run.error.strip().splitlines() or [""])[-1]
        yield Reading(
            called,
            f"{title}: validate",
            1,
            0,
            run.seconds,
            (said.replace(str(package), called),) * (run.status != 0),
        )
    script = OUTSIDE / f"with_{reader}.py"
    if not script.is_file():
        return
    more = [cache / called.replace(" ", "-")] if reader == "datasets" else []
    run = measure.run([python, script, package, *more], cwd=cache, env=OFFLINE)
    try:
        told = json.loads(run.output)
    except ValueError:
        told = {"reads": 0, "rows": 0, "lost": [run.error[-500:]]}
    yield Reading(called, title, told["reads"], told["rows"], run.seconds, tuple(told["lost"]))


def readings(articles: int, environments: Path | None = None) -> Iterator[Reading]:
    """Each reader with each package."""
    with tempfile.TemporaryDirectory() as name:
        folder, packages = Path(name), {}
        for called, corpus in corpora(folder, articles):
            out = folder / f"package-{len(packages)}"
            options = ("--out", out, "--name", "x", "--no-cache", "--workers", "2")
            measure.done(measure.corpuskit("package", corpus, *options))
            packages[called] = out / "x"
        for reader in READERS:
            python = environment((environments or folder / "environments").absolute(), reader)
            for called, package in packages.items():
                yield from read(package, called, reader, python, folder)


def table(found: list[Reading]) -> str:
    """The readings as Markdown."""
    head = ("package", "reader", "reads", "rows compared", "seconds", "differ")
    return measure.table([head, *(one.cells for one in found)])


def main() -> int:
    """Print the table; the exit status is 1 where anything differs."""
    parser = measure.arguments(__doc__, 1)
    parser.add_argument("--articles", type=int, default=20_000, metavar="N", help="how many articles (20000)")
    parser.add_argument("--environments", type=Path, metavar="FOLDER", help="default: made anew each time")
    given = parser.parse_args()
    found = list(readings(given.articles, given.environments))
    print(table(found) + measure.heading(given.date))
    for one in found:
        for what in one.lost:
            print(f"{one.name}: {what}")
    return any(one.lost for one in found)


if __name__ == "__main__":
    sys.exit(main())
