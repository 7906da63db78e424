"""What a run found, gathered so that a million articles fit: counts, groups with examples, and all findings on request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from corpuskit.model.baseline import Comparison
from corpuskit.model.findings import Finding, Place, Severity

EXAMPLES = 3  # of a fault that is found more often than SHOWN
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Group:
    """The same fault, wherever it was found: how often, and its first findings in the order of the report."""

    code: str
    severity: Severity
    fault: str
    count: int
    examples: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found.

    root       the raw folder as the user named it: joined in front of every place that is shown
    articles   how many articles were looked at
    refused    how many of them have an error, and so no place in a package
    groups     every fault once: errors first, then by code and fault
    findings   every finding in order where the caller asked for them, else None
    compared   what became of the baseline, where there is one: then all of the above is what is new
    """

    articles: int
    refused: int
    groups: tuple[Group, ...]
    root: str = ""
    findings: tuple[Finding, ...] | None = None
    compared: Comparison | None = None

    def count(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return sum(group.count for group in self.groups if group.severity == severity)

    def fails(self, at: Severity) -> bool:
        """Whether any finding weighs `at` or more."""
        return any(group.severity >= at for group in self.groups)

    @property
    def by_code(self) -> Mapping[str, int]:
        """How many findings each code has, by code."""
        counts: Counter[str] = Counter()
        for group in self.groups:
            counts[group.code] += group.count
        return dict(sorted(counts.items()))


@dataclass(slots=True)
class Tally:
    """A report in the making: takes findings in any order and keeps memory bounded unless `keep` is set."""

    keep: bool = False
    articles: int = 0
    refused: int = 0
    compared: Comparison | None = None
    used: set[tuple[str, str, str]] = field(default_factory=set)  # decisions that held for a line
    heard: set[str] = field(default_factory=set)  # codes that settings silenced or gave another severity
    _counts: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    _examples: dict[tuple[str, int, str], list[Finding]] = field(default_factory=dict)
    _all: list[Finding] = field(default_factory=list)

    def add(self, findings: Iterable[Finding]) -> None:
        """Count these findings; of each fault the smallest by order are kept as examples."""
        for finding in findings:
            key = finding.code, -finding.severity, finding.fault
            self._counts[key] += 1
            examples = self._examples.setdefault(key, [])
            if len(examples) < SHOWN or finding.order < examples[-1].order:
                examples.append(finding)
                examples.sort(key=lambda f: f.order)
                del examples[SHOWN:]
            if self.keep:
                self._all.append(finding)

    def take(self, report: Report) -> None:
        """Take in what another report counted, with its examples."""
        for group in report.groups:
            self.add(group.examples)
            self._counts[group.code, -group.severity, group.fault] += group.count - len(group.examples)

    def merge(self, other: Tally) -> None:
        """Take in what another tally (of another shard) counted."""
        self.articles += other.articles
        self.refused += other.refused
        for key, count in other._counts.items():
            self._counts[key] += count
            both = self._examples.get(key, []) + other._examples[key]
            self._examples[key] = sorted(both, key=lambda f: f.order)[:SHOWN]
        self._all += other._all
        self.used |= other.used
        self.heard |= other.heard
        if other.compared is not None:
            self.compared = self.compared or Comparison()
            self.compared.merge(other.compared)

    def below(self, root: str) -> Tally:
        """This tally, with the raw folder in front of every place: then findings of several corpora can be told apart."""
        self._all = [_below(finding, root) for finding in self._all]
        self._examples = {key: [_below(one, root) for one in few] for key, few in self._examples.items()}
        return self

    def report(self, root: str = "") -> Report:
        """The report of all that was added, for the raw folder `root`."""
        groups = []
        for code, weight, fault in sorted(self._counts, key=lambda key: (key[1], key[0], key[2])):
            key = code, weight, fault
            shown = self._examples[key] if self._counts[key] <= SHOWN else self._examples[key][:EXAMPLES]
            groups.append(Group(code, Severity(-weight), fault, self._counts[key], tuple(shown)))
        findings = tuple(sorted(self._all, key=lambda f: f.order)) if self.keep else None
        return Report(self.articles, self.refused, tuple(groups), root, findings, self.compared)


def _below(finding: Finding, root: str) -> Finding:
    place = finding.place or Place("")
    path = f"{root.rstrip('/')}/{place.path}" if place.path else root
    return replace(finding, place=replace(place, path=path))
