"""Metadata that does not fit the schema."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.schema import load

CODE = Code(
    "MET001",
    "does-not-fit-the-schema",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A record that breaks the JSON Schema of the corpus (`schema/article.schema.json`): a field that is missing or unknown, a value of the wrong type or form. One finding for each fault, with its JSON pointer. `most` (20) is how many are told of one record.

## Why it matters

Whoever loads the dataset relies on the types and forms that the schema promises: a language that is a language tag, a date that is a date.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = { language = "fr_FR", published_at = "13/11/2024" }
```

## Instead

Correct the record; or declare the field in a schema of your own.

```toml
text = "Le conseil municipal a voté le budget."
metadata = { language = "fr-FR", published_at = "2024-11-13" }
```

## Source

JSON Schema, draft 2020-12. Formats: BCP 47 (RFC 5646), RFC 3339, RFC 3987, SPDX 3 Annex B.
""",
)
CODES = (CODE,)


def _check(subject: Subject, *, most: int = 20) -> Iterator[Finding]:
    raw = subject.raw
    if raw.metadata is None:
        return
    faults = load(subject.context.schema).errors(raw.metadata)
    for fault in faults[:most]:
        yield CODE.finding(
            f"{fault.pointer[1:] or 'the record'} {fault.message}",
            article=raw.id,
            place=raw.said_at(fault.pointer or None),
            fault=fault.fault,
        )
    if len(faults) > most:
        yield CODE.finding(
            f"the record has {len(faults) - most} more faults: correct these first",
            article=raw.id,
            place=raw.said_at(),
            fault="more",
        )


CHECK = Check(CODES, _check)
