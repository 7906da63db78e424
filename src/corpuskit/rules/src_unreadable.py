"""Files and folders that the system does not let us read."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC008",
    "cannot-be-read",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A file or a folder whose reading fails: no permission, an error of the disk, a path that is too long.

## Why it matters

An article that cannot be read is missing from the dataset; that is said, not passed over.

## Example

```sh
python - <<'END'
import os
os.chdir("raw")
for _ in range(25):
    os.mkdir("n" * 200)
    os.chdir("n" * 200)
END
```

## Instead

Give read permission, look after the disk, or shorten the path.

```sh
mkdir raw/short
```

## Source

`errno(3)`: EACCES, EIO, ENAMETOOLONG and their like.
""",
)
CODES = (CODE,)
