"""Labels that a scraper ran together, or glued to the title or the first sentence, are set apart, so that each can be judged.

A label is the name of a section, or a line that stands by itself in other articles of the site or the corpus. What was
joined without a blank shows by a small letter before a capital; a name that is written so ("YouTube") stays whole.
A cue with a title in front of a sentence is set apart in any line (`corpuskit.cleaning.cues`).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from corpuskit.cleaning.cues import cut_after, holds_colon
from corpuskit.cleaning.lines import Draft, band_of, hashes_of, site_keys
from corpuskit.model.context import Context
from corpuskit.model.edits import Edit
from corpuskit.text import normal_form

NAME = "seams"
_SEAM = re.compile(r"(?<=[^\W\d_])(?=[^\W\d_])|(?<=[\d!?…:»)])(?=[^\W\d_])")
_WORD = re.compile(r"[^\W_]+")
_HEAD = 3  # labels are looked for among the first lines only
_LONGEST = 80  # characters of labels in a row
_LEAST = 3  # words that must be left of a line when a label is taken from its front

Named = Callable[[str], bool]


def edits(
    draft: Draft, context: Context, named: Named, cue: Named
) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
    """One edit for each seam: in the first lines between labels, and between a label and what it was glued to; in any line
    between a cue with the title of another article and the sentence after it. And the normal forms of the parts that
    were looked up among the lines of the corpus: while it answers alike for these, the edits are the same.

    `named` says whether a part of a line is the name of a section, `cue` whether it points to other articles.
    """
    found: list[Edit] = []
    asked: list[str] = []
    at = seen = 0
    known = _elsewhere(draft, context, asked)
    for line in draft.text.split("\n"):
        if line.strip():
            seen += 1
            parted = cut_after(line, cue, known) if holds_colon(line) else None
            if parted:
                start, end = parted
                found.append(Edit(at + start, line[start:end], "\n", "EDT007"))
            elif seen <= _HEAD:
                found += (Edit(at + cut, "", "\n", "EDT007") for cut in _cuts(line, draft, named, known))
        at += len(line) + 1
    return tuple(found), tuple(asked)


def _cuts(line: str, draft: Draft, named: Named, elsewhere: Named) -> list[int]:
    def label(part: str) -> bool:
        return named(part) or elsewhere(part)

    head = line[:_LONGEST]
    if all(piece[1:] == piece[1:].lower() for piece in head.split()):
        return []  # no capital stands inside of a word, as in most lines
    cuts = [
        at
        for at, char in enumerate(head)
        if char.isupper() and not head[at - 1].isupper() and _SEAM.match(head, at)
    ]
    if not cuts:
        return []
    bounds = [0, *cuts]
    known = 0
    while known < len(cuts) and label(line[bounds[known] : bounds[known + 1]]):
        known += 1
    if known == len(cuts) and len(line) <= _LONGEST and label(line[cuts[-1] :]):
        return cuts
    return cuts[:known] if known and _parted(line, cuts[known - 1], draft) else []


def _elsewhere(draft: Draft, context: Context, asked: list[str]) -> Named:
    """Whether a part of a line is a whole line elsewhere on the site or in the corpus; what was looked up is noted in `asked`."""

    def known(part: str) -> bool:
        asked.append(normal_form(part))
        key = hashes_of(asked[-1:])
        on_site = draft.site and band_of(site_keys(key, [draft.site], [0]), context.facts.site_lines)[0]
        return bool(on_site or band_of(key, context.facts.corpus_lines)[0])

    return known


def _parted(line: str, cut: int, draft: Draft) -> bool:
    """Whether the words on both sides of a cut are two: the rest is the title, or its first word stands alone elsewhere and the joined one does not."""
    rest = line[cut:]
    if draft.title and normal_form(rest) == normal_form(draft.title):
        return True
    words = _WORD.findall(rest)
    before = _WORD.findall(line[:cut])
    if len(words) < _LEAST or not before:
        return False
    elsewhere = draft.text.replace(line, "")
    return _stands(words[0], elsewhere) and not _stands(before[-1] + words[0], elsewhere)


def _stands(word: str, text: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", text, re.IGNORECASE) is not None
