"""Files beyond the size that an article may have."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC004",
    "too-large",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

A file larger than `[sources] max_bytes` (16 MiB unless the settings say otherwise). Its size is looked up; nothing of it is read.

## Why it matters

No article has 16 MiB of text. A dump that was saved under the name of an article, or a sparse file that claims a terabyte, would fill the memory of the machine.

## Example

```sh
truncate -s 17M raw/dump.txt
printf '\n%s\n' '{"file_name": "dump.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Instead

Split the file into articles, or raise `max_bytes` if it truly is one.

```sh
printf 'Un seul article.\n' > raw/dump.txt
printf '\n%s\n' '{"file_name": "dump.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Source

CWE-400, Uncontrolled Resource Consumption. The limit was chosen at some 2,000 times the length of a usual article.
""",
)
CODES = (CODE,)
