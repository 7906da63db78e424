"""Invisible characters that reorder what a reader sees, or that carry a message no reader sees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from corpuskit.model.articles import Decoded
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import excerpt_at, place_in, within_excerpt

CODE = Code(
    "TXT003",
    "hidden-direction-or-tag",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

Two kinds of invisible characters in the decoded text:

- embeddings, overrides and isolates of the bidirectional algorithm (U+202A to U+202E, U+2066 to U+2069). A warning where each that opens is closed in its line, an error where one is not;
- tag characters (U+E0000 to U+E007F) outside the flags of regions such as Scotland's, where they are regular: always an error.

The marks U+200E, U+200F and U+061C are normal in Arabic and Hebrew and are not mentioned.

## Why it matters

With an open override a reader sees other text than a program does. Tag characters spell ASCII that nobody sees, and language models read it: a way to smuggle instructions into training data and prompts. They are never removed in silence.

## Example

```toml
text = "Le prix est de \\u202E001 euros."
```

## Instead

Remove them from the file, or write the article again without; close what must stay.

```toml
text = "Le prix est de 100 euros."
```

## Source

Unicode Standard Annex 9, sections 2 and 3.3.1 (paragraphs close what is open); Boucher and Anderson, "Trojan Source", USENIX Security 2023; Unicode Technical Standard 51, section C.1, for flags.
""",
)
CODES = (CODE,)

_EMBED = "\u202a\u202b\u202d\u202e"  # LRE RLE LRO RLO, closed by PDF
_POP_EMBED = "\u202c"
_ISOLATE = "\u2066\u2067\u2068"  # LRI RLI FSI, closed by PDI
_POP_ISOLATE = "\u2069"
_MARKS = _EMBED + _POP_EMBED + _ISOLATE + _POP_ISOLATE
_ANY_MARK = re.compile(f"[{_MARKS}]")
_MARK_BYTES = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")  # the marks in UTF-8
_TAG_BYTE = b"\xf3"  # with which the planes from 12 to 15 begin
_TAG = re.compile(
    "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f|([\U000e0000-\U000e007f])"
)  # a flag, or a tag outside of one
_PARAGRAPH = "\n\r\x1c-\x1e\x85\u2029"  # UAX 9, table 4, type B
_MARK_OR_END = re.compile(f"[{_MARKS}{_PARAGRAPH}]")
_OFFSETS = 20


def _check(subject: Subject) -> Iterator[Finding]:
    decoded, raw = subject.decoded, subject.raw
    if not isinstance(decoded, Decoded) or not _may_hold(subject.utf8):
        return
    text = decoded.text
    marks = sum(map(text.count, _MARKS))
    tags = Counter(match[1] for match in _tags(text))
    if not (marks or tags):
        return
    first = [islice(found, _OFFSETS) for found in (_ANY_MARK.finditer(text), _tags(text))]
    offsets = sorted(match.start() for match in chain(*first))[:_OFFSETS]
    loose = bool(marks) and not _balanced(text)
    yield CODE.finding(
        _message(marks, loose, tags.total()),
        article=raw.id,
        place=place_in(raw.address.path, text, offsets[0]),
        fault=" ".join(
            name for name, met in (("tags", tags), ("open", loose), ("closed", marks and not loose)) if met
        ),
        severity=Severity.ERROR if tags or loose else None,
        excerpt=excerpt_at(text, offsets[0]),
        within=within_excerpt(text, offsets[0]),
        data={
            "count": marks + tags.total(),
            "characters": [f"U+{ord(sign):04X}" for sign in sorted({*tags, *filter(text.count, _MARKS)})],
            "offsets": offsets,
        },
    )


def _may_hold(encoded: bytes) -> bool:
    """A first look, on bytes: nearly every text has neither marks nor tags, and patterns over characters cost ten times as much."""
    return _TAG_BYTE in encoded or _MARK_BYTES.search(encoded) is not None


def _message(marks: int, loose: bool, tags: int) -> str:
    parts = []
    if marks:
        controls = "an invisible control" if marks == 1 else f"{marks} invisible controls"
        open_ = (
            ""
            if not loose
            else ", not closed in its line"
            if marks == 1
            else ", not all closed in their line"
        )
        parts.append(f"{controls} of direction{open_}")
    if tags:
        parts.append("an invisible tag character" if tags == 1 else f"{tags} invisible tag characters")
    one = marks + tags == 1
    return f"{'; '.join(parts)}: look at the text in an editor that shows {'it, and remove it' if one else 'them, and remove them'}"


def _tags(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _TAG.finditer(text) if match[1])


def _balanced(text: str) -> bool:
    """Whether every control that opens is closed in its paragraph, in order, and none closes what is not open."""
    opened: list[str] = []
    for match in _MARK_OR_END.finditer(text):
        mark = match.group()
        if mark in _EMBED:
            opened.append(_POP_EMBED)
        elif mark in _ISOLATE:
            opened.append(_POP_ISOLATE)
        elif mark not in _MARKS:  # the end of a paragraph
            if opened:
                return False
        elif not opened or opened.pop() != mark:
            return False
    return not opened


CHECK = Check(CODES, _check)
