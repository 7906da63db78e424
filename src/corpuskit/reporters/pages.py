"""The list of codes, and the page of one, for a terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from corpuskit.model.findings import Code
from corpuskit.reporters import View
from corpuskit.reporters.escape import shown_lines
from corpuskit.reporters.jsonl import encoded
from corpuskit.reporters.paint import OF_SEVERITY, painted
from corpuskit.reporters.places import cells

_HEADING = re.compile(r"#{1,6}\s+(.*)")
_ITEM = re.compile(r"\s*(?:[-*]|\d+\.)\s+")
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*")


def table(codes: Iterable[Code], view: View) -> Iterator[str]:
    """One line a code: code, severity, name, and whether it is off by default."""
    for code in codes:
        severity = painted(f"{code.severity.label:<7}", OF_SEVERITY[code.severity], view.colour)
        yield f"{code.code}  {severity}  {code.name}{'' if code.default else ' (off by default)'}\n"


def table_json(codes: Iterable[Code]) -> Iterator[str]:
    """The same as a JSON list, with the version that brought each code."""
    rows = [
        {
            "code": code.code,
            "name": code.name,
            "severity": code.severity.label,
            "since": code.since,
            "default": code.default,
        }
        for code in codes
    ]
    yield "[\n  " + ",\n  ".join(encoded(row) for row in rows) + "\n]\n"


def page(code: Code, view: View) -> Iterator[str]:
    """The page as it stands, with headings underlined or bold and code as an indented block; markup that remains is plain."""
    yield (
        painted(f"{code.code} {code.name}", "bold", view.colour)
        + f" ({code.severity.label}, since {code.since}{'' if code.default else ', off by default'})\n\n"
    )
    fenced = False
    for line in shown_lines(code.page).strip().split("\n"):
        heading = _HEADING.fullmatch(line)
        if line.startswith("```"):
            fenced = not fenced
        elif fenced:
            yield f"    {line}\n" if line else "\n"
        elif heading and view.colour:
            yield painted(heading[1], "bold", True) + "\n"
        elif heading:
            yield f"{heading[1]}\n{'-' * cells(heading[1])}\n"
        else:
            yield _folded(_EMPHASIS.sub(r"\1", line), view.width)


def _folded(line: str, width: int) -> str:
    """The paragraph or item of a list in lines of at most `width` columns."""
    item = _ITEM.match(line)
    hang = " " * len(item[0]) if item else ""
    return "\n".join(textwrap.wrap(line, width, subsequent_indent=hang, break_long_words=False)) + "\n"
