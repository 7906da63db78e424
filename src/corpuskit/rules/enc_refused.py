"""Articles that have no text, because their bytes cannot be read with certainty."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from corpuskit.decoding.strict import line_at
from corpuskit.decoding.utf8 import damage
from corpuskit.model.articles import RawArticle, Refused
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Place
from corpuskit.rules import enc_damaged, enc_undecided, src_not_text

# The codes stand with their pages in the files beside this one.
CODES: tuple[Code, ...] = ()
_ALL = (*enc_damaged.CODES, *enc_undecided.CODES, *src_not_text.CODES)
_BY_CODE = {code.code: code for code in _ALL}
_WIDE = (enc_damaged.BOM.code,)  # lines cannot be counted in bytes that may be UTF-16
_AROUND = 40  # bytes shown on either side of a fault
_LINE_START = re.compile(rb".*[\r\n]", re.DOTALL)


def _check(subject: Subject) -> Iterator[Finding]:
    refused, raw = subject.decoded, subject.raw
    if not isinstance(refused, Refused) or raw.body is None:
        return
    yield _BY_CODE[refused.code].finding(
        refused.detail,
        article=raw.id,
        place=_place(raw, raw.body, refused),
        excerpt=_excerpt(raw.body, refused),
        data=_data(raw.body, refused),
    )


def _place(raw: RawArticle, body: bytes, refused: Refused) -> Place:
    line = None if refused.offset is None or refused.code in _WIDE else line_at(body, refused.offset)
    return Place(raw.address.path, line, None, refused.offset)


def _excerpt(body: bytes, refused: Refused) -> str:
    if refused.offset is None or refused.code in _WIDE:
        return ""
    before = body[max(0, refused.offset - _AROUND) : refused.offset]
    around = (
        _LINE_START.sub(b"", before)
        + re.split(rb"[\r\n]", body[refused.offset : refused.offset + _AROUND])[0]
    )
    return around.decode("utf-8", "backslashreplace")


def _data(body: bytes, refused: Refused) -> Mapping[str, Any]:
    heard = [f"{said.witness}: {said.encoding or 'no encoding'}" for said in refused.evidence]
    if refused.code != enc_damaged.DAMAGED.code:
        return {"heard": heard}
    found = damage(body)
    return {
        "heard": heard,
        "count": found.count,
        "offsets": list(found.offsets),
        "bytes": found.first.hex(" "),
    }


CHECK = Check(_ALL, _check)
