"""Text that was decoded by the wrong encoding shows: accents become pairs of characters that no language writes.

The judgement is ftfy's (`ftfy.badness`), one large regular expression at 1.7 MB/s. Whatever it finds holds a C1
control, one of a few single characters, or two neighbours that both belong to its categories, one of them no plain
Greek or Cyrillic letter; so these are looked for first, 40 times faster, and the expression is shown only what is
around them: most texts have none, and French has some before each "»".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

_ALONE = "[\x80-\x9fÂÃÎÐØÙ]|√´|[вВ]Ђ|[Œœ][^A-Za-z]"  # parts of the expression that need no neighbour from the categories

_LONGEST = 8  # characters that the expression matches, and more
_LOOKS = 2_000  # after which it is shown all the rest


def is_garbled(text: str) -> bool:
    """Whether ftfy takes part of the text for mojibake: the same answer as `ftfy.badness.is_bad`, sooner.

    >>> is_garbled("dÃ©jÃ  vu"), is_garbled("déjà vu")
    (True, False)
    """
    if text.isascii():
        return False
    search = None
    for looks, found in enumerate(_triggers().finditer(text)):
        search = search or _search()
        if looks == _LOOKS:
            return bool(search(text, max(0, found.start() - _LONGEST), len(text)))
        if search(text, max(0, found.start() - _LONGEST), found.end() + _LONGEST):
            return True
    return False


def _search() -> Callable[[str, int, int], object]:
    from ftfy.badness import BADNESS_RE

    return BADNESS_RE.search


@cache
def _triggers() -> re.Pattern[str]:
    from ftfy.badness import MOJIBAKE_CATEGORIES as CATEGORIES

    letters = CATEGORIES["upper_common"] + CATEGORIES["lower_common"]
    marks = "".join(
        value for name, value in CATEGORIES.items() if name not in ("common", "upper_common", "lower_common")
    )
    return re.compile(f"{_ALONE}|[{marks}][{marks}{letters}]|[{letters}][{marks}]")
