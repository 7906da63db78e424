"""What differs between two packages, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("added", "removed", "changed", "refused", "restated")


@dataclass(frozen=True, slots=True)
class Change:
    """One article that is not the same in both packages.

    kind      added, removed, changed; refused: it has no row in either, and is refused otherwise; restated: nothing but
              the digests of its pipeline or facts differ
    causes    what differs in what the row was made from: bytes, place, metadata, a part of the pipeline, facts
    columns   the columns that differ
    facts     a sentence for each fact of the corpus that differs
    before, after   why it is refused in the first package, in the second: a code and a sentence; "" where it is not
    texts     the clean texts, first and second, where both have one and they differ
    """

    id: str
    kind: str
    causes: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    texts: tuple[str, str] | None = None
