"""Show one row of a package as any other project would read it: with `datasets` alone, offline, and without corpuskit.

    python docs/show_row.py dist/sample [ID]

Prints the row's main fields, what was removed and why; then takes the changes back with the lines that the dataset's
card gives, and shows that the raw bytes come out.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import sys
from pathlib import Path
from typing import Any

FIELDS = (
    "id",
    "title",
    "language",
    "publisher",
    "url",
    "published_at",
    "license",
    "raw_path",
    "encoding",
    "n_words",
)
SHOWN = 300  # characters of the text
SEARCHED = 1000  # rows among which the one with the most edits is chosen


def raw_bytes(row):
    text = row["text"]
    for step in sorted({edit["step"] for edit in row["edits"]}, reverse=True):
        for edit in (edit for edit in row["edits"] if edit["step"] == step):
            text = text[: edit["start"]] + edit["old"] + text[edit["start"] + len(edit["new"]) :]
    return row["raw"] if row["raw"] is not None else text.encode(row["encoding"])


def main(arguments: list[str]) -> int:
    """The exit status: 1 where there is no such row, or its raw bytes do not come back; 2 for a call that cannot be carried out."""
    if len(arguments) not in (1, 2):
        sys.stderr.write("usage: python docs/show_row.py DIST [ID]\n")
        return 2
    if not Path(arguments[0]).is_dir():
        sys.stderr.write(f"{visible(arguments[0])} is no folder: name a package, such as dist/NAME\n")
        return 2
    row = chosen(arguments[0], arguments[1] if len(arguments) == 2 else None)
    if row is None:
        sys.stderr.write(f"{visible(arguments[0])} holds no such row\n")
        return 1
    for field in FIELDS:
        sys.stdout.write(f"{field:>12}  {visible(str(row[field]))}\n")
    sys.stdout.write(f"{'text':>12}  {visible(row['text'][:SHOWN])}\N{HORIZONTAL ELLIPSIS}\n")
    for code, edits in itertools.groupby(
        sorted(row["edits"], key=lambda edit: edit["code"]), lambda edit: edit["code"]
    ):
        tell(code, list(edits))
    same = hashlib.sha256(raw_bytes(row)).hexdigest() == row["raw_sha256"]
    verdict = "the raw bytes are back" if same else "these are not the raw bytes"
    sys.stdout.write(
        f"{'undone':>12}  {row['raw_length']} bytes, SHA-256 {row['raw_sha256'][:16]}\N{HORIZONTAL ELLIPSIS}: {verdict}\n"
    )
    return 0 if same else 1


def chosen(dist: str, wanted: str | None) -> dict[str, Any] | None:
    """The row of that id; without one, of the first rows the one with the most edits that took a line or more."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from datasets import load_dataset

    rows = load_dataset(dist, split="train", streaming=True)
    if wanted is not None:
        return next((row for row in rows if row["id"] == wanted), None)
    first = itertools.islice(rows, SEARCHED)
    return max(first, key=lambda row: sum(edit["score"] > 0 for edit in row["edits"]), default=None)


def tell(code: str, edits: list[dict[str, Any]]) -> None:
    """Print the edits of one code: their count where nothing but the form changed, else each with its reason."""
    judged = [edit for edit in edits if edit["score"]]
    if len(edits) > len(judged):
        number = len(edits) - len(judged)
        sys.stdout.write(f"{visible(code):>12}  {number} change{'' if number == 1 else 's'} of form\n")
    for edit in judged:
        sys.stdout.write(f"{visible(code):>12}  - {visible(edit['old'].strip())}\n")
        sys.stdout.write(f"{'':>12}    {edit['score'] / 10:.0f} %: {visible(edit['reason'])}\n")


def visible(text: str) -> str:
    """The text on one line, with whatever a terminal or the log of a runner would obey written out."""
    plain = "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)
    return plain.replace("##", r"#\x23")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
