"""Paths that lead out of the raw folder."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC003",
    "escapes-the-root",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

A `file_name` in the metadata that is absolute, has `..` or a backslash in it, or is empty; a symbolic link (where they are followed) whose target lies outside the raw folder. Nothing is read there.

## Why it matters

The raw folder is the corpus. A record that names a file elsewhere would put that file, a private one perhaps, into the dataset.

## Example

```sh
printf '\n%s\n' '{"file_name": "../notes.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Instead

Put the file below the raw folder, and name it relative to the metadata file, with slashes.

```sh
printf 'Le texte.\n' > raw/notes.txt
printf '\n%s\n' '{"file_name": "notes.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Source

CWE-22, Path Traversal. The convention of `file_name` is that of the folder loaders of `datasets`: relative to the metadata file.
""",
)
CODES = (CODE,)
