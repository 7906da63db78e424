"""How much residue the cleaner takes, and how much of the articles with it, on lines that people have labelled; beside others.

    python -m benchmarks.boilerplate [--pages N] [--peers] [--intervals N] [--worst N] [--without PART] [--date YYYY-MM-DD]

Only lines that are *removed* count as removed; those left undecided stay. Each renderer's pages are a corpus of their
own, surveyed by domain. F1 and recall are of boilerplate lines; loss is the share of content tokens that were removed,
docloss the share of documents that lost any; pages of which only some lines are labelled count as lines and not as
documents. Where `.folds/` holds the models of `benchmarks.fit`, each page is judged by the one that was fitted
without its domain, and the figures are out of fold; else the shipped model judges pages that it was fitted on.
"""

from __future__ import annotations

import gzip
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks import measure
from benchmarks.labelled import DATA, FOLDS, MAIN, SETS, domain, fold
from corpuskit.app.context import default_context
from corpuskit.cleaning.features import Features, features
from corpuskit.cleaning.lines import Draft
from corpuskit.cleaning.remove import remove_lines
from corpuskit.model.articles import Address, RawArticle
from corpuskit.survey import signature, survey

FOLDED = measure.ROOT / ".folds"
BATCH = 300  # articles
PARTS = ("model", "survey", "lexicons", "guards")  # what can be left out, to see what it gives
Page = dict[str, Any]
Keeps = dict[tuple[str, str], list[bool]]


def pages_of(name: str, most: int | None) -> list[Page]:
    """The first `most` pages of a set."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in itertools.islice(lines, most)]


def models() -> list[str]:
    """The models of the folds, or the shipped one for all of them."""
    if not FOLDED.is_dir():
        return [default_context().model] * FOLDS
    return [(FOLDED / f"{number}.json").read_text(encoding="ascii") for number in range(FOLDS)]


def predictions(pages: Sequence[Page], without: str | None = None) -> tuple[Keeps, float]:
    """For each page which of its lines stay, and the seconds of processor that took (the survey not counted)."""
    base, folded = default_context(), models()
    if without == "lexicons":
        base = replace(base, lexicons={})
    seen_by = unguarded if without == "guards" else features
    corpora: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        corpora[page["renderer"]].append(page)
    keeps: Keeps = {}
    took = 0.0
    for renderer, corpus in corpora.items():
        raws = [_raw(page) for page in corpus]
        texts = ["\n".join(page["lines"]) + "\n" for page in corpus]
        facts = survey([signature(raws, texts)] if without != "survey" else [])
        for number, model in enumerate(folded):
            context = replace(base, model="" if without == "model" else model).with_facts(facts)
            mine = [at for at, page in enumerate(corpus) if fold(domain(page)) == number]
            for start in range(0, len(mine), BATCH):
                chosen = mine[start : start + BATCH]
                drafts = [Draft(texts[at], corpus[at]["lang"] or "und", None, raws[at].site) for at in chosen]
                remove_lines(drafts[:1], context)  # what is read once a run
                began = time.process_time()
                with patch.dict(remove_lines.__globals__, features=seen_by):
                    judged = remove_lines(drafts, context)
                took += time.process_time() - began
                for at, one in zip(chosen, judged, strict=True):
                    gone = {verdict.span.start for verdict in one.verdicts if verdict.outcome == "remove"}
                    keeps[corpus[at]["id"], renderer] = _kept(corpus[at]["lines"], gone)
    return keeps, took


def unguarded(*given: Any) -> Features:
    """What is seen of lines, but for what protects items, headings and quotations."""
    seen = features(*given)
    return replace(seen, guarded=np.zeros(len(seen.guarded), bool))


def _raw(page: Page) -> RawArticle:
    return RawArticle(page["id"], None, "", None, Address("", 0, 0), "", site=page["domain"] or "")


def _kept(lines: Iterable[str], gone: set[int]) -> list[bool]:
    keep, at = [], 0
    for line in lines:
        keep.append(at not in gone)
        at += len(line) + 1
    return keep


class Tallies:
    """Counts of every document, so that groups and samples of domains are sums."""

    def __init__(self, pages: Sequence[Page], keeps: Mapping[tuple[str, str], list[bool]]) -> None:
        sys.path.insert(0, str(DATA))
        from score import figures, tally

        self.figures = figures
        self.pages = pages
        self.counts = [
            tally(page, keeps.get((page["id"], page["renderer"]), [True] * len(page["lines"])))
            for page in pages
        ]

    def of(self, chosen: Iterable[int]) -> dict[str, float]:
        """The figures of these pages together."""
        counts: Counter[str] = Counter()
        for at in chosen:
            counts.update(self.counts[at])
        found: dict[str, float] = self.figures(counts)
        return found

    def intervals(
        self, chosen: Sequence[int], names: Sequence[str], samples: int
    ) -> list[tuple[float, float]]:
        """The middle 95 % of some figures over samples of the domains, drawn with replacement."""
        keys = sorted(set().union(*(self.counts[at] for at in chosen)))
        _, of = np.unique([domain(self.pages[at]) for at in chosen], return_inverse=True)
        sums = np.zeros((int(of.max()) + 1, len(keys)), np.int64)
        np.add.at(sums, of, np.array([[self.counts[at][key] for key in keys] for at in chosen]))
        chance = np.random.RandomState(0)
        drawn = [sums[chance.randint(0, len(sums), len(sums))].sum(axis=0).tolist() for _ in range(samples)]
        found = [self.figures(Counter(dict(zip(keys, one, strict=True)))) for one in drawn]
        bounds = [np.percentile([one[name] for one in found], (2.5, 97.5)) for name in names]
        return [(float(low), float(high)) for low, high in bounds]


def groups(pages: Sequence[Page]) -> dict[str, list[int]]:
    """Groups of pages by name: main text and full page, and main text by source, language and renderer."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, page in enumerate(pages):
        main = page["renderer"] in MAIN
        found["main text" if main else "full page"].append(at)
        if main:
            if page["source"] != "daniel":
                found["main text, without daniel"].append(at)
            found[f"main text, from {page['source']}"].append(at)
            found[f"main text, {page['lang']}"].append(at)
        found[f"{'main text' if main else 'full page'}, {page['renderer']}"].append(at)
    enough = {name: of for name, of in found.items() if sum(not pages[at]["partial"] for at in of) >= 5}
    return dict(sorted(enough.items()))


def peers(name: str) -> dict[str, Keeps]:
    """What others would do, as `peers.py` of the data set says; the run ends where that cannot be told."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(DATA / "peers.py"), str(DATA / f"{name}.jsonl.gz"), folder]
        ended = subprocess.run(command, cwd=DATA, capture_output=True, encoding="utf-8", check=False)
        if ended.returncode:
            why = ended.stderr.strip() or f"peers.py ended with status {ended.returncode}"
            sys.exit(f"no peers (do they lack the group `fit`?): {why.splitlines()[-1]}")
        found: dict[str, Keeps] = {}
        if not any(Path(folder).glob("*.jsonl.gz")):
            sys.exit("no peers (do they lack the group `fit`?): peers.py wrote nothing")
        for file in sorted(Path(folder).glob("*.jsonl.gz")):
            with gzip.open(file, "rt", encoding="utf-8") as lines:
                rows = map(json.loads, lines)
                found[file.name.removesuffix(".jsonl.gz")] = {
                    (row["id"], row["renderer"]): row["keep"] for row in rows
                }
        return found


def cells(told: Tallies, chosen: Sequence[int], samples: int = 0) -> list[str]:
    """The figures of one row; with samples, F1 and loss have their interval beside them."""
    figures = told.of(chosen)
    shares = [f"{figures[key]:.3f}" for key in ("F1_lw", "P_lw", "R_lw")]
    whole = [f"{figures[key]:.1f}" if figures["docs"] else "" for key in ("docloss", "clean")]
    loss = f"{figures['loss']:.2f}"
    if samples:
        (low, high), (least, most) = told.intervals(chosen, ("F1_lw", "loss"), samples)
        shares[0], loss = f"{shares[0]} ({low:.3f}-{high:.3f})", f"{loss} ({least:.2f}-{most:.2f})"
    return [f"{figures['docs']:.0f}", *shares, loss, *whole]


def worst(pages: Sequence[Page], keeps: Mapping[tuple[str, str], list[bool]], most: int) -> Iterator[str]:
    """The content lines of main text that went and the residue that stayed, the longest ones of each, once a page."""
    sys.path.insert(0, str(DATA))
    from score import count_tokens

    found: dict[tuple[str, str, str], int] = {}
    for page in pages:
        if page["renderer"] in MAIN:
            keep = keeps[page["id"], page["renderer"]]
            for line, label, kept in zip(page["lines"], page["labels"], keep, strict=True):
                if label == ("b" if kept else "c"):
                    found["missed" if kept else "lost", page["id"], line] = count_tokens(line)
    for kind in ("lost", "missed"):
        mine = sorted((key for key in found if key[0] == kind), key=lambda key: (-found[key], key))
        yield from (f"{name}\t{of}\t{found[name, of, line]}\t{line[:200]}" for name, of, line in mine[:most])


def main() -> None:
    """Print the tables."""
    parser = measure.arguments(__doc__)
    parser.add_argument("--pages", type=int, metavar="N", help="only the first N renderings of each set")
    parser.add_argument("--peers", action="store_true", help="beside others (needs jusText)")
    parser.add_argument(
        "--intervals", type=int, default=0, metavar="N", help="with intervals from N samples of the domains"
    )
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N", help="print the N longest losses and misses"
    )
    parser.add_argument("--without", choices=PARTS, help="leave a part out")
    given = parser.parse_args()
    if measure.lacks(DATA):
        return
    rows = [("", "docs", "F1", "precision", "recall", "loss %", "docloss %", "perfect docs %")]
    notes = []
    for name in SETS:
        pages = pages_of(name, given.pages)
        others = peers(name) if given.peers else {}
        keeps, took = predictions(pages, given.without)
        told = Tallies(pages, keeps)
        lines = sum(map(len, keeps.values()))
        notes.append(f"{name}: {took / lines * 1e6:.1f} µs of processor a line, {lines} lines")
        for group, chosen in groups(pages).items():
            rows.append((f"{name}: {group}", *cells(told, chosen, given.intervals)))
        notes += worst(pages, keeps, given.worst)
        main_text = groups(pages).get("main text", [])
        for peer, theirs in others.items():
            row = cells(Tallies(pages, theirs), main_text, given.intervals)
            rows.append((f"{name}: main text, {peer}", *row))
    print(measure.table(rows) + measure.heading(given.date))
    print("\n".join(notes))
    print("out of fold" if FOLDED.is_dir() else "the shipped model, on pages that it was fitted on")


if __name__ == "__main__":
    main()
