"""Articles whose metadata or markup state an encoding that is not that of the bytes."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.decoding.declared import contradictions
from corpuskit.model.articles import Decoded
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Place, Severity

CODE = Code(
    "ENC203",
    "declaration-contradicted",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

An `encoding` in the metadata, an XML declaration or an HTML `meta` element that gives another text than the one the bytes have, or that names no encoding. Declarations in a file count only where it begins as markup does.

## Why it matters

The text here is right: strict UTF-8 and byte order marks win over a declaration. But whoever trusts the declaration reads another text.

## Example

```toml
text = "Le marché aura lieu samedi."
metadata = { encoding = "latin1" }
```

## Instead

Correct the declaration, or remove it: UTF-8 needs none.

```toml
text = "Le marché aura lieu samedi."
metadata = { encoding = "utf-8" }
```

## Source

WHATWG HTML Standard, section 13.2.3, "The input byte stream": there, too, a byte order mark wins.
""",
)
CODES = (CODE,)
_WHO = {
    "metadata": "the metadata state",
    "xml": "the XML declaration states",
    "html": "the HTML meta element states",
}


def _check(subject: Subject) -> Iterator[Finding]:
    decoded, raw = subject.decoded, subject.raw
    if not isinstance(decoded, Decoded) or raw.body is None:
        return
    wrong = contradictions(decoded.evidence, raw.body, decoded.encoding, decoded.text)
    if wrong:
        first = wrong[0]
        named = "" if first.codec else ", the name of no encoding"
        yield CODE.finding(
            f"{_WHO[first.witness]} {first.shown}{named}, but the bytes are {decoded.encoding}: correct or remove it",
            article=raw.id,
            place=Place(raw.address.path),
            fault=f"{first.witness} {first.shown}, {decoded.encoding}",
            data={"declared": [said.shown for said in wrong], "encoding": decoded.encoding},
        )


CHECK = Check(CODES, _check)
