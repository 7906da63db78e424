"""U+FFFD in a text: a character that another program could not read, and lost."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.articles import Decoded
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import excerpt_at, place_in, within_excerpt

CODE = Code(
    "TXT001",
    "replacement-character",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

The replacement character U+FFFD in the decoded text. The finding counts them and shows the first.

## Why it matters

A program before us met bytes it could not read and put this in their place: the letter is lost, and words are broken.

## Example

```toml
text = "Le march\\uFFFD aura lieu samedi."
```

## Instead

Fetch the article again with the right encoding. The lost letters cannot be told from the text.

```toml
text = "Le marché aura lieu samedi."
```

## Source

The Unicode Standard 16.0, section 23.8, "Replacement Character".
""",
)
CODES = (CODE,)
_LOST = "\N{REPLACEMENT CHARACTER}"
_OFFSETS = 20


def _check(subject: Subject) -> Iterator[Finding]:
    decoded, raw = subject.decoded, subject.raw
    if not isinstance(decoded, Decoded) or _LOST not in decoded.text:
        return
    text = decoded.text
    offsets: list[int] = []
    at = text.find(_LOST)
    while at >= 0 and len(offsets) < _OFFSETS:
        offsets.append(at)
        at = text.find(_LOST, at + 1)
    count = text.count(_LOST)
    letters = "1 character was" if count == 1 else f"{count} characters were"
    yield CODE.finding(
        f"{letters} lost before the file came here (U+FFFD): fetch the article again in its encoding",
        article=raw.id,
        place=place_in(raw.address.path, text, offsets[0]),
        excerpt=excerpt_at(text, offsets[0]),
        within=within_excerpt(text, offsets[0]),
        data={"count": count, "offsets": offsets},
    )


CHECK = Check(CODES, _check)
