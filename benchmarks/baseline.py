"""A baseline at work: accepted findings stay accepted, one defect more is one finding, files that move bring nothing new.

    python -m benchmarks.baseline [--articles 20000] [--findings 5000] [--renamed 500] [--workers 1] [--date YYYY-MM-DD]

The corpus is generated; a bell is put into so many articles, beside whatever else is found there. Then it is accepted, an
article more gets a bell, and files are renamed with their records. Every run is the installed command. The status is 1
unless each run finds what it should.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks import measure
from benchmarks.speed import BENCH, DATA, made

_BELL = b"\n\x07\n"


def bell(file: Path) -> None:
    """One defect more: TXT002."""
    file.write_bytes(file.read_bytes() + _BELL)


def plain(corpus: Path) -> list[Path]:
    """The articles in UTF-8 that neither copy another one nor are copied: an edit of one says nothing about others."""
    truth = (corpus / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    copies = {name for line in map(json.loads, truth) for name in (line["id"], line["copy_of"])}
    return [file for file in files(corpus) if _id(corpus, file) not in copies and _is_utf8(file)]


def files(corpus: Path) -> list[Path]:
    """All articles in order."""
    return sorted((corpus / "raw").rglob("*.txt"))


def renamed(corpus: Path, chosen: Sequence[Path]) -> None:
    """Give these files other names, in their records too."""
    records = corpus / "raw/metadata.jsonl"
    names = {}
    for file in chosen:
        new = file.with_name(f"moved-{file.name}")
        file.rename(new)
        names[file.relative_to(corpus / "raw").as_posix()] = new.relative_to(corpus / "raw").as_posix()
    lines = [json.loads(line) for line in records.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        line["file_name"] = names.get(line["file_name"], line["file_name"])
    records.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def check(corpus: Path, baseline: Path, workers: int) -> tuple[measure.Run, Counter[str], int, int]:
    """A run against the baseline: what is new by code, how many old findings are left, how many gone."""
    how = ("--output-format", "json", "--workers", str(workers))
    run = measure.run(measure.corpuskit("validate", corpus, "--baseline", baseline, *how))
    told = json.loads(run.output)
    new = Counter(one["code"] for one in told["findings"])
    return run, new, told["baseline"]["left"], sum(one["count"] for one in told["baseline"]["gone"])


def _id(corpus: Path, file: Path) -> str:
    return file.relative_to(corpus / "raw").with_suffix("").as_posix()


def _is_utf8(file: Path) -> bool:
    try:
        file.read_bytes().decode("utf-8")
    except ValueError:
        return False
    return True


def main() -> int:
    """Print the table; 1 where a run did not find what it should."""
    parser = measure.arguments(__doc__, 1)
    for name, default in (("articles", 20_000), ("findings", 5_000), ("renamed", 500), ("workers", 1)):
        parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=f"default: {default}")
    given = parser.parse_args()
    if measure.lacks(BENCH, DATA):
        return 0
    with tempfile.TemporaryDirectory() as name:
        corpus, baseline = made(Path(name), given.articles), Path(name) / "baseline.jsonl"
        chosen = plain(corpus)
        for file in chosen[: given.findings]:
            bell(file)
        how = ("--write-baseline", baseline, "--workers", str(given.workers))
        accepted = measure.done(measure.corpuskit("validate", corpus, *how))
        total = sum(json.loads(line)["count"] for line in baseline.read_text(encoding="utf-8").splitlines())
        rows = [("", "s", "peak MB", "new", "old left", "gone")]
        rows.append(("written", f"{accepted.seconds:.1f}", f"{accepted.peak:.0f}", "", f"{total:,}", ""))
        ok = True
        steps = (("nothing changed", 0), ("one defect more", 1), (f"{given.renamed} files renamed", 1))
        for at, (step, wanted) in enumerate(steps):
            if at == 1:
                bell(chosen[given.findings])
            if at == 2:
                renamed(corpus, files(corpus)[:: given.articles // given.renamed][: given.renamed])
            run, new, left, gone = check(corpus, baseline, given.workers)
            ok = ok and (dict(new), left, gone) == ({"TXT002": 1} if wanted else {}, total, 0)
            counted = ", ".join(f"{count} {code}" for code, count in sorted(new.items())) or "none"
            rows.append((step, f"{run.seconds:.1f}", f"{run.peak:.0f}", counted, f"{left:,}", f"{gone:,}"))
    print(measure.table(rows) + measure.heading(given.date))
    print("every run found what it should" if ok else "A RUN DID NOT FIND WHAT IT SHOULD")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(main())
