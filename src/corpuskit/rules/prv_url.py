"""Articles of which nobody knows where they were published."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.schema import load

CODE = Code(
    "PRV101",
    "url-unknown",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

Metadata in which `url` is null, or missing where the schema allows that.

## Why it matters

Without its address an article cannot be looked up, cited, or taken out at its author's wish. It also tells which site an article is from, and residue is found by what the articles of one site share.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = '{"url": null}'
```

## Instead

Add the address from the scraper's log. Where there never was one, silence the code in `allow`.

```toml
text = "Le conseil municipal a voté le budget."
metadata = { url = "https://example.org/budget" }
```

## Source

PROV-O, `prov:hadPrimarySource`; Longpre et al., "The Data Provenance Initiative", 2023.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    raw = subject.raw
    if raw.metadata is not None and load(subject.context.schema).leaves_open(raw.metadata, "url"):
        yield CODE.finding(
            "the url is not known: add the address it was fetched from",
            article=raw.id,
            place=raw.said_at("/url"),
        )


CHECK = Check(CODES, _check)
