"""Articles that have no text, because their bytes cannot be read with certainty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from corpuskit.decoding.strict import line_at
from corpuskit.decoding.utf8 import damage
from corpuskit.model.articles import RawArticle, Refused
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Place, Severity

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

A file that holds NUL bytes and is neither UTF-16 nor UTF-32.

## Why it matters

No text has a NUL. The file is an image, an archive, a document of a word processor, or a text that a disk or a program damaged.

## Example

```toml
bytes = "50 4b 03 04 14 00 08 00 08 00"
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

CODES = (EMPTY, BOM, DAMAGED, BINARY, DECLARED, UNDETECTED, CONTRADICTED)
_BY_CODE = {code.code: code for code in CODES}
_WIDE = (BOM.code,)  # lines cannot be counted in bytes that may be UTF-16
_AROUND = 40  # bytes shown on either side of a fault
_LINE_START = re.compile(rb".*[\r\n]", re.DOTALL)


def _check(subject: Subject) -> Iterator[Finding]:
    refused, raw = subject.decoded, subject.raw
    if not isinstance(refused, Refused) or raw.body is None:
        return
    yield _BY_CODE[refused.code].finding(
        refused.detail,
        article=raw.id,
        place=_place(raw, raw.body, refused),
        excerpt=_excerpt(raw.body, refused),
        data=_data(raw.body, refused),
    )


def _place(raw: RawArticle, body: bytes, refused: Refused) -> Place:
    line = None if refused.offset is None or refused.code in _WIDE else line_at(body, refused.offset)
    return Place(raw.address.path, line, None, refused.offset)


def _excerpt(body: bytes, refused: Refused) -> str:
    if refused.offset is None or refused.code in _WIDE:
        return ""
    before = body[max(0, refused.offset - _AROUND) : refused.offset]
    around = (
        _LINE_START.sub(b"", before)
        + re.split(rb"[\r\n]", body[refused.offset : refused.offset + _AROUND])[0]
    )
    return around.decode("utf-8", "backslashreplace")


def _data(body: bytes, refused: Refused) -> Mapping[str, Any]:
    heard = [f"{said.witness}: {said.encoding or 'no encoding'}" for said in refused.evidence]
    if refused.code != DAMAGED.code:
        return {"heard": heard}
    found = damage(body)
    return {
        "heard": heard,
        "count": found.count,
        "offsets": list(found.offsets),
        "bytes": found.first.hex(" "),
    }


CHECK = Check(CODES, _check)
