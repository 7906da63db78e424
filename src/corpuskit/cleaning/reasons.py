"""Why a line was judged as it was, in words and in bands that one article more does not change."""

from __future__ import annotations

from corpuskit.cleaning.decided import REMOVED
from corpuskit.cleaning.features import NAMES, Features
from corpuskit.cleaning.spoken import FORM, IN_CORPUS, ON_SITE

_ON_SITE = (
    "",
    "on two articles of this site",
    "on several articles of this site",
    "on most articles of this site",
)
_IN_CORPUS = ("at the edge of two articles of this corpus", "at the edge of several articles of this corpus")
_KINDS = (
    _ON_SITE[2],
    _IN_CORPUS[1],
    "the name of a section",
    "words of a byline or a date",
    "words of a caption or a credit",
    "profile of a person",
    "asks to subscribe, follow, write or give",
    "points to other articles",
    "words of consent or law",
    "words of a seller",
    "words of the page's own tools",
    "short and apart from the sentences of the article",
)
_CALL = NAMES.index("call_words")
_SPEAKS = NAMES.index("voice_words")
_BIOGRAPHY = 5


def reason(seen: Features, place: int, kind: int) -> str:
    """What was seen of the line at `seen.at[place]`, and where it stands."""
    at = int(seen.at[place])
    if seen.decided[at] == REMOVED:
        why = seen.reasons.get(at, "")
        return f"a person decided so: {why}" if why else "a person decided so"
    said = _KINDS[kind]
    if kind == ON_SITE:
        said = _ON_SITE[int(seen.site[at])]
    elif kind == IN_CORPUS:
        said = _IN_CORPUS[int(seen.corpus[at]) > 1]
    elif kind == _BIOGRAPHY and seen.rows[_CALL, place]:
        said = "profile of a person with a call to get in touch"
    elif kind == FORM and seen.rows[_SPEAKS, place]:
        said = "speaks to the reader, or of its own house"
    if kind not in (ON_SITE, IN_CORPUS) and seen.corpus[at]:
        said = f"{said}, {_IN_CORPUS[int(seen.corpus[at]) > 1]}"
    where = "before the first" if seen.head[at] else "after the last" if seen.tail[at] else ""
    return f"{said}, {where} sentence of the article" if where else f"{said}, inside the article"
