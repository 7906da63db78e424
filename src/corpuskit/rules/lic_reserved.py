"""Articles whose rights holder has reserved text and data mining."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.schema.shown import shown

CODE = Code(
    "LIC104",
    "tdm-reserved",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

Metadata in which `tdm_reservation` is 1: whoever holds the rights has reserved text and data mining. The address of the terms, `tdm_policy`, is named where the metadata state it.

## Why it matters

Where mining is reserved, whoever trains on the text needs the consent of the rights holder, unless an exception holds for them. That is the reader's to judge, so it is a note, and a column of the package. A team that must not pass such articles on gives the code the severity `error` in its settings, and they are refused.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = { tdm_reservation = 1, tdm_policy = "https://example.org/tdm.json" }
```

## Instead

Ask for consent and write what was granted as a licence; or leave the article out.

```toml
text = "Le conseil municipal a voté le budget."
metadata = { tdm_reservation = 0 }
```

## Source

TDM Reservation Protocol (TDMRep), report of the W3C Community Group, properties tdm-reservation and tdm-policy; Directive (EU) 2019/790, article 4(3).
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    raw, metadata = subject.raw, subject.raw.metadata or {}
    said = metadata.get("tdm_reservation")
    if type(said) is not int or said != 1:
        return
    policy = metadata.get("tdm_policy")
    terms = f"its terms are at {shown(policy)}" if isinstance(policy, str) else "it names no terms"
    yield CODE.finding(
        f"text and data mining is reserved, and {terms}: ask for consent, or leave the article out",
        article=raw.id,
        place=raw.said_at("/tdm_reservation"),
    )


CHECK = Check(CODES, _check)
