"""Write what is made: docs/rules/, one page for each code; what languages write beyond ASCII.

python docs/make.py           write it
python docs/make.py --check   write nothing; exit 1 and name each file that differs
"""

from __future__ import annotations

import sys
from pathlib import Path

from letters import contexts

from corpuskit.model.findings import Code
from corpuskit.rules import codes

ROOT = Path(__file__).resolve().parent.parent
RULES = "docs/rules"
CONTEXTS = "src/corpuskit/decoding/contexts.py"
FAMILIES = {
    "ENC": "encoding",
    "SRC": "files",
    "MET": "metadata",
    "TXT": "characters and text",
    "BPL": "boilerplate",
    "EDT": "what cleaning did",
    "DUP": "duplicates",
    "PII": "personal data",
    "PRV": "provenance",
    "LIC": "licence",
    "PKG": "a packaged dataset",
    "SET": "settings",
    "BUG": "a check that crashed",
}


def pages() -> dict[str, str]:
    """Every file of docs/rules/ by its name."""
    made = {f"{code.code}.md": page(code) for code in codes().values()}
    return {"README.md": index(list(codes().values())), **made}


def page(code: Code) -> str:
    """The page of a code, with its title and what is declared beside it."""
    declared = f"Severity: {code.severity.label}. Since {code.since}."
    if not code.default:
        declared += f' Off by default: `extend_select = ["{code.code[:3]}"]` switches the family on.'
    return f"# {code.code} {code.name}\n\n{declared}\n\n{code.page.strip()}\n"


def index(found: list[Code]) -> str:
    """The list of all codes, by family."""
    parts = [
        "# Codes\n\nMade by `make docs` from `src/corpuskit/rules/`. `corpuskit explain CODE` prints the same pages.\n"
    ]
    for family in dict.fromkeys([*FAMILIES, *(code.code[:3] for code in found)]):
        members = [code for code in found if code.code.startswith(family)]
        if members:
            rows = "".join(
                f"| [{code.code}]({code.code}.md) | {code.severity.label} | {code.name}{'' if code.default else ' (off by default)'} |\n"
                for code in members
            )
            title = f"{family}: {FAMILIES[family]}" if family in FAMILIES else family
            parts.append(f"## {title}\n\n| code | severity | name |\n|---|---|---|\n{rows}")
    return "\n".join(parts)


def wanted() -> dict[str, str]:
    """Every file that is made, by its path below the root."""
    return {f"{RULES}/{name}": text for name, text in pages().items()} | {CONTEXTS: contexts()}


def differences(made: dict[str, str]) -> list[str]:
    """The files that are missing, differ, or belong to no code."""
    there = {f"{RULES}/{path.name}" for path in (ROOT / RULES).glob("*.md")}
    return [
        path for path in sorted({*made, *there}) if path not in made or _content(path) != made[path].encode()
    ]


def _content(path: str) -> bytes | None:
    file = ROOT / path
    return file.read_bytes() if file.is_file() else None


def main() -> int:
    """The exit status: 1 where --check finds a difference."""
    made = wanted()
    differing = differences(made)
    if "--check" in sys.argv[1:]:
        sys.stderr.writelines(f"{path} is not what the code says: run make docs\n" for path in differing)
        return 1 if differing else 0
    for path in differing:
        file = ROOT / path
        if path in made:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(made[path].encode())
        else:
            file.unlink()
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
