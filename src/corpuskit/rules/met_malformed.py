"""Metadata records that cannot be parsed."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "MET004",
    "malformed-record",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

A record that cannot be read as one JSON object. Line and column say where.

- JSON (a line of `metadata.jsonl`, a sidecar): a syntax error, a byte order mark, bytes that are not UTF-8, a duplicate key, `NaN`, a number that no float can hold, half a surrogate pair, U+0000, more than 64 levels of brackets, more than 1 MiB.
- YAML (a sidecar `NAME.meta.yaml` or `.yml`): the same; an anchor, an alias, a tag beyond the types of JSON, a key that is no text, a second document, more than 64 KiB. Plain words are read by the core schema of YAML 1.2: `no`, `2024-11-13` and `12:30:45` are text.
- CSV (`metadata.csv`): a header with an empty name, a name twice or no `file_name`; a row with more or fewer cells than the header; a quote that is not closed or stands inside a cell; U+0000, bytes that are not UTF-8. Cells are parted by commas and get the type that the schema gives to their column. The items of a list are parted by semicolons; a list or an object may be written in JSON instead. An empty cell is null where the schema allows null, and else says nothing.

## Why it matters

Parsers disagree about such records: one keeps the first of two keys, another the last; one takes `no` for Norwegian, another for false. What is read must not depend on who reads it. And 332 bytes of aliases in YAML can stand for a thousand million values.

## Example

```sh
printf '\n%s\n' '{"file_name": "good.txt", "language": "fr", "language": "en"}' >> raw/metadata.jsonl
```

## Instead

Write the file with a library for its format, never by joining strings.

```sh
printf 'Un texte.\n' > raw/more.txt
printf '\n%s\n' '{"file_name": "more.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Source

RFC 8259, sections 4 (names are unique), 6 (numbers) and 8.1 (no byte order mark); RFC 7493 (I-JSON). YAML 1.2.2, section 10.3 (core schema). RFC 4180, sections 2.4 (as many cells in every row) and 2.7 (quotes).
""",
)
CODES = (CODE,)
