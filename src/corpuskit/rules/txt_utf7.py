"""Text that is still in UTF-7, an encoding of old mail that is plain ASCII to every decoder."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator

from corpuskit.model.articles import Decoded
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import excerpt_at, place_in, within_excerpt

CODE = Code(
    "TXT105",
    "utf-7-looks",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

Sequences of UTF-7 in the decoded text: a plus sign, then base64 that gives letters or punctuation, as in "caf+AOk-" for "café". Telephone numbers, "C++-" and formulas are silent: what follows their plus sign gives no such thing.

One sequence is enough inside a word and closed by its hyphen, or with six letters of another script than Latin, Greek and Cyrillic; else there must be two.

## Why it matters

UTF-7 is ASCII, so it decodes as UTF-8 without a complaint, and every accent becomes five characters.

## Example

```toml
text = "Le march+AOk- rouvrira apr+AOg-s l+IBk-+AOk-t+AOk-."
```

## Instead

Decode the file from UTF-7 (Python: `data.decode("utf-7")`) and save it in UTF-8. It is never guessed at, since it can hide what it says from every filter.

```toml
text = "Le marché rouvrira après l’été. Réservations : +33-1-00-00-00-00, ou sur C++-fr.example."
```

## Source

RFC 2152. The WHATWG Encoding Standard leaves UTF-7 out, for it was used to attack.
""",
)
CODES = (CODE,)

_RUN = re.compile(r"\+([A-Za-z0-9+/]{3,1000})(-?)")
_NEAR = (
    re.compile(  # Latin, Greek and Cyrillic letters, punctuation and signs that an article in them may hold
        "[\xa0-\u024f\u0370-\u04ff\u1e00-\u1fff\u2010-\u2026\u2030-\u203a\u20ac\u2122!-/:-@\\[-`{-~]+"
    )
)
_MIDDLE = re.compile("[\u0530-\u10ff]{3,}")  # scripts whose words are short and whose blocks are small
_LETTERS = 6  # of one script elsewhere: a third of all code points are Chinese characters


def _check(subject: Subject) -> Iterator[Finding]:
    decoded, raw = subject.decoded, subject.raw
    if not isinstance(decoded, Decoded) or b"+" not in subject.utf8:
        return
    text, count, weight = decoded.text, 0, 0
    first: tuple[int, str, str] | None = None
    for match in _RUN.finditer(text):
        meant = _meant(match[1])
        if meant is None:
            continue
        count += 1
        weight += 2 if _closed_in_word(match, meant) or len(meant) >= _LETTERS else 1
        first = first or (match.start(), match.group(), meant)
    if first is None or weight < 2:
        return
    at, found, meant = first
    yield CODE.finding(
        f"the text looks like UTF-7 in {count} {'place' if count == 1 else 'places'} "
        f"(first {found} for {meant}): decode the file from UTF-7 and save it in UTF-8",
        article=raw.id,
        place=place_in(raw.address.path, text, at),
        excerpt=excerpt_at(text, at),
        within=within_excerpt(text, at),
        data={"count": count, "offset": at},
    )


def _meant(run: str) -> str | None:
    """What a run of base64 stands for, None where it is no UTF-7, or nothing that an article would hold."""
    units, rest = divmod(6 * len(run), 16)
    if rest >= 6:
        return None
    data = base64.b64decode(run + "A" * (-len(run) % 4))
    if rest and data[2 * units] >> (8 - rest):  # RFC 2152: the bits that are left are zero
        return None
    try:
        meant = data[: 2 * units].decode("utf-16-be")
    except UnicodeDecodeError:
        return None
    if _NEAR.fullmatch(meant) or _MIDDLE.fullmatch(meant):
        return meant
    return meant if len(meant) >= _LETTERS and _of_one_script(meant) else None


def _of_one_script(text: str) -> bool:
    """Whether all are letters and marks of one script, as the first words of their names tell, and punctuation between."""
    if any(unicodedata.category(char)[0] not in "LMNPZ" for char in text):
        return False
    scripts = {unicodedata.name(char, "").split(" ")[0] for char in text if char.isalpha()}
    return len(scripts) == 1 or (scripts != set() and scripts <= {"CJK", "HIRAGANA", "KATAKANA"})


def _closed_in_word(match: re.Match[str], meant: str) -> bool:
    before = match.string[match.start() - 1 : match.start()]
    return match[2] == "-" and before.isascii() and before.isalpha() and meant[:1].isalpha()


CHECK = Check(CODES, _check)
