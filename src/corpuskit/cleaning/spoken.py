"""What the words of a line say it is: the kind that most of them speak for, and how plainly they say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpuskit.cleaning.features import NAMES, Features
from corpuskit.cleaning.phrases import CATEGORIES
from corpuskit.cleaning.shapes import QUOTE

# The kinds in the order in which they win where several speak alike; those of words in the order of CATEGORIES.
ON_SITE, IN_CORPUS, SECTION, FORM = 0, 1, 2, 11
CODES = (
    "BPL101",
    "BPL102",
    "BPL201",
    "BPL202",
    "BPL203",
    "BPL204",
    "BPL205",
    "BPL206",
    "BPL207",
    "BPL208",
    "BPL209",
    "BPL290",
)
# Hundredths of a line in phrases of one category, of which one begins it: 60 gave a precision of .93 to 1 at the edges, in French, English and
# the languages of daniel (dev and dev_fr, November 2026).
MOSTLY = 60
NEARLY = 90  # the same inside an article, where advertising that covered 60 to 89 was residue in four lines of seven only
EXPLICIT = 2  # words of one category from which a line, however long, says itself what it is: it is doubted at half the threshold

_NAMES = CATEGORIES[:-1]  # voice is no kind
# Which kind a line is of, where words of several speak alike.
_RANK = ("advertising", "credit", "related", "legal", "tools", "byline", "call", "biography", "section")
_TELLING = ("credit", "biography", "call", "related", "legal", "advertising")
_TRADES = ("credit", "biography", "legal", "advertising")  # whose words a note of the house does not share
_ANYWHERE = ("credit", "call", "legal", "advertising")  # inside an article, too, such a line is residue
# Kinds that a label with a colon names, at the head of a line: it says what the rest is, however much that is. Residue in 1,256 of
# 1,298 lines; bylines, at the edges only, in 749 of 787 (main text of dev and dev_fr, November 2026; half of the others by mistake).
_LABELS = ("credit", "related", "legal", "tools")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the words of each line that is looked at say.

    kinds         the index of the code that most words speak for
    explicit      phrases of one category cover most of it, where such a line is nearly always residue; or it is labelled
    loudly        phrases of any category cover most of it but names of sections and dates, which head chapters too; or it holds some
                  words of a telling one; or it is labelled. A quotation inside the article is never loud: it is what somebody said
    plainly       phrases of one category cover most of it, or it holds some words of a trade, or is a profile: a reader names the kind before asking where else it stands
    names_itself  holds some words of one category that says what it is, and stands at the edges or begins with them
    """

    kinds: Any
    explicit: Any
    loudly: Any
    plainly: Any
    names_itself: Any


def spoken_in(seen: Features) -> Spoken:
    """What the words of the lines `seen.at` say."""
    import numpy as np

    def rows(part: str) -> Any:
        return np.stack([seen.rows[NAMES.index(f"{name}_{part}")] for name in _NAMES]).astype(np.int64)

    words, leads, shares = rows("words"), rows("leads"), rows("share")
    rank = np.array([_RANK.index(name) for name in _NAMES])
    best = np.argmax((words * 2 + leads) * len(_RANK) - rank[:, None], axis=0)
    most = np.take_along_axis(words, best[None], axis=0)[0]
    led = ((leads > 0) | (words >= EXPLICIT)) & (shares >= MOSTLY)
    told = _among(_TELLING)[best] & (most >= EXPLICIT)
    told &= (best != _NAMES.index("biography")) | seen.tail[seen.at]  # articles are about people, too
    edge = (seen.head | seen.tail)[seen.at]
    profile = seen.tail[seen.at] & (words[_among(("biography", "call"))] > 0).all(axis=0)
    kinds = np.where(profile, _NAMES.index("biography"), best) + SECTION
    labelled = _labelled(seen, words, leads, edge)
    quoted = (seen.rows[NAMES.index("beginning")] == QUOTE) & ~edge
    explicit = np.where(edge, led.any(axis=0), (led & (shares >= NEARLY))[_among(_ANYWHERE)].any(axis=0))
    return Spoken(
        np.where(most > 0, kinds, FORM),
        explicit | labelled,
        (led[_among(_NAMES[2:])].any(axis=0) | told | labelled) & ~quoted,
        led.any(axis=0) | profile | (told & _among(_TRADES)[best]),
        told & (edge | (leads > 0).any(axis=0)),
    )


def _labelled(seen: Features, words: Any, leads: Any, edge: Any) -> Any:
    """Lines that a label with a colon begins; and captions, which hold some words of a credit and end without a full stop."""
    label = (leads > 0) & (words >= EXPLICIT) & (seen.rows[NAMES.index("colons")] > 0)
    named = label[_among(_LABELS)].any(axis=0) | (label[_NAMES.index("byline")] & edge)
    return named | ((words[_NAMES.index("credit")] >= EXPLICIT) & ~seen.strong[seen.at])


def _among(names: tuple[str, ...]) -> Any:
    import numpy as np

    return np.array([name in names for name in _NAMES])
