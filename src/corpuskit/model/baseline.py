"""What a baseline knows, and what became of it: findings that were accepted once are counted, and no longer told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from corpuskit.model.findings import Finding


@dataclass(frozen=True, slots=True)
class Old:
    """Findings of one kind in one article, or at one path where they belong to no article: how many were accepted."""

    article: str | None
    path: str | None
    code: str
    fault: str
    fingerprint: str
    count: int
    sha256: str = ""

    @property
    def place(self) -> str:
        """The article, or the path, as text."""
        return (self.path or "") if self.article is None else self.article


Known: TypeAlias = Mapping[str, Old]  # of one article or path, by fingerprint


@dataclass(slots=True)
class Comparison:
    """Findings against a baseline, in the making: merges like a tally.

    left    how many old findings are still there
    known   those findings, where the caller keeps all
    gone    what the baseline knows and was not found again
    lines   the lines of a new baseline, where one is written
    """

    left: int = 0
    known: list[Finding] = field(default_factory=list)
    gone: list[Old] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def merge(self, other: Comparison) -> None:
        """Take in another comparison, but for its lines: whoever wants those writes them as they come."""
        self.left += other.left
        self.known += other.known
        self.gone += other.gone

    def split(self, findings: Iterable[Finding], known: Known, keep: bool) -> list[Finding]:
        """The new ones among the findings of one article; the others are counted, and what is missing is noted.

        Of findings that share a fingerprint the first are the old ones. A crash of ours is always new.
        """
        open_counts = {fingerprint: old.count for fingerprint, old in known.items()}
        new = []
        for finding in findings:
            if open_counts.get(finding.fingerprint, 0) > 0 and accepted(finding):
                open_counts[finding.fingerprint] -= 1
                self.left += 1
                if keep:
                    self.known.append(finding)
            else:
                new.append(finding)
        self.gone += [
            replace(old, count=open_counts[fingerprint])
            for fingerprint, old in known.items()
            if open_counts[fingerprint]
        ]
        return new


def accepted(finding: Finding) -> bool:
    """Whether a baseline may hold a finding of this kind: a crash of our own code is never accepted, nor is a damaged package."""
    return not finding.code.startswith(("BUG", "PKG"))


def lines_of(findings: Iterable[Finding], sha256: str = "") -> list[str]:
    """The lines of a baseline for the findings of one article, or for findings that belong to none, in order."""
    counts: Counter[tuple[str, str, str, str, str]] = Counter()
    for finding in findings:
        if accepted(finding):
            path = finding.place.path if finding.place and finding.article is None else ""
            counts[finding.article or "", path, finding.code, finding.fingerprint, finding.fault] += 1
    lines = []
    for (article, path, code, fingerprint, fault), count in sorted(counts.items()):
        said = {
            "article": article or None,
            "path": path,
            "code": code,
            "fault": fault,
            "count": count,
            "fingerprint": fingerprint,
            "sha256": sha256 if article else "",
        }
        kept = {key: value for key, value in said.items() if value != ""}
        lines.append(json.dumps(kept) + "\n")
    return lines
