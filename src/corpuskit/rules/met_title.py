"""Articles without a title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.schema import load

CODE = Code(
    "MET003",
    "title-unknown",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

Metadata in which the title is null, missing or blank.

## Why it matters

A title is how a reader recognises and cites an article; and it tells the cleaner which line of the text is the headline and not residue.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = '{"title": null}'
```

## Instead

Copy the headline into the record. Where an article has none, silence the code in `allow`.

```toml
text = "Le conseil municipal a voté le budget."
metadata = { title = "Le budget est voté" }
```

## Source

Dublin Core, `title`; Croissant and schema.org, `headline`.
""",
)
CODES = (CODE,)


def _unknown(subject: Subject, metadata: Mapping[str, Any]) -> bool:
    title = metadata.get("title")
    if isinstance(title, str):
        return not title.strip()
    return load(subject.context.schema).leaves_open(metadata, "title")


def _check(subject: Subject) -> Iterator[Finding]:
    raw = subject.raw
    if raw.metadata is not None and _unknown(subject, raw.metadata):
        yield CODE.finding(
            "the title is not known: copy the headline into the record",
            article=raw.id,
            place=raw.said_at("/title"),
        )


CHECK = Check(CODES, _check)
