"""How much residue the cleaner takes, and how much of the articles with it, on lines that people have labelled.

    python -m benchmarks.boilerplate [--pages N] [--date YYYY-MM-DD]

Only lines that are *removed* count as removed; those left undecided stay. Each renderer's pages are a corpus of their
own, surveyed by domain, as a scraper would have left them. F1 and recall are of boilerplate lines; loss is the share
of content tokens that were removed, docloss the share of documents that lost any; pages of which only some lines are
labelled count as lines and not as documents.
"""

from __future__ import annotations

import gzip
import itertools
import json
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks import measure
from corpuskit.app.context import default_context
from corpuskit.cleaning.lines import Draft
from corpuskit.cleaning.remove import remove_lines
from corpuskit.model.articles import Address, RawArticle
from corpuskit.survey import signature, survey

DATA = measure.SHARED / "data" / "boilerplate"
SETS = ("dev", "dev_fr")
GROUPS = ("main text", "main text, fr", "full page")


def pages_of(name: str, most: int | None) -> dict[str, list[dict[str, Any]]]:
    """The first `most` pages of a set by renderer."""
    found = defaultdict(list)
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for page in map(json.loads, itertools.islice(lines, most)):
            found[page["renderer"]].append(page)
    return found


def scored(name: str, most: int | None) -> tuple[dict[str, dict[str, float]], str]:
    """The figures of a set by group, and what the cleaner took for it."""
    seconds, lines = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        pages, predictions = Path(folder) / "pages.jsonl", Path(folder) / "predictions.jsonl"
        with (
            pages.open("w", encoding="utf-8", newline="") as known,
            predictions.open("w", encoding="utf-8", newline="") as sink,
        ):
            for renderer, batch in pages_of(name, most).items():
                keeps, took = predict(batch)
                seconds, lines = seconds + took, lines + sum(map(len, keeps))
                for page, keep in zip(batch, keeps, strict=True):
                    known.write(json.dumps(page) + "\n")
                    sink.write(json.dumps({"id": page["id"], "renderer": renderer, "keep": keep}) + "\n")
        command = [sys.executable, DATA / "score.py", pages, predictions, "--json", "--min-docs", "0"]
        scores = json.loads(measure.done(command).output)
    return scores, f"{name}: {seconds / lines * 1e6:.1f} µs of processor a line, {lines} lines"


def predict(pages: list[dict[str, Any]]) -> tuple[list[list[bool]], float]:
    """For each page which of its lines stay, and the seconds of processor that took (the survey not counted)."""
    raws = [
        RawArticle(page["id"], None, "", None, Address("", 0, 0), "", site=page["domain"] or "")
        for page in pages
    ]
    texts = ["\n".join(page["lines"]) + "\n" for page in pages]
    context = default_context().with_facts(survey([signature(raws, texts)]))
    drafts = [
        Draft(text, page["lang"] or "und", None, raw.site)
        for text, page, raw in zip(texts, pages, raws, strict=True)
    ]
    remove_lines(
        [Draft("x", draft.language) for draft in drafts], context
    )  # patterns are compiled once a run
    start = time.process_time()
    judged = remove_lines(drafts, context)
    took = time.process_time() - start
    keeps = []
    for page, one in zip(pages, judged, strict=True):
        gone = {verdict.span.start for verdict in one.verdicts if verdict.outcome == "remove"}
        keep, at = [], 0
        for line in page["lines"]:
            keep.append(at not in gone)
            at += len(line) + 1
        keeps.append(keep)
    return keeps, took


def main() -> None:
    """Print the table."""
    parser = measure.arguments(__doc__)
    parser.add_argument("--pages", type=int, metavar="N", help="only the first N renderings of each set")
    given = parser.parse_args()
    if measure.lacks(DATA):
        return
    rows = [("", "docs", "F1", "precision", "recall", "loss %", "docloss %", "perfect docs %")]
    speed = []
    for name in SETS:
        scores, took = scored(name, given.pages)
        speed.append(took)
        for group in GROUPS if name == "dev" else GROUPS[:1]:
            if group not in scores:
                continue
            f = scores[group]
            shares = [f"{f[key]:.3f}" for key in ("F1_lw", "P_lw", "R_lw")]
            whole = [f"{f[key]:.1f}" if f["docs"] else "" for key in ("docloss", "clean")]
            rows.append((f"{name}: {group}", f"{f['docs']:.0f}", *shares, f"{f['loss']:.2f}", *whole))
    print(measure.table(rows) + measure.heading(given.date))
    print("\n".join(speed))


if __name__ == "__main__":
    main()
