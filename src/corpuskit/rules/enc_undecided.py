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

A file that is not UTF-8, and for which no encoding stands: the detector has no answer, or its answer gives control characters or mojibake, or leaves a line that is UTF-8, or two answers are equally good and the text has too few accents to choose.

## Why it matters

A wrong encoding changes letters in silence, all over the article. It is better to ask.

## Example

One letter beyond ASCII, an `â` on an old Macintosh and an `ë` under DOS:

```toml
bytes = "4a 6f 89 6c"
language = "fr"
```

## Instead

State the `encoding` in the metadata, and better still store the file as UTF-8.

```toml
bytes = "4a 6f 89 6c"
metadata = { language = "fr", encoding = "cp850" }
```

## Source

chardet 7.7 and `ftfy.badness`; the tests of an answer stand in `corpuskit.decoding.detector`.
""",
)

CONTRADICTED = Code(
    "ENC106",
    "language-contradicts-encoding",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A file that is not UTF-8 and that the detector takes for a text in another language and encoding than the metadata allow, where that text looks no odder than the one the stated language would give.

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

Measured in 2025 on 293 labelled files: with a wrong language stated, 65 decoded to a wrong text in silence; with this guard, 1.
""",
)

CODES = (DECLARED, UNDETECTED, CONTRADICTED)
