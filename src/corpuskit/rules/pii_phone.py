"""Telephone numbers in the text of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import counted, place_of

CODE = Code(
    "PII102",
    "phone-number",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

Telephone numbers in the clean text:

- in international form, with a country code and as many digits as that country's numbers have;
- in the national forms of France, Belgium, Switzerland, the United Kingdom and North America, which are unlike other numbers;
- after a word for telephone in one of a dozen languages: any number of 9 to 12 digits that begins as one.

Years, dates, prices, scores and the numbers of books and companies are silent. Numbers set aside for fiction are not told from others.

Off by default: `extend_select = ["PII"]` in the settings, or `--extend-select PII`. The finding shows the first digits only, since the log of a CI service is public; line, column and offsets lead to the rest.

## Why it matters

A number is personal data. Who publishes a corpus needs a reason for each, and a model that learned one may tell it to anybody.

## Example

```toml
text = "On s'inscrit auprès de Léonie, au 06 39 98 12 34, avant samedi."
```

## Instead

Remove it from the raw file, or leave the article out. Nothing is masked by cleaning.

```toml
text = "Le 06.12.2024, 1 234 567 890 euros, ISBN 978-2-07-036822-8, score 6-4 7-5, de 1998 à 2002."
```

## Source

ITU-T E.164 and E.123 for the international form; the numbering plans that ITU-T publishes for the lengths; Arcep, decision 2018-0881, for the French form; Regulation (EU) 2016/679, article 4(1).
""",
    default=False,
)
CODES = (CODE,)

_GAP = "[ \xa0\u202f\u2009.\u2010\u2011/-]"
_START = r"(?<![\w+.,:@#=/&-])"
_END = r"(?![\w%€$£°@]|[.,:/-]?\d|[ \xa0\u202f]?[€$£%])"
# Digits after the code of a country, fewest and most; up to 11 where none are given, and with the code at least 10.
_PLANS = {
    **dict.fromkeys(("1", "7", "30", "90"), (10, 10)),
    **dict.fromkeys(("31", "33", "34", "41", "48", "351", "375", "380", "420", "421"), (9, 9)),
    **dict.fromkeys(("298", "299", "508", "681", "687"), (6, 6)),
    **dict.fromkeys(("45", "47", "356", "357", "370", "371", "373", "382", "389"), (8, 8)),
    **dict.fromkeys(("32", "36", "40", "355", "377", "381", "385", "386", "387"), (8, 9)),
    **dict.fromkeys(("39", "43", "49", "352", "358"), (6, 12)),
    "44": (9, 10),
    "46": (7, 9),
    "353": (7, 10),
    "354": (7, 7),
    "359": (7, 9),
    "372": (7, 8),
    "376": (6, 9),
}
_COUNTRY = re.compile(  # codes of one digit, of two, of three; ITU-T E.164, annex
    r"[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|[2-9]\d\d"
)
_ZERO_STAYS = frozenset(
    ("39", "225", "229", "241", "242", "378")
)  # elsewhere it is for calls inside the country
_INTERNATIONAL = re.compile(rf"{_START}(?:\+|00)(?=[1-9])(?:{_GAP}?\(?{_GAP}?\d\)?){{8,15}}{_END}")
_NATIONAL = re.compile(
    _START
    + "(?:"
    + "|".join(
        (
            rf"0[1-9](?P<fr>{_GAP})\d\d(?:(?P=fr)\d\d){{3}}",  # France: 01 23 45 67 89
            r"0\d{1,2}[ /.-]\d{3}(?P<be>[ .-])\d\d(?P=be)\d\d",  # Belgium, Switzerland: 02 123 45 67, 022 123 45 67
            r"0\d{2,3}[ /.-]\d\d(?P<mo>[ .-])\d\d(?P=mo)\d\d",  # Belgium: 081 12 34 56, 0470 12 34 56
            r"\(?0\d{2}\)? \d{4} \d{4}|\(?0\d{3}\)? \d{3} \d{4}|\(?0\d{4}\)? (?:\d{6}|\d{3} \d{3})",  # United Kingdom
            r"\([2-9]\d{2}\) ?[2-9]\d{2}-\d{4}|[2-9]\d{2}(?P<us>[.-])[2-9]\d{2}(?P=us)\d{4}",  # North America
        )
    )
    + ")"
    + _END
)
_NAMED = re.compile(
    r"(?<!\w)(?:t[ée]l(?:[ée]phoni?e|[ée]fono|efoon|efone|efon[uo]?)?|fon|phone|fax|mobile?|portable|gsm|natel|handy|celular|móvil|cellulare|komórka"
    r"|kom|whatsapp|call|appele[rz]|тел(?:ефон)?|τηλ(?:έφωνο)?|電話|电话|電話番号|전화)(?!\w)[ \xa0\u202f.:°ºn()]{0,6}(?:au |le |at )?"
    rf"(\(?0?[1-9](?:{_GAP}?\(?{_GAP}?\d\)?){{7,11}}){_END}",
    re.IGNORECASE,
)
_ANY = re.compile(rf"\d(?:{_GAP}{{0,2}}[()]?{_GAP}?\d){{7}}")  # a first look: fewer digits are no number
_DATE = re.compile(
    r"\D*(?:\d{1,2}\D\d{1,2}\D(?:19|20)\d\d|(?:19|20)\d\d\D(?:\d{1,2}\D\d{1,2}|(?:19|20)\d\d))(?!\d)"
)
_DIGITS = re.compile(r"\d")


def _check(subject: Subject) -> Iterator[Finding]:
    article = subject.article
    if article is None:
        return
    text = article.text
    count, offsets = counted(_numbers(text))
    if offsets:
        shown = "".join(char for char in text[offsets[0] : offsets[0] + 6] if char == "+" or char.isdigit())[
            :3
        ]
        numbers = "a telephone number" if count == 1 else f"{count} telephone numbers"
        yield CODE.finding(
            f"{numbers} in the text ({shown}…): remove {'it' if count == 1 else 'them'}, or leave the article out",
            article=article.id,
            place=place_of(article, offsets[0]),
            data={"count": count, "offsets": offsets},
        )


def _numbers(text: str) -> Iterator[int]:
    """Where each number begins, ascending; each is told once, whatever names it and however much of it."""
    if not _ANY.search(text):
        return
    spans = [match.span() for match in _INTERNATIONAL.finditer(text) if _is_international(match.group())]
    spans += (match.span() for match in _NATIONAL.finditer(text))
    spans += (match.span(1) for match in _NAMED.finditer(text) if _is_named(match[1]))
    told = 0
    for start, end in sorted(spans):
        if start >= told:
            yield start
        told = max(told, end)


def _is_international(written: str) -> bool:
    digits = "".join(_DIGITS.findall(written.replace("(0)", "")))
    digits = digits if written.startswith("+") else digits[2:]
    country = _COUNTRY.match(digits)
    if country is None:
        return False
    code, number = country.group(), digits[country.end() :]
    fewest, most = _PLANS.get(code, (10 - len(code), 11))
    return fewest <= len(number) <= most and not number.startswith("00" if code in _ZERO_STAYS else "0")


def _is_named(written: str) -> bool:
    digits = _DIGITS.findall(written)
    return 9 <= len(digits) <= 12 and not _DATE.match(written)


CHECK = Check(CODES, _check)
