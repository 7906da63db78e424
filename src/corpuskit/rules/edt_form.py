"""What normalising does to every text: marks, line endings, controls, composed letters, trailing blanks."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

BOM = Code(
    "EDT001",
    "byte-order-mark",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

An edit, recorded in the package: a byte order mark at the start of the text was removed.

## Why it matters

The mark tells how to read the bytes, and has done so. Left in the text it is an invisible character before the first word.

## Example

```toml
text = "\\uFEFFLe marché aura lieu samedi."
```

## Instead

Nothing to do. To save files without it, write `utf-8`, not `utf-8-sig`.

```toml
text = "Le marché aura lieu samedi."
```

## Source

The Unicode Standard 16.0, section 23.8, "Specials"; RFC 3629, section 6.
""",
)

NEWLINE = Code(
    "EDT002",
    "line-ending",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

An edit, recorded in the package: a line ending other than LF (CR LF, CR, vertical tab, form feed, NEL, the line and paragraph separators) became LF.

## Why it matters

Equal texts must be equal strings, on whatever system they were saved.

## Example

```toml
text = "Le marché aura lieu samedi.\\r\\nIl ouvrira à huit heures."
```

## Instead

Nothing to do; the raw file stays as it is, and `restore` gives it back with its own endings.

```toml
text = "Le marché aura lieu samedi.\\nIl ouvrira à huit heures."
```

## Source

The Unicode Standard 16.0, section 5.8, "Newline Guidelines".
""",
)

CONTROL = Code(
    "EDT003",
    "control-character",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

An edit, recorded in the package: control characters (C0 but tab and LF, DEL, C1) were removed.

## Why it matters

They print nothing, and terminals, XML and tokenisers do strange things with them.

## Example

```toml
text = "Le marché\\u0007 aura lieu samedi."
```

## Instead

Nothing to do. Many of them in one file are a sign of damage: see TXT002.

```toml
text = "Le marché aura lieu samedi."
```

## Source

The Unicode Standard 16.0, section 23.1, "Control Codes"; XML 1.0, section 2.2.
""",
)

COMPOSED = Code(
    "EDT004",
    "composed",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

An edit, recorded in the package: a letter and its combining accent became one character (normalisation form NFC).

## Why it matters

Two strings that look the same must compare the same, or search and counts miss half of the words.

## Example

```toml
text = "Le marche\\u0301 aura lieu samedi."
```

## Instead

Nothing to do.

```toml
text = "Le marché aura lieu samedi."
```

## Source

Unicode Standard Annex 15, "Unicode Normalization Forms".
""",
)

TRAILING = Code(
    "EDT005",
    "trailing-blanks",
    Severity.NOTE,
    "0.1.0",
    """\
## What it finds

An edit, recorded in the package: blanks at the end of a line were removed.

## Why it matters

They are residue of layout, and keep equal lines from being seen as equal.

## Example

```toml
text = "Le marché aura lieu samedi.  \\nIl ouvrira à huit heures."
```

## Instead

Nothing to do. In Markdown two blanks at the end of a line break it; the line break itself stays.

```toml
text = "Le marché aura lieu samedi.\\nIl ouvrira à huit heures."
```

## Source

CommonMark 0.31.2, section 6.7, "Hard line breaks", for the one use they have.
""",
)

CODES = (BOM, NEWLINE, CONTROL, COMPOSED, TRAILING)
