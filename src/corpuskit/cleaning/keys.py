"""Keys: the beginnings of words by which a line is matched with the patterns that it could hold.

A word counts by its first letters, WIDTH at most: "publié" also stands for "publiée".
"""

from __future__ import annotations

import re

WIDTH = 4
DIGIT = "0"  # the key of a pattern that needs a digit
TOKENS = re.compile(r"[^\W_]+|[^\w\s]")
_WORD = re.compile(r"[^\W_]+")

_SHARES = {
    1: 0.5,
    2: 0.25,
    3: 0.1,
    4: 0.03,
}  # of lines with a word that begins so, roughly; most signs are as rare
_COMMON = 0.3  # of lines that hold a digit, one of the commonest signs, or one of the commonest words
_COMMON_SIGNS = frozenset(f"{DIGIT}:.,-('’")
_COMMON_WORDS = """
the and for that with this from you your are was has have not all our about more
les des une pour dans par sur est que qui pas plus avec vous nous votr notr cett son ses
der die das und den von mit ist auf für ein eine nich sich auch
los las una por con para del como más sus gli della che per non sono dell alla nel
het een van voor niet met zijn dat uma com não mais dos
"""
_COMMONEST = frozenset(_COMMON_WORDS.split())


def tokens_in(line: str) -> list[str]:
    """The words and signs of a line in lower case, in order.

    >>> tokens_in("publiée : 3 ©")
    ['publiée', ':', '3', '©']
    """
    return TOKENS.findall(line)


def first_word(line: str) -> str:
    """The first word of a line, "" where it has none."""
    match = _WORD.search(line)
    return match.group() if match else ""


def keys_of(token: str) -> set[str]:
    """The keys that a word or sign answers to: each of its beginnings, and DIGIT where it holds one.

    >>> sorted(keys_of("3e")), sorted(keys_of("publiée"))
    (['0', '3', '3e'], ['p', 'pu', 'pub', 'publ'])
    """
    found = {token[:width] for width in range(1, WIDTH + 1)}
    return found | {DIGIT} if any(map(str.isdigit, token)) else found


def share(key: str) -> float:
    """The share of lines that hold this key, roughly: enough to tell a rare one from a common one."""
    if key in _COMMONEST or key in _COMMON_SIGNS:
        return _COMMON
    return _SHARES[len(key)] if key.isalpha() else _SHARES[WIDTH]
