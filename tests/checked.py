"""One text, seen by one check: what tests of single checks share."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from corpuskit.app.context import default_context
from corpuskit.model.articles import Address, ArticleResult, RawArticle
from corpuskit.model.findings import Finding
from corpuskit.process import process


def processed(body: str | bytes, *codes: str, **context: Any) -> ArticleResult:
    """The article `a.txt` with this text, or these bytes, in French, with these codes selected."""
    data = body.encode("utf-8") if isinstance(body, str) else body
    raw = RawArticle(
        "a",
        data,
        "text/plain",
        {"language": "fr"},
        Address("a.txt", 0, len(data)),
        hashlib.sha256(data).hexdigest(),
    )
    [result] = process([raw], replace(default_context(), selected=codes or ("",), **context))
    return result


def found(body: str | bytes, *codes: str, **context: Any) -> list[Finding]:
    """What is said of this text by these codes."""
    return list(processed(body, *codes, **context).findings)
