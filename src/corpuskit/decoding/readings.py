"""The readings of bytes in single-byte encodings, the likeliest first: what each would surprise, and how rare its encoding is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpuskit.decoding.sample import Sample
from corpuskit.decoding.surprise import BIT, surprise

STATEFUL = ("hz", "iso2022")
_DOUBLE = frozenset(
    ("cp932", "shift_jis_2004", "euc_jp", "euc_jis_2004", "cp949", "euc_kr", "johab", "gb18030", "big5hkscs")
)

# How much rarer than the others, in bits: files of DOS and of the old Macintosh; parts of ISO 8859 that hardly anybody used.
_USUAL = ("cp125", "iso8859", "cp874", "koi8", "kz1048")
_OLD, _FORGOTTEN = 3, 8
_HARDLY_USED = ("iso8859-3", "iso8859-4", "iso8859-10", "iso8859-14", "iso8859-16", "hp-roman8")
_HOPELESS = 40 * BIT  # behind the best, from where it is no matter how far


@dataclass(frozen=True, slots=True)
class Reading:
    """A sample read in one encoding as one language; `points` are the surprise of the text and the rarity of the encoding."""

    encoding: str
    text: str
    tag: str
    points: int


def readings(sample: Sample, wanted: Iterable[tuple[str, str, int]]) -> list[Reading]:
    """Of each text that stands its best reading, the likeliest first. `wanted` are encodings, tags and extra points.

    >>> from corpuskit.decoding.sample import sample_of
    >>> wanted = [(encoding, "fr", 0) for encoding in ("mac-roman", "cp1252", "cp850")]
    >>> [(found.encoding, found.text) for found in readings(sample_of(b"tr\\xe8s"), wanted)]
    [('cp1252', 'très'), ('mac-roman', 'trËs'), ('cp850', 'trÞs')]
    """
    surprises: dict[tuple[str, str], int] = {}  # of a text in a language: one text has several encodings
    best: dict[str, Reading] = {}
    least: int | None = None
    for name, tag, extra in wanted:
        found = sample.standing(name)
        if found is None:
            continue
        encoding, text = found
        if (text, tag) not in surprises:
            most = None if least is None else least + _HOPELESS
            surprises[text, tag] = surprise(sample.pairs, encoding, tag, most)
        points = surprises[text, tag] + extra + BIT * _rarity(encoding)
        least = points if least is None else min(least, points)
        if text not in best or points < best[text].points:
            best[text] = Reading(encoding, text, tag, points)
    return sorted(best.values(), key=lambda reading: reading.points)


def is_multibyte(name: str) -> bool:
    """Whether characters have more than one byte in an encoding, as in those of East Asia and in UTF."""
    return name in _DOUBLE or name.startswith((*STATEFUL, "utf"))


def _rarity(encoding: str) -> int:
    if encoding in _HARDLY_USED:
        return _FORGOTTEN
    return 0 if encoding.startswith(_USUAL) else _OLD
