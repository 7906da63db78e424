"""File names that cannot be shown, stored or moved safely."""

from __future__ import annotations

import re

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC009",
    "unsafe-name",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

A name of a file or folder that is not UTF-8, has a control character, a line separator, a bidirectional control or a backslash in it, or is longer than 255 bytes. The file is not read.

A name that only some systems refuse is a warning of its own, SRC101.

## Why it matters

A dataset keeps paths as text, and such names are none; they break scripts, forge lines in logs, show as another name than they have, or cannot be written back where the package is restored.

## Example

```sh
printf 'Un article.\n' > "raw/$(printf 'bell\007').txt"
```

## Instead

Rename the file: letters of any script, digits, blanks and the usual punctuation are all welcome.

```sh
printf 'Un article.\n' > raw/bell.txt
printf '\n%s\n' '{"file_name": "bell.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Source

POSIX.1-2024 lets utilities refuse names with newlines; Unicode Technical Report 36, section 3, for names that are shown; NAME_MAX of Linux for the length.
""",
)
CODES = (CODE,)

LONGEST = 255  # NAME_MAX on Linux, in bytes; on a Mac a name may have three times as many

_BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN = rf"\x00-\x1f\x7f-\x9f\u2028\u2029{_BIDI}"
_BYTES = r"\ud800-\udfff"  # how Python writes bytes that are not UTF-8
# What a path must never hold, whoever wrote it: controls, and what reorders or breaks the line it is shown in.
HIDDEN = re.compile(f"[{_HIDDEN}]")
_UNSAFE = re.compile(rf"[{_HIDDEN}\\{_BYTES}]")


def unsafe(name: str) -> str | None:
    r"""What makes a name one that no dataset, log or script should meet, None where nothing does.

    >>> unsafe("été 2024.txt"), unsafe("a\nb.txt"), unsafe("a\udce9.txt")
    (None, 'has control characters in it', 'has bytes in it that are not UTF-8')
    """
    if _UNSAFE.search(name) is None:
        too_long = 4 * len(name) > LONGEST and len(name.encode("utf-8")) > LONGEST
        return f"has more than {LONGEST} bytes" if too_long else None
    if "\\" in name:
        return "has a backslash in it"
    if re.search(f"[{_BYTES}]", name):
        return "has bytes in it that are not UTF-8"
    if re.search(f"[{_BIDI}]", name):
        return "has characters in it that turn the direction of writing"
    return "has control characters in it"
