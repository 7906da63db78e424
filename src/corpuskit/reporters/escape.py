"""Text of strangers, made safe to show: nothing from data reaches a terminal or a CI log raw.

Two readers take text for orders. A terminal obeys control characters and reorders lines at bidirectional ones; a
runner of GitHub Actions or Azure Pipelines obeys lines of its log. That runner skips blanks before `::`, and finds
`##[` anywhere in a line (`src/Runner.Common/ActionCommand.cs` of actions/runner, seen 2025), so an indent in front of
the text is no protection: what must not be obeyed is broken up here.
"""

from __future__ import annotations

import re

# Controls, invisible formats, line and paragraph separators, surrogates, private use, noncharacters, tag characters.
# Soft hyphen, ZERO WIDTH JOINER and NON-JOINER, variation selectors are part of ordinary writing and stay.
_CONTROLS = r"\x00-\x1f\x7f-\x9f"
_FORMATS = r"\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
_UNASSIGNABLE = r"\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
_HIDDEN = re.compile(f"[{_CONTROLS}{_FORMATS}{_UNASSIGNABLE}]")
_COMMAND = re.compile(r"#(?=#\w*\[)")  # ##[error], ##vso[…], ##teamcity[…]
_NAMED = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def shown(text: str) -> str:
    r"""The text on one line, with every character that a reader cannot see, or a machine would obey, written out.

    >>> print(shown("a\x1b[31mb\n\N{RIGHT-TO-LEFT OVERRIDE}c"))
    a\x1b[31mb\n\u202ec
    >>> print(shown("##[error]x"))
    \x23#[error]x
    """
    return _COMMAND.sub(r"\\x23", _HIDDEN.sub(_written, text))


def shown_lines(text: str) -> str:
    """The same for a text of several lines: line feeds and tabs stay as they are."""
    hidden = _HIDDEN.sub(lambda match: match[0] if match[0] in "\n\t" else _written(match), text)
    return _COMMAND.sub(r"\\x23", hidden)


def opening(text: str) -> str:
    """The shown text for the start of a line: a path that begins with `::` gets `./` in front.

    >>> opening("::error::/a.txt"), opening("a.txt")
    ('./::error::/a.txt', 'a.txt')
    """
    line = shown(text)
    return f"./{line}" if line.lstrip().startswith("::") else line


def shown_json(document: str) -> str:
    r"""A JSON document with the same values, whose strings hold nothing that a terminal or a runner would obey.

    Line feeds between values stay; inside strings JSON has none.

    >>> print(shown_json('{"title": "##[x] \\u202e"}'))
    {"title": "\u0023#[x] \u202e"}
    """
    hidden = _HIDDEN.sub(lambda match: match[0] if match[0] == "\n" else _json_escape(match[0]), document)
    return _COMMAND.sub(r"\\u0023", hidden)


def _written(match: re.Match[str]) -> str:
    character = match[0]
    point = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    if point < 0x100:
        return f"\\x{point:02x}"
    return f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"


def _json_escape(character: str) -> str:
    point = ord(character)
    if point < 0x10000:
        return f"\\u{point:04x}"
    high, low = divmod(point - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
