"""Whether licences that somebody excludes leave any way to use an article."""

from __future__ import annotations

import re
from functools import lru_cache

from corpuskit.schema.formats import is_spdx

UNKNOWN = "NOASSERTION"
_TOKEN = re.compile(r"[()]|[^\s()]+")
_BINDS = {"AND": 2, "OR": 1}


def term_of(given: str) -> str | None:
    """One licence in its own spelling, with its exception where it has one; None for what is none, or several.

    >>> term_of("cc-by-nc-4.0"), term_of("MIT OR Apache-2.0"), term_of("CC-BY")
    ('CC-BY-NC-4.0', None, None)
    """
    if not is_spdx(given):
        return None
    terms = [token for token in _tokens(given) if token not in ("(", ")", "AND", "OR")]
    return terms[0] if len(terms) == 1 else None


@lru_cache(maxsize=4096)
def excluded(expression: str | None, terms: frozenset[str]) -> bool:
    """Whether an article under this expression may be used under none but `terms` (as `term_of` gives them).

    >>> excluded("MIT OR CC-BY-NC-4.0", frozenset({"CC-BY-NC-4.0"})), excluded("MIT AND CC-BY-NC-4.0", frozenset({"CC-BY-NC-4.0"}))
    (False, True)
    """
    if expression is None or not is_spdx(expression):
        expression = UNKNOWN
    # Two stacks, since a hostile expression may nest as deep as it is long.
    values: list[bool] = []
    waiting: list[str] = []
    for token in _tokens(expression):
        if token == "(":  # noqa: S105 - a parenthesis
            waiting.append(token)
        elif token == ")":  # noqa: S105 - a parenthesis
            while waiting[-1] != "(":
                _apply(waiting.pop(), values)
            waiting.pop()
        elif token in _BINDS:
            while waiting and _BINDS.get(waiting[-1], 0) >= _BINDS[token]:
                _apply(waiting.pop(), values)
            waiting.append(token)
        else:
            values.append(token in terms)
    while waiting:
        _apply(waiting.pop(), values)
    return values[0]


def _apply(operator: str, values: list[bool]) -> None:
    right, left = values.pop(), values.pop()
    values.append(left or right if operator == "AND" else left and right)


def _tokens(expression: str) -> list[str]:
    """Parentheses, AND, OR, and licences, each with its exception."""
    if expression == UNKNOWN:
        return [UNKNOWN]
    from packaging.licenses import canonicalize_license_expression

    found: list[str] = []
    for token in _TOKEN.findall(canonicalize_license_expression(expression)):
        if found and (token == "WITH" or found[-1].endswith(" WITH")):  # noqa: S105 - a word of SPDX
            found[-1] = f"{found[-1]} {token}"
        else:
            found.append(token)
    return found
