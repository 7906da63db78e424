"""The lines that a person has to decide: for people with what stands around them, for programs as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from corpuskit.model.undecided import Undecided
from corpuskit.reporters import View
from corpuskit.reporters.escape import opening, shown
from corpuskit.reporters.jsonl import encoded
from corpuskit.reporters.paint import painted
from corpuskit.reporters.places import cut
from corpuskit.reporters.summary import counted, titled

_GUTTER = "    | "


def listed(groups: Sequence[Undecided], root: str, view: View) -> Iterator[str]:
    """Every group with its line and what stands around it, the most frequent first, then how many there are."""
    for group in groups:
        yield from one(group, root, view)
        yield "\n"
    if not groups:
        yield "nothing to decide\n"
        return
    total = sum(group.count for group in groups)
    yield f"{counted(len(groups), 'line')} to decide, found {counted(total, 'time')}\n"


def one(group: Undecided, root: str, view: View) -> Iterator[str]:
    """One group: where, how often, what the cleaner thought, the line between its neighbours."""
    where = painted(opening(f"{root.rstrip('/')}/{group.place.path}"), "bold", view.colour)
    times = "once" if group.count == 1 else f"{group.count:,} times"
    yield f"{where}:{group.place.line}: {times} on {_site(group)}\n"
    yield f"    {titled(group.code, view)}, {group.score / 10:.0f} %: {shown(group.reason)}\n"
    room = max(view.width - len(_GUTTER), 20)
    if group.before:
        yield painted(_GUTTER + _end(group.before, room), "dim", view.colour) + "\n"
    yield painted("  > | ", "bold", view.colour) + cut(group.line, room) + "\n"
    if group.after:
        yield painted(_GUTTER + cut(group.after, room), "dim", view.colour) + "\n"


def as_json(groups: Sequence[Undecided], root: str) -> Iterator[str]:
    """A list of all groups, one a line."""
    yield "["
    for at, group in enumerate(groups):
        yield ("," if at else "") + "\n  " + encoded(_object(group, root))
    yield "\n]\n" if groups else "]\n"


def as_jsonl(groups: Sequence[Undecided], root: str) -> Iterator[str]:
    """One object a line. With a `decision` and a `scope`, its line, site or articles make a line of decisions.jsonl."""
    for group in groups:
        yield encoded(_object(group, root)) + "\n"


def _object(group: Undecided, root: str) -> dict[str, Any]:
    return {
        "line": group.line,
        "site": group.site or None,
        "count": group.count,
        "articles": list(group.articles),
        "code": group.code,
        "score": group.score,
        "reason": group.reason,
        "path": f"{root.rstrip('/')}/{group.place.path}",
        "at": group.place.line,
        "before": group.before,
        "after": group.after,
    }


def _site(group: Undecided) -> str:
    return shown(group.site) if group.site else "a site that is not known"


def _end(text: str, room: int) -> str:
    """The end of a line that stands before: what is next to the line in question tells most."""
    line = shown(text)
    return line if len(line) <= room else "\N{HORIZONTAL ELLIPSIS}" + line[len(line) - room + 1 :]
