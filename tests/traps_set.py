"""Reads the traps: documents of `tests/traps/`, each line with its label, in the format of the card that stands there.

The reader is strict. A set that is half understood gives figures that are half true: whatever the card does not
describe is refused with the file and the line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TRAPS = Path(__file__).resolve().parent / "traps"
SEAM = "\N{MATHEMATICAL LEFT WHITE SQUARE BRACKET}|\N{MATHEMATICAL RIGHT WHITE SQUARE BRACKET}"
BRACKETS = (SEAM[0], SEAM[-1])
CODES = frozenset({"201", "202", "203", "204", "205", "206", "207", "208", "209", "290"})
HEAD = ("site", "title", "language", "kind")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document.

    `label` is `c` content, `s` not scored, `b` residue. A seam is the code point at which residue ends and the rest
    begins in the same line; such a line has the label of its rest. `code` is the number of the kind of residue.
    """

    text: str
    label: str
    code: str | None = None
    seam: int | None = None

    @property
    def residue(self) -> str:
        """The part of the line that is residue: all of it, what stands before the seam, or nothing."""
        return self.text if self.label == "b" else self.text[: self.seam or 0]


@dataclass(frozen=True, slots=True)
class Document:
    """One trap: what its metadata would say, and its lines in order."""

    name: str
    site: str
    title: str
    language: str
    kind: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The plain text as a scraper would have left it, each line with its feed."""
        return "".join(f"{line.text}\n" for line in self.lines)


def read_traps(base: Path = TRAPS) -> tuple[Document, ...]:
    """Every document below `base`, by path. Raises ValueError on the first that is malformed, or if there is none."""
    found = tuple(read_trap(path) for path in sorted(base.glob("*/*.txt")))
    if not found:
        raise ValueError(f"{base}: no document of the set stands here")
    return found


def read_trap(path: Path) -> Document:
    """The document of one file. Raises ValueError, naming file and line, if it is not in the format of the card."""
    name = f"{path.parent.name}/{path.name}"
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{name}: not UTF-8: {error}") from None
    if "\r" in text or not text.endswith("\n"):
        raise ValueError(f"{name}: lines end with a line feed, the last one too")
    rows = text[:-1].split("\n")
    head = _head(name, rows[: len(HEAD)])
    if head["language"] != path.parent.name:
        raise ValueError(f"{name}: language {head['language']!r} stands in the folder {path.parent.name!r}")
    if len(rows) < len(HEAD) + 2 or rows[len(HEAD)]:
        raise ValueError(f"{name}:{len(HEAD) + 1}: one blank line, then the lines of the document")
    return Document(name=name, lines=tuple(_lines(name, rows, head["title"])), **head)


def _head(name: str, rows: list[str]) -> dict[str, str]:
    head = {}
    for number, (key, row) in enumerate(zip(HEAD, rows, strict=False), start=1):
        if not row.startswith(f"{key}:"):
            raise ValueError(f"{name}:{number}: expected {key!r}")
        head[key] = row.removeprefix(f"{key}:").strip()
        if not head[key] and key != "title":
            raise ValueError(f"{name}:{number}: {key!r} is empty")
    if len(head) < len(HEAD):
        raise ValueError(f"{name}: the head has {len(head)} of {len(HEAD)} lines")
    return head


def _lines(name: str, rows: list[str], title: str) -> Iterator[Line]:
    for number, row in enumerate(rows[len(HEAD) + 1 :], start=len(HEAD) + 2):
        label, tab, text = row.partition("\t")
        if not tab or not text.strip():
            raise ValueError(f"{name}:{number}: a label, a tab and a text")
        try:
            yield _line(label, text, title)
        except ValueError as error:
            raise ValueError(f"{name}:{number}: {error}") from None


def _line(label: str, text: str, title: str) -> Line:
    kind, code = label[:1], label[1:]
    if kind == "m" and code in CODES:
        return _glued(code, text, title)
    if any(bracket in text for bracket in BRACKETS):
        raise ValueError("the mark of a seam stands only in lines labelled m")
    if label in {"c", "s"}:
        return Line(text, label)
    if kind == "b" and code in CODES:
        return Line(text, "b", code)
    raise ValueError(f"unknown label {label!r}")


def _glued(code: str, text: str, title: str) -> Line:
    parts = text.split(SEAM)
    if len(parts) != 2 or not all(part.strip() for part in parts):
        raise ValueError("a line labelled m has one seam, with text on both sides")
    residue, rest = parts
    if any(bracket in residue + rest for bracket in BRACKETS):
        raise ValueError("half a mark of a seam")
    return Line(residue + rest, "s" if rest == title else "c", code, len(residue))
