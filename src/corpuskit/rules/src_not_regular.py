"""Articles that are no regular files: pipes, sockets, devices, folders with the name of an article."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC001",
    "not-a-regular-file",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

A named pipe, a socket, a device, or a folder, with a name that belongs to an article or to metadata (`x.txt`, `x.md`, `metadata.jsonl`, `x.meta.json` and their like). It is not read, and such a folder is not entered.

## Why it matters

A pipe makes whoever reads it wait for ever, a device can give bytes without end, and neither gives the same bytes twice.

## Example

```sh
mkfifo raw/later.txt
```

## Instead

Put the bytes into a file.

```sh
printf 'Le texte, dans un fichier.\n' > raw/later.txt
printf '\n%s\n' '{"file_name": "later.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Source

POSIX.1-2017, `<sys/stat.h>`, `S_ISREG`; `open(2)`, `O_NONBLOCK`: files are opened so that a pipe cannot block, and looked at before they are read.
""",
)
CODES = (CODE,)
