"""Articles that were fetched from a place where their publisher's other articles are not."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.schema.formats import host_of
from corpuskit.schema.shown import shown

CODE = Code(
    "PRV105",
    "host-contradicts-publisher",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

A `url` on another site than that of the publisher's other articles: a site that has no more than two of them, where at least twenty times as many as are on all such sites are on one. `www.`, `m.`, `amp.` and all other subdomains belong to one site.

A publisher may have several sites: three articles make a site its own. A site on which three publishers or more have articles is an aggregator or a platform, and says nothing about any of them.

## Why it matters

Either the publisher is wrong (the records of two scrapes were mixed up, a default value was left in), or the address is that of a copy: a mirror, a spam site, a syndicated text whose licence and wording may be others.

## Example

```toml
text = "Le conseil municipal a voté le budget."
corpus = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20"]
metadata = { url = "https://actu-miroir.example/budget" }
```

## Instead

Correct the publisher or the address; or keep both, and say in `allow` why they are right.

```toml
text = "Le conseil municipal a voté le budget."
corpus = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20"]
metadata = { url = "https://m.example.org/budget" }
```

## Source

Laplace's rule of succession: after twenty articles on one site, the next one is elsewhere with a chance of less than one in twenty. The limits are round numbers, not fitted ones. Which part of a host is a site: the last two labels, or three where the second to last is a general one such as `co` before a country; the Public Suffix List (publicsuffix.org) knows more cases, and each of them would only make two sites of what counts as one here.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    article = subject.article
    usual = article.facts.usual_site if article is not None else None
    if usual is not None:
        raw = subject.raw
        metadata = raw.metadata or {}
        yield CODE.finding(
            f"it is on {shown(host_of(metadata.get('url')))}, and the other articles of {shown(metadata.get('publisher'))} "
            f"are on {shown(usual)}: correct the publisher or the url, if one is wrong",
            article=raw.id,
            place=raw.said_at("/url"),
            data={"usual_site": usual},
        )


CHECK = Check(CODES, _check)
