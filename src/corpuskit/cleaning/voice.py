"""Lines after the article that speak in a voice which the article hardly ever has: "we", "you", a wish, a farewell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpuskit.cleaning.glyphs import blocks, glyphs_of
from corpuskit.cleaning.lexicon import hits_in
from corpuskit.cleaning.lines import Lines
from corpuskit.cleaning.phrases import VOICE, Lexicons, phrases_of
from corpuskit.cleaning.words import words_of

LAST = 6  # lines from the end among which a change of voice is looked for
BODIED = 3  # sentences of the body from which an article has a voice of its own
RARE = 8  # the voice is a change where at most one in so many sentences of the body has it


def breaks(
    voiced: Any, body: Any, tail: Any, lines: Lines, languages: Sequence[str], lexicons: Lexicons
) -> Any:
    """Of the voiced lines those that stand after the body, near the end, of an article whose sentences hardly ever speak so.

    `languages` are those of the articles; the others are columns over all lines.
    """
    import numpy as np

    ends = lines.bounds[1:][lines.drafts]
    found = voiced & tail & (ends - np.arange(len(ends)) <= LAST)
    asked = np.zeros(len(languages), bool)
    asked[lines.drafts[found]] = True
    sentences = np.flatnonzero(body & asked[lines.drafts])
    speaking = sentences[_speak(sentences, lines, languages, lexicons)]
    count = len(languages)
    all_of = np.bincount(lines.drafts[sentences], minlength=count)
    of = np.bincount(lines.drafts[speaking], minlength=count)
    return found & ((all_of >= BODIED) & (of <= all_of // RARE))[lines.drafts]


def _speak(at: Any, lines: Lines, languages: Sequence[str], lexicons: Lexicons) -> Any:
    """Whether each of these lines holds a word of voice of its own language."""
    import numpy as np

    texts = [lines.texts[i] for i in at.tolist()]
    of = [languages[i] for i in lines.drafts[at].tolist()]
    found = np.zeros(len(texts), bool)
    for start, end in blocks(np.fromiter(map(len, texts), np.int64, len(texts))):
        glyphs = glyphs_of(texts[start:end])
        words = words_of(glyphs)
        for language in sorted(set(of[start:end]) & lexicons.keys()):
            chosen = np.fromiter((one == language for one in of[start:end]), bool, end - start)
            phrases = phrases_of(lexicons, [language], [VOICE])
            found[start + hits_in(glyphs, words, phrases, np.stack((chosen, chosen))).lines] = True
    return found
