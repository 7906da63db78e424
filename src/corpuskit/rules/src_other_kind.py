"""Files of a kind that is not read."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC110",
    "not-a-kind-that-is-read",
    Severity.NOTE,
    "0.1.0",
    r"""## What it finds

A file below the raw folder that is neither an article (`.txt`, `.text`, `.md`, `.markdown`) nor metadata (`metadata.jsonl`, `metadata.csv`, `NAME.meta.json`, `NAME.meta.yaml`, `NAME.meta.yml`). Hidden files and backups of editors are passed over without a word.

## Why it matters

It may be an article that was saved under another ending and is missing from the dataset.

## Example

```sh
printf 'Un article.\n' > raw/photo.jpg
```

## Instead

Give an article one of the endings that are read, and keep other files outside the raw folder.

```sh
printf 'Un article.\n' > raw/photo.txt
printf '\n%s\n' '{"file_name": "photo.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Source

Media types: `text/plain` (RFC 2046), `text/markdown` (RFC 7763).
""",
)
CODES = (CODE,)
