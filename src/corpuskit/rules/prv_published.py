"""Articles of which nobody knows when they were published."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.schema import load

CODE = Code(
    "PRV102",
    "publication-date-unknown",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

Metadata in which `published_at` is null, or missing where the schema allows that.

## Why it matters

Studies of news need dates, and so does everyone who splits a corpus by time so that a model is tested on what it cannot have seen.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = '{"published_at": null}'
```

## Instead

Add the date; a day is enough.

```toml
text = "Le conseil municipal a voté le budget."
metadata = { published_at = "2024-11-13" }
```

## Source

Dublin Core, `issued`; RFC 3339 for the form.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    raw = subject.raw
    if raw.metadata is not None and load(subject.context.schema).leaves_open(raw.metadata, "published_at"):
        yield CODE.finding(
            "the date of publication is not known: add it, a day is enough",
            article=raw.id,
            place=raw.said_at("/published_at"),
        )


CHECK = Check(CODES, _check)
