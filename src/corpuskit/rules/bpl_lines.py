"""What the cleaner thought of each line, as findings: a note where it goes, a warning where a person must look."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.articles import Verdict
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Place, Severity
from corpuskit.rules import bpl_around, bpl_page, bpl_repeated

# The codes stand with their pages in the files beside this one.
CODES: tuple[Code, ...] = ()
_ALL = (*bpl_repeated.CODES, *bpl_around.CODES, *bpl_page.CODES)
_BY_CODE = {code.code: code for code in _ALL}


def _check(subject: Subject) -> Iterator[Finding]:
    article = subject.article
    if article is None:
        return
    for verdict in article.verdicts:
        code = _BY_CODE[verdict.code]
        yield code.finding(
            _message(code, verdict),
            article=article.id,
            place=Place(subject.raw.address.path, verdict.line),
            fault=verdict.outcome,
            excerpt=verdict.text,
            severity=Severity.NOTE if verdict.outcome == "remove" else Severity.WARNING,
            data={"score": verdict.score, "span": [verdict.span.start, verdict.span.end]},
        )


def _message(code: Code, verdict: Verdict) -> str:
    kind = code.name.replace("-", " ")
    if verdict.outcome == "remove":
        return f"will be removed: {kind}; {verdict.reason}"
    return f"may be boilerplate ({kind}; {verdict.reason}): nothing was removed; look at it"


CHECK = Check(_ALL, _check)
