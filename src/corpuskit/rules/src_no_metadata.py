"""Articles that no metadata record speaks of."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC006",
    "no-metadata",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

An article without a record: neither in a `metadata.jsonl` or `metadata.csv` of its folder or a folder above, nor in a sidecar beside it (`NAME.txt.meta.json` or `NAME.meta.json`; `.yaml` and `.yml` too).

## Why it matters

Without its language, source and licence nobody can use, cite or trace an article. Whatever is not known can be said with null, and then it is known that it is not known.

## Example

```sh
printf 'Un article dont rien ne parle.\n' > raw/alone.txt
```

## Instead

Add a record that says what is known.

```sh
printf 'Un article.\n' > raw/alone.txt
printf '%s' '{"language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' > raw/alone.txt.meta.json
```

## Source

Data Statements for NLP (Bender and Friedman, 2018), which ask for curation rationale and provenance; Croissant 1.1 and PROV for the fields.
""",
)
CODES = (CODE,)
