"""What chardet answers, asked the right question: all its candidates in order, decoded when they are looked at.

Asked once, about all of the bytes, without the encodings of mainframes (it takes short texts for EBCDIC) and UTF-7. Its
`confidence` is no probability (0.3 was right every time, 0.5 nine times in ten): it orders, and is kept as a score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from corpuskit.decoding.languages import Language, language_of
from corpuskit.decoding.strict import canonical, stands

# Supersets, as on the web (WHATWG Encoding Standard, section 4.2): the same text wherever no control character is in it,
# but for a handful of signs of Shift_JIS, which the web reads as Microsoft does. Not chardet's own `prefer_superset`,
# which takes ISO-8859-5 for a part of Windows-1251.
_PREFERRED = {
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "euc_kr": "cp949",
    "shift_jis_2004": "cp932",
    "euc_jis_2004": "euc_jp",
    "iso2022_jp_2": "iso2022_jp",
}


@dataclass(frozen=True, slots=True)
class Guess:
    """One answer that decodes without control characters.

    `name` is chardet's name of the encoding, `encoding` the codec that read the text, `tag` the language chardet sees
    (None where it sees none), `score` its confidence in thousandths.
    """

    name: str
    encoding: str
    text: str
    tag: str | None
    language: Language | None
    score: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answers for some bytes, best first; iterating decodes one after the other and skips what does not stand."""

    data: bytes
    detector: str
    answers: tuple[tuple[str, str | None, int], ...]
    _read: dict[str, Guess | None] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Guess]:
        for name, tag, score in self.answers:
            guess = self._guess(name, tag, score)
            if guess is not None:
                yield guess

    def among(self, language: Language) -> Iterator[Guess]:
        """The answers that are encodings of the language."""
        for name, tag, score in self.answers:
            guess = self._guess(name, tag, score) if name in language.encodings else None
            if guess is not None:
                yield guess

    def _guess(self, name: str, tag: str | None, score: int) -> Guess | None:
        if name not in self._read:
            self._read[name] = None
            for codec in filter(None, (_PREFERRED.get(name), name)):
                encoding = canonical(codec)
                text = stands(self.data, encoding)
                if isinstance(text, str):
                    self._read[name] = Guess(name, encoding, text, tag, language_of(tag), score)
                    break
        return self._read[name]


def rank(data: bytes) -> Ranking:
    """The ranking of these bytes."""
    import chardet
    from chardet import EncodingEra

    found = chardet.detect_all(
        data,
        ignore_threshold=True,
        encoding_era=EncodingEra.ALL & ~EncodingEra.MAINFRAME,
        max_bytes=len(data),  # the default leaves out what stands beyond 200,000 bytes
        prefer_superset=False,
        compat_names=False,
        exclude_encodings=("utf-7",),
    )
    answers = ((one["encoding"], one["language"], round(one["confidence"] * 1000)) for one in found)
    return Ranking(
        data, f"chardet {chardet.__version__}", tuple((n, tag, score) for n, tag, score in answers if n)
    )
