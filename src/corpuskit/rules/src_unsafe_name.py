"""File names that cannot be shown, stored or moved safely."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC009",
    "unsafe-name",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

A name of a file or folder that is not UTF-8, or that has a control character, a line separator, a bidirectional control or a backslash in it. The file is not read.

## Why it matters

A dataset keeps paths as text, and such names are none; they break scripts, forge lines in logs, and cannot be unpacked on other systems.

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

POSIX.1-2024 lets utilities refuse names with newlines; Unicode Technical Report 36, section 3, for names that are shown.
""",
)
CODES = (CODE,)
