"""E-mail addresses in the text of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import counted, place_of

CODE = Code(
    "PII101",
    "e-mail-address",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

E-mail addresses in the clean text: what stands in the residue that cleaning removes is gone already. Addresses of offices are among them. Addresses below `example.org` and the like, handles, and file names such as `logo@2x.png` are not.

Off by default: `extend_select = ["PII"]` in the settings, or `--extend-select PII`. The finding shows the first letters only, since the log of a CI service is public; line, column and offsets lead to the rest.

## Why it matters

An address is personal data. Who publishes a corpus needs a reason for each, and a model that learned one may tell it to anybody.

## Example

```toml
text = "On s'inscrit auprès de Léonie, leonie.brunet@fanfare-valmore.fr, avant samedi."
```

## Instead

Remove it from the raw file, or leave the article out. Nothing is masked by cleaning.

```toml
text = "On s'inscrit auprès de Léonie (@leonie_valmore), ou à l'adresse prenom.nom@example.org."
```

## Source

RFC 5322, section 3.4.1, in the form that mail systems use; RFC 2606 for names that are nobody's; Regulation (EU) 2016/679, article 4(1).
""",
    default=False,
)
CODES = (CODE,)

_BEFORE = 64  # RFC 5321, section 4.5.3.1: the longest local part, and below the longest domain
_AFTER = 255
_LOCAL = re.compile(r"[A-Za-z0-9][\w.+'-]*\Z", re.ASCII)
_DOMAIN = re.compile(r"(?:[^\W_](?:[^\W_]|-)*\.)+([^\W\d_]{2,24}|xn--[a-z0-9]{2,59})(?![^\W_]|[-@])")
_NOBODYS = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|invalid|localhost|test)", re.IGNORECASE)
_FILES = frozenset(
    [
        "avif",
        "bmp",
        "css",
        "gif",
        "html",
        "ico",
        "jpeg",
        "jpg",
        "js",
        "json",
        "md",
        "pdf",
        "php",
        "png",
        "py",
        "svg",
        "tif",
        "tiff",
        "txt",
        "webp",
        "xml",
    ]
)


def _check(subject: Subject) -> Iterator[Finding]:
    article = subject.article
    if article is None or "@" not in article.text:
        return
    text = article.text
    count, offsets = counted(_addresses(text))
    if offsets:
        start = offsets[0]
        shown = f"{text[start]}…@{text[text.index('@', start) + 1]}…"
        addresses = "an e-mail address" if count == 1 else f"{count} e-mail addresses"
        yield CODE.finding(
            f"{addresses} in the text ({shown}): remove {'it' if count == 1 else 'them'}, or leave the article out",
            article=article.id,
            place=place_of(article, start),
            data={"count": count, "offsets": offsets},
        )


def _addresses(text: str) -> Iterator[int]:
    """Where each address begins. Looks a bounded way to both sides of each sign, so time is linear."""
    at = text.find("@")
    while at >= 0:
        local = _LOCAL.search(text, max(0, at - _BEFORE - 1), at)
        domain = _DOMAIN.match(text, at + 1, at + 1 + _AFTER)
        if local and domain and _is_one(local.group(), domain):
            yield local.start()
        at = text.find("@", at + 1)


def _is_one(local: str, domain: re.Match[str]) -> bool:
    ending = domain[1].lower()
    return len(local) <= _BEFORE and ending not in _FILES and not _NOBODYS.fullmatch(domain.group())


CHECK = Check(CODES, _check)
