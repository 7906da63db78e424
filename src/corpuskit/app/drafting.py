"""The draft of a metadata record: what the article itself says of its title and its language, and null for all else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpuskit.app.work import guarded
from corpuskit.cleaning import normalise
from corpuskit.decoding import decode
from corpuskit.language import UNKNOWN, identify, load
from corpuskit.model.articles import RawArticle, Refused
from corpuskit.model.context import Context
from corpuskit.model.findings import Finding, Place
from corpuskit.reporters.escape import shown
from corpuskit.rules import codes

LONGEST = 150  # characters of a title
FEWEST = 3  # words of a title: labels and names of sections have fewer

_HEADING = re.compile(r"#{1,6}\s+")  # of Markdown
_STOPS = (".", "\N{HORIZONTAL ELLIPSIS}", "\N{IDEOGRAPHIC FULL STOP}", "\N{DEVANAGARI DANDA}", ":", ",", ";")
_DRIVE = re.compile(r"[A-Za-z]:/")  # a folder "C:" would be taken for a drive


@dataclass(frozen=True, slots=True)
class Draft:
    """What a record says that is not null, and why its article would be refused as it is; None where it would not."""

    file_name: str
    title: str | None
    language: str
    refused: Finding | None

    @property
    def line(self) -> str:
        """The record as a line of metadata.jsonl."""
        record: dict[str, object] = {
            "file_name": self.file_name,
            "title": self.title,
            "language": self.language,
            "url": None,
            "publisher": None,
            "authors": [],
            "published_at": None,
            "retrieved_at": None,
            "license": "NOASSERTION",
        }
        return json.dumps(record, ensure_ascii=False) + "\n"


def draft(batch: Sequence[RawArticle], context: Context) -> Iterator[Draft]:
    """The draft for each of several articles whose bytes were read and which have no metadata; each is judged alone.

    The texts are decoded and cleaned as `validate` and `package` will do it once the records stand.
    """
    languages = [_language(raw.body or b"", context) for raw in batch]
    stated = [
        replace(raw, metadata={"language": language}, findings=())
        for raw, language in zip(batch, languages, strict=True)
    ]
    for raw, language, result in zip(
        batch, languages, guarded(stated, replace(context, selected=())), strict=True
    ):
        path = raw.address.path
        title = _title(result.article.text) if result.article is not None else None
        crash = next(iter(result.findings), None)
        refused = _refusal(raw, result.refused) if result.refused is not None else crash
        yield Draft(f"./{path}" if _DRIVE.match(path) else path, title, language, refused)


def _refusal(raw: RawArticle, refused: Refused) -> Finding:
    place = Place(raw.address.path, offset=refused.offset)
    return codes()[refused.code].finding(refused.detail, article=raw.id, place=place)


def _language(body: bytes, context: Context) -> str:
    """The language of the text, "und" where there is no text."""
    found = decode(body)
    if isinstance(found, Refused):
        return UNKNOWN
    return identify(normalise(found.text)[1], load(context.languages))


def _title(text: str) -> str | None:
    """The first line of a clean text, if it has the shape of a title.

    >>> _title("Le pont rouvre samedi\\n\\nAprès deux ans…"), _title("SociétéÉducation et sport\\n"), _title("Il pleut.")
    ('Le pont rouvre samedi', None, None)
    """
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    line = _HEADING.sub("", first, count=1)
    if len(line) >= LONGEST or len(line.split()) < FEWEST or line.endswith(_STOPS):
        return None
    letters = sum(map(str.isalpha, line))
    glued = any(one.islower() and other.isupper() for one, other in pairwise(line))  # "SociétéÉducation"
    return None if letters * 2 < len(line) or glued or shown(line) != line else line
