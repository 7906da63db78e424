"""Raw files that are not those their metadata speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity

CODE = Code(
    "MET006",
    "sha256-differs",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A `sha256` in the metadata that is not the SHA-256 of the bytes that were read.

## Why it matters

Git with `autocrlf`, an editor that strips blanks, or a broken transfer changed the raw file since its record was written. What the record says may no longer hold for it.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = { sha256 = "0000000000000000000000000000000000000000000000000000000000000000" }
```

## Instead

Restore the file; or, if it was changed on purpose, write its new SHA-256 (`sha256sum FILE`).

```toml
text = "Le conseil municipal a voté le budget."
metadata = { sha256 = "2d71399fe5cc0bd9db522a5b52d3e0b81d7790f710fe2b522106d200a57e3aa7" }
```

## Source

FIPS 180-4; `gitattributes(5)`: `raw/** -text` keeps Git from changing line endings.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    raw = subject.raw
    stated = raw.metadata.get("sha256") if raw.metadata is not None else None
    if raw.body is None or not isinstance(stated, str) or len(stated) != len(raw.sha256):
        return  # of another length it is no SHA-256, which the schema has said
    if stated.lower() != raw.sha256:
        yield CODE.finding(
            f"the file's SHA-256 is {raw.sha256}, not the one in its metadata: restore the file, or correct the record",
            article=raw.id,
            place=raw.said_at("/sha256"),
            excerpt=stated,
        )


CHECK = Check(CODES, _check)
