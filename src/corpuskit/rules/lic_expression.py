"""Licences that are no SPDX expression, and such as SPDX has taken out of use."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.articles import RawArticle
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.schema import load
from corpuskit.schema.formats import is_spdx
from corpuskit.schema.licences import DEPRECATED, deprecated_in, meant_by
from corpuskit.schema.shown import shown

NONE = Code(
    "LIC102",
    "not-an-spdx-expression",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

A `license` that a schema of your own lets through and that is no SPDX expression, no `LicenseRef-…` and not `NOASSERTION`. Where the schema refuses it, as the default one does, MET001 says so and this code is silent.

## Why it matters

"Free to use" means something else to everybody, and no program can act on it. Whoever takes the dataset apart by licence, or must leave some articles out, needs names that mean one text each.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = { license = "CC BY 4.0" }
context = { schema = '{"properties": {"license": {"type": "string"}}}' }
```

## Instead

Write the identifier from the SPDX list. Terms that have none get a name of your own, `LicenseRef-La-Gazette-2024`, and a file beside the corpus that holds them.

```toml
text = "Le conseil municipal a voté le budget."
metadata = { license = "CC-BY-4.0" }
context = { schema = '{"properties": {"license": {"type": "string"}}}' }
```

## Source

SPDX 3, Annex B, license expressions; the SPDX License List, as `packaging.licenses` knows it.
""",
)
OLD = Code(
    "LIC103",
    "deprecated-licence",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

A licence expression with an identifier that SPDX has deprecated, such as `GPL-2.0`, `AGPL-3.0` or `eCos-2.0`, in whatever case. What is said names the successor, or both where only the licensor can tell which is meant.

## Why it matters

Most of these names were given up because they say too little: `GPL-2.0` leaves open whether later versions are allowed too. Tools that know the present list alone refuse them.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = { license = "GFDL-1.3" }
```

## Instead

Write the successor that the licensor meant.

```toml
text = "Le conseil municipal a voté le budget."
metadata = { license = "GFDL-1.3-or-later" }
```

## Source

SPDX License List 3.27 (2025), "Deprecated License Identifiers".
""",
)
CODES = (NONE, OLD)


def _check(subject: Subject) -> Iterator[Finding]:
    raw, metadata = subject.raw, subject.raw.metadata or {}
    value = metadata.get("license")
    if value is None:
        return
    if not isinstance(value, str) or not is_spdx(value):
        if not load(subject.context.schema).faulty_at(metadata, "license"):  # else MET001 has said so
            yield _no_expression(raw, value)
        return
    for name in deprecated_in(value):
        successors = DEPRECATED[name]
        cure = f"write {' or '.join(successors)}" if successors else "name the licences it stands for"
        yield OLD.finding(
            f"SPDX has deprecated {name}: {cure}",
            article=raw.id,
            place=raw.said_at("/license"),
            fault=name,
        )


def _no_expression(raw: RawArticle, value: object) -> Finding:
    meant = meant_by(value) if isinstance(value, str) else None
    cure = f"did you mean {meant}?" if meant else "write an identifier of the SPDX list or a LicenseRef-…"
    return NONE.finding(
        f"{shown(value)} is no SPDX licence expression: {cure}",
        article=raw.id,
        place=raw.said_at("/license"),
    )


CHECK = Check(CODES, _check)
