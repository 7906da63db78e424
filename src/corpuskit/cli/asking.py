"""Asking a person at a terminal about one line after the other; what a key decides is on the disk before the next question."""

from __future__ import annotations

from collections.abc import Sequence

from corpuskit.app.deciding import SCOPES, Book, decision
from corpuskit.cli import terminal
from corpuskit.cli.keys import pressed
from corpuskit.model.undecided import Undecided
from corpuskit.reporters.escape import opening, shown
from corpuskit.reporters.paint import painted
from corpuskit.reporters.summary import counted
from corpuskit.reporters.undecided import one
from corpuskit.text import normal_form

_ANSWERS = {"k": "keep", "r": "remove"}
_KEYS = "k keep   r remove   s skip   b back   w how far it reaches   q leave"


class Asking:
    """A round through the undecided lines, from the most frequent on."""

    def __init__(
        self, groups: Sequence[Undecided], book: Book, root: str, scope: str | None, reason: str | None
    ) -> None:
        self._groups, self._book, self._root = groups, book, root
        self._scope, self._reason = scope, reason
        self._view = terminal.view()
        self._trail: list[tuple[int, bool]] = []  # where we were, and whether something was written there
        self._written = 0
        self._everywhere: set[str] = (
            set()
        )  # lines that were decided for the whole corpus, as they count as the same

    def run(self) -> None:
        """Ask until all are seen, or the person leaves; KeyboardInterrupt goes on, once it is said what was written."""
        total = sum(group.count for group in self._groups)
        terminal.write(
            [f"{counted(len(self._groups), 'line')} to decide, found {counted(total, 'time')}\n{_KEYS}\n"]
        )
        at = 0
        try:
            while at < len(self._groups):
                at = self._ask(at)
        except KeyboardInterrupt:
            terminal.write(["\n"])
            raise
        finally:
            told = f"{counted(self._written, 'decision')} written to {opening(str(self._book.path))}"
            terminal.write([f"{told}\n"])
            terminal.flush()

    def _ask(self, at: int) -> int:
        """Show one line and hear one key; the number of the next line."""
        group = self._groups[at]
        if normal_form(group.line) in self._everywhere:
            return at + 1
        scope = self._reach(group)
        terminal.write([f"\n{at + 1:,}/{len(self._groups):,} ", *one(group, self._root, self._view)])
        while True:
            far = {"site": f"on {shown(group.site)}", "corpus": "everywhere", "article": "in its articles"}[
                scope
            ]
            terminal.write([painted(f"    {far}? [k/r/s/b/w/q] ", "bold", self._view.colour)])
            terminal.flush()
            key = pressed()
            terminal.write([f"{shown(key)}\n"])
            if key in _ANSWERS:
                return self._decide(at, _ANSWERS[key], scope)
            if key in (
                "q",
                "",
                "\x04",
                "\0",
            ):  # Linux makes NUL of a Ctrl-D that came before it was listened to
                return len(self._groups)
            if key == "s":
                self._trail.append((at, False))
                return at + 1
            if key == "b" and self._trail:
                return self._back()
            if key == "w":
                scope = _next(scope, group)
                self._scope = scope
            else:
                terminal.write([f"    {_KEYS}\n"])

    def _decide(self, at: int, answer: str, scope: str) -> int:
        group = self._groups[at]
        self._book.add(decision(group, answer, scope, self._reason))
        self._written += 1
        self._trail.append((at, True))
        if scope == "corpus":
            self._everywhere.add(normal_form(group.line))
        return at + 1

    def _back(self) -> int:
        at, written = self._trail.pop()
        if written:
            self._book.take_back()
            self._written -= 1
            self._everywhere.discard(normal_form(self._groups[at].line))
        return at

    def _reach(self, group: Undecided) -> str:
        if self._scope == "site" and not group.site:
            return "corpus"
        return self._scope or ("site" if group.site else "corpus")


def _next(scope: str, group: Undecided) -> str:
    able = [name for name in SCOPES if name != "site" or group.site]
    return able[(able.index(scope) + 1) % len(able)]
