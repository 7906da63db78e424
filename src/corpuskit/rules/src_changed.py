"""Files that change while they are worked on."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC005",
    "changed-while-read",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A file whose size or time of change differs before and after it was read, that is gone or has another size since it was listed, or whose bytes in the second pass are not those of the first.

## Why it matters

The bytes whose SHA-256 is recorded must be the bytes that were checked, cleaned and packaged.

## Example

```text
corpuskit package . &
echo 'one more line' >> raw/article.txt
```

## Instead

Let the scraper or the synchronisation end first, then run again.

```text
echo 'one more line' >> raw/article.txt
corpuskit package .
```

## Source

CWE-367, Time-of-check Time-of-use; `fstat(2)`.
""",
)
CODES = (CODE,)
