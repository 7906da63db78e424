"""The files of a package, and the raw files it was made from."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

FILE = Code(
    "PKG002",
    "package-file",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A file of a package that is missing, that is not a regular file, whose bytes are not those that were published, or that the manifest does not list.

## Why it matters

A transfer that broke off, a disk that lost a bit, a file that somebody corrected by hand: each gives a dataset that loads and is not the one that was published.

## Example

```sh
# verify out/x
corpuskit package . --out out --name x
echo "One more line." >> out/x/README.md
```

## Instead

Fetch the file again, or make the package again. Notes of your own stand beside the package, not in it.

```sh
# verify out/x
corpuskit package . --out out --name x
echo "One more line." > out/notes.md
```

## Source

Fixity checks as in BagIt, RFC 8493, section 2.1.3: every file has a SHA-256 in the manifest.
""",
)

RAW_FILE = Code(
    "PKG006",
    "raw-file-differs",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

With `--against`: a raw file that is missing, or whose bytes are not those the package was made from.

## Why it matters

Raw files are the source. Git with `autocrlf`, an editor that strips blanks, or a scraper that ran again change them silently; then the package can no longer be made again.

## Example

```sh
# verify out/x --against raw
corpuskit package . --out out --name x
echo "A late addition." >> raw/good.txt
```

## Instead

Package again after every change of the raw files, and keep tools away from them: `raw/** -text` in `.gitattributes`.

```sh
# verify out/x --against raw
echo "A late addition." >> raw/good.txt
corpuskit package . --out out --name x
```

## Source

`gitattributes(5)`, "text": without `-text`, Git may change line endings. The packaged bytes themselves come back with `corpuskit restore`.
""",
)

UNSAFE = Code(
    "PKG007",
    "unsafe-name",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

An id or a path in a package that leads out of the folder it is joined to (`../`, an absolute path, a backslash) or has control characters; an id that occurs twice or stands out of order. A path that only Windows cannot write (`CON.txt`, `12:30.txt`) is a note.

## Why it matters

Whoever writes one file for each article to a path taken from the dataset would overwrite files elsewhere. corpuskit writes no such row; somebody else made it, or changed it.

## Example

```sh
# verify out/x
corpuskit package . --out out --name x
python - <<'END'
import glob, pyarrow as pa, pyarrow.parquet as pq
path = glob.glob("out/x/data/train-*.parquet")[0]
table = pq.read_table(path)
outside = pa.array(["../../outside.txt"] * len(table))
pq.write_table(table.set_column(table.column_names.index("raw_path"), "raw_path", outside), path)
END
```

## Instead

Do not use the package; ask where it comes from.

```sh
# verify out/x
corpuskit package . --out out --name x
```

## Source

CWE-22, Path Traversal; "Naming Files, Paths, and Namespaces", learn.microsoft.com, for the names of devices.
""",
)

CODES = (FILE, RAW_FILE, UNSAFE)
