"""The rows of a package: that they are those that were published, and give their raw bytes back."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

ROWS = Code(
    "PKG003",
    "rows-differ",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A Parquet file whose rows are not those the manifest names: another digest, another number of rows, a column that is missing or has another type, or no readable Parquet at all.

## Why it matters

Files can be packed anew without a change of content, and content can change while everything still loads. The digest over rows tells the two apart.

## Example

```sh
# verify out/x
corpuskit package . --out out --name x
python - <<'END'
import glob, pyarrow as pa, pyarrow.parquet as pq
path = glob.glob("out/x/data/train-*.parquet")[0]
table = pq.read_table(path)
title = pa.array(["Another title"] * len(table))
pq.write_table(table.set_column(table.column_names.index("title"), "title", title), path)
END
```

## Instead

Change the metadata of the corpus and package again; the old package stays citable by its digest.

```sh
# verify out/x
corpuskit package . --out out --name x
```

## Source

SHA-256 over the rows as canonical JSON: keys sorted, nulls left out, instants in UTC. Parquet bytes differ between builds of pyarrow, rows do not.
""",
)

NO_RAW_BYTES = Code(
    "PKG004",
    "raw-bytes-lost",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A row that does not give its raw bytes back: its edits do not fit its text, its encoding is none, or the bytes that come back have another length or SHA-256 than the row says.

## Why it matters

That every change can be taken back is what the package promises. Such a row cannot be traced to the bytes it came from.

## Example

```sh
# verify out/x
corpuskit package . --out out --name x
python - <<'END'
import glob, pyarrow as pa, pyarrow.parquet as pq
path = glob.glob("out/x/data/train-*.parquet")[0]
table = pq.read_table(path)
encoding = pa.array(["utf-16-be"] * len(table))
pq.write_table(table.set_column(table.column_names.index("encoding"), "encoding", encoding), path)
END
```

## Instead

Fetch the package again. `package` itself proves each row before it publishes, so a fresh one has no such row.

```sh
# verify out/x
corpuskit package . --out out --name x
```

## Source

The law of edit scripts, `undo(apply(text)) == text`, and SHA-256 (FIPS 180-4) over the bytes.
""",
)

OTHER_TEXT = Code(
    "PKG005",
    "text-differs",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A row whose text is not the one its `text_sha256` was made of.

## Why it matters

The text is what models are trained on and what studies quote. Here it was changed after it was packaged.

## Example

```sh
# verify out/x
corpuskit package . --out out --name x
python - <<'END'
import glob, pyarrow as pa, pyarrow.parquet as pq
path = glob.glob("out/x/data/train-*.parquet")[0]
table = pq.read_table(path)
text = pa.array(["Another text."] * len(table))
pq.write_table(table.set_column(table.column_names.index("text"), "text", text), path)
END
```

## Instead

Change the raw file, or the settings that clean it, and package again.

```sh
# verify out/x
corpuskit package . --out out --name x
```

## Source

SHA-256 (FIPS 180-4) over the text in UTF-8.
""",
)

CODES = (ROWS, NO_RAW_BYTES, OTHER_TEXT)
