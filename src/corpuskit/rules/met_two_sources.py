"""Articles that two metadata records speak of."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "MET005",
    "two-sources",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

Two records for one article: twice in `metadata.jsonl` or `metadata.csv`, in two such files, or there and in a sidecar. Where they say the same, a warning; where they differ, an error. A field that is missing, null or an empty list says nothing.

## Why it matters

Somebody would have to choose, and in silence: which record is right, only you can say.

## Example

```sh
printf 'Un texte.\n' > raw/twice.txt
printf '\n%s\n' '{"file_name": "twice.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
printf '\n%s\n' '{"file_name": "twice.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION", "title": "Un titre"}' >> raw/metadata.jsonl
```

## Instead

Keep one of them.

```sh
printf 'Un texte.\n' > raw/twice.txt
printf '\n%s\n' '{"file_name": "twice.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION", "title": "Un titre"}' >> raw/metadata.jsonl
```

## Source

Single source of truth; `[project]` in PEP 621 has the same rule for a field that is given in two ways.
""",
)
CODES = (CODE,)
