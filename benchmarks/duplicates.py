"""How many planted copies are found, and what is linked that nobody planted.

    python -m benchmarks.duplicates [--articles 20000] [--seed 1] [--workers 2] [--date YYYY-MM-DD]

The corpus is packaged by the installed command, and the links are read from the package. A copy counts as found where
its links lead to the same article as those of what it was made from. Every link that nobody planted is judged by itself,
by plain sets of words of the two clean texts in the package: the pages that the corpus is made from hold some
articles twice, and its rewording leaves scripts without blanks almost as they were. What is not alike by half is false.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.speed import BENCH, DATA, package

UNPARTED = ("zh", "ja", "wuu", "th")  # languages of the corpus that part no words by blanks
PARTED = {True: "words parted by blanks", False: "scripts without blanks"}
HALF = 0.5
_WORD = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\\W_]+")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the package: whether it was planted, and how alike the two clean texts are, 0 to 1, where it was not."""

    copy: str
    original: str
    score: int
    parted: bool
    planted: bool
    alike: float


def rows_of(dist: Path) -> Iterator[dict[str, Any]]:
    """What this benchmark needs of the rows of a package."""
    import pyarrow.parquet as pq

    columns = ["id", "text", "language", "duplicate_of", "near_duplicate_of", "near_duplicate_score"]
    for file in sorted((dist / "data").glob("train-*.parquet")):
        for batch in pq.ParquetFile(file).iter_batches(512, columns=columns):
            yield from batch.to_pylist()


def stays(ident: str, links: Mapping[str, str]) -> str:
    """Where the links of an article lead."""
    while ident in links:
        ident = links[ident]
    return ident


def alike(one: str, other: str) -> float:
    """The Jaccard similarity of the sequences of three words of two texts."""
    a, b = (
        set(zip(words, words[1:], words[2:], strict=False))
        for words in (_WORD.findall(text.lower()) for text in (one, other))
    )
    return len(a & b) / len(a | b) if a | b else 1.0


def links_of(rows: Mapping[str, dict[str, Any]], made_from: Mapping[str, str]) -> list[Link]:
    """Every link between two articles of the package."""
    found = []
    for copy, row in rows.items():
        original = row["duplicate_of"] or row["near_duplicate_of"]
        if original in rows:
            planted = stays(copy, made_from) == stays(original, made_from)
            likeness = 1.0 if planted else alike(row["text"], rows[original]["text"])
            score, parted = row["near_duplicate_score"] or 1000, row["language"] not in UNPARTED
            found.append(Link(copy, original, score, parted, planted, likeness))
    return found


def recall(rows: Mapping[str, dict[str, Any]], links: list[Link], planted: list[dict[str, str]]) -> str:
    """The table of planted copies, by kind; those of which one article is refused are left out."""
    leads = {link.copy: link.original for link in links}
    counts: Counter[str] = Counter()
    for copy in planted:
        if copy["id"] in rows and copy["copy_of"] in rows:
            parted = rows[copy["id"]]["language"] not in UNPARTED
            for kind in (copy["kind"], f"{copy['kind']}, {PARTED[parted]}"):
                counts[kind] += 1
                counts[f"{kind}: found"] += stays(copy["id"], leads) == stays(copy["copy_of"], leads)
    table = [("planted copies", "all", "found", "%")]
    for kind in ("exact", "near", *(f"near, {PARTED[parted]}" for parted in (True, False))):
        n, hit = counts[kind], counts[f"{kind}: found"]
        table.append((kind, str(n), str(hit), f"{100 * hit / n:.1f}" if n else ""))
    return measure.table(table)


def precision(links: list[Link], articles: int) -> str:
    """The table of links: planted ones, others between texts that are alike, false ones."""
    table = [("links", "all", "planted", "alike", "false", "false, % of articles")]
    for name, some in (
        *((PARTED[parted], [link for link in links if link.parted == parted]) for parted in (True, False)),
        ("all", links),
    ):
        planted = sum(link.planted for link in some)
        false = sum(link.alike < HALF for link in some)
        counts = (len(some), planted, len(some) - planted - false, false)
        table.append((name, *map(str, counts), f"{100 * false / articles:.3f}"))
    return measure.table(table)


def main() -> None:
    """Print the table, some of the links that nobody planted, and what the run took."""
    parser = measure.arguments(__doc__, 1)
    parser.add_argument("--articles", type=int, default=20_000, metavar="N", help="how many articles (20000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the corpus (1)")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="our processes (2)")
    given = parser.parse_args()
    if measure.lacks(BENCH, DATA):
        return
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        options = ("--articles", str(given.articles), "--seed", str(given.seed))
        measure.done([sys.executable, BENCH / "make_corpus.py", base, *options])
        run = package(base, given.workers)
        truth = (base / "truth.jsonl").read_text(encoding="utf-8")
        rows = {row["id"]: row for row in rows_of(base / "dist" / "bench")}
    planted = [json.loads(line) for line in truth.splitlines()]
    links = links_of(rows, {copy["id"]: copy["copy_of"] for copy in planted})
    print(recall(rows, links, planted))
    print(precision(links, given.articles))
    for link in [link for link in links if not link.planted][:_SHOWN]:
        told = f"{link.copy} near {link.original}, score {link.score}, clean texts {link.alike:.2f}"
        print(f"not planted: {told}, {PARTED[link.parted]}")
    print(f"\npackage: {run.seconds:.0f} s, {run.cpu:.0f} s of processor, largest process {run.peak:.0f} MB")
    print(measure.heading(given.date))
    print(f"{given.articles} articles, seed {given.seed}")


if __name__ == "__main__":
    main()
