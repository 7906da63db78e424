"""Articles whose text, encoded again, does not give their bytes."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.articles import Decoded
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Place, Severity

CODE = Code(
    "ENC204",
    "not-restorable-from-text",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

A file in an encoding that writes one character in two ways, so that its text alone does not tell which bytes it had.

## Why it matters

corpuskit promises the raw bytes back. For this article the package therefore holds the bytes beside the text, and is a little larger. Nothing is lost.

## Example

Shift_JIS as extended by IBM and by NEC has the sign `¬` twice:

```toml
bytes = "93 fa 96 7b 8c ea fa 54"
metadata = { language = "ja", encoding = "cp932" }
```

## Instead

Nothing to do; a file in UTF-8 never has it.

```toml
bytes = "93 fa 96 7b 8c ea 81 ca"
metadata = { language = "ja", encoding = "cp932" }
```

## Source

WHATWG Encoding Standard, section 12.3, "Shift_JIS encoder": the pointers it leaves out are duplicates.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    decoded, raw = subject.decoded, subject.raw
    if isinstance(decoded, Decoded) and not decoded.restorable:
        yield CODE.finding(
            f"the text in {decoded.encoding} does not give the bytes back: the package keeps them beside it",
            article=raw.id,
            place=Place(raw.address.path),
            fault=decoded.encoding,
            data={"encoding": decoded.encoding, "bytes": len(raw.body or b"")},
        )


CHECK = Check(CODES, _check)
