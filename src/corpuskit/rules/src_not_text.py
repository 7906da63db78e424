"""Files that end in .txt or .md and hold something else: a PDF, a web page, a mail, a JSON document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from corpuskit.model.articles import Decoded
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Place, Severity

CODE = Code(
    "SRC011",
    "not-text",
    Severity.ERROR,
    "0.1.0",
    """\
## What it finds

A file with the name of an article that is of another format as a whole. By its first bytes: PDF, PostScript, RTF, the documents of word processors, archives, images, recordings, films. In the decoded text: an HTML page from its doctype or `<html>` to its last tag, an XML document, a JSON document, JSON lines, a mail or a mailbox.

An article about HTML that quotes a page, Markdown with tags in it, a text that begins with a brace are none of these: the whole file must have the form.

## Why it matters

The text of the article is in there somewhere, between tags, headers or compressed bytes. Cleaning works on lines of prose and cannot take it out; the dataset would teach and cite markup. It is an error for web pages too: what of a page is the article is decided where it is extracted, not by chance here.

## Example

```toml
text = '''
<!DOCTYPE html>
<html lang="fr">
<head><title>Le marché</title></head>
<body><p>Le marché aura lieu samedi.</p></body>
</html>
'''
```

## Instead

Extract the text of the article, and put that in place of the file.

```toml
text = "Le marché aura lieu samedi."
```

## Source

WHATWG MIME Sniffing Standard, for signatures; HTML Standard, section 13.1, for how a page begins; RFC 8259 and RFC 5322, sections 2.2 and 3.6, and RFC 4155 for JSON, mails and mailboxes.
""",
)
CODES = (CODE,)

_BLANK = "\N{ZERO WIDTH NO-BREAK SPACE} \t\r\n"
_LOOKED_AT = 65_536  # code points in which a page begins and the header of a mail ends
_MISC = r"(?:\s++|<!--(?:(?!-->).)*+-->|<\?(?:(?!\?>).)*+\?>)*+"
# What a page holds first, once comments are passed. Prose behind a doctype or `<html>` makes an article about them.
_PAGE = re.compile(
    rf"{_MISC}(?:<!doctype\s+html[^<>]*>{_MISC}<(?:html|head|title|meta|body|script|style|link|base)[\s>]"
    rf"|<html(?:\s[^<>]*)?>{_MISC}<[a-z]|<head(?:\s[^<>]*)?>{_MISC}<[a-z])",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rf"<\?xml\s+version\s*=[^<>]*\?>{_MISC}(?:<!DOCTYPE[^<>]*>{_MISC})?<[A-Za-z_:]", re.DOTALL)
_LONGEST = 2**20  # code points of what is parsed as JSON: as values it takes twenty times the memory
_JSON = re.compile(r"(?:\{\s*\"[^\"\n]*\"\s*:|\[\s*[\[{])")
_FIELD = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*:|[ \t]+\S).*\r?\n?")
_MAIL = re.compile(
    r"(?:Message-ID:\s*<[^<>\s]+@|MIME-Version:\s*1\.0|Received:\s*(?:from|by)\s|Return-Path:\s*<)",
    re.IGNORECASE,
)
_MAILBOX = re.compile(
    r"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d "
)


def _check(subject: Subject) -> Iterator[Finding]:
    decoded = subject.decoded
    if not isinstance(decoded, Decoded):
        return
    name = _form(decoded.text)
    if name is not None:
        yield CODE.finding(
            f"it is {name}, not an article: put the text of the article in its place",
            article=subject.raw.id,
            place=Place(subject.raw.address.path),
            fault=name,
            excerpt=decoded.text[:200].lstrip(_BLANK).partition("\n")[0],
        )


def _form(text: str) -> str | None:
    """What the whole text is, in words, None where it is prose for all that can be said."""
    first = text[:1]
    if first in _BLANK:  # or ""
        text = text.lstrip(_BLANK)
        first = text[:1]
    if first == "<":
        return _markup(text)
    if first in ("{", "["):
        return _data(text)
    if first.isascii() and first.isalpha() and (":" in text[:80] or text.startswith("From ")):
        return _mail(text)
    return None


def _markup(text: str) -> str | None:
    if not text[-_LOOKED_AT:].rstrip().endswith(">"):
        return None
    head = text[:_LOOKED_AT]
    if _PAGE.match(head):
        return "an HTML page"
    return "an XML document" if _XML.match(head) else None


def _data(text: str) -> str | None:
    end = text[-_LOOKED_AT:].rstrip()[-1:]
    if end not in ("}", "]"):
        return None
    if len(text) > _LONGEST:
        return "a JSON document" if _JSON.match(text) else None
    if _holds_members(_loaded(text)):
        return "a JSON document"
    lines = [line for line in text.splitlines() if line.strip()] if text[0] == "{" else []
    if len(lines) > 1 and all(line[0] == "{" for line in lines):
        return "JSON lines" if all(_holds_members(_loaded(line)) for line in (lines[0], lines[-1])) else None
    return None


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _holds_members(value: object) -> bool:
    """Whether a JSON value is more than a pair of brackets around a word: a text may begin with `[1]`."""
    if isinstance(value, list):
        return any(isinstance(item, dict | list) and item for item in value)
    return isinstance(value, dict) and bool(value)


def _mail(text: str) -> str | None:
    if _MAILBOX.match(text):
        return "a mailbox"
    at = 0
    known = False
    while (field := _FIELD.match(text, at)) is not None and at < _LOOKED_AT:
        known = known or _MAIL.match(text, at) is not None
        at = field.end()
    return "a mail" if known and text[at : at + 1] in ("", "\r", "\n") else None


CHECK = Check(CODES, _check)
