"""Decisions on lines that stand nowhere."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SET102",
    "decision-without-effect",
    Severity.NOTE,
    "0.1.0",
    r"""## What it finds

Decisions in `decisions.jsonl` on a line that no article in their reach has, or that nearer decisions decide everywhere. All of them are told in one note, with their number. It is looked for when a whole corpus is checked, and it is not part of a baseline.

## Why it matters

The article was taken out, its site has another name now, or the line was mistyped, and is not decided as somebody believes. Decisions that do nothing also hide those that do.

## Example

```sh
printf '%s\n' '{"line": "Abonnez-vous au journal", "decision": "remove", "scope": "corpus"}' > decisions.jsonl
```

## Instead

Correct the line or how far the decision reaches, or take it out of the file.

```sh
printf 'La halle rouvre lundi.\n' > raw/article.txt
printf '%s\n' '{"line": "La halle rouvre lundi.", "decision": "keep", "scope": "corpus"}' > decisions.jsonl
```

## Source

A principle of this program: what is unused among the settings is reported, as `allow` is by MET105.
""",
)
CODES = (CODE,)
