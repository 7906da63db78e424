"""`allow` in an article's metadata: which findings it silences, and which of its entries silence nothing.

It is heard when all checks have spoken, so it is no check itself: `judge` calls `settled`.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from corpuskit.model.checks import Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.schema import load

CODE = Code(
    "MET105",
    "allow-without-effect",
    Severity.WARNING,
    "0.1.0",
    """\
## What it finds

An entry of `allow` that silences nothing: there is no such code, it gives no reason, or the code was not found on this article. Codes that this run leaves out are not asked for, and neither is anything but the name of the code on an article without a text: there `allow` has no say, since nothing can be packaged.

## Why it matters

An excuse outlives its cause. The day a new fault with the same code appears, it is silenced by a reason that somebody gave for another one; and behind a misspelt code stands somebody who believes that a finding has been dealt with.

## Example

```toml
text = "Le conseil municipal a voté le budget."
metadata = { allow = { TXT001 = "the original is damaged too" } }
```

## Instead

Remove the entry, or correct its code.

```toml
text = "Le conseil municipal a vot\N{REPLACEMENT CHARACTER} le budget."
metadata = { allow = { TXT001 = "the original is damaged too" } }
```

## Source

Unused suppressions are reported by other linters too: RUF100 of ruff, `--report-unused-disable-directives` of ESLint.
""",
)
CODES = (CODE,)
OF_A_DAY = "MET103"  # is only looked for where the settings name a day


def settled(found: list[Finding], subject: Subject) -> list[Finding]:
    """What is left of the findings once `allow` is heard, with what is to be said of `allow` itself.

    An article without a text keeps all of them: they say why it is refused, and no reason gives it a text.
    """
    silenced = subject.raw.allowed if subject.article is not None else {}
    left = [finding for finding in found if finding.code not in silenced]
    about = list(_about(subject, {finding.code for finding in found}))
    return left + [finding for finding in about if finding.code not in silenced]


def _about(subject: Subject, found: set[str]) -> Iterator[Finding]:
    raw, metadata = subject.raw, subject.raw.metadata or {}
    allow = metadata.get("allow")
    if load(subject.context.schema).faulty_at(metadata, "allow"):
        return  # MET001 has said so
    if not isinstance(allow, dict):
        yield CODE.finding(
            "allow silences nothing: it must be an object of codes, each with a reason",
            article=raw.id,
            place=raw.said_at("/allow"),
            fault="form",
        )
        return
    for code in sorted(allow):
        fault = _fault(code, allow[code], subject, found)
        if fault is not None:
            kind, sentence = fault
            yield CODE.finding(
                f"allow: {sentence}",
                article=raw.id,
                place=raw.said_at("/allow/" + code.replace("~", "~0").replace("/", "~1")),
                fault=kind,
                excerpt=code,
            )


def _fault(code: str, reason: Any, subject: Subject, found: set[str]) -> tuple[str, str] | None:
    from corpuskit.rules import codes

    known = codes().get(code)
    if known is None:
        near = get_close_matches(code[:20].upper(), list(codes()), 1)
        return "no such code", f"there is no code {code[:20]}" + (
            f": did you mean {near[0]}?" if near else ": remove it"
        )
    context = subject.context
    if not context.reports(known) or (code == OF_A_DAY and context.as_of is None):
        return None
    if not isinstance(reason, str) or not reason.strip():
        return "no reason", f"{code} is not silenced, since no reason is given: write one, or remove it"
    if subject.article is None or code in found:
        return None
    return f"no {code}", f"{code} is not found on this article: remove it"
