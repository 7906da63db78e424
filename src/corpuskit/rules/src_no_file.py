"""Metadata of files that are not there."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC007",
    "no-such-file",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

A record in `metadata.jsonl` or `metadata.csv` whose `file_name`, or a sidecar whose name, leads to no article: nothing is there, or nothing that is read (only `.txt`, `.text`, `.md` and `.markdown` are). Where an article has the same name but for upper and lower case, or for the way in which accents are written, it is named.

## Why it matters

Either a file was lost on the way, or its name is misspelt and its article goes without metadata. Neither should pass in silence.

## Example

```sh
printf '\n%s\n' '{"file_name": "lost.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Instead

Put the file there, correct the name (upper and lower case count), or remove the record.

```sh
printf 'Le texte retrouvé.\n' > raw/lost.txt
printf '\n%s\n' '{"file_name": "lost.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Source

The folder loaders of `datasets` demand the same of `metadata.jsonl` and `metadata.csv`.
""",
)
CODES = (CODE,)
