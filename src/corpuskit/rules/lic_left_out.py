"""Articles that somebody asked to leave out of a package: withdrawn ones, and those under a licence that is excluded."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

WITHDRAWN = Code(
    "LIC001",
    "withdrawn",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

An article that `package --without ID` (or `without` in the settings) leaves out. It is taken away before anything is read: its lines and copies tell nothing about other articles either, and `corpuskit diff` names those that changed for that.

## Why it matters

A publisher or a person may demand that an article goes. The package then holds neither its text nor its metadata, nor a digest of its bytes; only its id stays, in the `refused` config, so that whoever holds an older package learns which row to delete. To lose the id too, delete the raw file and its record, and package again.

## Example

```sh
# package . --out out --name x --without good
cp raw/good.txt raw/other.txt
sed 's/good.txt/other.txt/' raw/metadata.jsonl > more
cat more >> raw/metadata.jsonl
rm more
```

## Instead

Write the id into `without` in the settings, so that the next run does not bring the article back. A run that does says so, by what the package before it tells.

```sh
# package . --out out --name x
true
```

## Source

Regulation (EU) 2016/679, article 17, right to erasure; Directive (EU) 2019/790, article 4(3), reservation of rights.
""",
)
EXCLUDED = Code(
    "LIC002",
    "licence-excluded",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

An article that may be used under no licence but those which `package --exclude-license` (or `exclude_license` in the settings) names. `A OR B` is excluded only where both are, `A AND B` where one is. Names are compared whole, whatever their case: `CC-BY-NC-4.0` excludes no `CC-BY-NC-ND-4.0`, and `GPL-2.0-only` no `GPL-2.0-only WITH …`. A licence that is missing, or no SPDX expression, counts as `NOASSERTION`.

## Why it matters

A dataset for one use must not hold articles whose terms forbid that use. Which are left out stays visible in `refused`, with their metadata.

## Example

```sh
# package . --out out --name x --exclude-license CC0-1.0
cp raw/good.txt raw/other.txt
sed 's/good.txt/other.txt/; s/CC-BY-4.0/CC0-1.0/' raw/metadata.jsonl > more
cat more >> raw/metadata.jsonl
rm more
```

## Instead

Name only the licences that the use rules out; correct the licence where it is stated wrongly.

```sh
# package . --out out --name x --exclude-license CC-BY-NC-4.0
true
```

## Source

SPDX 3, Annex B, license expressions: OR leaves the choice, AND asks for both.
""",
)
CODES = (WITHDRAWN, EXCLUDED)
