"""Articles that are surely in another language than their metadata say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpuskit.language import load, other_language
from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Place, Severity

CODE = Code(
    "MET101",
    "language-contradicts-text",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

Clean text that is surely in another language than `language` states: of what its words, endings and letters say for
the likeliest language, they say less than 70 % for the stated one.

It is silent where it cannot be sure: on short texts, on long quotations and bilingual articles, on languages that it
does not know, and within a macrolanguage (Bokmål and Nynorsk, Croatian and Serbian, Indonesian and Malay). Regions
count for nothing. `und`, `mul`, `mis`, `zxx` and a script that is unusual for its language (`ru-Latn`) are never contradicted.

## Why it matters

Who selects articles by language trains on the wrong ones. The language also decides which encodings are tried on bytes that are no UTF-8, and which
lexicon tells the cleaner what is residue.

## Example

```toml
language = "de"
text = "Le conseil municipal de Valmore a voté lundi soir la réfection du lavoir, qui est fermé depuis le mois de janvier. Les travaux, dont le coût est estimé à quarante mille euros, seront confiés à une entreprise de la vallée et doivent commencer avant l’été."
```

## Instead

State the language of the text; `und` where you do not know it, `mul` where there are several.

```toml
language = "fr"
text = "Le conseil municipal de Valmore a voté lundi soir la réfection du lavoir, qui est fermé depuis le mois de janvier. Les travaux, dont le coût est estimé à quarante mille euros, seront confiés à une entreprise de la vallée et doivent commencer avant l’été."
```

## Source

BCP 47 (RFC 5646) for the tags, ISO 639-3 for macrolanguages. Common words, endings and letters of 87 languages; the limits were chosen in November 2025 on
sentences in 58 languages and on labelled pages (docs/language.md).
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    article, raw = subject.article, subject.raw
    stated = (raw.metadata or {}).get("language")
    if article is None or not isinstance(stated, str):
        return
    found = other_language(article.text, stated, load(subject.context.languages))
    if found is not None:
        place = raw.record.place if raw.record else Place(raw.address.path)
        yield CODE.finding(
            f'the metadata state the language "{stated}", and the text looks like "{found}": correct the one that is wrong',
            article=raw.id,
            place=replace(place, pointer="/language"),
            fault=f"{stated} {found}",
            data={"stated": stated, "found": found},
        )


CHECK = Check(CODES, _check)
