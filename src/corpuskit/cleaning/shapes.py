"""The shape of lines and their places in the article: what can be seen without knowing a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from corpuskit.cleaning.glyphs import CAPITAL, DIGIT, LETTER, SINGLE, kinds_of
from corpuskit.cleaning.lines import Draft, Lines
from corpuskit.text import normal_form

TITLE_LINES = 8  # among the first of which the title may stand
FAR = 60  # lines from which a distance is no longer told apart
_CLOSERS = "'\"»”’)] \t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
# What a line ends in, by its last sign before closing quotes and brackets.
FULL_STOP, COLON = 4, 5  # up to FULL_STOP: strong punctuation
_ENDINGS = {".。।": 1, "!！": 2, "?？؟": 3, "…": FULL_STOP, ":：": COLON, ",，;；": 6}
_LETTER_END, _DIGIT_END, _SIGN_END = 7, 8, 9
# What a line begins with.
QUOTE, BULLET = 1, 2
_BEGINNINGS = {'«“„"‹「『': QUOTE, "•·▪◦‣●*–—-": BULLET}
_KINDS = {DIGIT: 3, CAPITAL: 4, LETTER: 5, SINGLE: 6}
_OTHER = 7
_HEADING = re.compile(r"#{1,6}\s+")  # the mark of a heading (CommonMark 0.31.2, section 4.2)
_NUMBERED = re.compile(r"\s*\d{1,3}[.)]\s")


def endings(texts: Sequence[str]) -> Any:
    """What each line ends in: 1 to FULL_STOP strong punctuation, COLON, a comma, a letter, a digit, another sign."""
    table = {LETTER: _LETTER_END, CAPITAL: _LETTER_END, SINGLE: _LETTER_END, DIGIT: _DIGIT_END}
    return _coded([line.rstrip(_CLOSERS)[-1:] or " " for line in texts], _ENDINGS, table, _SIGN_END)


def beginnings(texts: Sequence[str]) -> Any:
    """What each line begins with: QUOTE, BULLET, a digit, a capital, a small letter, a letter without case, another sign."""
    return _coded([line.lstrip()[:1] or " " for line in texts], _BEGINNINGS, _KINDS, _OTHER)


def _coded(chars: Sequence[str], signs: dict[str, int], kinds: dict[int, int], other: int) -> Any:
    """A number for each character: that of its sign, else of its kind, else `other`."""
    import numpy as np

    points = np.frombuffer("".join(chars).encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    by_kind = np.full(8, other, np.uint8)
    for kind, code in kinds.items():
        by_kind[kind] = code
    found = by_kind[kinds_of(points)]
    for group, code in signs.items():
        found[np.isin(points, [ord(sign) for sign in group])] = code
    return found


def items(lines: Lines, begins: Any) -> Any:
    """Lines that begin as an item of a list."""
    import numpy as np

    found = begins == BULLET
    for at in np.flatnonzero(begins == _KINDS[DIGIT]).tolist():
        found[at] = _NUMBERED.match(lines.texts[at]) is not None
    return found


def titles(batch: Sequence[Draft], lines: Lines) -> Any:
    """Lines that are the title of their article, as its metadata have it."""
    import numpy as np

    found = np.zeros(len(lines.texts), dtype=bool)
    for i, draft in enumerate(batch):
        if draft.title and _title_shaped(draft.title):
            wanted = normal_form(draft.title)
            for at in range(lines.bounds[i], min(lines.bounds[i] + TITLE_LINES, lines.bounds[i + 1])):
                found[at] = normal_form(_HEADING.sub("", lines.texts[at], count=1)) == wanted
    return found


def _title_shaped(title: str) -> bool:
    """A section label that a scraper took for the title must not protect its line."""
    return len(title) < 200 and (len(title.split()) >= 3 or len(title) >= 20)


def beside(values: Any, step: int, lines: Lines, outside: int) -> Any:
    """For each line the value of the line that stands `step` further in the same article, `outside` where there is none."""
    import numpy as np

    found = np.full(len(values), outside, values.dtype)
    near, far = (
        (slice(None, -step), slice(step, None)) if step > 0 else (slice(-step, None), slice(None, step))
    )
    same = lines.drafts[near] == lines.drafts[far]
    found[near] = np.where(same, values[far], outside)
    return found


def since(flags: Any, lines: Lines) -> Any:
    """For each line how far before it the last line with the flag stands in its article: 0 itself, FAR at most or for none."""
    import numpy as np

    at = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, at, -1))
    return np.where(last >= lines.bounds[:-1][lines.drafts], np.minimum(at - last, FAR), FAR)


def until(flags: Any, lines: Lines) -> Any:
    """As `since`, after it."""
    import numpy as np

    at = np.arange(len(flags))
    following = np.minimum.accumulate(np.where(flags, at, len(flags) + FAR)[::-1])[::-1]
    return np.where(following < lines.bounds[1:][lines.drafts], np.minimum(following - at, FAR), FAR)


def after(opened: Any, short: Any, lines: Lines) -> Any:
    """Lines of a run of short lines that follows an opened one: the items of a list after a colon."""
    import numpy as np

    opens = beside(opened, -1, lines, outside=0).astype(bool) & short
    breaks = ~short | (np.diff(lines.drafts, prepend=-1) != 0)
    at = np.arange(len(short))
    last_open = np.maximum.accumulate(np.where(opens, at, -1))
    last_break = np.maximum.accumulate(np.where(breaks & ~opens, at, -1))
    return short & (last_open > last_break)


def body_bounds(body: Any, tokens: Any, lines: Lines) -> tuple[Any, Any]:
    """The first and last line of the body of each draft; where no line looks like one, its longest."""
    import numpy as np

    starts, ends = lines.bounds[:-1], lines.bounds[1:]
    first, last = ends.copy(), starts - 1
    where = np.flatnonzero(body)
    np.minimum.at(first, lines.drafts[where], where)
    np.maximum.at(last, lines.drafts[where], where)
    for i in np.flatnonzero((last < first) & (ends > starts)):
        first[i] = last[i] = starts[i] + int(np.argmax(tokens[starts[i] : ends[i]]))
    return first, last


def closed(texts: Sequence[str]) -> Any:
    """Lines whose last character closes a quotation or a bracket."""
    import numpy as np

    last = np.frombuffer("".join([line[-1] for line in texts]).encode("utf-32-le", "surrogatepass"), "<u4")
    return np.isin(last, [ord(char) for char in _CLOSERS])
