"""An article on its way: where it lies, its bytes, how they were decoded, the clean text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from corpuskit.model.edits import EditScript, Span
from corpuskit.model.facts import ArticleFacts
from corpuskit.model.findings import Finding, Place


@dataclass(frozen=True, slots=True)
class Address:
    """Where the bytes of an article lie: a POSIX path below the root of the raw files, and a range of bytes."""

    path: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Record:
    """A metadata record and where it stands. `body` is one JSON object: the bytes as they were found, or, where they were
    CSV or YAML, the JSON that says the same.
    """

    body: bytes
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as listed, before anything of it is read: small, and sent to a worker as it is.

    `site` is the host of its url, else its publisher, else its folder; "" where none is known.
    `findings` are those of the listing itself; with an error among them the article is refused.
    """

    id: str
    address: Address
    record: Record | None
    site: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class RawArticle:
    """The bytes of one article and what its source said of it.

    `body` is None where the file could not or must not be read: the findings say why. `metadata` is the parsed
    record, None where there is none. `sha256` is the lowercase hex digest of `body`, "" without one.
    """

    id: str
    body: bytes | None
    media_type: str
    metadata: Mapping[str, Any] | None
    address: Address
    sha256: str
    site: str = ""
    record: Record | None = None
    findings: tuple[Finding, ...] = ()

    def said_at(self, pointer: str | None = None) -> Place:
        """The place of a value in the metadata, at a JSON pointer; without a record that of the article."""
        return replace(self.record.place if self.record else Place(self.address.path), pointer=pointer)

    @property
    def allowed(self) -> Mapping[str, str]:
        """What the metadata silence for this article, by code: the reasons. A code without a reason is not among them."""
        allow = self.metadata.get("allow") if self.metadata is not None else None
        if not isinstance(allow, dict):
            return {}
        return {code: why for code, why in allow.items() if isinstance(why, str) and why.strip()}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one witness said of the bytes: `encoding` None where it names none, `score` in thousandths."""

    witness: str
    encoding: str | None
    score: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes as text, and on what evidence.

    text          every code point of the bytes, a byte order mark included
    encoding      the Python codec's canonical name ("utf-8", "cp1252", "utf-16-be", …)
    source        the witness that decided: bom | utf-8 | utf-16/32 | declared | override | detector
    score         thousandths, where the deciding witness gives one
    evidence      every witness heard, in order
    high_bytes    how many bytes are 0x80 or above
    utf8_share    thousandths of the high bytes that stand in valid UTF-8 sequences, None without high bytes
    restorable    encoding the text again gives exactly the bytes
    runner_up     the detector's best other encoding that gives another text
    """

    text: str
    encoding: str
    source: str
    score: int | None = None
    evidence: tuple[Evidence, ...] = ()
    high_bytes: int = 0
    utf8_share: int | None = None
    restorable: bool = True
    runner_up: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """No text: the code of the reason, the byte offset of the first fault (None where there is no one place), a sentence."""

    code: str
    offset: int | None
    detail: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the cleaner thought of one line: `outcome` is "remove" or "undecided".

    `span` lies in the decoded text, `line` counts from 1 in the raw file; `score` is the probability, in thousandths, that it is residue.
    """

    span: Span
    text: str
    line: int
    code: str
    score: int
    reason: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article that has a text: raw bytes, decoded text, what cleaning did, the clean text."""

    raw: RawArticle
    decoded: Decoded
    script: EditScript
    text: str
    verdicts: tuple[Verdict, ...] = ()
    facts: ArticleFacts = field(default_factory=ArticleFacts)

    @property
    def id(self) -> str:
        """The id of the article."""
        return self.raw.id

    def source_span(self, span: Span) -> tuple[int, int]:
        """The range of bytes, [start, end) in the raw body, that `span` of the clean text came from.

        Exact where the encoding is stateless (every one but ISO-2022 and HZ).
        """
        origin = self.script.origin(span)
        text, encoding = self.decoded.text, self.decoded.encoding
        start = len(text[: origin.start].encode(encoding))
        return start, start + len(text[origin.start : origin.end].encode(encoding))


@dataclass(frozen=True, slots=True)
class ArticleResult:
    """What came of one article: None for `article` where it has no text.

    `heard` are the codes that settings silenced here, or gave another severity, where the context asks for that.
    """

    raw: RawArticle
    article: Article | None
    refused: Refused | None
    findings: tuple[Finding, ...]
    heard: tuple[str, ...] = ()
