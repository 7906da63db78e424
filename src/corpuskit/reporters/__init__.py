"""A report as text: pure functions, one file a format, found by walking this folder.

A file is a reporter if it holds `report(report, view)`; it yields text piece by piece, so that a million findings fit.
Whatever comes from data goes through `corpuskit.reporters.escape` first.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from corpuskit.model.findings import Code, Severity
from corpuskit.model.report import Report


@dataclass(frozen=True, slots=True)
class View:
    """How the reader wants to see a report.

    colour      whether the text may hold ANSI colours
    show_notes  whether notes are listed, not only counted
    width       columns of the screen: excerpts are cut to fit
    names       code to its short name
    version     of the program, for those who read a report later
    codes       every code that was looked for, with its page
    pages       the address below which the page of a code lies; "" where there is none
    fail_on     the severity from which a finding fails the run
    """

    colour: bool = False
    show_notes: bool = False
    width: int = 100
    names: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    codes: Mapping[str, Code] = field(default_factory=dict)
    pages: str = ""
    fail_on: Severity = Severity.ERROR


Reporter: TypeAlias = Callable[[Report, View], Iterator[str]]


def reporter(name: str) -> Reporter | None:
    """The format of this name, None where there is none; no other is read for it."""
    if name not in {info.name for info in _files()}:
        return None
    return getattr(importlib.import_module(f"{__name__}.{name}"), "report", None)


@cache
def reporters() -> Mapping[str, Reporter]:
    """Every format by its name, in the order of the names."""
    found = {info.name: reporter(info.name) for info in _files()}
    return {name: report for name, report in sorted(found.items()) if report is not None}


def _files() -> Iterator[pkgutil.ModuleInfo]:
    return pkgutil.iter_modules(__path__)
