"""The use case `decide`: what people decide of lines is written to `decisions.jsonl`, each decision at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeAlias

from corpuskit.app.decisions import NAME, Key, decisions_in, decisions_of, key_of
from corpuskit.app.replacing import in_turn, replacing
from corpuskit.errors import CorpuskitError
from corpuskit.model.undecided import Undecided
from corpuskit.packaging.disk import told
from corpuskit.reporters.jsonl import encoded
from corpuskit.text import normal_form

SCOPES = ("site", "corpus", "article")

Row: TypeAlias = dict[str, Any]


def decision(group: Undecided, answer: str, scope: str | None = None, reason: str | None = None) -> list[Row]:
    """The rows that decide these lines: one, or one an article where it reaches no further.

    Without a scope they hold for the site, or, where that is not known, for the corpus. CorpuskitError where lines of
    no known site are to be decided for their site.
    """
    chosen = scope or ("site" if group.site else "corpus")
    if chosen == "site" and not group.site:
        raise CorpuskitError(
            f"the site of {group.place.path} is not known, so nothing can be decided for it: "
            "give its article a url, or choose the scope corpus or article"
        )
    of = {"site": [group.site], "corpus": [""], "article": list(group.articles)}[chosen]
    row = {"line": group.line, "decision": answer, "scope": chosen}
    said = {"reason": reason} if reason else {}
    return [row | ({"of": one} if one else {}) | said for one in of]


def asked(groups: Sequence[Undecided], wanted: Iterable[str]) -> list[Undecided]:
    """The groups that these lines or patterns mean, in order; CorpuskitError where one means none.

    A line is taken in the form in which lines count as the same. In a pattern `*` stands for any characters, `?` for one.
    """
    found: set[int] = set()
    for text in wanted:
        form = normal_form(text)
        hits = [group for group in groups if normal_form(group.line) == form]
        if not hits and ("*" in form or "?" in form):
            pattern = form.replace("[", "[[]")  # brackets stand for themselves
            hits = [group for group in groups if fnmatchcase(normal_form(group.line), pattern)]
        if not hits:
            raise CorpuskitError(
                f"no undecided line is {text!r}: `corpuskit decide --list` shows those there are, nothing was written"
            )
        found.update(map(id, hits))
    return [group for group in groups if id(group) in found]


@dataclass(slots=True)
class Book:
    """The decisions of a corpus as they stand in its file; whatever is added or taken back is there when the call returns.

    The file is sorted, one decision a line, so that git merges what two people decided. It changes whole or not at all,
    by one run after the other, and is read again each time: what somebody else wrote meanwhile stays.
    """

    base: Path
    _steps: list[tuple[list[Key], dict[Key, Row]]] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The file."""
        return self.base / NAME

    def add(self, rows: Iterable[Row]) -> int:
        """Write these decisions down, each in the place of an earlier one on the same lines; how many changed anything.

        MachineError or TargetError where the file cannot be written, SettingsError where the one there cannot be read.
        """
        new = {key_of(row): row for row in rows}
        with in_turn(self.path):
            known = self._known()
            before = {key: known[key] for key in new if key in known}
            changed = {key: row for key, row in new.items() if known.get(key) != row}
            if changed:
                _write(self.path, known | changed)
        self._steps.append((list(new), before))
        return len(changed)

    def take_back(self) -> bool:
        """Undo the last call of `add`; False where there is none left."""
        if not self._steps:
            return False
        keys, before = self._steps.pop()
        with in_turn(self.path):
            known = self._known()
            _write(self.path, {key: row for key, row in known.items() if key not in keys} | before)
        return True

    def _known(self) -> dict[Key, Row]:
        return {key_of(row): row for row in map(json.loads, decisions_of(self.base).splitlines())}


def rows_in(text: str, where: str) -> list[Row]:
    """Decisions in the form of the file; SettingsError names the line, after `where`, that is none."""
    return [json.loads(line) for line in decisions_in(text, where).splitlines()]


def _write(path: Path, rows: dict[Key, Row]) -> None:
    order = ("line", "decision", "scope", "of", "reason")
    lines = [
        encoded({name: row[name] for name in order if name in row}) + "\n" for _, row in sorted(rows.items())
    ]
    with told(f"cannot write {path}", "; what was decided before is untouched"), replacing(path) as file:
        file.writelines(line.encode("utf-8") for line in lines)
