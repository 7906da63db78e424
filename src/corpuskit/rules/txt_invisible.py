"""Characters that nobody sees, or that mean something in one font only, where no writing needs them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from corpuskit.model.articles import Decoded
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import excerpt_at, place_in, within_excerpt

CODE = Code(
    "TXT102",
    "invisible-characters",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

In the decoded text, with offsets:

- the zero-width space (U+200B) outside scripts that write no blanks, such as Thai, Khmer and Tibetan; the word joiner, the invisible operators and the deprecated format characters (U+2060 to U+2064, U+206A to U+206F);
- variation selectors that select nothing: not after a symbol or an ideograph, or one after another;
- fillers of Hangul, the Mongolian vowel separator and the combining grapheme joiner outside the writing that needs them;
- annotation marks and the place-holder for an embedded object (U+FFF9 to U+FFFC);
- private use, noncharacters, and code points reserved for further invisible ones.

ZWJ and ZWNJ (U+200D, U+200C), the soft hyphen and blanks that do not break are normal. Marks of direction and tags are TXT003, the byte order mark is TXT104.

## Why it matters

Two words that look the same are different strings: searches miss them and copies are not found. Runs of them can carry a message that no reader sees. What is in private use shows as a box wherever the font of the web page is missing.

## Example

```toml
text = "Le marché\\u200B\\u200B aura lieu samedi \\uE80A."
```

## Instead

Remove them from the file, or write the article again without. They are never removed in silence.

```toml
text = "Le mar\\u00ADché aura lieu samedi \\u2600\\uFE0F."
```

## Source

The Unicode Standard 16.0, sections 23.2 to 23.8 (layout controls, invisible operators, variation selectors, private use, noncharacters, specials); Unicode Technical Standard 51, section 1.4, for emoji; Unicode Technical Report 36, section 3, for what can be hidden.
""",
)
CODES = (CODE,)

_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_KINDS = {
    "zero-width": "\u200b\u2060-\u2065\u206a-\u206f\u180e\u034f",
    "variation-selector": _SELECTORS,
    "filler": "\u115f\u1160\u3164\uffa0",
    "special": "\ufff0-\ufffc",
    "private-use": "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd",
    "noncharacter": "\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)),
    "reserved": "\U000e0080-\U000e00ff\U000e01f0-\U000e0fff",
}
_KIND = {kind: re.compile(f"[{chars}]") for kind, chars in _KINDS.items()}
_HIDDEN = re.compile(f"[{''.join(_KINDS.values())}]")
# The same in UTF-8, by their first byte, for a first look: one byte is found ten times as fast as a pattern.
_LOOKS = tuple(
    (bytes([first]), re.compile(re.escape(bytes([first])) + rest, re.DOTALL))
    for first, rest in (
        (0xCD, rb"\x8f"),
        (0xE1, rb"(?:\x85[\x9f\xa0]|\xa0\x8e)"),
        (0xE2, rb"(?:\x80\x8b|\x81[\xa0-\xa5\xaa-\xaf])"),
        (0xE3, rb"\x85\xa4"),
        (0xEE, b""),
        (0xEF, rb"(?:[\x80-\xa3]|\xb7[\x90-\xaf]|\xb8[\x80-\x8f]|\xbe\xa0|\xbf[\xb0-\xbc\xbe\xbf])"),
        (0xF0, rb".\xbf[\xbe\xbf]"),
        (0xF1, b""),
        (0xF2, b""),
        (0xF3, b""),
        (0xF4, b""),
    )
)
_UNPARTED = re.compile(  # blocks of the scripts in which U+200B is where a blank would be
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f\ua980-\ua9ff\uaa00-\uaadf]"
)
_MONGOLIAN = re.compile("[\u1800-\u18af]")
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")
_NEAR = 20  # characters
_OFFSETS = 20


def _check(subject: Subject) -> Iterator[Finding]:
    decoded = subject.decoded
    if not isinstance(decoded, Decoded) or not _may_hold(subject.utf8):
        return
    text = decoded.text
    counts: Counter[str] = Counter()
    offsets: list[int] = []
    for match in _HIDDEN.finditer(text):
        at = match.start()
        if not _is_normal(match.group(), text, at):
            counts[match.group()] += 1
            if len(offsets) < _OFFSETS:
                offsets.append(at)
    if offsets:
        yield _finding(subject, text, counts, offsets)


def _finding(subject: Subject, text: str, counts: Counter[str], offsets: list[int]) -> Finding:
    named = {f"U+{ord(char):04X}": count for char, count in sorted(counts.items())}
    names = [f"{name} ×{count}" if count > 1 else name for name, count in named.items()]
    shown = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    first = offsets[0]
    return CODE.finding(
        f"invisible characters or private ones in the text ({shown}): remove them, or fetch the article again",
        article=subject.raw.id,
        place=place_in(subject.raw.address.path, text, first),
        fault=" ".join(kind for kind, chars in sorted(_KIND.items()) if any(map(chars.match, counts))),
        excerpt=excerpt_at(text, first),
        within=within_excerpt(text, first),
        data={"count": sum(named.values()), "characters": named, "offsets": offsets},
    )


def _may_hold(utf8: bytes) -> bool:
    return any(first in utf8 and look.search(utf8) for first, look in _LOOKS)


def _is_normal(char: str, text: str, at: int) -> bool:
    """Whether the writing around the character at this place needs it there."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if char == "\N{ZERO WIDTH SPACE}":  # beside a number or a name in Latin letters too
        return _UNPARTED.search(text, max(0, at - _NEAR), at + _NEAR) is not None
    if char == "\N{MONGOLIAN VOWEL SEPARATOR}":
        return _MONGOLIAN.match(before) is not None
    if char == "\N{COMBINING GRAPHEME JOINER}":  # keeps two marks in their order: The Unicode Standard, 23.2
        return after != "" and unicodedata.category(after)[0] == "M"
    if char in "\N{HANGUL CHOSEONG FILLER}\N{HANGUL JUNGSEONG FILLER}":
        return any(_JAMO.match(neighbour) for neighbour in (before, after))
    if _KIND["variation-selector"].match(char):
        return before != "" and _varies(before, char)
    return False


def _varies(base: str, selector: str) -> bool:
    """Whether a selector may follow this base: symbols, ideographs and other letters without case, and the keys of a telephone."""
    category = unicodedata.category(base)
    if category == "Lo":
        return True
    if selector >= "\U000e0100":
        return False
    return (
        category in ("So", "Sm", "Sk") or base in "#*0123456789‼⁉\N{WAVY DASH}\N{INFORMATION SOURCE}、。，．"
    )


CHECK = Check(CODES, _check)
