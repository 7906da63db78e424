"""How odd a decoded text looks: what no typesetter would have set.

A wrong single-byte code page leaves ASCII alone and exchanges the rest, so a word that had one accent gets a capital in
its middle ("cafÈ"), a sign ("cr°tica") or a letter of another language ("HÚlÞne"). Few such places decide between
encodings that the statistics of a short text cannot tell apart.
"""

from __future__ import annotations

import re

from corpuskit.decoding.languages import Language

ENOUGH = 100_000  # characters from the start that tell what the rest is like
_LAST = "\x7f"  # of ASCII
_BEYOND = re.compile("[^\x00-\x7f]")
_ASCII_LETTERS = re.compile("[A-Za-z]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_TYPOGRAPHY = frozenset(
    "\N{NO-BREAK SPACE}\N{SOFT HYPHEN}\N{NARROW NO-BREAK SPACE}\N{NON-BREAKING HYPHEN}«»‹›“”„‘’‚–—…•·°©®™€£§½²³×"
    "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
)
_JOINERS = frozenset("\N{NO-BREAK SPACE}\N{SOFT HYPHEN}\N{NON-BREAKING HYPHEN}’‘–—…·")
_OPENING = frozenset("‚„")
_MINORITY = 4  # ASCII letters to one of its own, from which a text is not in a script of its own


def oddity(text: str, language: Language | None, most: int | None = None) -> int:
    """How many characters are odd: in the wrong place in their word, or foreign to the language (None: any letter will do).

    Counting ends above `most`, where more makes no difference.

    >>> from corpuskit.decoding.languages import language_of
    >>> [oddity(word, language_of("fr")) for word in ("Hélène", "HÈlËne", "Hélčne", "H‚lŠne")]
    [0, 2, 1, 2]
    """
    text = text[:ENOUGH]
    if text.isascii():
        return 0
    if language is not None and language.ideographic:
        return len(_PRIVATE.findall(text))
    letters = None if language is None else language.letters
    own_script = language is not None and language.own_script
    if own_script and _is_latin(text):
        return beyond_ascii(text)
    odd = 0
    for match in _BEYOND.finditer(text):
        odd += _misplaced(text, match.start(), own_script) or _foreign(match.group(), letters)
        if most is not None and odd > most:
            break
    return odd


def beyond_ascii(text: str) -> int:
    """How many of the characters that `oddity` looks at are not ASCII."""
    return sum(map(_LAST.__lt__, text[:ENOUGH]))


def _is_latin(text: str) -> bool:
    own = sum(map(str.isalpha, _BEYOND.findall(text)))
    return len(_ASCII_LETTERS.findall(text)) > _MINORITY * own


def _foreign(char: str, letters: frozenset[str] | None) -> bool:
    if char in _TYPOGRAPHY:
        return False
    return not char.isalpha() if letters is None else char not in letters


def _misplaced(text: str, at: int, own_script: bool) -> bool:
    char = text[at]
    before = text[at - 1 : at]
    after = text[at + 1 : at + 2]
    if char.isalpha():
        if own_script and (_ASCII_LETTERS.match(before) or _ASCII_LETTERS.match(after)):
            return True
        if char.isupper():
            return before.islower() or (not own_script and before.isalpha() and after.islower())
        return char.islower() and before.isupper() and after.isupper()
    return before.isalpha() and (char in _OPENING or (after.isalpha() and char not in _JOINERS))
