"""The model: what words, endings and letters say for each language, added for all languages at once."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from corpuskit.language.words import ENDING, PIECE, bare, letters_of, words_of

FEATURES = ("words", "endings", "letters")
RELATIVES = "relatives"
_LANE = 16  # bits of one language's sum: the words and letters of a piece do not fill them


@dataclass(frozen=True, slots=True)
class Weighed:
    """The points of a text for each language, in the order of the model's tags, and how many distinct words it has."""

    points: tuple[int, ...]
    words: int


@dataclass(frozen=True, slots=True)
class Model:
    """What the features of a text say.

    Of each feature the points for all languages are one whole number, four bytes a language: adding two such numbers
    adds the points of all languages, so that a text costs one addition a word and not one a word and language.

    `places` says at which place of the sums a language stands. `relatives` says of a language and another one, how many hundredths of the points of its texts that one usually gets.
    """

    tags: tuple[str, ...]
    places: Mapping[str, int]
    words: Mapping[str, int]
    endings: Mapping[str, int]
    letters: Mapping[str, int]
    relatives: Mapping[tuple[str, str], int]

    def weigh(self, piece: str) -> Weighed:
        """The points of a piece of text in NFC. A word, an ending of another word, a letter count once, however often they occur."""
        lowered = piece.lower()
        words = words_of(lowered)
        return Weighed(self._points(words, letters_of(lowered[: PIECE // 3])), len(words))

    def weigh_all(self, text: str) -> Weighed:
        """The points of a text in NFC of any length, by the same rules."""
        lowered = text.lower()
        words, letters = list(words_of(lowered)), sorted(letters_of(lowered))
        step = PIECE // 3
        parts = [
            self._points(words[at : at + step], letters[at : at + step])
            for at in range(0, max(len(words), len(letters), 1), step)
        ]
        return Weighed(tuple(map(sum, zip(*parts, strict=True))), len(words))

    def _points(self, words: Iterable[str], letters: Iterable[str]) -> tuple[int, ...]:
        known, ends, of_letter = self.words.get, self.endings.get, self.letters.get
        total = sum([of_letter(letter, 0) for letter in letters])
        for word in words:
            points = known(word)
            if points is None:
                inner = word if word.isalpha() else bare(word)
                points = known(inner) or ends(inner[-ENDING:])
            if points is not None:
                total += points
        count = len(self.tags)
        return struct.unpack(f"<{count}H", total.to_bytes(2 * count, "little"))


@lru_cache(maxsize=4)
def load(text: str) -> Model:
    """The model in a JSON text: language to kind of feature to points to the features that have them, with blanks between."""
    languages: dict[str, dict[str, dict[str, str]]] = json.loads(text)
    tables: dict[str, dict[str, int]] = {kind: {} for kind in FEATURES}
    for at, kinds in enumerate(languages.values()):
        for kind, table in tables.items():
            for points, features in kinds[kind].items():
                lane = int(points) << _LANE * at
                for feature in features.split():
                    table[feature] = table.get(feature, 0) + lane
    relatives = {
        (tag, other): int(share)
        for tag, kinds in languages.items()
        for share, others in kinds[RELATIVES].items()
        for other in others.split()
    }
    places = {tag: at for at, tag in enumerate(languages)}
    return Model(tuple(languages), places, tables["words"], tables["endings"], tables["letters"], relatives)
