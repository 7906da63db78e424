"""Labelled cases: what each code must find and what it must pass over, as tables that need no Python.

A case is an article (and perhaps others beside it) in the keys of `tests/cases/README.md`. The files there hold cases
one by one; the page of a code holds one in `## Example`, which fires, and one in `## Instead`, which is silent.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpuskit.app.context import default_context
from corpuskit.model.articles import Address, ArticleResult, RawArticle, Record
from corpuskit.model.context import Context
from corpuskit.model.facts import NEARLY, CorpusFacts
from corpuskit.model.findings import Place
from corpuskit.process import decoded_text, draft_of, process
from corpuskit.rules import codes
from corpuskit.survey import know, likeness, owns_of, signature, with_near_copies

CASES = Path(__file__).resolve().parent / "cases"
KEYS = {"name", "text", "encoding", "bytes", "language", "metadata", "context", "corpus", "sites"}
RECORD = {
    "language": "fr",
    "title": "Un titre",
    "url": "https://example.org/article",
    "publisher": "La Gazette de Valmore",
    "published_at": "2024-11-13",
    "retrieved_at": "2024-11-14T06:00:00Z",
    "license": "CC-BY-4.0",
}
GOOD = "Le conseil municipal de Valmore a voté lundi soir la réfection du lavoir, fermé depuis janvier.\n"
ALL = ("", *(code.code for code in codes().values() if not code.default))  # what is off by default too
HEADINGS = ("What it finds", "Why it matters", "Example", "Instead", "Source")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Case:
    """One case of one code: its table, and whether the code must fire on it."""

    code: str
    name: str
    fires: bool
    table: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """The fenced block of a section of a page: its language and what it holds."""

    language: str
    body: str


def cases() -> Iterator[Case]:
    """Every case of every file, in the order of the files."""
    for path in sorted(CASES.glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        if extra := set(tables) - {"fires", "silent"}:
            raise ValueError(f"{path.name} holds {sorted(extra)}: only [[fires]] and [[silent]] are known")
        for kind in ("fires", "silent"):
            for table in tables.get(kind, []):
                yield Case(path.stem, table["name"], kind == "fires", table)


def sections(page: str) -> dict[str, str]:
    """The sections of a page by heading, in order; ValueError where a heading occurs twice."""
    parts = _HEADING.split(page)
    names = parts[1::2]
    if len(set(names)) != len(names):
        raise ValueError(f"a heading occurs twice in {names}")
    return dict(zip(names, parts[2::2], strict=True))


def block(section: str) -> Block:
    """The one fenced block of a section; ValueError where there is none, or more than one."""
    found = _BLOCK.findall(section)
    if len(found) != 1:
        raise ValueError(f"{len(found)} fenced blocks where there must be one")
    return Block(*found[0])


def codes_found(table: Mapping[str, Any]) -> set[str]:
    """The codes that a case brings up: of the findings on its article, and of the edits to it."""
    result = result_of(table)
    steps = result.article.script.steps if result.article is not None else ()
    return {finding.code for finding in result.findings} | {
        edit.code for step in steps for edit in step.edits
    }


def result_of(table: Mapping[str, Any]) -> ArticleResult:
    """What is made of the article of a case, beside its neighbours."""
    if extra := set(table) - KEYS:
        raise ValueError(f"a case knows no {sorted(extra)}; known are {sorted(KEYS)}")
    batch = _articles(table)
    context = context_of(table.get("context", {}))
    texts = [(raw, text) for raw in batch if (text := decoded_text(raw)) is not None]
    if texts:
        raws, said = zip(*texts, strict=True)
        context = context.with_facts(known_of(raws, said))
    return process(batch, context)[0]


def known_of(raws: Sequence[RawArticle], texts: Sequence[str], score: int = NEARLY) -> CorpusFacts:
    """What a corpus of these articles and their normalised texts knows, near copies included."""
    known = know([signature(raws, texts)])
    places = {raw.id: at for at, raw in enumerate(raws)}
    owns = owns_of([draft_of(raw, text) for raw, text in zip(raws, texts, strict=True)], known.facts)
    found = [owns[places[ident]] for ident in known.corpus.ids]
    return with_near_copies(known, score, lambda pairs: [likeness(found[a], found[b]) for a, b in pairs])


def codes_from_commands(commands: str, folder: Path) -> set[str]:
    """The codes that the program names for a scratch corpus in `folder` after `commands` were run in it.

    The corpus holds `raw/good.txt` with its record. It is validated; where the first line is a comment
    `# verify …` or `# package …`, that command is run instead.
    """
    (folder / "raw").mkdir()
    (folder / "raw" / "good.txt").write_text(GOOD, encoding="utf-8", newline="")
    record = json.dumps({"file_name": "good.txt", **RECORD}, ensure_ascii=False)
    (folder / "raw" / "metadata.jsonl").write_text(record + "\n", encoding="utf-8", newline="")
    tools = folder / "tools"
    tools.mkdir()
    for name, line in {"corpuskit": "-m corpuskit ", "python": ""}.items():
        (tools / name).write_text(
            f'#!/bin/sh\nexec "{sys.executable}" {line}"$@"\n', encoding="utf-8", newline=""
        )
        (tools / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    _run(["bash", "-euc", commands], folder, environment, (0,))
    shutil.rmtree(tools)
    first = commands.splitlines()[0]
    program = [sys.executable, "-m", "corpuskit"]
    if first.startswith(("# verify ", "# package ")):
        said = _run([*program, *first[2:].split()], folder, environment, (0, 1))
        return set(re.findall(r"\b[A-Z]{3}\d{3}\b", said))
    said = _run([*program, "validate", ".", "--output-format", "json"], folder, environment, (0, 1))
    return {finding["code"] for finding in json.loads(said)["findings"]}


def _run(command: list[str], folder: Path, environment: Mapping[str, str], expected: tuple[int, ...]) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=120)
    if done.returncode not in expected:
        raise AssertionError(f"{command} exits {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done.stdout.decode("utf-8")


def article_of(table: Mapping[str, Any]) -> RawArticle:
    """The article of a case, without its neighbours."""
    return _articles(table)[0]


def _articles(table: Mapping[str, Any]) -> list[RawArticle]:
    others = table.get("corpus", [])
    sites = table.get("sites", [])
    if sites and len(sites) != len(others) + 1:
        raise ValueError("`sites` names the site of the article first, then one for each text of `corpus`")
    first, *rest = sites or ["example.org"] * (len(others) + 1)
    # Neighbours come first in the order of ids: of equal texts, the article is the copy.
    raws = [_article("article", _body(table), _metadata(table), first)]
    for number, (text, site) in enumerate(zip(others, rest, strict=True), start=1):
        metadata = {**RECORD, "language": table.get("language", "fr"), "url": f"https://{site}/{number}"}
        raws.append(_article(f"a-neighbour-{number}", text.encode("utf-8"), metadata, site))
    return raws


def _article(ident: str, body: bytes, metadata: Mapping[str, Any] | None, site: str) -> RawArticle:
    place = Place("metadata.jsonl", 1)
    record = (
        None if metadata is None else Record(json.dumps(metadata, ensure_ascii=False).encode("utf-8"), place)
    )
    address = Address(f"{ident}.txt", 0, len(body))
    digest = hashlib.sha256(body).hexdigest()
    return RawArticle(ident, body, "text/plain", metadata, address, digest, site, record)


def _body(table: Mapping[str, Any]) -> bytes:
    if ("text" in table) == ("bytes" in table):
        raise ValueError("a case has either `text` or `bytes`")
    if "bytes" in table:
        return bytes.fromhex(table["bytes"])
    return str(table["text"]).encode(table.get("encoding", "utf-8"))


def _metadata(table: Mapping[str, Any]) -> Mapping[str, Any] | None:
    said = table.get("metadata", {})
    if said is False:
        return None
    if isinstance(said, str):
        said = json.loads(said)
    language = {"language": table["language"]} if "language" in table else {}
    return {**RECORD, **language, **said}


def context_of(said: Mapping[str, Any]) -> Context:
    """The context of a case: the default one with every code switched on, and what the case says."""
    lists = {key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}
    return replace(default_context(), **{"selected": ALL, **lists})
