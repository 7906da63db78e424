"""Codes of bytes of which nobody can say for sure what they spell. enc_refused.py yields them."""

from __future__ import annotations

from corpuskit.model.findings import Code, Severity

DECLARED = Code(
    "ENC104",
    "stated-encoding-is-wrong",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

Metadata that state an `encoding` in which the bytes do not decode, which would give control characters, or which is the name of no encoding.

## Why it matters

What the metadata state is taken at its word, so it must be true of every byte. Names are read as on the web (`latin1` is Windows-1252) and as in Python; UTF-7 and codecs that are no character encodings are refused.

## Example

```toml
bytes = "43 61 66 e9"
metadata = { encoding = "utf-8" }
```

## Instead

Correct the name, or leave it out and state the `language`, with which the detector errs seldom.

```toml
bytes = "43 61 66 e9"
metadata = { encoding = "windows-1252" }
```

## Source

WHATWG Encoding Standard, section 4.2, "Names and labels".
""",
)

UNDETECTED = Code(
    "ENC105",
    "encoding-not-found",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A file for which no encoding stands: none decodes, or the likeliest text holds mojibake or leaves a line that is UTF-8, or it is less likely than damaged UTF-8, or two texts are about as likely and have too few accents to choose.

How likely a text is, is told by what its language writes beyond ASCII: which letters and signs, how often, and beside what. Two readings must differ by odds of eight to one.

## Why it matters

A wrong encoding changes letters in silence, all over the article. It is better to ask.

## Example

One byte beyond ASCII, an `Ê` under DOS and an opening quotation mark on an old Macintosh:

```toml
bytes = "d2 74 72 65 20 6c 69 62 72 65"
language = "fr"
```

## Instead

State the `encoding` in the metadata, and better still store the file as UTF-8.

```toml
bytes = "d2 74 72 65 20 6c 69 62 72 65"
metadata = { language = "fr", encoding = "cp850" }
```

## Source

chardet 7.7, the weights of its models (`docs/letters.py`), and `ftfy.badness`. Measured in November 2025 on 13,227 texts of 33 languages, 50 to 5,000 bytes long, the language known: 99.7 % are read rightly, 0.3 % refused, 0.03 % read wrongly (`benchmarks/encoding.py`).
""",
)

CONTRADICTED = Code(
    "ENC106",
    "language-contradicts-encoding",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A file that is not UTF-8 and that reads better, as another text, in another language and encoding than the metadata allow. Where the plain letters of the text are not of the stated language either, it is enough that it reads about as well.

## Why it matters

The language decides which encodings are considered. If it is wrong, Russian becomes a row of accented Latin letters, and nothing warns of it.

## Example

```toml
text = "Городской совет решил открыть новый рынок на площади."
encoding = "cp1251"
language = "fr"
```

## Instead

Correct the `language`, or state the `encoding`.

```toml
text = "Городской совет решил открыть новый рынок на площади."
encoding = "cp1251"
language = "ru"
```

## Source

Measured in November 2025 on 13,227 texts of 33 languages, a wrong language stated for each: 0.2 % are read wrongly in silence (`benchmarks/encoding.py`).
""",
)

CODES = (DECLARED, UNDETECTED, CONTRADICTED)
