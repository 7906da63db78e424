"""Where a finding stands, and the line it stands in: what `full`, `concise` and the json formats share."""

from __future__ import annotations

import unicodedata

from corpuskit.model.findings import Finding
from corpuskit.reporters.escape import opening, shown

_GUTTER = "    | "
_CUT = "\N{HORIZONTAL ELLIPSIS}"


def path_of(finding: Finding, root: str) -> str:
    """The path as the user would write it: the raw folder joined with the place, unescaped; "" where neither is known."""
    path = finding.place.path if finding.place else ""
    if root in ("", "."):
        return path
    return f"{root.rstrip('/') or '/'}/{path}".replace("//", "/") if path else root


def location(finding: Finding, root: str) -> str:
    """The escaped start of a line about this finding: path:line:column, with pointer or byte where that is all there is.

    >>> from corpuskit.model.findings import Place, Severity
    >>> location(Finding("ENC001", Severity.ERROR, "", place=Place("a.txt", offset=12)), "raw")
    'raw/a.txt (byte 12)'
    """
    place = finding.place
    where = opening(path_of(finding, root) or finding.article or "corpus")
    if place is None:
        return where
    if place.line is not None:
        where += f":{place.line}"
        where += f":{place.column}" if place.column is not None else ""
    elif place.offset is not None:
        where += f" (byte {place.offset:,})"
    return f"{where} ({shown(place.pointer)})" if place.pointer else where


def excerpt(finding: Finding, width: int) -> list[str]:
    """The offending line or value, cut to a window around the column, and a caret beneath where the column lies in it."""
    if not finding.excerpt:
        return []
    place = finding.place
    room = max(width - len(_GUTTER), 20)
    column = place.column if place and place.column is not None and not place.pointer else None
    at = finding.within if finding.within is not None else (column or 0) - 1
    if column is None or not 0 <= at < len(finding.excerpt):
        return [_GUTTER + cut(finding.excerpt, room)]
    before, after = _window(finding.excerpt, at, room)
    line, tail = shown(before + after), shown(after)
    # What is shown of the text before may depend on what follows: "#" is written out before "#[".
    return [
        _GUTTER + line,
        _GUTTER + " " * (cells(line[: len(line) - len(tail)]) - _back(before, tail)) + "^",
    ]


def _back(before: str, tail: str) -> int:
    """How many columns a caret goes back for a mark that a terminal puts on the character before it."""
    if cells(tail[:1]):
        return 0
    return next((width for character in reversed(shown(before)) if (width := cells(character))), 0)


def cut(text: str, room: int) -> str:
    """The start of the text, escaped, in at most `room` columns; an ellipsis tells that there is more.

    >>> cut("Suivez-nous sur les réseaux", 12)
    'Suivez-nous…'
    """
    line = shown(text[: room + 1])
    if len(text) <= room and cells(line) <= room:
        return line
    used = 0
    for at, character in enumerate(line):
        used += cells(character)
        if used > room - 1:
            return line[:at].rstrip() + _CUT
    return line.rstrip() + _CUT


def cells(text: str) -> int:
    """How many columns a terminal gives the text: two for wide characters, none for combining marks (UAX 11)."""
    if text.isascii():
        return len(text)
    return sum(_cell(character) for character in text)


def _cell(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _window(text: str, at: int, room: int) -> tuple[str, str]:
    """What stands before and from `at`, a third of the room and two thirds, with an ellipsis where something is cut off."""
    third, most = room // 3, 2 * room  # most: of characters, since some have no width
    start, used = 0, _columns(text, max(at - room, 0), at)
    if used > third or at > room:
        start, used = at, 1
        while start > max(0, at - most) and used + (step := _columns(text, start - 1, start)) <= third:
            start -= 1
            used += step
    left = room - used - 1
    end = at
    while end < min(len(text), at + most) and (step := _columns(text, end, end + 1)) <= left:
        end += 1
        left -= step
    return (_CUT if start else "") + text[start:at], text[at:end] + ("" if end == len(text) else _CUT)


def _columns(text: str, start: int, end: int) -> int:
    """The columns of a part of the text as it is shown: what follows may change that, for "#" is written out before "#["."""
    return cells(shown(text[start : end + 2])) - cells(shown(text[end : end + 2]))
