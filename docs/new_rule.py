"""Start a check: write its file below src/corpuskit/rules/ and its cases below tests/cases/.

    python docs/new_rule.py TXT104 odd-spaces

Nothing is registered, since the folder is walked; nothing that stands there is written over. Until page, check and cases
are filled in, the tests fail, and say where.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = re.compile(r"[A-Z]{3}\d{3}")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

RULE = '''\
"""One sentence that a newcomer understands: what this check is for."""

from __future__ import annotations

from collections.abc import Iterator

from corpuskit.model.checks import Check, Subject
from corpuskit.model.findings import Code, Finding, Severity
from corpuskit.text import place_in

CODE = Code(
    "{code}",
    "{name}",
    Severity.WARNING,
    "{since}",
    """\\
## What it finds

What is wrong, in the decoded text (damage) or in the clean text (quality).

## Why it matters

What goes wrong for those who use the data.

## Example

```toml
text = "a text on which it fires"
```

## Instead

What to do.

```toml
text = "a text on which it is silent"
```

## Source

The standard and its section, the paper, or the data and the date on which a limit was chosen.
""",
)
CODES = (CODE,)


def _check(subject: Subject) -> Iterator[Finding]:
    if subject.article is None:
        return
    text = subject.article.text
    at = text.find("on which it fires")
    if at >= 0:
        place = place_in(subject.raw.address.path, text, at)
        yield CODE.finding("what is wrong: what to do", article=subject.raw.id, place=place)


CHECK = Check(CODES, _check)
'''

CASES = """\
# `metadata` is merged over a good record; as a string it is JSON, which has null. As many cases stay silent as fire.

[[fires]]
name = "what is wrong in it"
text = "a text on which it fires"

[[silent]]
name = "what looks alike and is right"
text = "a text on which it is silent"
"""


def main(arguments: list[str]) -> int:
    """The exit status: 1 where the code or a file is there already, 2 for a wrong call."""
    if len(arguments) != 2 or not CODE.fullmatch(arguments[0]) or not NAME.fullmatch(arguments[1]):
        sys.stderr.write(
            "usage: make rule CODE=TXT104 NAME=odd-spaces (three capitals, three digits; lowercase, hyphens)\n"
        )
        return 2
    code, name = arguments
    files = {
        ROOT / "src/corpuskit/rules" / f"{code[:3].lower()}_{name.replace('-', '_')}.py": RULE,
        ROOT / "tests/cases" / f"{code}.toml": CASES,
    }
    taken = [path for path in files if path.exists()] or list(declaring(code))
    if taken:
        sys.stderr.write(f"{code} is taken: see {taken[0].relative_to(ROOT)}\n")
        return 1
    for path, template in files.items():
        text = template.replace("{code}", code).replace("{name}", name).replace("{since}", version())
        path.write_text(text, encoding="utf-8", newline="")
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    return 0


def declaring(code: str) -> list[Path]:
    """The files that declare the code already."""
    files = sorted((ROOT / "src/corpuskit/rules").glob("*.py"))
    return [path for path in files if f'"{code}"' in path.read_text(encoding="utf-8")]


def version() -> str:
    """The version of corpuskit that the check will be there from."""
    found = re.search(
        r'__version__ = "(.+)"', (ROOT / "src/corpuskit/version.py").read_text(encoding="utf-8")
    )
    return found[1] if found else "0.0.0"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
