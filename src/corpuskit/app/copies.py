"""Copies that the settings drop from a package, and those that are spared because their original is refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpuskit.model.articles import Article
from corpuskit.model.findings import Finding
from corpuskit.rules import codes
from corpuskit.survey import moment


@dataclass(frozen=True, slots=True)
class Dropped:
    """An article that was left out as a copy and for nothing else: what it copies, whether exactly, when it was published."""

    id: str
    original: str
    exact: bool
    published: int


def dropped(article: Article, policy: str) -> Dropped | None:
    """The article as one that this policy leaves out; None where it does not, or where its record allows the copy."""
    facts = article.facts
    exact, near = facts.duplicate_of, facts.near if policy == "drop" else None
    original, code = (exact, "DUP101") if exact is not None else (near.original if near else None, "DUP102")
    if policy == "keep" or original is None or code in article.raw.allowed:
        return None
    published = moment((article.raw.metadata or {}).get("published_at"))
    return Dropped(article.id, original, exact is not None, published)


def why(article: Article, policy: str) -> Finding:
    """Why a copy has no place in the package: what it copies, and what stays instead where that is another one."""
    facts = article.facts
    if facts.duplicate_of is None and facts.near is not None:
        said = f"nearly the same as {facts.near.original} (score {facts.near.score}), and the settings drop copies"
        return codes()["DUP102"].finding(said, article=article.id)
    stays = f"; {facts.kept} stays" if policy == "drop" and facts.kept != facts.duplicate_of else ""
    said = f"the same text as {facts.duplicate_of}, and the settings drop copies{stays}"
    return codes()["DUP101"].finding(said, article=article.id)


def spared(copies: Iterable[Dropped], refused: frozenset[str]) -> frozenset[str]:
    """The copies that must stay, since what they copy is `refused` for something else: their text would be lost.

    Of exact copies the first: the earliest published, then the smallest id. Near copies of what has an exact one are
    dropped all the same.
    """
    exact: dict[str, Dropped] = {}
    near: list[Dropped] = []
    for copy in copies:
        if copy.original not in refused:
            continue
        if not copy.exact:
            near.append(copy)
        elif copy.original not in exact or _order(copy) < _order(exact[copy.original]):
            exact[copy.original] = copy
    return frozenset(
        [copy.id for copy in exact.values()] + [copy.id for copy in near if copy.original not in exact]
    )


def _order(copy: Dropped) -> tuple[int, str]:
    return copy.published, copy.id
