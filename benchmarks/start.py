"""How long corpuskit takes to start, and to check five articles, beside an import of typer: ratios of medians.

python -m benchmarks.start [--runs 15] [--date YYYY-MM-DD]
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import measure

LIMITS = {"corpuskit --version": 2.5, "corpuskit validate, five articles": 8.0}
KNOWN = {
    "language": "fr",
    "title": None,
    "url": None,
    "publisher": None,
    "published_at": None,
    "retrieved_at": None,
}


def seeds(folder: Path) -> Path:
    """The five articles as a corpus whose metadata say only what is known."""
    raw = folder / "raw"
    raw.mkdir()
    records = []
    for file in sorted(measure.SEEDS.glob("*.txt")):
        shutil.copyfile(file, raw / file.name)
        records.append({"file_name": file.name, "id": file.stem, **KNOWN, "license": "NOASSERTION"})
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (raw / "metadata.jsonl").write_text(lines, encoding="utf-8", newline="")
    return folder


def main() -> None:
    """Print the table."""
    given = measure.arguments(__doc__, 15).parse_args()
    if measure.lacks(measure.SEEDS):
        return
    with tempfile.TemporaryDirectory() as folder:
        corpus = seeds(Path(folder))
        version, validate = LIMITS
        found = measure.in_turn(
            given.runs,
            {
                "python -c 'import typer'": lambda: measure.done([sys.executable, "-c", "import typer"]),
                version: lambda: measure.done(measure.corpuskit("--version")),
                validate: lambda: measure.done(measure.corpuskit("validate", corpus)),
            },
        )
    one = measure.middle(next(iter(found.values())))
    rows = [("", "ms", "ratio", "limit")]
    for name, runs in found.items():
        took, limit = measure.middle(runs), LIMITS.get(name)
        rows.append((name, f"{took * 1e3:.0f}", f"{took / one:.2f}", f"{limit or ''}"))
    print(measure.table(rows) + measure.heading(given.date))
    print(f"medians of {given.runs} whole processes each, run in turn")


if __name__ == "__main__":
    main()
