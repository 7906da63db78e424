"""Values from strangers as Markdown that shows them and obeys none of them."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST = 200  # code points of a value from the data


def plain(value: str) -> str:
    """A value from the data as Markdown that shows it: no markup, no line break, no HTML."""
    visible = " ".join("".join(char if char.isprintable() else " " for char in value).split())
    short = visible if len(visible) <= _LONGEST else visible[: _LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
    return "".join(f"\\{char}" if char in "\\`*_{}[]()#+-!|<>&~$:@=." else char for char in short)


def prose(value: str) -> str:
    """Text from the settings: its paragraphs stay, its markup does not."""
    paragraphs = [part for part in str(value).replace("\r\n", "\n").split("\n\n") if part.strip()]
    return "\n\n".join(_whole(part) for part in paragraphs)


def _whole(paragraph: str) -> str:
    words = "".join(char if char.isprintable() else " " for char in paragraph).split()
    return "".join(f"\\{char}" if char in "\\`*_{}[]#+-!|<>&~$=" else char for char in " ".join(words))


def linked(value: str) -> str:
    """A link where the value is an address and nothing else, else the value as text."""
    safe = value.isascii() and value.isprintable() and not any(char in value for char in " <>\"'`\\")
    return f"<{value}>" if safe and value.startswith(("https://", "http://")) else plain(value)


def verbatim(value: str) -> str:
    """A block of code that nothing in the value can end."""
    lines = ["".join(char if char.isprintable() else " " for char in line) for line in value.split("\n")]
    fence = "```"
    while any(fence in line for line in lines):
        fence += "`"
    return "\n".join([fence, *lines, fence])


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; its cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
