"""Comparing two packages: articles in the order of their ids, portion by portion, so that size does not matter.

Shards of which the bytes are the same in both are not unfolded: their ids can stand nowhere else. Either package may
come from a stranger; what cannot be read, or is out of order, is a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpuskit.model.changes import Change
from corpuskit.model.context import PARTS
from corpuskit.model.findings import Place
from corpuskit.model.report import Report, Tally
from corpuskit.packaging.causes import compared
from corpuskit.packaging.disk import told
from corpuskit.packaging.manifest import FileFact, Manifest, ShardFact
from corpuskit.packaging.opening import Opened, ShardFault, open_package, opened_file, opened_shard
from corpuskit.rules.pkg_files import UNSAFE
from corpuskit.rules.pkg_rows import ROWS

Row = Mapping[str, Any]
_END = None


@dataclass(slots=True)
class Difference:
    """Two packages being compared: go through `changes` once, then read the rest.

    parts     the parts of the pipeline that differ; packaging, whether settings differ
    counts    how many articles are added, removed, changed, refused, restated, and the same
    causes    how many changed articles have each cause
    report    what could not be read
    """

    old: Opened
    new: Opened
    parts: tuple[str, ...] = ()
    packaging: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)

    @property
    def report(self) -> Report:
        """What could not be read of either."""
        return self.tally.report("")

    @property
    def differs(self) -> bool:
        """Whether anything is not the same: an article, or what all were made with."""
        found = sum(count for kind, count in self.counts.items() if kind != "same")
        return bool(found or self.parts or self.packaging)

    def changes(self) -> Iterator[Change]:
        """Every article that differs, in the order of the ids."""
        a, b = self.old.manifest, self.new.manifest
        if a is None or b is None:
            return
        with told(f"cannot read {self.old.folder} or {self.new.folder}", ""):
            shared = self._shared(a, b)
            sources = [
                source
                for opened, manifest in ((self.old, a), (self.new, b))
                for source in (
                    self._rows(opened, [s for s in manifest.shards if s.path not in shared[opened.folder]]),
                    self._rows(opened, list(manifest.refusals), True),
                )
            ]
            for ident, found in _joined(sources):
                change = self._change(ident, *found)
                if change is None:
                    self.counts["same"] += 1
                    continue
                self.counts[change.kind] += 1
                self.causes.update(change.causes if change.kind == "changed" else ())
                yield change

    def _shared(self, a: Manifest, b: Manifest) -> dict[Path, set[str]]:
        """For each package the shards whose bytes, as they are on disk, the other has too."""
        theirs = {(shard.sha256, shard.bytes): shard for shard in b.shards}
        found: dict[Path, set[str]] = {self.old.folder: set(), self.new.folder: set()}
        for shard in a.shards:
            other = theirs.pop((shard.sha256, shard.bytes), None)
            if other is None:
                continue
            whole = [self._whole(self.old, shard), self._whole(self.new, other)]
            if all(whole):
                found[self.old.folder].add(shard.path)
                found[self.new.folder].add(other.path)
                self.counts["same"] += shard.rows
        return found

    def _whole(self, opened: Opened, fact: ShardFact) -> bool:
        with opened_file(opened.folder, fact) as (_, wrong):
            return wrong is None

    def _rows(self, opened: Opened, facts: list[Any], repeats: bool = False) -> Iterator[tuple[str, Row]]:
        """The rows of these files with their ids, which ascend; rows that stand out of order are left out and told."""
        last = ""
        for fact in facts:
            for row in self._of_file(opened, fact):
                ident = row.get("id")
                if not isinstance(ident, str) or (ident < last if repeats else ident <= last):
                    self._add(opened, fact, UNSAFE, "order", "an id occurred before, or stands out of order")
                    continue
                if repeats and ident == last:
                    continue  # one article may be refused for several reasons; the first is told
                last = ident
                yield ident, row

    def _of_file(self, opened: Opened, fact: FileFact | ShardFact) -> Iterator[Row]:
        with opened_file(opened.folder, fact) as (file, wrong):
            if wrong is not None:
                self.tally.add([wrong])
            if file is None:
                return
            try:
                with opened_shard(file) as shard:
                    for rows in shard.batches():
                        yield from rows
            except ShardFault as fault:
                self._add(opened, fact, ROWS, "unreadable", f"its rows cannot be read: {fault!s:.300}")

    def _add(self, opened: Opened, fact: FileFact | ShardFact, code: Any, kind: str, message: str) -> None:
        place = Place(f"{opened.folder.as_posix()}/{fact.path}")
        self.tally.add([code.finding(f"{message}; fetch or make the package again", place=place, fault=kind)])

    def _change(
        self, ident: str, old: Row | None, old_refused: Row | None, new: Row | None, new_refused: Row | None
    ) -> Change | None:
        before, after = _reason(old_refused), _reason(new_refused)
        if old is not None and new is not None:
            return compared(old, new, self.parts, self.packaging)
        if old is not None or new is not None:
            return Change(ident, "removed" if new is None else "added", before=before, after=after)
        return None if before == after else Change(ident, "refused", before=before, after=after)


def diff(old: str | Path, new: str | Path) -> Difference:
    """The packages in these folders, ready to be compared; TargetError where one is no package."""
    with told(f"cannot read {old} or {new}", ""):
        a, b = open_package(old), open_package(new)
    found = Difference(a, b)
    found.tally.add([*a.findings, *b.findings])
    if a.manifest is not None and b.manifest is not None:
        said, says = a.manifest.parts, b.manifest.parts
        found.parts = tuple(part for part in PARTS if said.get(part) != says.get(part))
        found.packaging = a.manifest.settings.get("package") != b.manifest.settings.get("package")
    return found


def _joined(sources: list[Iterator[tuple[str, Row]]]) -> Iterator[tuple[str, list[Row | None]]]:
    """Each id once, in order, with what each source has of it."""
    heads = [next(source, _END) for source in sources]
    while any(heads):
        ident = min(head[0] for head in heads if head is not None)
        found: list[Row | None] = []
        for at, head in enumerate(heads):
            if head is not None and head[0] == ident:
                found.append(head[1])
                heads[at] = next(sources[at], _END)
            else:
                found.append(None)
        yield ident, found


def _reason(row: Row | None) -> str:
    return "" if row is None else f"{row.get('code')} {row.get('reason')}"
