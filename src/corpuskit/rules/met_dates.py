"""Dates that cannot both be true, and dates that have not come yet."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.schema.moments import is_after, is_past_day

ORDER = Code(
    "MET102",
    "published-after-retrieval",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

A `published_at` that lies after `retrieved_at`. Date-times are compared as moments, whatever their offsets. A date without a time is its whole day, and nobody knows in which place: it may begin fourteen hours before that of UTC, and end ten hours after it. So two such dates must lie more than a day apart.

## Why it matters

Nothing can be fetched before it is there. One of the two is wrong, often by day and month in the wrong order or by a local time that is called UTC; whoever splits the corpus by time relies on both.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = { published_at = "2024-12-11", retrieved_at = "2024-11-14T06:00:00Z" }
```

## Instead

Correct the wrong one. A magazine that bears the date of the coming month is no mistake: silence the code in `allow`.

```toml
text = "Le conseil municipal a voté le budget."
metadata = { published_at = "2024-11-14", retrieved_at = "2024-11-14T06:00:00Z" }
```

## Source

RFC 3339, section 5.6; the offsets from +14:00 to -10:00 are those of the tz database (2025), Samoa and its neighbours left out.
""",
)
FUTURE = Code(
    "MET103",
    "in-the-future",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

A `published_at` or a `retrieved_at` after the day that the settings name: `as_of = 2025-01-31`, or else the environment's `SOURCE_DATE_EPOCH`. A date-time counts by its day, in UTC and where it was written. Without such a day nothing is found: no clock is ever read, so that a corpus gives the same findings tomorrow.

## Why it matters

A date that has not come is a mistake of the scraper: the year of a copyright line, the date of an event, day and month in the wrong order. It puts the article at the wrong end of every split by time.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = { published_at = "2042-11-13", retrieved_at = "2042-11-14" }
context = { as_of = "2025-01-31" }
```

## Instead

Look the date up at the article's address.

```toml
text = "Le conseil municipal a voté le budget."
metadata = { published_at = "2024-11-13", retrieved_at = "2024-11-14" }
context = { as_of = "2025-01-31" }
```

## Source

RFC 3339; `SOURCE_DATE_EPOCH`, reproducible-builds.org, 2015.
""",
)
CODES = (ORDER, FUTURE)


def _check(subject: Subject) -> Iterator[Finding]:
    raw, day = subject.raw, subject.context.as_of
    if raw.metadata is None:
        return
    published, retrieved = raw.metadata.get("published_at"), raw.metadata.get("retrieved_at")
    if is_after(published, retrieved):
        yield ORDER.finding(
            f"published_at, {published}, lies after retrieved_at, {retrieved}: correct the one that is wrong",
            article=raw.id,
            place=raw.said_at("/published_at"),
        )
    if day is None:
        return
    for name, value in (("published_at", published), ("retrieved_at", retrieved)):
        if is_past_day(value, day):
            yield FUTURE.finding(
                f"{name}, {value}, lies after {day}, the day of this corpus: correct it, or as_of in the settings",
                article=raw.id,
                place=raw.said_at(f"/{name}"),
                fault=name,
            )


CHECK = Check(CODES, _check)
