"""Articles of which nobody knows who published them."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.schema import load

CODE = Code(
    "PRV104",
    "publisher-unknown",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

Metadata in which `publisher` is null or blank, or missing where the schema allows that.

## Why it matters

Who published an article decides who may license it, and how much weight it has as a source. A corpus is also balanced, split and cited by publisher.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = '{"publisher": null}'
```

## Instead

Write the name of the outlet, the same for all its articles. Where nobody published it, silence the code in `allow`.

```toml
text = "Le conseil municipal a voté le budget."
metadata = { publisher = "La Gazette de Valmore" }
```

## Source

Dublin Core, `publisher`; schema.org, `publisher`; Longpre et al., "The Data Provenance Initiative", 2023.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    raw = subject.raw
    if raw.metadata is None:
        return
    publisher = raw.metadata.get("publisher")
    blank = isinstance(publisher, str) and not publisher.strip()
    if blank or load(subject.context.schema).leaves_open(raw.metadata, "publisher"):
        yield CODE.finding(
            "the publisher is not known: add the name of the outlet",
            article=raw.id,
            place=raw.said_at("/publisher"),
        )


CHECK = Check(CODES, _check)
