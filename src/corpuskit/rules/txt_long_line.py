"""Lines so long that the breaks between their paragraphs must be lost."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import UNPARTED, place_of

CODE = Code(
    "TXT106",
    "absurd-line",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

A line of the clean text with more than `characters` characters, 5,000 unless settings say otherwise (`[rules.TXT106] characters = 20000`). In scripts that write no blanks between words a character counts as three.

## Why it matters

A paragraph is one line, and cleaning judges line by line. Where a scraper lost the breaks, residue stands in the middle of the article and stays there. Often such a line is no article at all: a table, a list of links, a script.

## Example

```toml
text = "Le conseil a voté. Le maire a levé la séance. "
context = { parameters = { TXT106 = { characters = 40 } } }
```

## Instead

Scrape the article again with its line breaks. Raise the limit where the corpus is literature.

```toml
text = '''
Le conseil a voté.
Le maire a levé la séance.
'''
context = { parameters = { TXT106 = { characters = 40 } } }
```

## Source

Of 132,959 lines of the development pages (2026), nine have more than 4,000 characters: pages and tables in one line, an HTTP header. The longest paragraph that somebody wrote has 3,446. A character of Chinese says about what three of English say; the longest Chinese line that is no whole page has 1,016.
""",
)
CODES = (CODE,)
_WEIGHT = 3


def _check(subject: Subject, *, characters: int = 5000) -> Iterator[Finding]:
    article = subject.article
    if article is None:
        return
    found = list(_long(article.text, max(1, characters)))
    if found:
        start, length = found[0]
        lines = "" if len(found) == 1 else f" ({len(found)} such lines)"
        yield CODE.finding(
            f"a line of {length} characters{lines}: its paragraphs have lost their breaks, or it is no article; scrape it again",
            article=article.id,
            place=place_of(article, start),
            excerpt=article.text[start : start + 60].strip(),
            data={"count": len(found), "length": length},
        )


def _long(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Where each line above the limit begins, and its length. Skips from break to break: most lines are never looked at."""
    least, at = most // _WEIGHT, 0
    while len(text) - at > least:
        cut = text.rfind("\n", at, at + least + 1)
        if cut < 0:
            cut = text.find("\n", at)
            end = cut if cut >= 0 else len(text)
            if end - at > most or _weight(text[at:end]) > most:
                yield at, end - at
            cut = end
        at = cut + 1


def _weight(line: str) -> int:
    return len(line) + (_WEIGHT - 1) * len(UNPARTED.findall(line))


CHECK = Check(CODES, _check)
