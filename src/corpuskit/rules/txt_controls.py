"""Control characters in a text, which print nothing and steer terminals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from corpuskit.model.articles import Decoded
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import excerpt_at, has_controls, place_in, within_excerpt

CODE = Code(
    "TXT002",
    "control-characters",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

Control characters in the decoded text: U+0000 to U+001F but tab, line feed and carriage return; U+007F; U+0080 to U+009F. The finding names each with its count.

## Why it matters

They have no place in an article. They come from terminals, from old word processors, or from a wrong encoding; an escape sequence among them can steer the terminal of whoever prints the text. Cleaning removes them and records it (EDT002, EDT003).

## Example

```toml
text = "Le marché\\u0007 aura lieu \\u001b[1msamedi\\u001b[0m."
```

## Instead

Fetch the article again, or remove them from the file.

```toml
text = "Le marché\\taura lieu\\r\\nsamedi."
```

## Source

The Unicode Standard 16.0, section 23.1, "Control Codes"; ECMA-48 for what they do.
""",
)
CODES = (CODE,)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_OFFSETS = 20


def _may_hold(utf8: bytes) -> bool:
    return b"\v" in utf8 or b"\f" in utf8 or has_controls(utf8)


def _check(subject: Subject) -> Iterator[Finding]:
    decoded, raw = subject.decoded, subject.raw
    if not isinstance(decoded, Decoded) or not _may_hold(subject.utf8):
        return
    found = list(_CONTROLS.finditer(decoded.text))
    counts = Counter(f"U+{ord(match.group()):04X}" for match in found)
    names = [f"{name} ×{count}" if count > 1 else name for name, count in sorted(counts.items())]
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    first = found[0].start()
    yield CODE.finding(
        f"control characters in the text ({shown}): they are removed; fetch the article again if that is damage",
        article=raw.id,
        place=place_in(raw.address.path, decoded.text, first),
        fault=" ".join(sorted(counts)),
        excerpt=excerpt_at(decoded.text, first),
        within=within_excerpt(decoded.text, first),
        data={
            "count": len(found),
            "characters": dict(sorted(counts.items())),
            "offsets": [m.start() for m in found[:_OFFSETS]],
        },
    )


CHECK = Check(CODES, _check)
