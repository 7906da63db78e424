"""How much residue the cleaner takes, and how much of the articles with it, on lines that people have labelled.

    python -m benchmarks.boilerplate [--date YYYY-MM-DD]

Only lines that are *removed* count as removed; those left undecided stay. Each renderer's pages are a corpus of their
own, surveyed by domain, as a scraper would have left them. F1 and recall are of boilerplate lines; loss is the share
of content tokens that were removed, docloss the share of documents that lost any; pages of which only some lines are
labelled count as lines and not as documents.
"""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from benchmarks import measure
from corpuskit.app.context import default_context
from corpuskit.clean.lines import Draft
from corpuskit.clean.remove import remove_lines
from corpuskit.model.articles import Address, RawArticle
from corpuskit.survey import signature, survey

DATA = measure.SHARED / "data" / "boilerplate"
SETS = ("dev", "dev_fr")
GROUPS = ("main text", "main text, fr", "full page")


def pages_of(name: str) -> dict[str, list[dict[str, Any]]]:
    """The pages of a set by renderer."""
    found = defaultdict(list)
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for page in map(json.loads, lines):
            found[page["renderer"]].append(page)
    return found


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
    given = measure.arguments(__doc__).parse_args()
    if measure.lacks(DATA):
        return
    rows = [("", "docs", "F1", "precision", "recall", "loss %", "docloss %", "perfect docs %")]
    speed = []
    for name in SETS:
        seconds, lines = 0.0, 0
        with tempfile.TemporaryDirectory() as folder:
            predictions = Path(folder) / "predictions.jsonl"
            with predictions.open("w", encoding="utf-8", newline="") as sink:
                for renderer, pages in pages_of(name).items():
                    keeps, took = predict(pages)
                    seconds, lines = seconds + took, lines + sum(map(len, keeps))
                    for page, keep in zip(pages, keeps, strict=True):
                        sink.write(json.dumps({"id": page["id"], "renderer": renderer, "keep": keep}) + "\n")
            scorer = [
                sys.executable,
                DATA / "score.py",
                DATA / f"{name}.jsonl.gz",
                predictions,
                "--json",
                "--min-docs",
                "0",
            ]
            scores = json.loads(measure.done(scorer).output)
        for group in GROUPS if name == "dev" else GROUPS[:1]:
            f = scores[group]
            shares = [f"{f[key]:.3f}" for key in ("F1_lw", "P_lw", "R_lw")]
            whole = [f"{f[key]:.1f}" if f["docs"] else "" for key in ("docloss", "clean")]
            rows.append((f"{name}: {group}", f"{f['docs']:.0f}", *shares, f"{f['loss']:.2f}", *whole))
        speed.append(f"{name}: {seconds / lines * 1e6:.1f} µs of processor a line, {lines} lines")
    print(measure.table(rows) + measure.heading(given.date))
    print("\n".join(speed))


if __name__ == "__main__":
    main()
