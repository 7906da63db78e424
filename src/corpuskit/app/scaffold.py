"""What a new corpus begins with: settings that explain themselves, and a word to git to leave the raw files alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpuskit.app.replacing import replacing
from corpuskit.app.shipped import shipped
from corpuskit.packaging.disk import told

ATTRIBUTES = ".gitattributes"
RULE = "raw/** -text"
WORKFLOW = ".github/workflows/corpuskit.yml"
HOOKS = ".pre-commit-config.yaml"

_HEAD = """\
# Settings of corpuskit for this corpus. What stands behind a # is the default, or an example where there is none:
# take the # away to change it. This file may be empty, or missing.
"""


def settings() -> str:
    """A corpuskit.toml that names every key, each explained and commented out, from the schema of the settings."""
    properties: dict[str, Any] = json.loads(shipped("settings.schema.json"))["properties"]
    lines = [_HEAD.rstrip()]
    for key, said in properties.items():
        if "properties" not in said:
            lines += _key(key, said)
    for table, said in properties.items():
        if "properties" in said:
            lines += ["", *_comment(said.get("description")), f"[{table}]"]
            for key, inner in said["properties"].items():
                lines += _key(key, inner)
    return "\n".join(lines) + "\n"


def _key(key: str, said: dict[str, Any]) -> Iterator[str]:
    yield ""
    yield from _comment(said.get("description"))
    value = said["default"] if "default" in said else said["examples"][0]
    yield from (f"# {name} = {json.dumps(inner, ensure_ascii=False)}" for name, inner in _flat(key, value))


def _comment(text: str | None) -> Iterator[str]:
    if text:
        yield f"# {text[:1].upper()}{text[1:].rstrip('.')}."


def _flat(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Tables as dotted keys, since a table of its own would swallow the keys that follow."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(f"{key}.{name}", inner)
    else:
        yield key, value


def attributes() -> str:
    """A .gitattributes that keeps git from changing line ends below raw/, and has it take in what two people decided."""
    return (
        f"# The raw files are evidence: git must not change their line ends.\n{RULE}\n"
        "# One line is one decision: what two people decided is merged by taking both.\n"
        "decisions.jsonl merge=union\n"
    )


def workflow() -> str:
    """A workflow for GitHub Actions that checks the corpus: it needs no secret, and may only read."""
    return """\
# Checks the corpus on every push and pull request. `corpuskit` must be there for pip: write the place you install it from.
name: corpus
on: [push, pull_request]
permissions:
  contents: read
jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
      - uses: actions/setup-python@v6
        with:
          python-version: "3.12"
      - run: python -m pip install corpuskit
      - run: corpuskit validate --output-format github
"""


def hooks() -> str:
    """Settings for pre-commit: the corpus is checked, and no other hook touches the raw files."""
    return """\
# The raw files are evidence: hooks that mend white space or line ends must not touch them, so they are left out here for
# every hook. The one below is given no files: it checks the whole corpus.
exclude: ^raw/
repos:
  - repo: local
    hooks:
      - id: corpuskit-validate
        name: corpuskit validate
        entry: corpuskit validate
        language: system
        always_run: true
        pass_filenames: false
"""


def leaves_raw_alone(path: Path) -> bool:
    """Whether a .gitattributes holds a rule that keeps git from changing the raw files."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    rules = (line.split() for line in lines)
    return any(
        rule and rule[0] in ("raw/**", "/raw/**", "*", "**") and {"-text", "binary"} & {*rule[1:]}
        for rule in rules
    )


def write_new(path: Path, text: str) -> bool:
    """Write a file that is not there yet, with the folder it lies in; False, and nothing is touched, where one is."""
    with told(f"cannot write {path}", ""):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8", newline="") as file:
                file.write(text)
        except FileExistsError:
            return False
    return True


def append(path: Path, lines: Iterable[str]) -> None:
    """Add lines to a text file, or make it, whole or not at all: what was there is copied, and changed places with at the end."""
    with told(f"cannot write {path}", ""), replacing(path) as file:
        if path.exists():
            file.write(_ended(path))
        file.writelines(line.encode("utf-8") for line in lines)


def _ended(path: Path) -> bytes:
    """The bytes of a file, with a newline at their end if there are any."""
    body = path.read_bytes()
    return body if not body or body.endswith(b"\n") else body + b"\n"
