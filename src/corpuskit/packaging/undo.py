"""The raw bytes of a row, from the row alone: take back its edits, encode the text again."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from corpuskit.errors import EditMismatch
from corpuskit.model.edits import Edit, EditScript, Step

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


def _undone(text: str, edits: Sequence[Mapping[str, Any]], limit: int) -> str:
    growth = 0
    for edit in edits:
        if any(edit[key] is None for key in ("step", "start", "old", "new")):
            raise EditMismatch("an edit lacks its step, start, old or new")
        growth += len(edit["old"])
    if len(text) + growth > limit:
        raise EditMismatch(f"its edits would make a text of more than {limit} code points")
    steps = [
        Step(f"step {number}", tuple(Edit(edit["start"], edit["old"], edit["new"]) for edit in group))
        for number, group in groupby(edits, key=lambda edit: edit["step"])
    ]
    numbers = [edit["step"] for edit in edits]
    if len(steps) > _MOST_STEPS or numbers != sorted(numbers):
        raise EditMismatch(f"its edits are not in the order of their steps, or have more than {_MOST_STEPS}")
    script = EditScript(tuple(steps))
    undone = script.undo(text)
    if script.apply(undone) != text:  # an edit beyond the end of the text is met only on the way forward
        raise EditMismatch("its edits do not lead back to its text")
    return undone


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
