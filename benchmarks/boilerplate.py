"""How much residue the cleaner takes, and how much of the articles with it, on lines that people have labelled; beside others.

    python -m benchmarks.boilerplate [--pages N] [--peers] [--intervals N] [--without PART] [--date YYYY-MM-DD]

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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import measure
from benchmarks.labelled import DATA, FOLDS, MAIN, SETS, domain, fold
from corpuskit.app.context import default_context
from corpuskit.cleaning.lines import Draft
from corpuskit.cleaning.remove import remove_lines
from corpuskit.model.articles import Address, RawArticle
from corpuskit.model.context import Context
from corpuskit.survey import signature, survey

FOLDED = measure.ROOT / ".folds"
BATCH = 300  # articles
PARTS = ("model", "survey", "lexicons")  # what can be left out, to see what it gives
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
            context = _with(base, "" if without == "model" else model).with_facts(facts)
            mine = [at for at, page in enumerate(corpus) if fold(domain(page)) == number]
            for start in range(0, len(mine), BATCH):
                chosen = mine[start : start + BATCH]
                drafts = [Draft(texts[at], corpus[at]["lang"] or "und", None, raws[at].site) for at in chosen]
                remove_lines(drafts[:1], context)  # what is read once a run
                began = time.process_time()
                judged = remove_lines(drafts, context)
                took += time.process_time() - began
                for at, one in zip(chosen, judged, strict=True):
                    gone = {verdict.span.start for verdict in one.verdicts if verdict.outcome == "remove"}
                    keeps[corpus[at]["id"], renderer] = _kept(corpus[at]["lines"], gone)
    return keeps, took


def _raw(page: Page) -> RawArticle:
    return RawArticle(page["id"], None, "", None, Address("", 0, 0), "", site=page["domain"] or "")


def _with(context: Context, model: str) -> Context:
    return replace(context, model=model)


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

    def interval(self, chosen: Sequence[int], name: str, samples: int) -> tuple[float, float]:
        """The middle 95 % of a figure over samples of the domains, drawn with replacement."""
        domains: defaultdict[str, list[int]] = defaultdict(list)
        for at in chosen:
            domains[domain(self.pages[at])].append(at)
        groups = list(domains.values())
        chance = np.random.RandomState(0)
        drawn = [
            self.of(at for group in chance.randint(0, len(groups), len(groups)) for at in groups[group])[name]
            for _ in range(samples)
        ]
        return float(np.percentile(drawn, 2.5)), float(np.percentile(drawn, 97.5))


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


def peers(name: str, most: int | None) -> dict[str, Keeps]:
    """What others would do, as `peers.py` of the data set says; none where jusText is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, str(DATA / "peers.py"), str(DATA / f"{name}.jsonl.gz"), folder]
        ended = subprocess.run(command, cwd=DATA, capture_output=True, encoding="utf-8", check=False)
        if ended.returncode:
            print(f"no peers: {ended.stderr.strip().splitlines()[-1]}")
            return {}
        found: dict[str, Keeps] = {}
        for file in sorted(Path(folder).glob("*.jsonl.gz")):
            with gzip.open(file, "rt", encoding="utf-8") as lines:
                rows = map(json.loads, lines)
                found[file.name.removesuffix(".jsonl.gz")] = {
                    (row["id"], row["renderer"]): row["keep"] for row in rows
                }
        return found


def cells(figures: Mapping[str, float]) -> list[str]:
    """The figures of one row."""
    shares = [f"{figures[key]:.3f}" for key in ("F1_lw", "P_lw", "R_lw")]
    whole = [f"{figures[key]:.1f}" if figures["docs"] else "" for key in ("docloss", "clean")]
    return [f"{figures['docs']:.0f}", *shares, f"{figures['loss']:.2f}", *whole]


def main() -> None:
    """Print the tables."""
    parser = measure.arguments(__doc__)
    parser.add_argument("--pages", type=int, metavar="N", help="only the first N renderings of each set")
    parser.add_argument("--peers", action="store_true", help="beside others (needs jusText)")
    parser.add_argument(
        "--intervals", type=int, default=0, metavar="N", help="with intervals from N samples of the domains"
    )
    parser.add_argument("--without", choices=PARTS, help="leave a part out")
    given = parser.parse_args()
    if measure.lacks(DATA):
        return
    rows = [("", "docs", "F1", "precision", "recall", "loss %", "docloss %", "perfect docs %")]
    notes = []
    for name in SETS:
        pages = pages_of(name, given.pages)
        keeps, took = predictions(pages, given.without)
        told = Tallies(pages, keeps)
        lines = sum(map(len, keeps.values()))
        notes.append(f"{name}: {took / lines * 1e6:.1f} µs of processor a line, {lines} lines")
        for group, chosen in groups(pages).items():
            rows.append((f"{name}: {group}", *cells(told.of(chosen))))
            if given.intervals and group.count(",") == 0:
                for key, digits in (("F1_lw", 3), ("loss", 2)):
                    low, high = told.interval(chosen, key, given.intervals)
                    notes.append(
                        f"{name}, {group}: {key} {low:.{digits}f} to {high:.{digits}f} in 95 % of samples"
                    )
        if given.peers:
            main_text = groups(pages).get("main text", [])
            for peer, theirs in peers(name, given.pages).items():
                rows.append((f"{name}: main text, {peer}", *cells(Tallies(pages, theirs).of(main_text))))
    print(measure.table(rows) + measure.heading(given.date))
    print("\n".join(notes))
    print("out of fold" if FOLDED.is_dir() else "the shipped model, on pages that it was fitted on")


if __name__ == "__main__":
    main()
