"""From settings to the context of the core: what it may know is read here, once, and handed down as values."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from corpuskit import __version__
from corpuskit.app.settings import Settings
from corpuskit.app.shipped import shipped
from corpuskit.model.context import Context, Thresholds, wants
from corpuskit.model.findings import Code
from corpuskit.rules import codes


def context_of(settings: Settings) -> Context:
    """The context that these settings ask for, before any corpus is known."""
    return Context(
        schema=settings.schema_text,
        lexicons=lexicons(),
        languages=languages(),
        model=model(),
        decisions=settings.decisions,
        thresholds=Thresholds(settings.remove_at, settings.undecided_at),
        selected=(*settings.select, *settings.extend_select),
        ignored=settings.ignore,
        severities=dict(settings.severities),
        parameters={code: dict(values) for code, values in settings.rules.items()},
        overrides=settings.overrides,
        encodings=settings.encodings,
        as_of=settings.day,
        version=__version__,
    )


def default_context() -> Context:
    """The context without any settings file."""
    return Context(
        schema=shipped("article.schema.json"),
        lexicons=lexicons(),
        languages=languages(),
        model=model(),
        version=__version__,
    )


def looked_for(settings: Settings) -> dict[str, Code]:
    """The codes that these settings let through, by code."""
    selected = (*settings.select, *settings.extend_select)
    return {
        code.code: code
        for code in codes().values()
        if wants(code.code, selected, settings.ignore, code.default)
    }


@cache
def lexicons() -> dict[str, dict[str, tuple[str, ...]]]:
    """The shipped lexicons: language to category to phrases."""
    folder = files("corpuskit") / "data" / "lexicons"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        categories = json.loads(file.read_text(encoding="utf-8"))
        found[file.name.removesuffix(".json")] = {
            name: tuple(words) for name, words in sorted(categories.items())
        }
    return found


@cache
def stop_words() -> dict[str, frozenset[str]]:
    """The shipped stop words by language, case folded."""
    text = (files("corpuskit") / "data" / "stopwords.json").read_text(encoding="utf-8")
    return {language: frozenset(words.casefold().split()) for language, words in json.loads(text).items()}


@cache
def languages() -> str:
    """The shipped model of languages (docs/language.md)."""
    return (files("corpuskit") / "data" / "languages.json").read_text(encoding="utf-8")


@cache
def model() -> str:
    """The shipped model of lines (`benchmarks/fit.py` writes it)."""
    return (files("corpuskit") / "data" / "model.json").read_text(encoding="ascii")
