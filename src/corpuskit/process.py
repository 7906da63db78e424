"""The whole program for a batch of articles, on one screen: a pure function of the batch and the context.

    raw bytes -> decoded text -> normal form -> clean text -> findings

`process(a + b, c) == process(a, c) + process(b, c)`: the batch is there for speed alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple

from corpuskit.cleaning import normalise, remove
from corpuskit.cleaning.lines import Draft
from corpuskit.cleaning.remove import Judged
from corpuskit.decoding import decode
from corpuskit.model.articles import Article, ArticleResult, Decoded, RawArticle, Refused, Verdict
from corpuskit.model.checks import Subject
from corpuskit.model.context import Context
from corpuskit.model.edits import EditScript, Step
from corpuskit.model.facts import ArticleFacts, CorpusFacts, NearCopy
from corpuskit.rules import judge
from corpuskit.text import line_numbers


def process(batch: Sequence[RawArticle], context: Context) -> tuple[ArticleResult, ...]:
    """One result an article, in the order of the batch. Bad data gives findings, never an exception."""
    decoded = [_decoded(raw) for raw in batch]
    normal = [
        (i, found, *normalise(found.text)) for i, found in enumerate(decoded) if isinstance(found, Decoded)
    ]
    removed = remove([draft_of(batch[i], text) for i, _, _, text in normal], context)
    articles = {
        i: _article(batch[i], found, (*before, *steps), text, judged, context)
        for (i, found, before, _), (steps, text, judged) in zip(normal, removed, strict=True)
    }
    results = []
    for i, raw in enumerate(batch):
        found, article = decoded[i], articles.get(i)
        findings, heard = judge(Subject(raw, found, article, context))
        refused = found if isinstance(found, Refused) else None
        results.append(ArticleResult(raw, article, refused, findings, heard))
    return tuple(results)


def decoded_text(raw: RawArticle) -> str | None:
    """The normalised text of an article, None where it has none: what the survey sees is what `process` sees."""
    found = _decoded(raw)
    return normalise(found.text)[1] if isinstance(found, Decoded) else None


def draft_of(raw: RawArticle, text: str) -> Draft:
    """What the cleaner needs of an article. Metadata of the wrong type is a finding elsewhere, and unknown here."""
    return Draft(text, _string(raw, "language") or "", _string(raw, "title"), raw.site, raw.id)


def _decoded(raw: RawArticle) -> Decoded | Refused | None:
    if raw.body is None:
        return None
    return decode(raw.body, declared=_string(raw, "encoding"), language=_string(raw, "language"))


def _string(raw: RawArticle, key: str) -> str | None:
    value = (raw.metadata or {}).get(key)
    return value if isinstance(value, str) else None


def _article(
    raw: RawArticle, decoded: Decoded, steps: tuple[Step, ...], text: str, judged: Judged, context: Context
) -> Article:
    before = EditScript(tuple(step for step in steps if step.name not in ("lines", "blanks")))
    verdicts = _placed(judged.verdicts, decoded, before)
    facts = _facts(raw.id, judged, context.facts)
    return Article(raw, decoded, EditScript(steps), text, verdicts, facts)


def said_of(ident: str, corpus: CorpusFacts) -> tuple[bytes, bytes, bytes]:
    """What the corpus says of an article by its id, b"" for nothing: its original and what stays of both, its near one, its publisher's site."""
    original, near = corpus.copies.get(ident), corpus.near.get(ident)
    return (
        _said(original and [original, _kept(original, near, corpus)]),
        _said(near and astuple(near)),
        _said(corpus.usual_sites.get(ident)),
    )


def _kept(original: str | None, near: NearCopy | None, corpus: CorpusFacts) -> str | None:
    nearly = corpus.near.get(original) if original is not None else near
    return nearly.original if nearly is not None else original


def _facts(ident: str, judged: Judged, corpus: CorpusFacts) -> ArticleFacts:
    original, near = corpus.copies.get(ident), corpus.near.get(ident)
    said = (judged.answers if any(judged.answers) else b"", *said_of(ident, corpus))
    digest = ":".join(hashlib.blake2b(part, digest_size=8).hexdigest() if part else "" for part in said)
    kept = _kept(original, near, corpus)
    return ArticleFacts(original, near, kept, digest, corpus.usual_sites.get(ident), judged.asked)


def _said(answer: object) -> bytes:
    return b"" if answer is None else json.dumps(answer).encode()


def _placed(verdicts: tuple[Verdict, ...], decoded: Decoded, before: EditScript) -> tuple[Verdict, ...]:
    """The same verdicts with the places that their lines have in the raw file."""
    spans = [before.origin(verdict.span) for verdict in verdicts]
    lines = line_numbers(decoded.text, (span.start for span in spans))
    return tuple(
        Verdict(span, v.text, line, v.code, v.score, v.reason, v.outcome)
        for v, span, line in zip(verdicts, spans, lines, strict=True)
    )
