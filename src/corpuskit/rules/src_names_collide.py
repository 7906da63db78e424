"""Names that are one name for other systems."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC010",
    "names-collide",
    Severity.ERROR,
    "0.1.0",
    r"""## What it finds

Two files or folders whose paths are the same once upper and lower case and the two ways of writing an accent (one character, or a letter and a mark) are set aside: `Faro.txt` and `faro.txt`, `Été/` and `été/`. Each of two articles gets the finding; of two folders, or files that are no articles, one does.

## Why it matters

On a Mac and on Windows these are one name: of two files only one is left after a checkout or a restore, and nobody is told which; two folders become one.

## Example

```sh
printf 'Un article.\n' > raw/Faro.txt
printf 'Un autre.\n' > raw/faro.txt
printf '\n%s\n' '{"file_name": "Faro.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION", "id": "faro-1"}' >> raw/metadata.jsonl
printf '\n%s\n' '{"file_name": "faro.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION", "id": "faro-2"}' >> raw/metadata.jsonl
```

## Instead

Rename one of them, and its `file_name` with it.

```sh
printf 'Un article.\n' > raw/faro-1.txt
printf 'Un autre.\n' > raw/faro-2.txt
printf '\n%s\n' '{"file_name": "faro-1.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
printf '\n%s\n' '{"file_name": "faro-2.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Source

The Unicode Standard 16.0, section 3.13, D145, canonical caseless matching. File systems fold a little less (`straße` and `strasse` stay two on NTFS), so this is the careful side.
""",
)
CODES = (CODE,)
