"""The verdict on bytes that are neither UTF-8 nor like it: what the detector names, weighed by what languages write.

chardet names encodings and languages that come into question. Which reading is the likeliest, and by how much, is told
by what the language writes beyond ASCII. Refused is what cannot be told: two readings that are about as likely, a
language that the text contradicts, bytes that are likelier damaged; and a text that holds a line of UTF-8 or mojibake.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpuskit.decoding.doubts import holds_mojibake, holds_utf8, is_damaged_utf8, is_damaged_windows
from corpuskit.decoding.languages import Language, language_of, same_language
from corpuskit.decoding.ranking import Guess, Ranking, plain_language, rank
from corpuskit.decoding.readings import STATEFUL, Reading, is_multibyte, readings
from corpuskit.decoding.sample import Sample, sample_of
from corpuskit.decoding.strict import high_bytes
from corpuskit.decoding.surprise import BIT, of_text
from corpuskit.model.articles import Evidence

FEW = 6  # high bytes below which a verdict without a language stands on little

# Odds, in points. Chosen in November 2025 on half of the domains of the development set and confirmed on the other half.
CLOSE = 3 * BIT  # within which two readings cannot be told apart: eight to one
TRUST = 10 * BIT  # by which another language must be likelier than the stated one
UNLIKE = 6 * BIT  # by which a language is unlikely that is not the language of the ASCII

_ASKED = 8  # answers of chardet that are looked at where no language is stated
_TAGS = 4  # of how many of them the language is tried for all
_UNKNOWN = "no language it knows"
_BADLY = "the text reads well in no encoding, least badly in {}, and may be damaged UTF-8"
_LETTERS = bytes(byte for byte in range(256) if not (byte < 0x80 and chr(byte).isalpha()))

Refusal = tuple[str, str]  # a code, and the reason


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking: the reading that stands, or None with the code and the reason; the evidence; the runner-up."""

    reading: Reading | None
    score: int | None
    code: str
    why: str
    evidence: tuple[Evidence, ...]
    runner_up: str | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    """The sample, the answers of chardet, and its first one that stands."""

    sample: Sample
    ranking: Ranking
    first: Guess

    def plain(self) -> str | None:
        """The language of the ASCII, where more letters are ASCII than bytes are not."""
        data = self.sample.data
        mostly = len(data.translate(None, _LETTERS)) > high_bytes(data)
        return plain_language(data) if mostly else None


def detect(data: bytes, stated: Language | None) -> Answer:
    """The verdict of the detector on bytes that have a high byte, for a text said to be in `stated`."""
    sample = sample_of(data)
    ranking = rank(sample)
    asked = ranking.detector
    first = next(iter(ranking), None)
    if first is None:
        why = f"{asked} finds no encoding that decodes"
        return Answer(None, None, "ENC105", why, (Evidence("detector", None, None, asked),))
    question = _Question(sample, ranking, first)
    found = _stated(question, stated) if stated else _free(question, question.plain())
    heard = _heard(question, found, stated)
    runner_up = heard[1].encoding if len(heard) > 1 else None
    code, why = _refusal(question, found, stated) or ("", "")
    chosen = found[0] if found else None
    if chosen and not code:
        chosen = chosen if sample.is_whole else replace(chosen, text=data.decode(chosen.encoding))
        garbled = holds_mojibake(chosen.text)
        code, why = ("ENC105", f"{asked} answers {chosen.encoding}, but {garbled}") if garbled else ("", "")
    return Answer(None if code else chosen, heard[0].score, code, why, heard, runner_up)


def escaped(data: bytes) -> Guess | None:
    """The text of ASCII bytes that hold escapes of ISO-2022 or HZ, where the detector knows them and they decode."""
    sample = sample_of(data)
    found = next((guess for guess in rank(sample) if guess.encoding.startswith(STATEFUL)), None)
    return found if found is None or sample.is_whole else replace(found, text=data.decode(found.encoding))


def _stated(question: _Question, stated: Language) -> list[Reading]:
    """The readings in the encodings of a language, the likeliest first; in East Asian ones as chardet has them."""
    if not stated.east_asian:
        return readings(question.sample, ((name, stated.tag, 0) for name in stated.encodings))
    found = [reading for guess in question.ranking.among(stated) for reading in _wide(guess)]
    if found:
        return found
    standing = filter(None, map(question.sample.standing, stated.encodings))
    found = [Reading(encoding, text, stated.tag, of_text(text, "")) for encoding, text in standing]
    return sorted(found, key=lambda reading: reading.points)


def _free(question: _Question, plain: str | None) -> list[Reading]:
    """The readings without regard to a stated language, the likeliest first; `plain` is the language of the ASCII."""
    first = question.first
    asked = _wide(first, UNLIKE if plain else 0)
    if asked and plain is None:
        return asked
    found = readings(question.sample, _wanted(question.ranking, plain))
    if not found and not asked:
        return [Reading(first.encoding, first.text, first.tag or "", 0)]
    return sorted([*asked, *found], key=lambda reading: reading.points)


def _wide(guess: Guess, extra: int = 0) -> list[Reading]:
    """An answer in characters of several bytes as a reading; nothing for others."""
    if not is_multibyte(guess.encoding):
        return []
    return [
        Reading(guess.encoding, guess.text, guess.tag or "", of_text(guess.text, guess.tag or "") + extra)
    ]


def _wanted(ranking: Ranking, plain: str | None) -> Iterator[tuple[str, str, int]]:
    """The encodings that chardet names first, each as its own language and as those that it and the ASCII suggest."""
    names = [(name, tag or "") for name, tag, _ in ranking.answers if not is_multibyte(name)][:_ASKED]
    suggested = [*([plain] if plain else []), *(tag for _, tag in names[:_TAGS])]
    for name, own in names:
        for tag in dict.fromkeys((*suggested, own)):
            language = language_of(tag)
            if language is None or name in language.encodings:
                yield name, tag, UNLIKE if plain and tag != plain else 0


def _refusal(question: _Question, found: list[Reading], stated: Language | None) -> Refusal | None:
    """Why the likeliest reading is refused; None where it stands."""
    sample, first, asked = question.sample, question.first, question.ranking.detector
    chosen = found[0] if found else Reading(first.encoding, first.text, first.tag or "", 0)
    mixed = holds_utf8(sample.whole, chosen.encoding, chosen.tag)
    if mixed:
        return "ENC105", f"{asked} answers {chosen.encoding}, but {mixed}"
    contradicted = _contradicted(question, found, stated) if stated else None
    if contradicted:
        return contradicted
    if is_damaged_windows(sample, chosen):
        return "ENC105", (
            f"the text reads well in cp1252 but for bytes that it does not have, and less well in {chosen.encoding}"
        )
    if is_damaged_utf8(sample, chosen):
        return "ENC105", _BADLY.format(chosen.encoding)
    if len(found) > 1 and not is_multibyte(chosen.encoding) and found[1].points - chosen.points < CLOSE:
        return "ENC105", f"{asked} cannot tell {chosen.encoding} from {found[1].encoding} by so few accents"
    return None


def _contradicted(question: _Question, found: list[Reading], stated: Language) -> Refusal | None:
    first, asked = question.first, question.ranking.detector
    if not found:
        seen = f"{asked} takes the text for {first.tag or _UNKNOWN} in {first.encoding}"
        return "ENC106", f"{seen}, and no encoding of {stated.tag} decodes"
    against = _against(question, found[0], stated)
    if against is None:
        return None
    if is_damaged_utf8(question.sample, against):
        return "ENC105", _BADLY.format(against.encoding)
    seen = f"{asked} takes the text for {against.tag or _UNKNOWN} in {against.encoding}"
    return "ENC106", f"{seen}; read as {stated.tag} it would be {found[0].encoding}"


def _against(question: _Question, chosen: Reading, stated: Language) -> Reading | None:
    """A reading in another language that is another text, and so likely that the stated language may be wrong.

    Where chardet, which knows nothing of the stated language, answers the same text first, there is none.
    """
    if chosen.text == question.first.text:
        return None
    plain = question.plain()
    free = _free(question, plain)[0]
    if free.text == chosen.text or same_language(free.tag, stated.tag):
        return None
    if is_multibyte(free.encoding) and is_multibyte(chosen.encoding):
        return free
    doubted = plain is not None and not same_language(plain, stated.tag)
    return free if free.points + (-CLOSE if doubted else TRUST) < chosen.points else None


def _heard(question: _Question, found: list[Reading], stated: Language | None) -> tuple[Evidence, ...]:
    """What was heard of the likeliest reading, or else of chardet's first answer, and of the best other text."""
    ranking = question.ranking
    asked = f"{ranking.detector}, among {' + '.join(stated.families) if stated else 'all but mainframes'}"
    everywhere = f"{ranking.detector}, among all but mainframes"
    if not found:
        return (_said(ranking, question.first.encoding, everywhere),)
    chosen = found[0]
    ahead = ""
    other: str | None = next((guess.encoding for guess in ranking if guess.text != chosen.text), None)
    if len(found) > 1 and not is_multibyte(chosen.encoding):
        other = found[1].encoding
        ahead = f", {(found[1].points - chosen.points) // BIT} bits ahead of {other}"
    heard = _said(ranking, chosen.encoding, asked, ahead)
    return (heard, _said(ranking, other, everywhere)) if other else (heard,)


def _said(ranking: Ranking, encoding: str, asked: str, ahead: str = "") -> Evidence:
    guess = next((guess for guess in ranking if guess.encoding == encoding), None)
    seen = f", sees {guess.tag}" if guess and guess.tag else ""
    return Evidence("detector", encoding, guess.score if guess else None, f"{asked}{seen}{ahead}")
