"""What chardet answers, asked the right question: all its candidates in order, decoded when they are looked at.

Asked once, without the encodings of mainframes (it takes short texts for EBCDIC) and UTF-7. Its `confidence` is no
probability (0.3 was right every time, 0.5 nine times in ten): it orders, and is kept as a score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpuskit.decoding.languages import Language
from corpuskit.decoding.sample import MOST, Sample
from corpuskit.decoding.strict import HIGH


@dataclass(frozen=True, slots=True)
class Guess:
    """One answer that stands without control characters.

    `name` is chardet's name of the encoding, `encoding` the codec that read the sample's text, `tag` the language chardet
    sees (None where it sees none), `score` its confidence in thousandths.
    """

    name: str
    encoding: str
    text: str
    tag: str | None
    score: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answers for a sample, best first; iterating decodes one after the other and skips what does not stand."""

    sample: Sample
    detector: str
    answers: tuple[tuple[str, str | None, int], ...]

    def __iter__(self) -> Iterator[Guess]:
        return self._guesses(self.answers)

    def among(self, language: Language) -> Iterator[Guess]:
        """The answers that are encodings of the language."""
        return self._guesses(tuple(answer for answer in self.answers if answer[0] in language.encodings))

    def _guesses(self, answers: tuple[tuple[str, str | None, int], ...]) -> Iterator[Guess]:
        for name, tag, score in answers:
            found = self.sample.standing(name)
            if found:
                yield Guess(name, *found, tag, score)


def rank(sample: Sample) -> Ranking:
    """The ranking of these bytes."""
    import chardet
    from chardet import EncodingEra

    found = chardet.detect_all(
        sample.data,
        ignore_threshold=True,
        encoding_era=EncodingEra.ALL & ~EncodingEra.MAINFRAME,
        max_bytes=MOST,  # the default leaves out what stands beyond 200,000 bytes: the sample does not
        prefer_superset=False,
        compat_names=False,
        exclude_encodings=("utf-7",),
    )
    answers = ((one["encoding"], one["language"], round(one["confidence"] * 1000)) for one in found)
    return Ranking(
        sample, f"chardet {chardet.__version__}", tuple((n, tag, score) for n, tag, score in answers if n)
    )


def plain_language(data: bytes) -> str | None:
    """The language that chardet sees in the ASCII of the bytes alone, whatever the rest stands for."""
    import chardet

    found = chardet.detect(data[:MOST].translate(None, HIGH), max_bytes=MOST, prefer_superset=False)
    return found["language"]
