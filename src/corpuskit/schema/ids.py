"""Ids of articles: which are well formed, and the one that a path gives where the metadata name none."""

from __future__ import annotations

import re

# The same as the pattern of `id` in schema/article.schema.json; a test compares the two.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
_INSIDE = _PLAIN | frozenset("._-")


def is_id(value: object) -> bool:
    """Whether a value is an id as metadata may give it.

    >>> is_id("2024/my-article"), is_id("a/../b"), is_id("a b"), is_id(5)
    (True, False, False, False)
    """
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def escaped(path: str) -> str:
    """A path in the characters of ids: all others as %XX of their UTF-8 bytes, bytes that are not UTF-8 as they are.

    Different paths give different results, none of which has a segment "." or "..".

    >>> escaped("été/À la une"), escaped("../x"), escaped("/x")
    ('%C3%A9t%C3%A9/%C3%80%20la%20une', '%2E./x', '%2Fx')
    """
    if _ID.fullmatch(path):
        return path
    return "/".join(_segment(segment) if segment else "%2F" for segment in path.split("/")).replace(
        "%2F/", "%2F"
    )


def _segment(segment: str) -> str:
    return "".join(
        character if character in (_INSIDE if at else _PLAIN) else _percent(character)
        for at, character in enumerate(segment)
    )


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogateescape"))
