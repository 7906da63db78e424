"""Articles whose text another article has too."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Place, Severity

CODE = Code(
    "DUP101",
    "exact-duplicate",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

An article whose text equals that of another one. Texts are compared in their normal form: line endings, byte order mark, control characters, composed letters and trailing blanks make no difference; one other word does. Of several copies all but one are named.

## Why it matters

A text that is there twice counts twice. A model learns it by heart, and a copy that falls into the test set makes every score too good.

## Example

```toml
language = "fr"
text = "Le conseil municipal de Valmore a voté lundi soir la réfection du lavoir, fermé depuis janvier."
corpus = ["Le conseil municipal de Valmore a voté lundi soir la réfection du lavoir, fermé depuis janvier. "]
```

## Instead

Keep one of them, the older or the better documented. Where both must stay, silence the code in `allow` of the copy, with the reason.

```toml
language = "fr"
text = "Le conseil municipal de Valmore a voté lundi soir la réfection du lavoir, fermé depuis janvier."
corpus = ["Le conseil municipal de Valmore a rejeté lundi soir la réfection du lavoir, fermé depuis janvier."]
```

## Source

Lee et al., "Deduplicating Training Data Makes Language Models Better", ACL 2022.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    article = subject.article
    twin = article.facts.duplicate_of if article is not None else None
    if twin is not None:
        yield CODE.finding(
            f"the text is the same as that of {twin}: keep one of them",
            article=subject.raw.id,
            place=Place(subject.raw.address.path),
            data={"duplicate_of": twin},
        )


CHECK = Check(CODES, _check)
