"""What somebody said of the encoding: the metadata, then an XML declaration or an HTML meta element in the file.

A declaration is a hint that must decode, not a fact: servers and templates state encodings that the text never had.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpuskit.decoding.labels import codec_of, says
from corpuskit.decoding.strict import Fault, stands
from corpuskit.model.articles import Evidence

WITNESSES = ("metadata", "xml", "html")
LOOKED_AT = 1024  # bytes, as the HTML Standard says (section 13.2.3.2, "Prescan a byte stream")

_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?[\t\n\f\r ]*<")
_XML = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_HTML = re.compile(rb"""<meta\s[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declaration:
    """Who names an encoding, the name as written, and the codec it stands for (None where there is no such encoding)."""

    witness: str
    label: str
    codec: str | None

    @property
    def evidence(self) -> Evidence:
        """The declaration as it is kept: the label in printable ASCII, at most 60 characters of it."""
        return Evidence(self.witness, self.codec, None, self.shown)

    @property
    def shown(self) -> str:
        """The label in printable ASCII, for a reader."""
        return ascii(self.label)[1:-1][:60]

    def agrees(self, data: bytes, encoding: str, text: str) -> bool:
        """Whether the bytes mean the same text under what was declared."""
        if says(self.label, encoding):
            return True
        return self.codec is not None and stands(data, self.codec) == text


def from_metadata(label: str | None) -> tuple[Declaration, ...]:
    """The declaration of the metadata, if there is one."""
    return () if label is None else (Declaration("metadata", label, codec_of(label)),)


def from_file(data: bytes) -> Iterator[Declaration]:
    """The declarations inside a file that begins as markup does; nothing in a plain text that only quotes some.

    >>> [found.codec for found in from_file(b"<?xml version='1.0' encoding='ISO-8859-2'?><a/>")]
    ['iso8859-2']
    """
    head = data[:LOOKED_AT]
    if not _MARKUP.match(head):
        return
    for witness, found in (("xml", _XML.match(head)), ("html", _HTML.search(head))):
        if found:
            label = found.group(1).decode("ascii")
            yield Declaration(witness, label, codec_of(label))


def contradictions(
    evidence: tuple[Evidence, ...], data: bytes, encoding: str, text: str
) -> list[Declaration]:
    """The declarations among the evidence that are not true of bytes decoded to this text, in order."""
    said = [Declaration(e.witness, e.detail, e.encoding) for e in evidence if e.witness in WITNESSES]
    return [declaration for declaration in said if not declaration.agrees(data, encoding, text)]


def read(data: bytes, declaration: Declaration) -> str | Fault:
    """The text that the declaration gives; a Fault where it names no encoding or does not stand."""
    if declaration.codec is None:
        return Fault(0, f'"{declaration.shown}" is the name of no encoding')
    return stands(data, declaration.codec)
