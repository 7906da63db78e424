"""What of a text is weighed: a sample of it, its distinct words, their endings, its letters beyond ASCII."""

from __future__ import annotations

PIECE = 900  # characters that are weighed at once
ENDING = 2
PUNCTUATION = ".,;:!?()[]{}<>\"'«»„“”‘’‹›…–—-/*_|·•¡¿،؛؟۔।։。、！？「」『』（）：；"


def sample(text: str, length: int = PIECE) -> str:
    """The text itself where it is short; else about a third of `length` from its beginning, middle and end each.

    >>> sample("a b"), len(sample("un deux " * 1000))
    ('a b', 896)
    """
    if len(text) <= length:
        return text
    half = length // 6
    starts = (len(text) // 6, len(text) // 2, len(text) * 5 // 6)
    return "\n".join(text[at - half : at + half - 1] for at in starts)


def words_of(text: str) -> dict[str, None]:
    """The distinct words of a text that is in lower case, in their order, with the signs that stand at them.

    What stands before an apostrophe is a word of its own, with the apostrophe.

    >>> list(words_of("l’eau, l'air: l’eau"))
    ["l'", 'eau,', 'air:', 'eau']
    """
    return dict.fromkeys(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("'", "' ").split())


def letters_of(text: str) -> set[str]:
    """The distinct characters of a text, none where all are ASCII. In no order: they are only added up.

    >>> sorted(letters_of("été")), letters_of("ete")
    (['t', 'é'], set())
    """
    return set() if text.isascii() else {*text}


def bare(word: str) -> str:
    """The word without the signs around it."""
    return word.strip(PUNCTUATION)


def ending(word: str) -> str:
    """The last two letters of a bare word that is longer, "" of any other.

    >>> ending("maison"), ending("on")
    ('on', '')
    """
    return word[-ENDING:] if len(word) > ENDING else ""
