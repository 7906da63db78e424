"""Which language a text is in, and whether that is surely another one than its metadata state.

Each distinct word speaks for the languages among whose commonest words it is, of any other word its ending speaks,
and each letter beyond ASCII speaks once. All of it is added in whole numbers, three points for each doubling of the
odds, so that the answer is the same on every machine. Where no language leads clearly, the answer is "und".
"""

from __future__ import annotations

from corpuskit.language.model import Model, Weighed, load
from corpuskit.language.tags import family, is_answer, known_as
from corpuskit.language.words import PIECE, sample

__all__ = ["UNKNOWN", "Model", "identify", "load", "other_language"]

UNKNOWN = "und"

# Chosen in November 2025 on 58,000 sentences in 58 languages and 1,250 pages (docs/language.md).
LEAD = 15  # points by which a language must lead the next: odds of 32 to 1
CLOSE = 95  # hundredths of the leader's points above which the next one is too close, in a long text too
LEAST = 60  # points below which too little is said: four or five words
# Points a distinct word: text in a known language has them in 99 of 100 cases, text in another one in one of three.
DENSE = 9
EXPLAINED = 70  # hundredths of the leader's points from which another language explains the text too

# What is said against metadata must be plain: a quarter of a page, of which the stated language explains little.
PLAIN = 250  # points
GLANCE = 600  # characters of a text that are enough where nothing is to be said against it
LONGEST = 20_000  # characters that are read where a sample does not decide


def identify(text: str, model: Model) -> str:
    """The language of a text in NFC as a BCP 47 tag; "und" where it is not clear: two languages, a few words, names.

    Where two members of one macrolanguage cannot be told apart, the answer may be the macrolanguage ("no", "sh").
    """
    answer = _clearest(model.weigh(sample(text)), model)
    if answer == UNKNOWN and len(text) > PIECE:
        return _clearest(model.weigh_all(text[:LONGEST]), model)
    return answer


def other_language(text: str, stated: str, model: Model) -> str | None:
    """The language that a text in NFC is surely in, where that is not the stated one; None where nothing is sure.

    `stated` is a BCP 47 tag. A language that the model does not know is never contradicted, and none by a member of
    its own macrolanguage. The stated language needs to explain only a part of the text: quotations, and a second
    language beside it, are no contradiction. Of a relative, it must explain more than it usually does.
    """
    own = [model.places[tag] for tag in known_as(stated) if tag in model.places]
    if not own or _unlike(model.weigh(sample(text, GLANCE)), own, model) is None:
        return None
    return _unlike(model.weigh_all(text[:LONGEST]), own, model)


def _clearest(weighed: Weighed, model: Model) -> str:
    points, tags = weighed.points, model.tags
    ranked = sorted(range(len(points)), key=points.__getitem__, reverse=True)
    first, second = ranked[:2]
    if points[first] < LEAST or not _is_known(weighed):
        return UNKNOWN
    if _leads(points[first], points[second]):
        return tags[first]
    macrolanguage = family(tags[first])
    stranger = next(at for at in ranked if family(tags[at]) != macrolanguage)
    alike = is_answer(macrolanguage) and _leads(points[first], points[stranger])
    return macrolanguage if alike else UNKNOWN


def _leads(first: int, second: int) -> bool:
    return first - second >= LEAD and second * 100 <= first * CLOSE


def _is_known(weighed: Weighed) -> bool:
    """Whether the leader says much of the words, or says alone what is said: a language of the model, and no relative of one."""
    second, first = sorted(weighed.points)[-2:]
    return first >= DENSE * weighed.words or second * 100 < first * EXPLAINED


def _unlike(weighed: Weighed, own: list[int], model: Model) -> str | None:
    """The leader, where it leaves little to the stated language: halfway, at most, between what that usually explains of it, and all."""
    best = max(weighed.points)
    if best < PLAIN:
        return None
    tag = model.tags[weighed.points.index(best)]
    explained = max(weighed.points[at] for at in own)
    usual = max(model.relatives.get((tag, model.tags[at]), 0) for at in own)
    unlike = explained * 200 < best * max(2 * EXPLAINED, 100 + usual)
    return tag if unlike and _is_known(weighed) else None
