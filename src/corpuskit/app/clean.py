"""The use case `clean`: what cleaning does to one text or one file, shown before anything is packaged."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from corpuskit.app.context import context_of, default_context
from corpuskit.app.corpus import entries_of, find
from corpuskit.app.passes import survey_of
from corpuskit.app.settings import Settings, load_settings
from corpuskit.app.work import guarded
from corpuskit.cleaning import normalise, remove
from corpuskit.cleaning.lines import Draft
from corpuskit.engines.serial import Serial
from corpuskit.errors import SourceError
from corpuskit.model.articles import Refused, Verdict
from corpuskit.model.edits import EditScript
from corpuskit.model.findings import Finding
from corpuskit.sources import Limits, read


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean text, how to get back from it, and what was thought of the lines that are not plainly the article's."""

    text: str
    script: EditScript
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class CleanedFile:
    """What cleaning does to a file. `normalised` is the text before lines are removed; both are "" where it is refused."""

    path: Path
    normalised: str
    text: str
    script: EditScript
    verdicts: tuple[Verdict, ...]
    refused: Refused | None
    findings: tuple[Finding, ...]


def clean(text: str, *, language: str | None = None, title: str | None = None) -> Cleaned:
    """Clean one text that belongs to no corpus: only its own words and shape speak.

    The spans of the verdicts lie in the normalised text.

    >>> cleaned = clean("Une phrase.\\r\\n", language="fr")
    >>> cleaned.text, cleaned.script.undo(cleaned.text)
    ('Une phrase.\\n', 'Une phrase.\\r\\n')
    """
    before, normal = normalise(text)
    [(steps, clean_text, judged)] = remove([Draft(normal, language or "", title)], default_context())
    return Cleaned(clean_text, EditScript((*before, *steps)), judged.verdicts)


def clean_file(path: str | os.PathLike[str], *, settings: Settings | None = None) -> CleanedFile:
    """What cleaning does to a raw file, in its corpus if it lies in one; SourceError where there is no such article."""
    if not Path(path).is_file():
        raise SourceError(f"{path} is not a file: name an article")
    corpus = find(path)
    found = settings or load_settings(corpus.base)
    limits = Limits(found.max_bytes, found.follow_links)
    listed = entries_of(corpus, limits, found.schema_text)
    asked = corpus.only.files if corpus.only is not None else ()
    wanted = [entry for entry in listed.entries if entry.address.path in asked]
    if not wanted:
        raise SourceError(f"{path} is no article: files that end in .txt or .md are read")
    _, known = survey_of(listed.entries, corpus, limits, Serial(), None)
    [result] = guarded([read(corpus.root, wanted[0], limits)], context_of(found).with_facts(known.facts))
    article = result.article
    if article is None:
        return CleanedFile(Path(path), "", "", EditScript(), (), result.refused, result.findings)
    form = EditScript(
        tuple(step for step in article.script.steps if step.name not in ("seams", "lines", "blanks"))
    )
    normal = form.apply(article.decoded.text)
    return CleanedFile(
        Path(path), normal, article.text, article.script, article.verdicts, None, result.findings
    )
