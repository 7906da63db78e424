"""Text in UTF-8 that a program read as something else and saved again: every accent is two wrong characters."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.decoding.doubled import doubled
from corpuskit.model.articles import Decoded
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import excerpt_at, place_in, within_excerpt

CODE = Code(
    "TXT101",
    "mojibake",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

UTF-8 that was read as a legacy code page and saved again, in the decoded text: "Ã©" where "é" stood, "â€™" for an apostrophe. The finding names the page, counts the places and shows the first.

The pages are Windows-1252 and ISO 8859-1, for all scripts; Windows-1250, 1251, 1253 and 1257, Mac Roman and the code pages 437 and 850, for those scripts whose writers had them. UTF-8 that was read as a multi-byte encoding has lost characters too: TXT001.

One place is not enough where the rest of the text is right. A line that has the right letter too is taken for a quotation, and so is all of a text that names an encoding, unless most of its lines are damaged.

## Why it matters

The bytes are valid UTF-8, so no decoder objects. But the words are in no dictionary, searches miss them, and a model learns to write them.

## Example

```toml
text = "Le marchÃ© rouvrira aprÃ¨s lâ€™Ã©tÃ©, dÃ¨s que la halle sera sÃ¨che."
```

## Instead

Fetch the article again and read it as UTF-8. Nothing is repaired here: a repair that is wrong once in a while would spoil texts that are right.

```toml
text = "Le marché rouvrira après l’été, dès que la halle sera sèche."
```

## Source

RFC 3629, section 3, for the form of the sequences. The rest was chosen in 2026 on 3,798 development pages in 24 languages and on the messages of Django in 96: none of them is named, and of what was made from them by reading it as Windows-1252, 99 in 100 are; the others name an encoding, or have one or two such places.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    decoded, raw = subject.decoded, subject.raw
    if not isinstance(decoded, Decoded):
        return
    text = decoded.text
    seen = doubled(text, subject.utf8)
    if seen is None:
        return
    places = "in 1 place" if seen.count == 1 else f"in {seen.count} places"
    yield CODE.finding(
        f"UTF-8 was read as {seen.page} and saved again, {places} (first {seen.found} for {seen.meant}): "
        "fetch the article again and read it as UTF-8",
        article=raw.id,
        place=place_in(raw.address.path, text, seen.at),
        fault=seen.page,
        excerpt=excerpt_at(text, seen.at),
        within=within_excerpt(text, seen.at),
        data={"count": seen.count, "lines": seen.lines, "page": seen.page, "offset": seen.at},
    )


CHECK = Check(CODES, _check)
