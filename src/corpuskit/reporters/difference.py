"""What differs between two packages: for people, or as JSON, article by article."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Protocol

from corpuskit.model.changes import KINDS, Change
from corpuskit.model.report import Report
from corpuskit.reporters import View
from corpuskit.reporters.escape import opening, shown, shown_json
from corpuskit.reporters.full import findings
from corpuskit.reporters.jsonl import as_object
from corpuskit.reporters.paint import painted
from corpuskit.reporters.summary import counted

_SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}
_ALIGNED = 1000  # lines on one side up to which they are aligned: beyond that difflib may take minutes


class Compared(Protocol):
    """Two packages: `changes` is gone through once, and the rest is right after that."""

    def changes(self) -> Iterator[Change]: ...
    @property
    def parts(self) -> tuple[str, ...]: ...
    @property
    def packaging(self) -> bool: ...
    @property
    def counts(self) -> Mapping[str, int]: ...
    @property
    def causes(self) -> Mapping[str, int]: ...
    @property
    def report(self) -> Report: ...
    @property
    def differs(self) -> bool: ...


def full(found: Compared, view: View, *, text: bool = False, stat: bool = False) -> Iterator[str]:
    """Each change with its causes, then the counts; with `text` the lines of the text that differ; with `stat` the counts alone."""
    for change in found.changes():
        if not stat and change.kind != "restated":
            yield from _told(change, view, text)
    yield from findings(found.report, view)
    if found.parts or found.packaging:
        parts = (*found.parts, *(("settings of packaging",) if found.packaging else ()))
        yield f"made with other {', '.join(parts)}\n"
    if found.causes:
        ranked = sorted(found.causes.items(), key=lambda item: (-item[1], item[0]))
        yield f"causes: {', '.join(f'{name} {count:,}' for name, count in ranked)}\n"
    yield f"{', '.join(f'{found.counts.get(kind, 0):,} {kind}' for kind in (*KINDS, 'same'))}\n"


def jsonl(found: Compared, *, text: bool = False) -> Iterator[str]:
    """One object a change, then one with the counts."""
    for change in found.changes():
        yield _json(_object(change, text)) + "\n"
    yield _json(_totals(found)) + "\n"


def as_json(found: Compared, *, text: bool = False) -> Iterator[str]:
    """One object: the changes, and the counts."""
    yield '{"changes": ['
    for at, change in enumerate(found.changes()):
        yield ("," if at else "") + "\n  " + _json(_object(change, text))
    yield f'\n], "summary": {_json(_totals(found))}}}\n'


def lines_between(old: str, new: str) -> Iterator[str]:
    """The lines that differ, each with its sign, and those around; without alignment where there are very many."""
    before, after = old.split("\n"), new.split("\n")
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    first = max(0, same - 3)
    before, after = before[first:], after[first:]
    while len(before) > 6 and len(after) > 6 and before[-4:] == after[-4:]:
        before.pop()
        after.pop()
    if max(len(before), len(after)) > _ALIGNED:
        yield from (f"-{line}" for line in before)
        yield from (f"+{line}" for line in after)
        return
    yield from islice(difflib.unified_diff(before, after, lineterm="", n=3), 2, None)


def _told(change: Change, view: View, text: bool) -> Iterator[str]:
    sign, colour = _SIGNS.get(change.kind, ("!", "dim"))
    why = f": {', '.join(change.causes)}" if change.causes else ""
    yield f"{painted(f'{sign} {opening(change.id)}', colour, view.colour)} {change.kind}{why}\n"
    if change.before:
        yield f"    was refused: {shown(change.before)}\n"
    if change.after:
        yield f"    is refused: {shown(change.after)}\n"
    for fact in change.facts:
        yield f"    {shown(fact)}\n"
    if change.columns:
        yield f"    {counted(len(change.columns), 'column')}: {shown(', '.join(change.columns))}\n"
    if text and change.texts is not None:
        for line in lines_between(*change.texts):
            tint = {"-": "red", "+": "green"}.get(line[:1], "dim")
            yield f"    {painted(shown(line), tint, view.colour)}\n"


def _object(change: Change, text: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": change.id,
        "kind": change.kind,
        "causes": change.causes,
        "columns": change.columns,
        "facts": change.facts,
        "before": change.before or None,
        "after": change.after or None,
    }
    if text and change.texts is not None:
        found["text"] = list(lines_between(*change.texts))
    return found


def _totals(found: Compared) -> dict[str, Any]:
    every: Iterable[Any] = (finding for group in found.report.groups for finding in group.examples)
    return {
        "differs": found.differs,
        "counts": {kind: found.counts.get(kind, 0) for kind in (*KINDS, "same")},
        "causes": dict(sorted(found.causes.items())),
        "parts": found.parts,
        "packaging": found.packaging,
        "findings": [as_object(finding, "") for finding in every],
    }


def _json(value: Any) -> str:
    return shown_json(json.dumps(value, ensure_ascii=False))
