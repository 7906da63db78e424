"""The names of sections: whether a whole line, or a part of one, is nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from corpuskit.cleaning.phrases import SECTION, Lexicons

_WORDS = re.compile(r"[^\W_]+|&")


def sections(lexicons: Lexicons) -> Callable[[str], bool]:
    """Whether a part of a line is the name of a section in any language, whatever signs stand around it."""
    names = _names(tuple(name for words in lexicons.values() for name in words.get(SECTION, ())))
    return lambda part: " ".join(_WORDS.findall(part.casefold())) in names


@lru_cache(maxsize=4)
def _names(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(" ".join(_WORDS.findall(phrase)) for phrase in phrases)
