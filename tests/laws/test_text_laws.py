"""Shortcuts of `corpuskit.text` say what the long way says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpuskit.text import line_numbers, place_in, word_count

TEXTS = st.text(st.one_of(st.sampled_from("ab \n\r\t\x1c\x85\u00a0\u2028\u3000"), st.characters()))


@given(TEXTS)
def test_words_are_those_of_split(text: str) -> None:
    assert word_count(text) == len(text.split())


@given(TEXTS, st.data())
def test_line_numbers_are_those_of_places(text: str, data: st.DataObject) -> None:
    indexes = sorted(data.draw(st.lists(st.integers(0, len(text)))))
    assert list(line_numbers(text, indexes)) == [place_in("", text, index).line for index in indexes]
