"""Articles whose encoding is not Unicode's, or not one that the corpus says it uses, or a guess from little."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.decoding.detector import FEW
from corpuskit.decoding.labels import says
from corpuskit.decoding.languages import language_of
from corpuskit.model.articles import Decoded
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Place, Severity

LEGACY = Code(
    "ENC201",
    "legacy-encoding",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

A file in an encoding that is not of Unicode, such as Windows-1252. Where the settings name the encodings of the corpus (`encodings = ["utf-8"]`), a file in any other is an error, and one in those is not mentioned.

## Why it matters

Such bytes do not say what they mean. The text was read with care and its evidence is recorded in the package, but the next program that opens the file will guess anew.

## Example

```toml
text = "À l’été, la mairie a rouvert le marché couvert, où l’on vend déjà des pêches."
encoding = "cp1252"
language = "fr"
```

## Instead

Convert the file once, look at it, and store it as UTF-8.

```toml
text = "À l’été, la mairie a rouvert le marché couvert, où l’on vend déjà des pêches."
language = "fr"
```

## Source

WHATWG Encoding Standard, section 1: "new formats … must use UTF-8 exclusively".
""",
)

LITTLE = Code(
    "ENC202",
    "little-evidence",
    Severity.WARNING,
    "0.1.0",
    f"""\
## What it finds

A file whose encoding the detector told from fewer than {FEW} bytes above 0x7F, without a `language` in the metadata that narrows the choice.

## Why it matters

One accent is not enough: the byte of an `é` is another letter in each code page. With the language known, the letters that it has decide.

## Example

```toml
text = "La mairie a rouvert lundi le marché couvert de la place, fermé depuis un an."
encoding = "cp1252"
language = "und"
```

## Instead

State the `language`, or the `encoding`.

```toml
text = "La mairie a rouvert lundi le marché couvert de la place, fermé depuis un an."
encoding = "cp1252"
language = "fr"
```

## Source

Measured in November 2025 on 2,240 French texts of 50 to 5,000 bytes in four encodings, no language stated (`benchmarks/encoding.py`): three were read wrongly, of 50 bytes each, two of them with one or two such bytes.
""",
)

CODES = (LEGACY, LITTLE)


def _check(subject: Subject) -> Iterator[Finding]:
    decoded, raw = subject.decoded, subject.raw
    if not isinstance(decoded, Decoded):
        return
    place = Place(raw.address.path)
    allowed = subject.context.encodings
    if allowed is not None and not any(says(label, decoded.encoding) for label in allowed):
        yield LEGACY.finding(
            f"the file is in {decoded.encoding}, and the settings allow {', '.join(allowed)}: convert it",
            article=raw.id,
            place=place,
            fault=decoded.encoding,
            severity=Severity.ERROR,
            data={"encoding": decoded.encoding, "source": decoded.source},
        )
    elif allowed is None and not decoded.encoding.startswith("utf-"):
        yield LEGACY.finding(
            f"the file is in {decoded.encoding}, not in UTF-8: convert it and look at it",
            article=raw.id,
            place=place,
            fault=decoded.encoding,
            data={"encoding": decoded.encoding, "source": decoded.source},
        )
    if decoded.source == "detector" and decoded.high_bytes < FEW and not _language(subject):
        yield LITTLE.finding(
            f"{decoded.encoding} was told from {_bytes(decoded.high_bytes)} above 0x7F: state the language, or the encoding",
            article=raw.id,
            place=place,
            data={
                "encoding": decoded.encoding,
                "high_bytes": decoded.high_bytes,
                "runner_up": decoded.runner_up,
            },
        )


def _language(subject: Subject) -> bool:
    tag = (subject.raw.metadata or {}).get("language")
    return isinstance(tag, str) and language_of(tag) is not None


def _bytes(count: int) -> str:
    return "1 byte" if count == 1 else f"{count} bytes"


CHECK = Check(CODES, _check)
