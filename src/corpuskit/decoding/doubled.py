"""UTF-8 that a program read as a legacy code page and saved again as UTF-8: "Ã©" where "é" stood.

The damage undoes itself: in the code page, the characters are the bytes of a UTF-8 sequence again. Text that was never
damaged hardly holds such sequences, since in most languages a letter beyond ASCII stands among ASCII letters, and where
it does not, its neighbours are no continuation bytes. So they are counted, with three precautions, each for something
that a language does write:

- "É»", "ß“", "×²": a sequence that ends as words end counts only beside others;
- a line whose letters beyond ASCII mostly stand in no sequence, or that has the right letter too, quotes one;
- a text that names an encoding may show what goes wrong with it: most of its lines must be damaged.

Looked for are the pages below. Multi-byte encodings are not: what they make of UTF-8 always has lost characters too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache

# For each page the first bytes of sequences that are looked for: those of the scripts whose writers have it. All scripts
# for the West's own, which is what programs fall back on.
_LATIN = (0xC2, 0xC3, 0xC4, 0xC5, 0xE2)
_WEST = "cp1252"
_PAGES = {
    _WEST: (*range(0xC2, 0xC7), 0xC8, *range(0xCE, 0xD2), 0xD4, 0xD5, *range(0xD7, 0xDA), *range(0xE0, 0xF1)),
    "cp1250": _LATIN,
    "cp1251": (0xC2, 0xD0, 0xD1, 0xE2),
    "cp1253": (0xC2, 0xCE, 0xCF, 0xE2),
    "cp1257": _LATIN,
    "mac_roman": _LATIN,
    "cp437": (*_LATIN, 0xCE, 0xCF, 0xD0, 0xD1),
    "cp850": _LATIN,
}
_FOLLOWING = range(0x80, 0xC0)
_FIRSTS = {1: range(0xC2, 0xE0), 2: range(0xE0, 0xF0), 3: range(0xF0, 0xF5)}  # by how many follow; RFC 3629
# Characters that nearly every text has which the page garbled: they stand in what it makes of the letters of its scripts, or
# of the apostrophe. They are looked for only where the first byte of their UTF-8 is met, since one byte is found at once.
_WITNESSES = (
    (b"\xc4", "Ă", ("cp1250",)),
    (b"\xc4", "Ĺ", ("cp1250",)),
    (b"\xc4", "Ć", ("cp1257",)),
    (b"\xce", "Ξ", ("cp1253",)),
    (b"\xd0", "Ђ", ("cp1251",)),
    (b"\xd1", "ѕ", ("cp1251",)),
    (b"\xe2", "√", ("mac_roman",)),
    (b"\xe2", "‚", ("mac_roman",)),
    (b"\xe2", "├", ("cp437", "cp850")),
    (b"\xe2", "┬", ("cp437", "cp850")),
    (b"\xe2", "╨", ("cp437",)),
)
_CLOSING = frozenset("\N{NO-BREAK SPACE}‘’“”»›–—…")
_AFTER_WORDS = _CLOSING | frozenset("®™©°·¹²³ªº")
_LATIN_1 = (0xC2, 0xC3)  # the first bytes of é and its like: there "©" and "°" are the commonest of all
_WINDOW = 200_000  # characters that are looked at, from the start or from the first line with a sequence: many times an article
_FOREIGN = re.compile("[^\x00-\x7f]")
_ENCODINGS = re.compile(
    r"utf-?\s?8|unicode|mojibake|ascii|iso[- ]?8859|latin-?1\b|(?:windows|cp)[- ]?125\d|\ben[ck]od|codage|kodier|codific"
    "|кодиров|юникод|文字化け|文字コード|编码|編碼|乱码",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Doubled:
    """What was found: the page, how many sequences in how many lines, the first of them (code points), what it stands for."""

    page: str
    count: int
    lines: int
    at: int
    found: str
    meant: str


@dataclass(frozen=True, slots=True)
class _Sequence:
    start: int
    found: str
    meant: str
    sure: bool


def doubled(text: str, utf8: bytes) -> Doubled | None:
    """The damage in `text`, whose UTF-8 is `utf8`; None where there is none, or too little to be sure of.

    >>> text = "Le marchÃ© rouvre aprÃ¨s lâ€™Ã©tÃ©."
    >>> doubled(text, text.encode())
    Doubled(page='cp1252', count=5, lines=1, at=8, found='Ã©', meant='é')
    >>> text = "« Ã© » se lit é, et le marché rouvre après l’été."
    >>> doubled(text, text.encode()) is None
    True
    """
    pages: set[str] = set()
    if b"\xc3" in utf8 and _west().search(utf8):
        pages.update(_PAGES)
    for first, witness, garbling in _WITNESSES:
        if first in utf8 and witness in text:
            pages.update(page for page in garbling if _around(page, witness).search(text))
    if not pages:
        return None
    found = [seen for page in _PAGES if page in pages and (seen := _read_as(page, text))]
    return max(found, key=lambda seen: seen.count, default=None)


@dataclass(slots=True)
class _Tally:
    """Of a text: lines that are not blank, characters beyond ASCII; of its damaged lines: how many, their sequences and the characters in these."""

    written: int = 0
    foreign: int = 0
    lines: int = 0
    sequences: int = 0
    inside: int = 0
    sure: bool = False


def _read_as(page: str, text: str) -> Doubled | None:
    hit = _pattern(page).search(text)
    if hit is None:
        return None
    start = 0 if hit.start() < _WINDOW else text.rfind("\n", 0, hit.start()) + 1
    tally = _Tally()
    first: tuple[int, _Sequence] | None = None
    for line in text[start : start + _WINDOW].split("\n"):
        tally.written += not line.isspace() and line != ""
        if not line.isascii():
            beyond, sequences = len(_FOREIGN.findall(line)), list(_sequences(page, line))
            inside = sum(len(sequence.found) for sequence in sequences)
            tally.foreign += beyond
            if sequences and 2 * inside >= beyond and not _quotes(line, sequences):
                tally.sure |= any(sequence.sure for sequence in sequences)
                tally.lines += 1
                tally.sequences += len(sequences)
                tally.inside += inside
                first = first or (start, sequences[0])
        start += len(line) + 1
    if first is None or not _enough(page, text, tally):
        return None
    start, shown = first
    return Doubled(page, tally.sequences, tally.lines, start + shown.start, shown.found, shown.meant)


def _quotes(line: str, sequences: list[_Sequence]) -> bool:
    """Whether the line has one of the right letters too: it tells what became of it."""
    wrong = {char for sequence in sequences for char in sequence.found}
    return any(meant in line for meant in {sequence.meant for sequence in sequences} - wrong)


def _enough(page: str, text: str, tally: _Tally) -> bool:
    """Whether so much is no accident and no quotation."""
    if not tally.sure:
        return False
    if _ENCODINGS.search(text):
        return 2 * tally.lines > tally.written
    if page == _WEST:
        return tally.sequences > 1 or tally.inside == tally.foreign
    return tally.sequences > 2 and 2 * tally.inside >= tally.foreign


def _sequences(page: str, line: str) -> Iterator[_Sequence]:
    byte_of, end = _bytes(page), -1
    for match in _pattern(page).finditer(line):
        found = match.group()
        data = bytes(map(byte_of.__getitem__, found))
        try:
            meant = data.decode("utf-8")
        except UnicodeDecodeError:
            continue  # an overlong form, a surrogate
        if unicodedata.category(meant) in ("Cc", "Cn", "Co"):
            continue
        start, before = match.start(), end
        end = match.end()
        ordinary = set(found[1:]) <= (_CLOSING if data[0] in _LATIN_1 else _AFTER_WORDS)
        around = line[max(0, start - 1) : start], line[end : end + 1]
        touches = any(char.isascii() and char.isalnum() for char in around)
        is_word = meant.isalpha() and not any(char.strip() for char in around)  # "Ã¨" for "è", "Ã" for "à"
        sure = start == before or (not ordinary and (touches or is_word or len(found) > 2))
        yield _Sequence(start, found, meant, sure)


@cache
def _bytes(page: str) -> dict[str, int]:
    """The byte of each character beyond ASCII; what the page leaves open is the C1 control, as the Web reads it."""
    known: dict[str, int] = {}
    for byte in range(0x80, 0x100):
        try:
            known[bytes([byte]).decode(page)] = byte
        except UnicodeDecodeError:
            known[chr(byte)] = byte
    if page == _WEST:  # and ISO 8859-1, whose upper controls it gives letters
        for byte in range(0x80, 0xA0):
            known.setdefault(chr(byte), byte)
    return known


def _chars(page: str, wanted: Container[int]) -> str:
    """A class of the characters whose byte is wanted, for a pattern."""
    return f"[{''.join(re.escape(char) for char, byte in _bytes(page).items() if byte in wanted)}]"


@cache
def _pattern(page: str) -> re.Pattern[str]:
    """Sequences of the page: a first character, and as many others as UTF-8 wants after it."""
    following = _chars(page, _FOLLOWING)
    firsts = [(number, [byte for byte in _PAGES[page] if byte in those]) for number, those in _FIRSTS.items()]
    return re.compile("|".join(_chars(page, those) + following * number for number, those in firsts if those))


@cache
def _around(page: str, witness: str) -> re.Pattern[str]:
    """The witness, with its neighbour where it is a first character: most of those that languages use have another."""
    return re.compile(witness if _bytes(page)[witness] in _FOLLOWING else witness + _chars(page, _FOLLOWING))


@cache
def _west() -> re.Pattern[bytes]:
    """A first look for the West's page, on bytes: all first bytes of its sequences are letters that begin with C3 in UTF-8."""
    lasts: dict[bytes, bytes] = {}
    for char, byte in _bytes(_WEST).items():
        if byte < 0xC0:
            *front, last = char.encode()
            lasts[bytes(front)] = lasts.get(bytes(front), b"") + bytes([last])
    one = b"(?:" + b"|".join(front + b"[" + last + b"]" for front, last in lasts.items()) + b")"
    return re.compile(rb"\xc3(?:[\x82-\x9f]|[\xa0-\xb0]" + one + b")" + one)
