"""Checks, one file each, found by walking this folder.

A file declares `CODES`, each with its page, and where the fault shows in the article itself a `CHECK`. Codes whose
fault shows elsewhere (a symbolic link is met while listing, a crash while running) are declared here all the same and
yielded by the place that meets it. Checks about damage read the decoded text; checks about quality read the clean text.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from types import ModuleType
from typing import Any

from corpuskit.model.checks import Check, Subject
from corpuskit.model.context import Context, Override, wants
from corpuskit.model.findings import Code, Finding


@cache
def codes() -> Mapping[str, Code]:
    """Every code, by code; ValueError where two files declare the same one."""
    found: dict[str, Code] = {}
    for module in _modules():
        for code in module.CODES:
            if code.code in found:
                raise ValueError(f"{code.code} is declared twice")
            found[code.code] = code
    return dict(sorted(found.items()))


@cache
def checks() -> tuple[Check, ...]:
    """Every check, in the order of its first code."""
    found = [module.CHECK for module in _modules() if hasattr(module, "CHECK")]
    return tuple(sorted(found, key=lambda check: check.codes[0].code))


def judge(subject: Subject) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """What the wanted checks say of one article, with what its listing already said and without what it allows, sorted.

    Then the codes that settings silenced here or gave another severity, where the context asks for them.
    """
    given = subject.context
    context = context_at(subject.raw.address.path, given)
    if context is not subject.context:
        subject = replace(subject, context=context)
    found = list(subject.raw.findings)
    for check in _wanted(context.selected, context.ignored):
        found += check.check(subject, **_parameters(check, context))
    codes_heard = _heard(found, subject, given) if given.hearing else ()
    if subject.raw.metadata is not None and subject.raw.metadata.get("allow") is not None:
        found = _settled(found, subject)
    return tuple(sorted(adjusted(found, context), key=lambda finding: finding.order)), codes_heard


def heard(findings: Iterable[Finding], path: str, context: Context) -> frozenset[str]:
    """Of findings at a path before they are adjusted: the codes that `ignored` alone silences, or `severities` weigh otherwise.

    Then what overrides say that is needed here, with the number of each: "overrides[0]", "overrides[0].ignore 'TXT'".
    """
    silenced, met = silenced_at(path, context), {one.code: one.severity for one in findings}
    found = {
        code for code, own in met.items() if code in silenced or context.severities.get(code, own) is not own
    }
    return frozenset(found).union(_of_overrides(met, path, context))


def silenced_at(path: str, context: Context) -> frozenset[str]:
    """The codes that would be reported at a path, if nothing were ignored in the whole corpus, and are not."""
    here, loud = context_at(path, context), context_at(path, replace(context, ignored=()))
    return _chosen(loud.selected, loud.ignored) - _chosen(here.selected, here.ignored)


def _unheard_at(path: str, context: Context) -> frozenset[str]:
    """The same, if nothing were ignored in the whole corpus nor in an override."""
    if not any(override.ignored for override in context.overrides):
        return silenced_at(path, context)
    loud = replace(
        context, ignored=(), overrides=tuple(replace(each, ignored=()) for each in context.overrides)
    )
    here, loud = context_at(path, context), context_at(path, loud)
    return _chosen(loud.selected, loud.ignored) - _chosen(here.selected, here.ignored)


def _of_overrides(found: Collection[str], path: str, context: Context) -> Iterator[str]:
    for at, override in enumerate(context.overrides):
        if override.concerns(path):
            yield f"overrides[{at}]"
            yield from (f"overrides[{at}].{said}" for said in override.needed_for(found))


def _heard(found: list[Finding], subject: Subject, given: Context) -> tuple[str, ...]:
    """What is heard of an article, once the checks have run too that were left out because all their codes are ignored."""
    path, context = subject.raw.address.path, subject.context
    silenced, unheard = silenced_at(path, given), _unheard_at(path, given)
    codes_heard = set(heard(found, path, given))
    ran = _wanted(context.selected, context.ignored)
    for check in checks():
        here = {code.code for code in check.codes} & unheard
        if not here or check in ran:
            continue
        try:
            told = {finding.code for finding in check.check(subject, **_parameters(check, context))}
        except MemoryError:
            raise
        except Exception:
            told = here  # a check may be ignored because it fails: then it does not fail the run either
        codes_heard |= told & silenced
        codes_heard.update(_of_overrides(told & here, path, given))
    return tuple(sorted(codes_heard))


def context_at(path: str, context: Context) -> Context:
    """The context of the file at this path: what overrides say of it is settled, and none are left."""
    if not context.overrides:
        return context
    chosen = tuple(override for override in context.overrides if override.concerns(path))
    if not chosen:
        return replace(context, overrides=())
    severities = dict(context.severities)
    for override in chosen:
        severities.update(override.severities)
    reported = _reported(context.selected, context.ignored, chosen)
    return replace(context, selected=reported, ignored=(), severities=severities, overrides=())


@lru_cache(maxsize=64)
def _reported(
    selected: tuple[str, ...], ignored: tuple[str, ...], chosen: tuple[Override, ...]
) -> tuple[str, ...]:
    """Every code that is reported once these overrides are heard: the last that speaks of a code decides."""
    found = []
    for code in codes().values():
        wanted = wants(code.code, selected, ignored, code.default)
        for override in chosen:
            wanted = override.says(code.code, wanted)
        if wanted:
            found.append(code.code)
    return tuple(found)


def _settled(found: list[Finding], subject: Subject) -> list[Finding]:
    from corpuskit.rules.met_allow import settled

    return settled(found, subject)


@lru_cache(maxsize=64)
def _chosen(selected: tuple[str, ...], ignored: tuple[str, ...]) -> frozenset[str]:
    """Every code that is reported: asked once for all articles, not once for each finding."""
    return frozenset(
        code.code for code in codes().values() if wants(code.code, selected, ignored, code.default)
    )


@lru_cache(maxsize=64)
def _wanted(selected: tuple[str, ...], ignored: tuple[str, ...]) -> tuple[Check, ...]:
    return tuple(
        check
        for check in checks()
        if any(wants(code.code, selected, ignored, code.default) for code in check.codes)
    )


def _parameters(check: Check, context: Context) -> dict[str, Any]:
    if not context.parameters:
        return {}
    return {
        name: value for code in check.codes for name, value in context.parameters.get(code.code, {}).items()
    }


def adjusted(findings: list[Finding], context: Context) -> Iterator[Finding]:
    """The findings that are wanted, with the severities of the settings; overrides hold for the places of the findings."""
    for finding in findings:
        here = context_at(finding.place.path if finding.place else "", context)
        if finding.code in _chosen(here.selected, here.ignored):
            severity = here.severities.get(finding.code, finding.severity)
            yield finding if severity is finding.severity else replace(finding, severity=severity)


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)
