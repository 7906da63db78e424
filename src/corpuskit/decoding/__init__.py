"""Bytes to text, with the evidence: one file a witness, one verdict.

Asked naively, a detector is dangerous: one damaged byte in a UTF-8 article, and it answers a legacy code page for the
whole of it. So the sure witnesses are heard first, and where none is sure there is no text: the article is refused
until its metadata state an `encoding`. The first of these that decides:

    the signature of another format: refused
    a byte order mark  ·  escapes of ISO-2022 and HZ  ·  strict UTF-8  ·  NULs: UTF-16, UTF-32 or no text
    much that is UTF-8, so the rest is damage: refused  ·  a declaration that decodes  ·  the detector, put to the test
"""

from __future__ import annotations

import re

from corpuskit.decoding import bom, utf8, wide
from corpuskit.decoding.declared import Declaration, from_file, from_metadata, read
from corpuskit.decoding.detector import detect, escaped
from corpuskit.decoding.doubts import holds_mojibake, holds_utf8
from corpuskit.decoding.formats import foreign
from corpuskit.decoding.languages import language_of
from corpuskit.decoding.readings import STATEFUL
from corpuskit.decoding.strict import Fault, gives_back, high_bytes, line_at, stands
from corpuskit.model.articles import Decoded, Evidence, Refused

_ESCAPES = re.compile(rb"\x1b\$[@AB(]|\x1b\$\)C|\x1b\([IJ]|~\{")  # ISO-2022 (ECMA-35) and HZ (RFC 1843)
_WITHIN_A_WORD = re.compile("[A-Za-z][\u0370-\u1dff]")
BY_CHANCE = 4  # high bytes that may be valid UTF-8 in a text of another encoding
_OVERRULED = ("ENC101", "ENC102", "ENC103", "ENC105")  # by a stated encoding in which the bytes stand
_UTF8 = (Evidence("utf-8", "utf-8"),)

Said = tuple[Declaration, ...]


def decode(data: bytes, *, declared: str | None = None, language: str | None = None) -> Decoded | Refused:
    """The text of the bytes, or why there is none. Pure and total: any bytes, any two strings.

    `declared` is the encoding that the metadata state (a name of the web or of Python), `language` the BCP 47 tag of
    the text. The text has every code point of the bytes, a byte order mark included.

    >>> found = decode(b"\\xff\\xfed\\0u\\0")
    >>> found.text, found.encoding, found.source
    ('\\ufeffdu', 'utf-16-le', 'bom')
    >>> decode("À Noël, l’été où naît la fête".encode("cp1252"), language="fr").encoding
    'cp1252'
    >>> decode("déjà vu cet été".encode() + b", \\xe9").code
    'ENC102'
    """
    if not data:
        return Refused("ENC001", None, "the file is empty: there is no article in it")
    if (name := foreign(data)) is not None:
        return Refused(
            "SRC011", None, f"it is {name}, not an article: put the text of the article in its place"
        )
    stated = from_metadata(declared)
    said = (*stated, *from_file(data))
    found = (
        _marked(data, said)
        or _escaped(data, said, language)
        or _utf8(data, said, language)
        or _wide(data, said)
    )
    found = (
        found or _damaged(data, said) or _declared(data, said, language) or _detected(data, said, language)
    )
    if stated and isinstance(found, Refused) and found.code in _OVERRULED:
        return _override(data, stated[0], found)
    return found


def _marked(data: bytes, said: Said) -> Decoded | Refused | None:
    encoding = bom.marked(data)
    if encoding is None:
        return None
    text = bom.read(data, encoding)
    if isinstance(text, str):
        return _decoded(data, encoding, text, "bom", said, (Evidence("bom", encoding),))
    why = f"the byte order mark says {encoding}, but at byte {text.offset} {text.why}"
    evidence = (*_heard(said), Evidence("bom", encoding, None, text.why))
    return Refused(
        "ENC101", text.offset, f"{why}; repair the file, or state its `encoding` in the metadata", evidence
    )


def _escaped(data: bytes, said: Said, language: str | None) -> Decoded | Refused | None:
    if (
        not data.isascii()
        or not (b"\x1b" in data or b"~" in data)
        or b"\0" in data
        or not _ESCAPES.search(data)
    ):
        return None
    for declaration in said:
        if declaration.codec and declaration.codec.startswith(STATEFUL):
            text = stands(data, declaration.codec)
            if isinstance(text, str):
                return _decoded(data, declaration.codec, text, "declared", said)
    if any(declaration.witness == "metadata" for declaration in said):
        return None
    guess = escaped(data)
    if guess is None:
        return None
    known = language_of(language)
    if known is not None and guess.name not in known.encodings:
        why = f"its escape sequences say {guess.encoding}, which is no encoding of {known.tag}; state the right `language`, or the `encoding`, in the metadata"
        return Refused(
            "ENC106",
            None,
            why,
            (*_heard(said), Evidence("detector", guess.encoding, guess.score, "by its escape sequences")),
        )
    heard = (Evidence("detector", guess.encoding, guess.score, "by its escape sequences"),)
    return _decoded(data, guess.encoding, guess.text, "detector", said, heard, score=guess.score)


def _utf8(data: bytes, said: Said, language: str | None) -> Decoded | Refused | None:
    if b"\0" in data:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    high = high_bytes(data)
    evidence = (*_heard(said), *_UTF8) if said else _UTF8
    if 0 < high <= BY_CHANCE and (letter := _WITHIN_A_WORD.search(text)):
        refused = _by_chance(data, text, letter.start(), language)
        if refused:
            return refused
    return Decoded(text, "utf-8", "utf-8", None, evidence, high, 1000 if high else None)


def _by_chance(data: bytes, text: str, at: int, language: str | None) -> Refused | None:
    """ "l’écho" of a Macintosh is valid UTF-8, and Armenian in its middle: refused where the language says so."""
    known = language_of(language)
    other = detect(data, known).reading if known else None
    if other is None:
        return None
    where = len(text[: at + 1].encode())
    why = f"valid UTF-8 only by letters of another script within words (byte {where}), and likelier {other.encoding}"
    return Refused("ENC105", where, f"{why}; state the `encoding` in the metadata", _UTF8)


def _wide(data: bytes, said: Said) -> Decoded | Refused | None:
    if b"\0" not in data:
        return None
    found = wide.read(data)
    if found:
        return _decoded(data, *found, "utf-16/32", said, (Evidence("utf-16/32", found[0]),))
    damaged = _damaged(data, said)  # a flipped bit can make a NUL, in the middle of a letter too
    if damaged:
        return damaged
    at = data.index(b"\0")
    why = f"binary data: a NUL at byte {at} (line {line_at(data, at)}), and the bytes are neither UTF-16 nor UTF-32"
    evidence = (*_heard(said), Evidence("utf-16/32", None, None, f"NUL at byte {at}"))
    return Refused("ENC103", at, f"{why}; put the text of the article in its place", evidence)


def _damaged(data: bytes, said: Said) -> Refused | None:
    like = utf8.likeness(data)
    bad = utf8.damage(data) if like.strong and utf8.of_one_script(data) else None
    if bad is None or not bad.offsets:
        return None
    places = "1 such place" if bad.count == 1 else f"{bad.count} such places"
    why = f"damaged or mixed UTF-8: byte {bad.offsets[0]} (line {bad.line}) is {bad.first.hex(' ')}, which is not UTF-8; {places}"
    evidence = (
        *_heard(said),
        Evidence("utf-8", None, like.share, f"{like.sequences} valid sequences, {places} that are not"),
    )
    advice = "fetch the article again, repair it, or state its `encoding` in the metadata"
    return Refused("ENC102", bad.offsets[0], f"{why}; {advice}", evidence)


def _declared(data: bytes, said: Said, language: str | None) -> Decoded | Refused | None:
    for declaration in said:
        text = read(data, declaration)
        if isinstance(text, str) and declaration.codec:
            if declaration.witness == "metadata" or _believed(data, declaration.codec, text, language):
                return _decoded(data, declaration.codec, text, "declared", said)
        elif isinstance(text, Fault) and declaration.witness == "metadata":
            known = declaration.codec is not None
            at = f" (byte {text.offset}, line {line_at(data, text.offset)})" if known else ""
            why = f"the metadata state the encoding {declaration.shown}, but {text.why}{at}; correct it or leave it out"
            return Refused("ENC104", text.offset if known else None, why, _heard(said))
    return None


def _believed(data: bytes, encoding: str, text: str, language: str | None) -> bool:
    known = language_of(language)
    return not (holds_utf8(data, encoding, known.tag if known else "") or holds_mojibake(text))


def _detected(data: bytes, said: Said, language: str | None) -> Decoded | Refused:
    answer = detect(data, language_of(language))
    found = answer.reading
    if found is None:
        at = next(iter(utf8.damage(data).offsets), None) if answer.code == "ENC105" else None
        not_utf8 = f"; it is not UTF-8 from byte {at} on" if at is not None else ""
        why = f"{answer.why}{not_utf8}; state the right `language`, or the `encoding`, in the metadata"
        return Refused(answer.code, at, why, (*_heard(said), *answer.evidence))
    return _decoded(
        data,
        found.encoding,
        found.text,
        "detector",
        said,
        answer.evidence,
        score=answer.score,
        runner_up=answer.runner_up,
    )


def _override(data: bytes, stated: Declaration, refused: Refused) -> Decoded | Refused:
    text = read(data, stated)
    if not isinstance(text, str) or stated.codec is None:
        return refused
    return _decoded(data, stated.codec, text, "override", (), refused.evidence)


def _decoded(
    data: bytes,
    encoding: str,
    text: str,
    source: str,
    said: Said,
    heard: tuple[Evidence, ...] = (),
    *,
    score: int | None = None,
    runner_up: str | None = None,
) -> Decoded:
    high = high_bytes(data)
    share = utf8.likeness(data).share if high else None
    back = gives_back(text, encoding, data)
    return Decoded(text, encoding, source, score, (*_heard(said), *heard), high, share, back, runner_up)


def _heard(said: Said) -> tuple[Evidence, ...]:
    return tuple(declaration.evidence for declaration in said)
