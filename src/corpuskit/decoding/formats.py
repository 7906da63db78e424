"""Bytes of other formats, known by how they begin: nobody has to guess the encoding of a PDF.

Only beginnings that no text has are taken. Where the signature of a format is letters alone (`GIF89a`, `%PDF-1.7`, `RIFF`),
what must follow it in the format has to follow, so that an article about the format stays one.
"""

from __future__ import annotations

import re

# WHATWG MIME Sniffing Standard, sections 6 and 7.1, where it has the format; else the format's own specification.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"AT&TFORM", "a DjVu document"),
    (b"PK\3\4", "a ZIP archive"),
    (b"PK\5\6", "an empty ZIP archive"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc, .xls, .msg)"),
    (b"\xc5\xd0\xd3\xc6", "a PostScript document"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"OggS\0", "an Ogg recording"),
    (b"fLaC\0", "a FLAC recording"),
    (b"\x1a\x45\xdf\xa3", "a Matroska film"),
    (b"\x7fELF", "a program"),
)
_BEGINNINGS = tuple(signature for signature, _ in _SIGNATURES)
_PATTERNS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"%PDF-\d\.\d[ \t]*[\r\n]"), "a PDF document"),
    (re.compile(rb"%!PS-Adobe-\d\.\d(?: EPSF-\d\.\d)?[ \t]*[\r\n]"), "a PostScript document"),
    (re.compile(rb"\{\\rtf\d?\s*\\[a-z]"), "an RTF document"),
    (re.compile(rb"GIF8[79]a.{6}\0", re.DOTALL), "a GIF image"),
    (re.compile(rb"\x00\x00\x01\x00[\x01-\x20]\x00"), "an icon"),
    (re.compile(rb"BZh[1-9]1AY&SY"), "a bzip2 archive"),
    (re.compile(rb"RIFF.{4}(?:WEBPVP|WAVEfmt |AVI LIST)", re.DOTALL), "a picture, recording or film (RIFF)"),
    (re.compile(rb"BM.{4}\0{4}.{2}\0\0", re.DOTALL), "a BMP image"),
    (re.compile(rb"ID3[\x02-\x04]\x00"), "an MP3 recording"),
    (re.compile(rb"\0\0\0.ftyp", re.DOTALL), "a film or picture (MP4, HEIC)"),
    (re.compile(rb"WARC/\d\.\d\r?\n"), "a WARC archive"),
    (re.compile(rb"bplist0\d[\x80-\xff\x00-\x1f]"), "a property list of macOS (a web archive, perhaps)"),
)
_FIRST = frozenset(b"%{GRBI\0Wb")  # how the patterns can begin
# What is inside a ZIP tells which program wrote it: the first names in it, and OpenDocument's and EPUB's mimetype.
_INSIDE: tuple[tuple[bytes, str], ...] = (
    (b"mimetypeapplication/epub+zip", "an EPUB book"),
    (b"mimetypeapplication/vnd.oasis.opendocument", "an OpenDocument file (.odt, .ods)"),
    (b"word/", "a Word document (.docx)"),
    (b"xl/", "an Excel workbook (.xlsx)"),
    (b"ppt/", "a PowerPoint file (.pptx)"),
)
_LOOKED_AT = 4096  # bytes at either end of a ZIP, in which its first names and its last stand


def foreign(data: bytes) -> str | None:
    r"""What these bytes are, in words, where they begin as a format that is no text; None where they do not.

    >>> foreign(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), foreign(b"%PDF-1.7 is how such a file begins.")
    ('a PDF document', None)
    """
    if data.startswith(_BEGINNINGS):
        signature, name = next(pair for pair in _SIGNATURES if data.startswith(pair[0]))
        return _in_archive(data) or name if signature == b"PK\3\4" else name
    if not data or data[0] not in _FIRST:
        return None
    return next((name for pattern, name in _PATTERNS if pattern.match(data)), None)


def _in_archive(data: bytes) -> str | None:
    ends = data[:_LOOKED_AT] + data[-_LOOKED_AT:]
    return next((name for mark, name in _INSIDE if mark in ends), None)
