"""Laws of decoding: it never raises, repeats itself, and what it calls restorable gives the bytes back."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpuskit.decoding import decode
from corpuskit.decoding.labels import CODECS, codec_of
from corpuskit.decoding.strict import Fault, stands
from corpuskit.model.articles import Decoded, Refused

CODES = ("ENC001", "ENC101", "ENC102", "ENC103", "ENC104", "ENC105", "ENC106", "SRC011")
SOURCES = ("bom", "utf-8", "utf-16/32", "declared", "override", "detector")

any_bytes = st.binary(max_size=200)
near_text = st.builds(
    lambda text, codec, junk, at: (data := text.encode(codec, "ignore"))[:at] + junk + data[at:],
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=60),
    st.sampled_from(CODECS),
    st.binary(max_size=3),
    st.integers(0, 80),
)
marked = st.builds(
    lambda mark, rest: mark + rest,
    st.sampled_from(
        [
            b"\xff\xfe",
            b"\xfe\xff",
            b"\xff\xfe\0\0",
            b"\0\0\xfe\xff",
            b"\xef\xbb\xbf",
            b"\x1b$B",
            b"~{",
            b"<?xml ",
        ]
    ),
    any_bytes,
)
data = any_bytes | near_text | marked
repeated = st.builds(
    lambda unit, times, end: unit * times + end,
    st.binary(min_size=1, max_size=6),
    st.integers(1, 20_000),
    st.binary(max_size=3),
)
labels = st.none() | st.text(max_size=20) | st.sampled_from([*CODECS, "latin1", "utf-16", "utf-7", "rot13"])
languages = (
    st.none()
    | st.text(max_size=8)
    | st.sampled_from(["fr", "ru", "ja", "zh-TW", "ar", "he", "th", "vi", "sr", "und"])
)


@given(data, labels, languages)
@settings(max_examples=500)
@example(b"\x1b$)C\x0e!!", "iso2022_kr", None)
@example(b"~{~}", "hz", "zh")
def test_any_bytes_give_a_text_or_a_reason(body: bytes, declared: str | None, language: str | None) -> None:
    found = decode(body, declared=declared, language=language)
    assert found == decode(body, declared=declared, language=language)
    if isinstance(found, Refused):
        assert found.code in CODES
        assert found.detail
        found.detail.encode("utf-8")
        assert found.offset is None or 0 <= found.offset <= len(body)
    else:
        assert found.source in SOURCES
        assert "\0" not in found.text
        found.text.encode("utf-8")
        assert body.decode(found.encoding) == found.text
        assert found.high_bytes == sum(byte > 0x7F for byte in body)
    for said in found.evidence:
        said.detail.encode("ascii")


@given(repeated, st.sampled_from([None, "fr", "ru", "ja"]))
@settings(max_examples=60, deadline=None)
def test_many_of_the_same_bytes_give_a_text_or_a_reason(body: bytes, language: str | None) -> None:
    found = decode(body, language=language)
    if isinstance(found, Decoded):
        assert body.decode(found.encoding) == found.text
    else:
        assert found.code in CODES


@given(data, labels)
@settings(max_examples=300)
def test_what_is_restorable_gives_its_bytes_back(body: bytes, declared: str | None) -> None:
    found = decode(body, declared=declared)
    if isinstance(found, Decoded):
        try:
            same = found.text.encode(found.encoding) == body
        except UnicodeEncodeError:
            same = False
        assert same == found.restorable


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=100))
def test_text_in_utf8_is_read_as_it_is_unless_it_is_an_older_encoding_in_ascii(text: str) -> None:
    found = decode(text.encode("utf-8"))
    assert isinstance(found, Decoded)
    assert found.text == text or found.encoding.startswith(("hz", "iso2022"))


@given(data, st.sampled_from(CODECS))
def test_a_fault_stands_where_decoding_stops(body: bytes, codec: str) -> None:
    found = stands(body, codec)
    if isinstance(found, Fault):
        assert 0 <= found.offset <= len(body)
    else:
        assert body.decode(codec) == found


@given(st.text(max_size=50))
def test_any_label_is_a_known_codec_or_none(label: str) -> None:
    assert codec_of(label) in (None, *CODECS)
