"""What a check says: codes with their pages, findings with their places."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Severity(enum.IntEnum):
    """How much a finding weighs. An error fails the run; the others do unless `--fail-on` says so."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The lowercase name: "note", "warning", "error"."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Code:
    """A rule's code, its short name, its severity unless settings change it, its version, its page (Markdown).

    `default` says whether it is reported unless settings leave it out; one that is not must be asked for by name.
    """

    code: str
    name: str
    severity: Severity
    since: str
    page: str = field(repr=False)
    default: bool = True

    def finding(
        self,
        message: str,
        *,
        article: str | None = None,
        place: Place | None = None,
        fault: str = "",
        excerpt: str = "",
        severity: Severity | None = None,
        data: Mapping[str, Any] | None = None,
        within: int | None = None,
    ) -> Finding:
        """A finding of this code; `severity` only where the fault itself weighs more or less than the code."""
        weight = self.severity if severity is None else severity
        return Finding(self.code, weight, message, article, place, fault, excerpt, data or {}, within)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault stands: a path shown to the reader, then what is known of line, column (both from 1), byte offset, JSON pointer."""

    path: str
    line: int | None = None
    column: int | None = None
    offset: int | None = None
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, and what to do.

    `fault` names the kind of fault within the code: findings that share code, severity and fault are told once,
    with a count. `excerpt` is the offending line or value as found, unescaped. `data` holds measured values, and of a
    dataset the number of the row, with which the pointer begins.
    `within` counts the code points of the excerpt before the place, where the excerpt is not a line from its start on.
    """

    code: str
    severity: Severity
    message: str
    article: str | None = None
    place: Place | None = None
    fault: str = ""
    excerpt: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    within: int | None = None

    @property
    def fingerprint(self) -> str:
        """What is wrong, without where: the same for a line that moved, in an article that was renamed.

        A digest of code, fault, pointer and the words of the excerpt. Two findings of one kind in one text may share
        it: whoever needs them apart counts them. The number of a row of a dataset is where, too.
        """
        pointer = (self.place.pointer if self.place else None) or ""
        if "row" in self.data:
            pointer = pointer.removeprefix(f"/{self.data['row']}")
        told = "\0".join((self.code, self.fault, pointer, " ".join(self.excerpt.split())))
        return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()

    @property
    def order(self) -> tuple[str, str, int, int, str, str]:
        """What findings are sorted by: article, path, line, column, code, message."""
        place = self.place or Place("")
        return self.article or "", place.path, place.line or 0, place.column or 0, self.code, self.message
