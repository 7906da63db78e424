"""Metadata records that cannot be parsed."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "MET004",
    "malformed-record",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

A line of `metadata.jsonl` or a sidecar that is not one JSON object in UTF-8: a syntax error, a byte order mark, a duplicate key, `NaN`, a number that no float can hold, half a surrogate pair, U+0000, more than 64 levels of brackets, more than 1 MiB. Line and column say where.

## Why it matters

Parsers disagree about such records: one keeps the first of two keys, another the last. What is read must not depend on who reads it.

## Example

```sh
printf '\n%s\n' '{"file_name": "good.txt", "language": "fr", "language": "en"}' >> raw/metadata.jsonl
```

## Instead

Write the file with a JSON library, one object a line.

```sh
printf 'Un texte.\n' > raw/more.txt
printf '\n%s\n' '{"file_name": "more.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Source

RFC 8259, sections 4 (names are unique), 6 (numbers) and 8.1 (no byte order mark); RFC 7493 (I-JSON).
""",
)
CODES = (CODE,)
