"""A line that the cleaner is not sure of, wherever it stands on one site: what a person has to decide."""

from __future__ import annotations

from dataclasses import dataclass

from corpuskit.model.findings import Place


@dataclass(frozen=True, slots=True)
class Undecided:
    """Lines of one site that count as the same, and of which the cleaner is not sure.

    line       the first of them, as it stands in its article; code, score, reason what the cleaner thought of it
    site       where they stand; "" where that is not known
    count      how many there are, in the articles with these ids, in order
    place      of the first; before and after are the lines around it that are not blank, "" at the edges of the text
    """

    line: str
    site: str
    count: int
    articles: tuple[str, ...]
    code: str
    score: int
    reason: str
    place: Place
    before: str
    after: str
