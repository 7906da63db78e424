"""A cue and the title of another article in front of a sentence of this one: where the title ends and the sentence begins.

"LIRE AUSSI : Où passent les loups ? Le préfet a signé …" is residue and content in one line. The line is cut only where
both halves show their shape: the front is a phrase of related articles, its colon and some words that end as a title can; the
rest begins with a capital and is a whole sentence of the body. A title without an end is cut where it stands, with its cue,
as a line elsewhere on the site or in the corpus, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from corpuskit.cleaning.phrases import RELATED, Lexicons
from corpuskit.cleaning.places import LONG, SENTENCE

_WORD = re.compile(r"[^\W_]+")
_COLONS = re.compile("[:：]")
_REACH = 40  # characters within which the colon of a cue stands
_PLAIN = re.compile(r"(?:\^ )?([^\W\d_]+(?: [^\W\d_]+)*)(?: [:：$])?")
_BETWEEN = re.compile(r"\s+|(?<=[!?…»”])(?=[^\W\d_])")  # where a title and a sentence may meet
_ABBREVIATED = 3  # letters of a last word up to which its full stop may be an abbreviation's
_STRONG = (".", "!", "?", "…")
_BLANKS = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_CLOSERS = '»”"’)' + _BLANKS
_LEAST = 2  # words of a title

Known = Callable[[str], bool]


def cues(lexicons: Lexicons) -> Known:
    """Whether a part of a line, without its colon, begins with a phrase of two words or more that points to articles, in any language.

    One word alone is too little: "Analysis: …" heads articles, too.
    """
    phrases = tuple(phrase for words in lexicons.values() for phrase in words.get(RELATED, ()))
    names = _names(phrases)

    def cue(part: str) -> bool:
        words = _WORD.findall(part.casefold())
        return any(" ".join(words[:end]) in names for end in range(2, len(words) + 1))

    return cue


@lru_cache(maxsize=4)
def _names(phrases: tuple[str, ...]) -> frozenset[str]:
    plain = filter(None, map(_PLAIN.fullmatch, phrases))
    return frozenset(match[1] for match in plain)


def holds_colon(line: str) -> bool:
    """Whether a cue may stand at the head of a line: a first look, since few lines have a colon there."""
    head = line[:_REACH]
    return ":" in head or "：" in head


def cut_after(line: str, cue: Known, known: Known) -> tuple[int, int] | None:
    """The blanks between a cue with its title and the sentence after it; None where the line is not two.

    `known` says whether a part of a line is a whole line elsewhere.
    """
    colon = _COLONS.search(line, 0, _REACH)
    if colon is None or not cue(line[: colon.start()]):
        return None
    if not line.rstrip(_CLOSERS).endswith(_STRONG):
        return None
    for between in _BETWEEN.finditer(line, colon.end()):
        start, end = between.span()
        front, rest = line[colon.end() : start], line[end:]
        words = _WORD.findall(front)
        if len(words) >= LONG or len(_WORD.findall(rest)) < SENTENCE:
            return None
        if len(words) >= _LEAST and _opens(rest) and (_ends(front, words[-1]) or known(line[:start])):
            return start, end
    return None


def _ends(front: str, last: str) -> bool:
    """Whether a title may end so: with the end of a sentence, which is no abbreviation, within quotes or without; or all of it is quoted."""
    bare = front.rstrip(_CLOSERS)
    if front.lstrip(_BLANKS)[:1] in ("«", "“") and front.rstrip(_BLANKS)[-1:] in ("»", "”"):
        return True
    return bare.endswith(_STRONG[1:]) or (bare.endswith(".") and len(last) > _ABBREVIATED)


def _opens(rest: str) -> bool:
    """Whether these words begin as a sentence does: with a capital, or a quotation of one."""
    return rest.lstrip('«“"„ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}')[:1].isupper()
