"""What publishing on the Hub would do, or did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from corpuskit.reporters import View
from corpuskit.reporters.escape import shown
from corpuskit.reporters.paint import painted
from corpuskit.reporters.published import size
from corpuskit.reporters.summary import counted


class Planned(Protocol):
    """What would go where: `files` are path and size in bytes, `deleted` paths."""

    @property
    def repo(self) -> str: ...
    @property
    def revision(self) -> str | None: ...
    @property
    def files(self) -> tuple[tuple[str, int], ...]: ...
    @property
    def deleted(self) -> tuple[str, ...]: ...
    @property
    def exists(self) -> bool: ...
    @property
    def private(self) -> bool: ...
    @property
    def message(self) -> str: ...


def planned(plan: Planned, view: View) -> Iterator[str]:
    """Every file that goes, every file that goes away, where to, and the message of the commit."""
    for path, count in plan.files:
        yield f"{painted('+', 'green', view.colour)} {shown(path)} ({size(count)})\n"
    for path in plan.deleted:
        yield f"{painted('-', 'red', view.colour)} {shown(path)} is deleted there\n"
    kind = f"{'' if plan.exists else 'new, '}{'private' if plan.private else 'public'}"
    total = size(sum(count for _, count in plan.files))
    yield f"{counted(len(plan.files), 'file')}, {total}, to datasets/{shown(plan.repo)} ({kind}), branch {shown(plan.revision or 'main')}\n"
    yield f"commit: {shown(plan.message)}\n"
