"""Values of strangers inside messages: as JSON, on one line, short, with every character that cannot be seen written out."""

from __future__ import annotations

import json
from typing import Any

_WIDTH = 80


def shown(value: Any, width: int = _WIDTH) -> str:
    r"""A JSON value in at most some `width` characters, printable ones as they are and all others escaped.

    >>> print(shown("été"), shown("a\x1b[31m"), shown(None), shown(["x" * 200], 12))
    "été" "a\u001b[31m" null ["xxxxxxxxxx…
    """
    if isinstance(value, str):
        value = value[: width + 1]
    text = json.dumps(value, ensure_ascii=False, default=str)
    cut = text if len(text) <= width + 2 else text[:width] + "\N{HORIZONTAL ELLIPSIS}"
    return cut if cut.isprintable() else "".join(c if c.isprintable() else _escape(c) for c in cut)


def _escape(character: str) -> str:
    return json.dumps(character)[1:-1]


def kind_of(value: Any) -> str:
    """What a JSON value is, in words.

    >>> kind_of(True), kind_of(2), kind_of({})
    ('a boolean', 'a number', 'an object')
    """
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    named = {str: "a string", list: "a list", dict: "an object", type(None): "null"}
    return named.get(type(value), "an object")
