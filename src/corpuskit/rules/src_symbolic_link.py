"""Symbolic links among the raw files."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC002",
    "symbolic-link",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

A symbolic link below the raw folder. It is not followed unless the settings say `[sources] follow_links = true`, and then only to a place inside the raw folder, and never through a second link or back into a folder that it lies in.

## Why it matters

What a link leads to can change, or lie on another disk, without a trace in the corpus; in a corpus from strangers it can lead to files of the machine that reads it.

## Example

```sh
ln -s good.txt raw/link.txt
```

## Instead

Put the file itself there.

```sh
cp raw/good.txt raw/link.txt
printf '\n%s\n' '{"file_name": "link.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Source

CWE-59, Improper Link Resolution Before File Access; `open(2)`, `O_NOFOLLOW`.
""",
)
CODES = (CODE,)
