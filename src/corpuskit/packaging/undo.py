"""The raw bytes of a row, from the row alone: take back its edits, encode the text again."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from corpuskit.errors import EditMismatch

_MOST_STEPS = 64  # cleaning has about ten passes; each step costs one pass over the text
_ROOM = 1 << 20  # code points beyond four a byte
_CODEC = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}", re.IGNORECASE)
_NOT_FOR_TEXT_FILES = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}
)


def raw_bytes(row: Mapping[str, Any]) -> bytes:
    r"""The bytes of the raw file that `row` was made from; EditMismatch where the row does not hold together.

    Needs the columns text, edits, encoding, restorable, raw and raw_length. Whether these are the right bytes, their
    SHA-256 says.

    >>> edit = {"step": 0, "start": 0, "old": "\r\n", "new": "", "code": "", "score": 0, "reason": ""}
    >>> raw_bytes({"text": "é", "edits": [edit], "encoding": "cp1252", "restorable": True, "raw": None, "raw_length": 3})
    b'\r\n\xe9'
    """
    if row["raw"] is not None:
        return bytes(row["raw"])
    if not row["restorable"]:
        raise EditMismatch("the row says that its text cannot be encoded back, and it holds no raw bytes")
    encoding = _text_codec(str(row["encoding"]))
    text = _undone(str(row["text"]), row["edits"] or (), 4 * int(row["raw_length"]) + _ROOM)
    try:
        return text.encode(encoding)
    except ValueError as fault:
        raise EditMismatch(f"the text before cleaning cannot be encoded in {encoding}: {fault}") from None


def steps_back(
    text: str, edits: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Sequence[Mapping[str, Any]], str]]:
    """Each step with the text as it was before it, from the last step to the first; EditMismatch where they do not fit.

    Within a step from the first edit on, so that all before it stands already restored, and a position in the text
    before the step is a position in what has been put together.
    """
    steps: list[list[Mapping[str, Any]]] = []
    for edit in edits:
        if any(edit[name] is None for name in ("step", "start", "old", "new")):
            raise EditMismatch("an edit lacks its step, start, old or new")
        if not steps or edit["step"] != steps[-1][0]["step"]:
            if steps and edit["step"] < steps[-1][0]["step"]:
                raise EditMismatch("its edits are not in the order of their steps")
            steps.append([])
        steps[-1].append(edit)
    if len(steps) > _MOST_STEPS:
        raise EditMismatch(f"its edits have more than {_MOST_STEPS} steps")
    for step in reversed(steps):
        text = _taken_back(text, [(edit["start"], edit["old"], edit["new"]) for edit in step])
        yield step, text


def _undone(text: str, edits: Sequence[Mapping[str, Any]], limit: int) -> str:
    """The text before these edits, never more than `limit` code points."""
    growth = sum(len(edit["old"] or "") for edit in edits)
    if len(text) + growth > limit:
        raise EditMismatch(f"its edits would make a text of more than {limit} code points")
    for _, before in steps_back(text, edits):
        text = before
    return text


def _taken_back(text: str, edits: Sequence[tuple[int, str, str]]) -> str:
    """The text before one step; each edit is (start before the step, old, new), ascending and disjoint."""
    parts: list[str] = []
    at = before = 0  # how far we are after the step, and before it
    for start, old, new in edits:
        here = at + start - before
        if here < at or here > len(text) or not text.startswith(new, here):
            raise EditMismatch(f"its edits do not lead back to its text: expected {new!r:.60} at {here}")
        parts += (text[at:here], old)
        at, before = here + len(new), start + len(old)
    parts.append(text[at:])
    return "".join(parts)


@lru_cache(maxsize=256)
def _text_codec(name: str) -> str:
    """The codec's own name, where it is one that text files are written in."""
    try:
        found = codecs.lookup(name) if _CODEC.fullmatch(name) else None
    except LookupError:
        found = None
    if found is None or not found._is_text_encoding or found.name.replace("_", "-") in _NOT_FOR_TEXT_FILES:
        raise EditMismatch(f"{name!r:.40} is no encoding of text")
    return found.name
