"""Why a text that decodes should not be believed: it holds UTF-8 or mojibake, or damage explains the bytes better."""

from __future__ import annotations

import re

from corpuskit.decoding.languages import language_of
from corpuskit.decoding.mojibake import is_garbled
from corpuskit.decoding.readings import Reading, is_multibyte
from corpuskit.decoding.sample import Sample
from corpuskit.decoding.strict import stands
from corpuskit.decoding.surprise import BIT, of_text, pairs_of, surprise
from corpuskit.decoding.utf8 import clean_lines, damage, ends_early

# How unlikely damage is in one place, in points: bytes changed or lost; bytes cut off at the end of the file.
DAMAGED, CUT = 20 * BIT, 10 * BIT

MIXED = 10 * BIT  # one line in another encoding
_LEAST = 2  # high bytes of a line that could be UTF-8
_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"  # in cp1252
_GLUED = re.compile(r"(?<=[a-zß-öø-ÿœ])(?=[A-ZÀ-ÖØ-ÞŒ][a-z]{2})")


def holds_utf8(data: bytes, encoding: str, tag: str) -> str | None:
    """Whether a line of the bytes is UTF-8, as the end of a sentence; None where none is.

    Not a line that looks odder as UTF-8 ("l’été" of a Macintosh is valid, and Armenian in its middle).
    """
    for line in clean_lines(data, _LEAST):
        legacy = stands(line, encoding)
        if not isinstance(legacy, str) or of_text(line.decode("utf-8"), tag) + MIXED < of_text(legacy, tag):
            return "a line of the file is UTF-8"
    return None


def holds_mojibake(text: str) -> str | None:
    """Whether the text shows that it was decoded wrong, as the end of a sentence; None where it does not."""
    # "SociétéÉducation" is how scrapers write labels, and no mojibake
    if is_garbled(text) and is_garbled(_GLUED.sub(" ", text)):
        return "the text would hold mojibake"
    return None


def is_damaged_utf8(sample: Sample, reading: Reading) -> bool:
    """Whether damage in a few places makes of the bytes a likelier text in UTF-8 than the reading is."""
    data = sample.data
    cost = DAMAGED * damage(data).count - (DAMAGED - CUT if ends_early(data) else 0)
    if cost >= reading.points:
        return False
    return cost + of_text(data.decode("utf-8", "ignore"), reading.tag) < reading.points


def is_damaged_windows(sample: Sample, reading: Reading) -> bool:
    """Whether the bytes are likelier cp1252 in which some that it leaves undefined are damage."""
    whole = sample.data.translate(None, _UNDEFINED)
    lost = len(sample.data) - len(whole)
    language = language_of(reading.tag)
    if is_multibyte(reading.encoding) or reading.encoding == "cp1252" or not lost:
        return False
    if language is None or "cp1252" not in language.encodings:
        return False
    return DAMAGED * lost + surprise(pairs_of(whole), "cp1252", reading.tag) < reading.points
