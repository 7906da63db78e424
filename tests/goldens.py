"""Golden files: what the program says, kept below tests/golden/ and read by a person when it changes."""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent / "golden"


def golden(name: str, text: str) -> None:
    """Compare with the file of this name; `make golden` writes it."""
    path = GOLDEN / name
    if os.environ.get("CORPUSKIT_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    assert text == path.read_bytes().decode()
