"""A byte order mark in the middle of a text, where it is an invisible character between two words."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.articles import Decoded
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import excerpt_at, place_in, within_excerpt

CODE = Code(
    "TXT104",
    "mark-inside",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

U+FEFF, the byte order mark, in the decoded text but not at its start. At the start it is regular, and cleaning takes it away (EDT001).

## Why it matters

It is left where files with a mark were put one behind the other, so the text may be two texts. It is also invisible, and makes the word after it another string. Its old use as a zero-width no-break space is deprecated.

## Example

```toml
text = "Le marché aura lieu samedi.\\n\\uFEFFIl ouvrira à huit heures."
```

## Instead

Look whether the file holds one article, and remove the mark.

```toml
text = "\\uFEFFLe marché aura lieu samedi.\\nIl ouvrira à huit heures."
```

## Source

The Unicode Standard 16.0, section 23.8, "Specials"; RFC 3629, section 6.
""",
)
CODES = (CODE,)
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_OFFSETS = 20


def _check(subject: Subject) -> Iterator[Finding]:
    decoded, raw = subject.decoded, subject.raw
    if not isinstance(decoded, Decoded) or _MARK not in decoded.text:
        return
    text = decoded.text
    at = text.find(_MARK, len(text) - len(text.lstrip(_MARK)))
    count = text.count(_MARK, at) if at >= 0 else 0
    offsets: list[int] = []
    while at >= 0 and len(offsets) < _OFFSETS:
        offsets.append(at)
        at = text.find(_MARK, at + 1)
    if offsets:
        marks = "a byte order mark (U+FEFF)" if count == 1 else f"{count} byte order marks (U+FEFF)"
        yield CODE.finding(
            f"{marks} inside the text: look whether the file holds one article, and remove what is not at its start",
            article=raw.id,
            place=place_in(raw.address.path, text, offsets[0]),
            excerpt=excerpt_at(text, offsets[0]),
            within=within_excerpt(text, offsets[0]),
            data={"count": count, "offsets": offsets},
        )


CHECK = Check(CODES, _check)
