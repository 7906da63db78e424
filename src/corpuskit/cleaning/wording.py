"""What the characters and words of each line say: columns of small numbers for a block of lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from corpuskit.cleaning import grams
from corpuskit.cleaning.glyphs import CAPITAL, DIGIT, LETTER, MARK, SIGN, SINGLE, Glyphs, glyphs_of
from corpuskit.cleaning.lexicon import consulted, hits_in
from corpuskit.cleaning.model import Model
from corpuskit.cleaning.phrases import CATEGORIES, VOICE, Lexicons, phrases_of
from corpuskit.cleaning.words import Words, words_of

SIGNS = {  # kinds of punctuation that are counted, and their signs
    "commas": ",;،，、",
    "colons": ":：",
    "bars": "|/•·»›>→",
    "quotes": '«“”"„',
    "brackets": "()[]",
    "ats": "@#©",
    "dots": ".。",
    "dashes": "-–—",
    "asks": "?!？！",
    "money": "%€$£",
}
SHAPE = (
    "characters",
    "capitals",
    "digits",
    "marks",
    *SIGNS,
    "words",
    "small_words",
    "numbers",
    "capital_share",
    "capital_words",
    "word_length",
    "longest",
    "years",
)
LEXICON = (
    *(f"{category}_words" for category in CATEGORIES),
    *(f"{category}_share" for category in CATEGORIES),
    *(f"{category}_leads" for category in CATEGORIES),
    "lexicon_words",
    "lexicon_share",
)
PAIRED = 2  # lexicons that are made one table for the languages of a block; for more all are one
GRAMS = ("seen_words", "seen_letters")
KIN = ("shared", "shared_share", "unshared")
ALIKE = ("first_alike", "last_alike")
NAMES = (*SHAPE, *LEXICON, *GRAMS, *KIN, *ALIKE)


def wording(
    texts: Sequence[str], languages: Sequence[str], lexicons: Lexicons, model: Model
) -> tuple[Any, Words, Glyphs]:
    """The columns NAMES but KIN and ALIKE of a block of lines, each of the language at its place; one byte each."""
    import numpy as np

    glyphs = glyphs_of(texts)
    words = words_of(glyphs)
    columns = {
        **_shape(glyphs, words),
        **_lexicon(glyphs, words, languages, lexicons),
        **_grams(glyphs, words, model),
    }
    rows = np.zeros((len(NAMES), len(texts)), np.uint8)
    for at, name in enumerate(NAMES):
        if name in columns:
            rows[at] = np.minimum(columns[name], 255)
    return rows, words, glyphs


def share(part: Any, whole: Any) -> Any:
    """Hundredths, rounded down; 0 of nothing."""
    import numpy as np

    return part * 100 // np.maximum(whole, 1)


def _shape(glyphs: Glyphs, words: Words) -> dict[str, Any]:
    import numpy as np

    count = len(glyphs.ends)
    sizes = glyphs.ends - glyphs.starts
    lines = np.repeat(np.arange(count, dtype=np.int32), sizes + 1)
    kinds = np.bincount(lines * 8 + glyphs.kinds, minlength=count * 8).reshape(count, 8)
    letters = kinds[:, LETTER] + kinds[:, CAPITAL] + kinds[:, SINGLE]
    signs = np.flatnonzero((glyphs.kinds == MARK) | (glyphs.kinds == SIGN))
    groups = np.bincount(lines[signs] * 16 + _groups()[glyphs.points[signs]], minlength=count * 16).reshape(
        count, 16
    )
    lengths = words.ends - words.starts
    found = np.diff(words.bounds)

    def counted(chosen: Any) -> Any:
        return np.bincount(words.lines[chosen], minlength=count)

    capitals = counted(words.kinds == CAPITAL)
    longest = np.zeros(count, np.int64)
    full = np.flatnonzero(found)
    longest[full] = np.maximum.reduceat(lengths, words.bounds[:-1][full]) if len(full) else 0
    plain = (words.kinds != DIGIT) & (words.kinds != SIGN)
    return {
        "characters": sizes // 2,
        "capitals": share(kinds[:, CAPITAL], letters),
        "digits": share(kinds[:, DIGIT], sizes),
        "marks": share(kinds[:, MARK] + kinds[:, SIGN], sizes),
        **{name: groups[:, at] for at, name in enumerate(SIGNS, 1)},
        "words": found,
        "small_words": share(counted(plain & (lengths <= 3)), found),
        "numbers": counted(words.kinds == DIGIT),
        "capital_share": share(capitals, found),
        "capital_words": capitals,
        "word_length": letters * 4 // np.maximum(found, 1),
        "longest": longest,
        "years": counted((words.kinds == DIGIT) & (lengths == 4)),
    }


@cache
def _groups() -> Any:
    """For each code point which of SIGNS it belongs to, from 1."""
    import numpy as np

    table = np.zeros(0x110000, np.uint8)
    for at, signs in enumerate(SIGNS.values(), 1):
        for sign in signs:
            table[ord(sign)] = at
    return table


def _lexicon(glyphs: Glyphs, words: Words, languages: Sequence[str], lexicons: Lexicons) -> dict[str, Any]:
    """How many words of each line stand in phrases of each category, and whether such a phrase begins the line."""
    import numpy as np

    count, kinds, total = len(languages), len(CATEGORIES), max(len(words.starts), 1)
    voice = CATEGORIES.index(VOICE)
    codes, heard = _heard(languages, lexicons)
    hits = hits_in(glyphs, words, phrases_of(lexicons, codes), heard)
    sizes = hits.last - hits.first
    inside = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes - hits.first, sizes)
    leads = np.zeros((kinds, count), bool)
    leads[hits.categories[hits.leads], hits.lines[hits.leads]] = True
    each = np.unique(np.repeat(hits.categories, sizes) * total + inside)
    category, word = each // total, each % total
    spoken = np.bincount(category * count + words.lines[word], minlength=kinds * count).reshape(kinds, count)
    any_of = np.bincount(words.lines[np.unique(word[category != voice])], minlength=count)
    found = np.diff(words.bounds)
    return {
        **{f"{name}_words": spoken[at] for at, name in enumerate(CATEGORIES)},
        **{f"{name}_share": share(spoken[at], found) for at, name in enumerate(CATEGORIES)},
        **{f"{name}_leads": leads[at] for at, name in enumerate(CATEGORIES)},
        "lexicon_words": any_of,
        "lexicon_share": share(any_of, found),
    }


def _heard(languages: Sequence[str], lexicons: Lexicons) -> tuple[tuple[str, ...], Any]:
    """The lexicons to look into, and for each in which lines it is consulted and, in the next row, in which its voice counts.

    They are two at most, or all: for a block of many languages no table of its own is made.
    """
    import numpy as np

    order = sorted(set(languages))
    numbers = {language: at for at, language in enumerate(order)}
    asked = [set(consulted(language, lexicons)) & lexicons.keys() for language in order]
    codes = tuple(sorted(set().union(*asked)))
    if len(codes) > PAIRED:
        codes = tuple(sorted(lexicons))
    rows = [
        [(code in of, code == language) for language, of in zip(order, asked, strict=True)] for code in codes
    ]
    table = np.array(rows, bool).reshape(len(codes), len(order), 2)
    of_lines = np.fromiter(map(numbers.__getitem__, languages), np.int64, len(languages))
    return codes, table.transpose(0, 2, 1).reshape(2 * len(codes), len(order))[:, of_lines]


def _grams(glyphs: Glyphs, words: Words, model: Model) -> Mapping[str, Any]:
    count = len(glyphs.ends)
    return {
        "seen_words": model.words.score(*grams.word_keys(words), count),
        "seen_letters": model.letters.score(*grams.letter_keys(glyphs), count),
    }
