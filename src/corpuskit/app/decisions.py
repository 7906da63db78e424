"""The decisions of people: `decisions.jsonl` beside the raw folder, held against its schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from corpuskit.app.shipped import shipped
from corpuskit.errors import SettingsError
from corpuskit.text import normal_form

NAME = "decisions.jsonl"

Key: TypeAlias = tuple[str, str, str]


def decisions_of(base: Path) -> str:
    """The decisions of the corpus in `base` as the core reads them, one JSON object a line; "" where there are none.

    SettingsError names the line that cannot be read, or that decides what an earlier one decided otherwise.
    """
    path = base / NAME
    if not path.is_file():
        return ""
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SettingsError(f"{path}: the decisions cannot be read ({reason})") from None
    return decisions_in(text, str(path))


def decisions_in(text: str, where: str) -> str:
    """The same of a text in that form; `where` is what messages call it."""
    rows, decided = [], dict[Key, tuple[int, str]]()
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        rows.append(row := _row(line, f"{where}:{number}"))
        earlier, answer = decided.setdefault(key_of(row), (number, row["decision"]))
        if answer != row["decision"]:
            raise SettingsError(
                f"{where}:{number}: line {earlier} decides the same otherwise: take one of the two out"
            )
    # In ASCII: a line separator within a line of an article must not part a decision in two.
    return "".join(json.dumps(row, sort_keys=True) + "\n" for row in rows)


def key_of(row: Mapping[str, Any]) -> Key:
    """What a decision is about: scope, what it reaches, the line as lines count as the same."""
    return row["scope"], row.get("of", ""), normal_form(row["line"])


def _row(line: str, where: str) -> dict[str, Any]:
    from corpuskit.schema import load

    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise SettingsError(f"{where}: this is not JSON: write one object a line") from None
    if not isinstance(row, dict):
        raise SettingsError(f"{where}: this is no JSON object: write one a line")
    faults = load(shipped("decisions.schema.json")).errors(row)
    if faults:
        key = faults[0].pointer.removeprefix("/")
        raise SettingsError(f"{where}: {key} {faults[0].message}".replace(":  ", ": "))
    return row
