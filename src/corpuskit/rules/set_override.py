"""Settings for single paths that mean no file."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SET101",
    "override-without-effect",
    Severity.WARNING,
    "0.1.0",
    r"""## What it finds

A glob in `[[overrides]]` of the settings that matches no file below the raw folder. It is looked for when a whole corpus is checked, not a part of it.

## Why it matters

Most often the folder was renamed, or the glob has a slip, and the codes that were meant to be silent or loud there are not. A setting that does nothing also hides what the others do.

## Example

```sh
printf '%s\n' '[[overrides]]' 'paths = ["archives/**"]' 'ignore = ["ENC201"]' > corpuskit.toml
```

## Instead

Correct the glob, or remove it. Paths begin below the raw folder; `*` and `?` stay within a name, `**` crosses folders, and a folder means all that lies in it.

```sh
mkdir -p raw/archives
printf 'La halle rouvre lundi.\n' > raw/archives/article.txt
printf '%s\n' '[[overrides]]' 'paths = ["archives/**"]' 'ignore = ["ENC201"]' > corpuskit.toml
```

## Source

A principle of this program: what is unused among the settings is reported, as `allow` is by MET105.
""",
)
CODES = (CODE,)
