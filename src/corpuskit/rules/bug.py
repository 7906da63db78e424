"""Failures of corpuskit itself."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "BUG001",
    "crashed",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

An article on which corpuskit failed: an exception that nobody foresaw, or a change that could not be taken back. The article is left out; all others are done. Exit status 3.

## Why it matters

It is our fault, not that of your data. One evil page must not sink a million others, and must not pass in silence either.

## Example

```text
error BUG001 raw/article.txt: corpuskit failed on this article, which is left out
```

## Instead

Please report it: the finding in json holds the traceback to paste; add the file if you may share it.

```text
corpuskit validate raw/article.txt --output-format json
```

## Source

The issue tracker of corpuskit.
""",
)
CODES = (CODE,)
