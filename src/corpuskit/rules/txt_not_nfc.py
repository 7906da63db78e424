"""Letters and accents that are apart where Unicode has the two in one."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.cleaning import nfc
from corpuskit.model.checks import Check, Subject
from corpuskit.model.edits import EditScript, Span
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import excerpt_at, place_in, within_excerpt

CODE = Code(
    "TXT103",
    "not-nfc",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

A decoded text that is not in Normalization Form C: an "e" and a combining accent where "é" is one character, an ångström sign for the letter Å. The finding counts the words and shows the first.

## Why it matters

The word looks the same and is another string: searches, counts and copies miss it. Cleaning composes such words and records it (EDT004), so the package is in order; but whatever else reads the raw files meets them as they are.

## Example

```toml
text = "Le marche\\u0301 aura lieu samedi."
```

## Instead

Save the text in NFC, as nearly every keyboard and the web do; file names and text from macOS and PDF are the usual sources of the other form.

```toml
text = "Le marché aura lieu samedi."
```

## Source

Unicode Standard Annex 15, "Unicode Normalization Forms"; W3C, "Character Model for the World Wide Web: String Matching", section 3.1.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    article = subject.article
    if article is None:
        return
    for number, step in enumerate(article.script.steps):
        if step.name == nfc.NAME:
            first = step.edits[0]
            before = EditScript(article.script.steps[:number])
            at = before.origin(Span(first.start, first.end)).start
            text = article.decoded.text
            words = "1 word" if len(step.edits) == 1 else f"{len(step.edits)} words"
            yield CODE.finding(
                f"{words} with letters and accents apart (not NFC): they are composed; save the file in NFC",
                article=article.id,
                place=place_in(subject.raw.address.path, text, at),
                excerpt=excerpt_at(text, at),
                within=within_excerpt(text, at),
                data={"count": len(step.edits), "offset": at},
            )


CHECK = Check(CODES, _check)
