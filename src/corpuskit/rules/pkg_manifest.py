"""The manifest of a package: that it can be read and was not changed, that the package is the one it says."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

UNREADABLE = Code(
    "PKG001",
    "manifest-damaged",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A package whose `manifest.json` cannot be read, is not a manifest of corpuskit, or has another byte than corpuskit wrote: it ends with a checksum over itself.

## Why it matters

The manifest says which files belong to the package and what they must contain. Where it cannot be trusted, nothing else of the package can.

## Example

```sh
# verify out/x
corpuskit package . --out out --name x
sed 's/"name": "x"/"name": "y"/' out/x/manifest.json > changed
mv changed out/x/manifest.json
```

## Instead

Fetch the package again, or make it again from its raw files.

```sh
# verify out/x
corpuskit package . --out out --name x
```

## Source

The form is described by `schema/manifest.schema.json`; the checksum is the SHA-256 of the manifest written without its line `checksum`.
""",
)

OTHER_DIGEST = Code(
    "PKG008",
    "package-digest",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A package whose digest, computed again from its rows, is not the one that was asked for with `--digest`, or not the one in its own manifest.

## Why it matters

A package can be replaced by another that is whole in itself. Only a digest that reached you on another way (a paper, a lock file, the output of `package`) shows the difference.

## Example

```sh
# verify out/x --digest 0000000000000000000000000000000000000000000000000000000000000000
corpuskit package . --out out --name x
```

## Instead

Compare with the digest that `package` printed. The same articles, settings and version give the same digest on every machine.

```sh
# verify out/x
corpuskit package . --out out --name x
```

## Source

SHA-256 over the digests of the rows of each shard, of the refused rows and of the pipeline; it does not depend on how Parquet packs the rows.
""",
)

CODES = (UNREADABLE, OTHER_DIGEST)
