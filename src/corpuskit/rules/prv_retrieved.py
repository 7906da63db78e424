"""Articles of which nobody knows when they were fetched."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.schema import load

CODE = Code(
    "PRV103",
    "retrieval-date-unknown",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

Metadata in which `retrieved_at` is null, or missing where the schema allows that.

## Why it matters

A page changes after it was published. The day it was fetched says which state of it this text is, and which terms of use then held.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = '{"retrieved_at": null}'
```

## Instead

Add the date from the scraper's log or from the time of the file.

```toml
text = "Le conseil municipal a voté le budget."
metadata = { retrieved_at = "2024-11-14T06:00:00Z" }
```

## Source

PROV-O, `prov:generatedAtTime`; WARC (ISO 28500), `WARC-Date`.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    raw = subject.raw
    if raw.metadata is not None and load(subject.context.schema).leaves_open(raw.metadata, "retrieved_at"):
        yield CODE.finding(
            "the date of retrieval is not known: add the day it was fetched",
            article=raw.id,
            place=raw.said_at("/retrieved_at"),
        )


CHECK = Check(CODES, _check)
