"""The shape of lines and their places in the article: what can be seen without knowing a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from corpuskit.cleaning.lexicon import sections
from corpuskit.cleaning.lines import Draft, Lines
from corpuskit.model.context import Context
from corpuskit.text import normal_form

TITLE_LINES = 8  # among the first of which the title may stand
_CLOSERS = "'\"»”’)] \t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
_STRONG = frozenset(".!?…。！？؟।")
_COLONS = frozenset(":：")
_LIST = re.compile(r"\s*(?:[•·▪◦‣●*–—-]|\d{1,3}[.)])\s")
_QUOTES = frozenset('«“„"‹「『')
_DATE = re.compile(
    r"(?:[^\W\d_]+[.,]?\s)?(?:[^\W\d_]+[.,]?\s)?\d{1,2}(?:er|st|nd|rd|th|\.)?[\s/.-](?:de\s)?[\w.]{1,12}[\s/.,-]{1,2}(?:de\s)?\d{2,4}\W*"
    r"(?:\d{1,2}\s?[h:.]\s?\d{0,2}\W*)?"
)


def terminal(lines: Lines) -> Any:
    """Lines that end in strong punctuation, whatever brackets and quotes close after it."""
    return _flags(lines.texts, lambda line: line.rstrip(_CLOSERS)[-1:] in _STRONG)


def colons(lines: Lines) -> Any:
    """Lines that end in a colon."""
    return _flags(lines.texts, lambda line: line.rstrip()[-1:] in _COLONS)


def items(lines: Lines) -> Any:
    """Lines that begin as an item of a list."""
    return _flags(lines.texts, lambda line: _LIST.match(line) is not None)


def quotations(lines: Lines) -> Any:
    """Lines that begin with an opening quotation mark."""
    return _flags(lines.texts, lambda line: line.lstrip()[:1] in _QUOTES)


def _flags(texts: Sequence[str], test: Callable[[str], bool]) -> Any:
    import numpy as np

    return np.fromiter(map(test, texts), bool, len(texts))


def dates(lines: Lines, tokens: Any) -> Any:
    """Lines that are nothing but a date, with or without a time."""
    import numpy as np

    found = np.zeros(len(tokens), dtype=bool)
    for at in np.flatnonzero(tokens <= 8).tolist():
        found[at] = _DATE.fullmatch(lines.texts[at].strip()) is not None
    return found


def section_names(lines: Lines, tokens: Any, edge: Any, context: Context) -> Any:
    """Lines at the edges of their article that are nothing but the name of a section."""
    import numpy as np

    known = sections(context)
    found = np.zeros(len(lines.texts), dtype=bool)
    for at in np.flatnonzero(edge & (tokens <= 4)):
        found[at] = known(lines.texts[at])
    return found


def titles(batch: Sequence[Draft], lines: Lines) -> Any:
    """Lines that are the title of their article, as its metadata have it."""
    import numpy as np

    found = np.zeros(len(lines.texts), dtype=bool)
    for i, draft in enumerate(batch):
        if draft.title and _title_shaped(draft.title):
            wanted = normal_form(draft.title)
            for at in range(lines.bounds[i], min(lines.bounds[i] + TITLE_LINES, lines.bounds[i + 1])):
                found[at] = normal_form(lines.texts[at]) == wanted
    return found


def _title_shaped(title: str) -> bool:
    """A section label that a scraper took for the title must not protect its line."""
    return len(title) < 200 and (len(title.split()) >= 3 or len(title) >= 20)


def next_of(flags: Any, lines: Lines) -> Any:
    """For each line whether `flags` holds for the line before it in the same article."""
    import numpy as np

    return np.append(False, flags[:-1])[: len(flags)] & (
        np.arange(len(flags)) > lines.bounds[:-1][lines.drafts]
    )


def after(colon: Any, lines: Lines, short: Any) -> Any:
    """Lines of a run of short lines that follows a colon."""
    import numpy as np

    starts = np.flatnonzero(
        next_of(colon, lines) | ~short | np.append(True, np.diff(lines.drafts) != 0)[: len(short)]
    )
    found = np.zeros(len(short), dtype=bool)
    opened = next_of(colon, lines) & short
    for a, b in zip(starts, [*starts[1:], len(short)], strict=True):
        found[a:b] = opened[a]
    return found


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
