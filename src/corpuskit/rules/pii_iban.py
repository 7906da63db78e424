"""Numbers of bank accounts in the text of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import counted, place_of

CODE = Code(
    "PII103",
    "iban",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

International bank account numbers in the clean text, in one piece or in groups of four: the country, its length and the check digits must agree.

Off by default: `extend_select = ["PII"]` in the settings, or `--extend-select PII`. The finding shows the country and the check digits only.

## Why it matters

The number belongs to somebody, and with a name beside it suffices for a fraud.

## Example

```toml
text = "Les dons vont au compte FR70 3000 2005 5000 0015 7845 Z02 de la fanfare."
```

## Instead

Remove it from the raw file, or leave the article out. Nothing is masked by cleaning.

```toml
text = "Les dons vont au compte FR70 3000 2005 5000 0015 7845 Z03, qui n'existe pas : la clef est fausse."
```

## Source

ISO 13616-1:2020 and the IBAN registry of SWIFT for the lengths; ISO/IEC 7064, MOD 97-10.
""",
    default=False,
)
CODES = (CODE,)

_COUNTRIES = {  # by the length of their numbers
    15: "NO",
    16: "BE",
    18: "DK FI FK FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC MR SM",
    28: "AL AZ BY CY DO GT HN HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
_LENGTHS = {country: length for length, countries in _COUNTRIES.items() for country in countries.split()}
_CANDIDATE = re.compile(r"(?<![^\W_])([A-Z]{2})[ \xa0\u202f]?(\d\d)((?:[ \xa0\u202f-]?[A-Z0-9]){11,29})")
_BLANKS = re.compile("[ \xa0\u202f-]")


def _check(subject: Subject) -> Iterator[Finding]:
    article = subject.article
    if article is None:
        return
    text = article.text
    count, offsets = counted(match.start() for match in _CANDIDATE.finditer(text) if _is_one(match))
    if offsets:
        shown = _BLANKS.sub("", text[offsets[0] : offsets[0] + 5])[:4]
        numbers = "the number of a bank account" if count == 1 else f"{count} numbers of bank accounts"
        yield CODE.finding(
            f"{numbers} in the text ({shown}…): remove {'it' if count == 1 else 'them'}, or leave the article out",
            article=article.id,
            place=place_of(article, offsets[0]),
            data={"count": count, "offsets": offsets},
        )


def _is_one(match: re.Match[str]) -> bool:
    """Whether the candidate begins with a whole number: a word in capitals may follow it."""
    length = _LENGTHS.get(match[1])
    number = _BLANKS.sub("", match.group())
    if length is None or len(number) < length:
        return False
    number = number[4:length] + number[:4]
    return int("".join(str(int(char, 36)) for char in number)) % 97 == 1


CHECK = Check(CODES, _check)
