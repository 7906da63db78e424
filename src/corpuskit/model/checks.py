"""A check: a function of one article that yields findings, and the codes it may yield."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from corpuskit.model.articles import Article, Decoded, RawArticle, Refused
from corpuskit.model.context import Context
from corpuskit.model.findings import Code, Finding


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check may look at. `decoded` is None where there were no bytes, `article` where there is no text."""

    raw: RawArticle
    decoded: Decoded | Refused | None
    article: Article | None
    context: Context

    @property
    def utf8(self) -> bytes:
        """The decoded text in UTF-8, b"" where there is none. Nearly always these are the raw bytes, and cost nothing.

        A first look for rare characters costs least here: a pattern that begins with one literal byte runs as `memchr` does.
        """
        if not isinstance(self.decoded, Decoded):
            return b""
        if self.decoded.encoding == "utf-8" and self.raw.body is not None:
            return self.raw.body
        return self.decoded.text.encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Check:
    """The codes a check may yield and the check itself; its keyword-only parameters are its settings."""

    codes: tuple[Code, ...]
    check: Callable[..., Iterator[Finding]]
