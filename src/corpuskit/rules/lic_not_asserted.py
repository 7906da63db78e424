"""Articles of which nobody has said under which terms they may be used."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.schema import load

CODE = Code(
    "LIC101",
    "licence-not-asserted",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

Metadata in which `license` is `NOASSERTION`, or missing where the schema allows that.

## Why it matters

An article whose terms are unknown may not be free to copy. Whoever publishes or uses the dataset must be able to leave such articles out.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = { license = "NOASSERTION" }
```

## Instead

Ask, then write the SPDX expression, or a `LicenseRef-…` of your own for other terms.

```toml
text = "Le conseil municipal a voté le budget."
metadata = { license = "CC-BY-4.0" }
```

## Source

SPDX 3, `NoAssertionLicense`; Longpre et al., "The Data Provenance Initiative", 2023, who found licences missing on most datasets they looked at.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    raw = subject.raw
    if raw.metadata is not None and (
        raw.metadata.get("license") == "NOASSERTION"
        or load(subject.context.schema).leaves_open(raw.metadata, "license")
    ):
        yield CODE.finding(
            "nobody has said under which licence it may be used: find out, and write an SPDX expression or a LicenseRef",
            article=raw.id,
            place=raw.said_at("/license"),
        )


CHECK = Check(CODES, _check)
