"""Files of other formats in the place of articles: known by what they are, told of once, and never by chance."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import sqlite3
import wave
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuskit import decode
from corpuskit.app.context import default_context
from corpuskit.decoding.formats import foreign
from corpuskit.model.articles import Address, RawArticle, Refused
from corpuskit.process import process
from corpuskit.rules.src_not_text import _form
from tests.casebook import RECORD
from tests.corpus import BODY


def archive(*names: str, first: bytes = b"", times: int = 1) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        if first:
            file.writestr("mimetype", first)
        for name in names:
            file.writestr(name, BODY * times)
    return stream.getvalue()


def recording() -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setparams((1, 2, 8000, 4, "NONE", ""))
        file.writeframes(bytes(8))
    return stream.getvalue()


def database(folder: Path) -> bytes:
    with sqlite3.connect(folder / "x.db") as connection:
        connection.execute("create table t (x)")
    connection.close()
    return (folder / "x.db").read_bytes()


FILES = {
    "ZIP": archive("a.txt"),
    "Word": archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
    "Word, with its styles first": archive("[Content_Types].xml", "word/document.xml", times=20),
    "Excel": archive("[Content_Types].xml", "xl/workbook.xml"),
    "PowerPoint": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "EPUB": archive("META-INF/container.xml", first=b"application/epub+zip"),
    "OpenDocument": archive("content.xml", first=b"application/vnd.oasis.opendocument.text"),
    "gzip": gzip.compress(BODY.encode()),
    "bzip2": bz2.compress(BODY.encode()),
    "xz": lzma.compress(BODY.encode()),
    "WAV": recording(),
    "PDF": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "PDF, CR": b"%PDF-1.7 \r%\xe2\xe3\r1 0 obj\r",
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
    "RTF": rb"{\rtf1\ansi\deff0 {\fonttbl}}",
    "RTF, older": b"{\\rtf\n\\mac x}",
    "PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "JPEG": b"\xff\xd8\xff\xdb\0C\0",
    "GIF": b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff",
    "WebP": b"RIFF\x24\0\0\0WEBPVP8 ",
    "BMP": b"BM\x36\x04\0\0\0\0\0\0\x36\x04\0\0\x28\0\0\0",
    "TIFF": b"II*\0\x08\0\0\0",
    "icon": b"\0\0\1\0\1\0\x10\x10",
    "Office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16),
    "MP3": b"ID3\x03\0\0\0\0\0\x21TIT2",
    "MP4": b"\0\0\0\x18ftypmp42",
    "WARC": b"WARC/1.1\r\nWARC-Type: warcinfo\r\n",
    "web archive": b"bplist00\xd1\x01\x02",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_another_format_is_known(name: str) -> None:
    assert foreign(FILES[name]) is not None


def test_its_kind_is_said_in_words(tmp_path: Path) -> None:
    kinds = {
        name: foreign(FILES[name])
        for name in ("Word", "Word, with its styles first", "EPUB", "OpenDocument", "ZIP", "RTF")
    }
    assert kinds == {
        "Word": "a Word document (.docx)",
        "Word, with its styles first": "a Word document (.docx)",
        "EPUB": "an EPUB book",
        "OpenDocument": "an OpenDocument file (.odt, .ods)",
        "ZIP": "a ZIP archive",
        "RTF": "an RTF document",
    }
    assert foreign(database(tmp_path)) == "an SQLite database"


ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32-be",
    "cp1252",
    "koi8-r",
    "cp1251",
    "shift_jis",
    "big5",
    "gb18030",
    "mac-roman",
)
LETTERS = st.characters(categories=["L", "N", "P", "Z"], max_codepoint=0xFFFF)


@given(
    st.sampled_from(
        [
            "",
            "%PDF-1.7 ",
            "GIF89a",
            "BM",
            "PK",
            "RIFF",
            "ID3",
            "Rar!",
            "BZh9",
            "{\\rtf1 ",
            "%!PS",
            "7z",
            "II*",
            "MM",
            "AT&T",
            "WARC/1.0 ",
        ]
    ),
    st.text(LETTERS, min_size=1, max_size=30),
    st.sampled_from(ENCODINGS),
)
def test_letters_are_never_taken_for_another_format(start: str, text: str, encoding: str) -> None:
    assert foreign((start + text).encode(encoding, "ignore")) is None


@given(st.binary(max_size=40), st.sampled_from(sorted(FILES)))
def test_any_bytes_get_an_answer(data: bytes, name: str) -> None:
    assert foreign(data) is None or isinstance(foreign(data), str)
    assert foreign(FILES[name][: len(data)]) is None or isinstance(foreign(FILES[name][: len(data)]), str)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("declared", [None, "cp1252"])
def test_such_a_file_has_no_text_and_one_error(name: str, declared: str | None) -> None:
    body = FILES[name]
    found = decode(body, declared=declared, language="fr")
    assert isinstance(found, Refused)
    assert found.code == "SRC011"
    metadata = {**RECORD, **({"encoding": declared} if declared else {})}
    raw = RawArticle(
        "a",
        body,
        "text/plain",
        metadata,
        Address("a.txt", 0, len(body)),
        hashlib.sha256(body).hexdigest(),
        "journal.example",
    )
    [result] = process([raw], default_context())
    assert result.article is None
    assert [finding.code for finding in result.findings] == ["SRC011"]


# What stands in a text that decodes.


def test_a_json_document_too_long_to_be_parsed_is_known_by_its_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("corpuskit.rules.src_not_text.json.loads")
    members = ",\n".join(['{"title": "Le marché"}'] * 60_000)
    assert _form(f"[{members}]\n") == _form(f'{{"articles": [{members}]}}') == "a JSON document"
    assert _form("{Note}\n" + "Une phrase.\n" * 100_000 + "{A. P.}") is None


@pytest.mark.parametrize(
    "text",
    [
        "<" * 200_000, "<!--" * 60_000, "<!-- -->" * 30_000 + "x>", "<html" + " " * 200_000 + ">", "<?xml " * 40_000 + ">", " \n" * 200_000 + "<p>",
        "{" * 200_000 + "}" * 200_000, "[" * 200_000 + "]" * 200_000, '{"a": ' + "9" * 100_000 + "}", "{\n" * 100_000 + "}", "A:\n" * 100_000, "From " + "x" * 300_000,
    ],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_hostile_texts_have_an_end(text: str) -> None:
    assert _form(text) is None


@given(st.text(st.sampled_from('<>!-{}[]":,?/ \nhtmlHTMLbodyaA1\ufeff'), max_size=60))
def test_any_text_gets_an_answer_and_prose_around_it_makes_it_prose(text: str) -> None:
    assert _form(text) is None or isinstance(_form(text), str)
    assert _form("Une phrase. " + text) is None
    assert _form(text + "\nUne phrase.") is None
