"""Ids that several articles have."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "MET002",
    "duplicate-id",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

Two articles with the same id, or with ids that differ in upper and lower case alone, whether they stand in the metadata or are made from the paths (`a.txt` and `a.md` both give `a`). Each of them gets the finding.

Where ids are alike only because paths are, SRC010 says so of the paths, and this code is silent.

## Why it matters

The id is how a row is found, restored and cited. With two rows of one id, one of them is as good as lost; and ids become names of files and parts of addresses, where `Faro` and `faro` are often one.

## Example

```sh
printf 'Un texte.\n' > raw/one.txt
printf 'Un autre.\n' > raw/two.txt
printf '\n%s\n' '{"file_name": "one.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION", "id": "same"}' >> raw/metadata.jsonl
printf '\n%s\n' '{"file_name": "two.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION", "id": "same"}' >> raw/metadata.jsonl
```

## Instead

Give each its own id, or leave it out: the path without its ending is then the id.

```sh
printf 'Un texte.\n' > raw/one.txt
printf 'Un autre.\n' > raw/two.txt
printf '\n%s\n' '{"file_name": "one.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION", "id": "same/1"}' >> raw/metadata.jsonl
printf '\n%s\n' '{"file_name": "two.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION", "id": "same/2"}' >> raw/metadata.jsonl
```

## Source

Entity integrity, Codd, "Extending the Database Relational Model to Capture More Meaning", 1979.
""",
)
CODES = (CODE,)
