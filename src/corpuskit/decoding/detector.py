"""The verdict on bytes that are neither UTF-8 nor like it: the detector's answer, and the tests it must pass.

Where the language is known, only answers for an encoding of that language count, and the least odd text among them is
chosen. Where chardet sees another language in another text, and that text is no odder, one of the two is wrong and we
refuse to choose. Whatever is chosen must hold no line of UTF-8 and no mojibake.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpuskit.decoding.languages import Language, same_language
from corpuskit.decoding.mojibake import is_garbled
from corpuskit.decoding.ranking import Guess, rank
from corpuskit.decoding.strict import high_bytes, stands
from corpuskit.decoding.typography import beyond_ascii, oddity
from corpuskit.decoding.utf8 import clean_lines
from corpuskit.model.articles import Evidence

FEW = 6  # high bytes below which a verdict without a language stands on little
STATEFUL = ("hz", "iso2022")

# Thousandths of score within which two equally good texts with few accents cannot be told apart. Files of DOS and the
# old Macintosh are rare, so those must be clearer. Chosen in November 2025 on 3,959 French texts of 50 to 500 characters.
CLOSE, CLOSE_WINDOWS = 5, 0
_WINDOWS = ("cp125", "iso8859", "cp874")
FOREIGN = 20  # one character beyond ASCII in so many may be foreign in any text: names and quotations

_DOUBLE = ("cp932", "shift_jis_2004", "euc_jp", "euc_jis_2004", "cp949", "johab", "gb18030", "big5hkscs")
_LINE = 4  # high bytes of a line that is UTF-8 by no accident
_LINE_DOUBLE = 12  # where every character has two high bytes, four are UTF-8 by accident once in sixty lines

_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"  # in cp1252
_GLUED = re.compile(r"(?<=[a-zß-öø-ÿœ])(?=[A-ZÀ-ÖØ-ÞŒ][a-z]{2})")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking: the guess that stands, or None with the code and the reason; the evidence; the runner-up."""

    guess: Guess | None
    code: str
    why: str
    evidence: tuple[Evidence, ...]
    runner_up: str | None = None


def detect(data: bytes, stated: Language | None) -> Answer:
    """The verdict of the detector on bytes that have a high byte, for a text said to be in `stated`."""
    ranking = rank(data)
    asked = ranking.detector
    first = next(iter(ranking), None)
    if first is None:
        why = f"{asked} finds no encoding that decodes"
        return Answer(None, "ENC105", why, (Evidence("detector", None, None, asked),))
    few = high_bytes(data) < FEW
    if stated is None:
        chosen, rival = _choose_unstated(ranking, first), None
    else:
        among = list(ranking.among(stated))
        if not among:
            why = f"{_seen(first, asked)}, and no encoding of {stated.tag} decodes"
            return Answer(None, "ENC106", why, (_heard(first, asked, None),))
        chosen, rival = _choose(among, stated, few)
    other = next((guess for guess in ranking if guess.text != chosen.text), None)
    evidence = (_heard(chosen, asked, stated), *([_heard(other, asked, None)] if other else []))
    runner_up = other.encoding if other else None
    if stated is not None and _contradicts(first, chosen, stated, few):
        why = f"{_seen(first, asked)}; read as {stated.tag} it would be {chosen.encoding}"
        return Answer(None, "ENC106", why, evidence, runner_up)
    if stated is not None and _is_damaged_windows(data, chosen, stated):
        why = f"the text reads well in cp1252 but for bytes that it does not have, and less well in {chosen.encoding}"
        return Answer(None, "ENC105", why, evidence, runner_up)
    if rival is not None:
        why = f"{asked} cannot tell {chosen.encoding} from {rival.encoding} by so few accents"
        return Answer(None, "ENC105", why, evidence, runner_up)
    fault = unacceptable(data, chosen.encoding, chosen.text, stated or chosen.language)
    if fault:
        return Answer(None, "ENC105", f"{asked} answers {chosen.encoding}, but {fault}", evidence, runner_up)
    return Answer(chosen, "", "", evidence, runner_up)


def escaped(data: bytes, stated: Language | None) -> Guess | None:
    """The text of ASCII bytes that hold escapes of ISO-2022 or HZ, where the detector knows them and they decode."""
    ranking = rank(data)
    among = ranking if stated is None else ranking.among(stated)
    return next((guess for guess in among if guess.encoding.startswith(STATEFUL)), None)


def unacceptable(data: bytes, encoding: str, text: str, language: Language | None) -> str | None:
    """Why a text that decodes should not be believed, as the end of a sentence; None where nothing speaks against it.

    A line that is valid UTF-8 speaks against it, unless it looks odder as UTF-8 ("l’été" of a Macintosh is valid, and
    Armenian in its middle).
    """
    for line in clean_lines(data, _LINE_DOUBLE if encoding in _DOUBLE else _LINE):
        legacy = stands(line, encoding)
        if not isinstance(legacy, str) or oddity(line.decode("utf-8"), language) <= oddity(legacy, language):
            return "a line of the file is UTF-8"
    if is_garbled(_GLUED.sub(" ", text)):  # "SociétéÉducation" is how scrapers write labels, and no mojibake
        return "the text would hold mojibake"
    return None


def _choose(among: list[Guess], stated: Language, few: bool) -> tuple[Guess, Guess | None]:
    """The least odd, and of equally odd ones the first; and, where accents are few, another that is as good."""
    best, least = [among[0]], _odd(among[0], stated)
    for guess in among[1:]:
        if least == 0 and not few:
            break
        odd = _odd(guess, stated, least)
        if odd < least:
            best, least = [guess], odd
        elif odd == least:
            best.append(guess)
    close = best[0].score - (CLOSE_WINDOWS if best[0].encoding.startswith(_WINDOWS) else CLOSE)
    rivals = (guess for guess in best if few and guess.text != best[0].text and guess.score >= close)
    return best[0], next(rivals, None)


def _is_damaged_windows(data: bytes, chosen: Guess, stated: Language) -> bool:
    """Whether cp1252, without the five bytes that it leaves undefined, gives a less odd text: then those are the damage."""
    whole = data.translate(None, _UNDEFINED)
    if len(whole) == len(data) or "cp1252" not in stated.encodings or chosen.encoding == "cp1252":
        return False
    return oddity(whole.decode("cp1252"), stated) < _odd(chosen, stated)


def _odd(guess: Guess, stated: Language, most: int | None = None) -> int:
    """The oddity of the text in the stated language or, one point worse, in the one chardet sees."""
    known = oddity(guess.text, stated, most)
    if known == 0 or guess.language is None:
        return known
    return min(known, oddity(guess.text, guess.language, most) + 1)


def _choose_unstated(ranking: Iterable[Guess], first: Guess) -> Guess:
    """The first if names and quotations explain what is odd in it, else the least odd.

    Only languages whose letters are known can be compared.
    """
    if first.language is None or first.language.letters is None:
        return first
    if oddity(first.text, first.language) * FOREIGN <= beyond_ascii(first.text):
        return first
    lettered = [
        guess for guess in ranking if guess.language is not None and guess.language.letters is not None
    ]
    return min(lettered, key=lambda guess: oddity(guess.text, guess.language))


def _contradicts(first: Guess, chosen: Guess, stated: Language, few: bool) -> bool:
    """Whether chardet's first answer is another text in another language, and that text is as good.

    By few accents chardet knows no language: a text that is perfect in the stated one stands against an encoding
    that this language never had.
    """
    if first.text == chosen.text or first.tag is None or same_language(first.tag, stated.tag):
        return False
    odd = _odd(chosen, stated)
    if few and odd == 0 and stated.letters is not None and first.name not in stated.encodings:
        return False
    return oddity(first.text, first.language) <= odd


def _seen(guess: Guess, asked: str) -> str:
    tag = (guess.language.tag if guess.language else guess.tag) or "no language it knows"
    return f"{asked} takes the text for {tag} in {guess.encoding}"


def _heard(guess: Guess, asked: str, stated: Language | None) -> Evidence:
    among = " + ".join(stated.families) if stated else "all but mainframes"
    seen = f", sees {guess.tag}" if guess.tag else ""
    return Evidence("detector", guess.encoding, guess.score, f"{asked}, among {among}{seen}")
