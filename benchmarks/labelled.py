"""The labelled pages as the cleaner sees them: what was observed of each line, its label, the fold of its domain.

Each renderer's pages are a corpus of their own, surveyed by domain, as a scraper would have left them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks import measure
from corpuskit.app.context import lexicons
from corpuskit.cleaning import grams
from corpuskit.cleaning.features import features
from corpuskit.cleaning.glyphs import blocks, glyphs_of
from corpuskit.cleaning.lines import Draft, lines_in
from corpuskit.cleaning.words import words_of
from corpuskit.model.articles import Address, RawArticle
from corpuskit.model.context import Context
from corpuskit.survey import signature, survey

DATA = measure.SHARED / "data" / "boilerplate"
SETS = ("dev", "dev_fr")
MAIN = ("readability", "resiliparse_main", "trafilatura_recall")
EVALUATED = "daniel"  # GPL: no weight is fitted on it
FOLDS = 5
BATCH = 300  # articles
SHARE = 3  # one page in so many of the full pages is fitted on


@dataclass(frozen=True, slots=True)
class Observed:
    """Every line that the model looks at; equal positions belong together.

    rows        the columns of `corpuskit.cleaning.features`, without a model
    keys, lines   of the n-grams of words and of letters: the key and the line that it stands in
    labels      1 residue, 0 content, -1 not scored
    pages, at   the page, and the place of the line in it
    tokens      as score.py counts them
    domains     a number for each domain; folds: the fold of the domain
    main        is of main text; fits: may be fitted on
    """

    rows: Any
    keys: tuple[Any, Any]
    lines: tuple[Any, Any]
    labels: Any
    pages: Any
    at: Any
    tokens: Any
    domains: Any
    folds: Any
    main: Any
    fits: Any


def pages() -> list[dict[str, Any]]:
    """The renderings of both sets, in order, each with the name of its set."""
    found = []
    for name in SETS:
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            found += [json.loads(line) | {"set": name} for line in lines]
    return found


def domain(page: dict[str, Any]) -> str:
    """The domain of a page; pages of one domain stand in one fold, whichever set they are of."""
    return (page["domain"] or page["id"]).removeprefix("www.")


def fold(name: str, seed: int = 0) -> int:
    """The fold of a domain, from 0."""
    return (
        int.from_bytes(hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=4).digest(), "little") % FOLDS
    )


def observed(all_pages: Sequence[dict[str, Any]]) -> Observed:
    """What is seen of the lines of these pages."""
    sys.path.insert(0, str(DATA))
    from score import count_tokens

    parts: defaultdict[str, list[Any]] = defaultdict(list)
    base = 0
    for numbers, batch, context in _batches(all_pages):
        lines = lines_in(batch)
        seen = features(batch, lines, context)
        labelled = [
            (number, at, label)
            for number in numbers
            for at, (line, label) in enumerate(
                zip(all_pages[number]["lines"], all_pages[number]["labels"], strict=True)
            )
            if line and not line.isspace()
        ]
        chosen = [labelled[i] for i in seen.at.tolist()]
        texts = [lines.texts[i] for i in seen.at.tolist()]
        parts["rows"].append(seen.rows)
        parts["pages"] += [number for number, _, _ in chosen]
        parts["at"] += [at for _, at, _ in chosen]
        parts["labels"] += [{"b": 1, "c": 0}.get(label, -1) for _, _, label in chosen]
        parts["tokens"] += [count_tokens(text) for text in texts]
        for start, end in blocks(np.array([len(text) for text in texts])):
            glyphs = glyphs_of(texts[start:end])
            for name, (keys, of) in zip(
                "wl", (grams.word_keys(words_of(glyphs)), grams.letter_keys(glyphs)), strict=True
            ):
                parts[f"keys {name}"].append(keys)
                parts[f"of {name}"].append((of + base + start).astype(np.int32))
        base += len(chosen)
    return _observed(all_pages, parts)


def _batches(all_pages: Sequence[dict[str, Any]]) -> Iterator[tuple[list[int], list[Draft], Context]]:
    corpora: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, page in enumerate(all_pages):
        corpora[page["set"], page["renderer"]].append(number)
    for numbers in corpora.values():
        raws = [_raw(all_pages[number]) for number in numbers]
        texts = ["\n".join(all_pages[number]["lines"]) + "\n" for number in numbers]
        context = Context(lexicons=lexicons()).with_facts(survey([signature(raws, texts)]))
        drafts = [
            Draft(text, all_pages[number]["lang"] or "und", None, raw.site)
            for text, number, raw in zip(texts, numbers, raws, strict=True)
        ]
        for start in range(0, len(numbers), BATCH):
            yield numbers[start : start + BATCH], drafts[start : start + BATCH], context


def _raw(page: dict[str, Any]) -> RawArticle:
    return RawArticle(page["id"], None, "", None, Address("", 0, 0), "", site=page["domain"] or "")


def _observed(all_pages: Sequence[dict[str, Any]], parts: dict[str, list[Any]]) -> Observed:
    names = [domain(page) for page in all_pages]
    number = {name: at for at, name in enumerate(sorted(set(names)))}
    of = np.array(parts["pages"])
    main = np.array([page["renderer"] in MAIN for page in all_pages])
    sampled = np.array([fold(page["id"], 1) * 7 % SHARE == 0 for page in all_pages])
    fits = np.array([page["source"] != EVALUATED for page in all_pages]) & (main | sampled)
    labels = np.array(parts["labels"])
    return Observed(
        np.concatenate(parts["rows"], axis=1),
        tuple(np.concatenate(parts[f"keys {name}"]) for name in "wl"),
        tuple(np.concatenate(parts[f"of {name}"]) for name in "wl"),
        labels,
        of,
        np.array(parts["at"]),
        np.array(parts["tokens"]),
        np.array([number[name] for name in names])[of],
        np.array([fold(name) for name in names])[of],
        main[of],
        fits[of] & (labels >= 0),
    )
