"""Which of the codes in the settings silence nothing in a corpus, or change nothing."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Set

from corpuskit.app.corpus import Corpus
from corpuskit.app.settings import Settings
from corpuskit.model.context import wants
from corpuskit.model.findings import Finding, Severity
from corpuskit.rules import checks, codes, set_unused
from corpuskit.rules.met_allow import OF_A_DAY

_OF_PACKAGES = (
    "PKG"  # what only a package brings up: the settings may name it for the sake of `validate dist/NAME`
)
_NEVER = frozenset(
    {"BUG001", "LIC001", "LIC002", set_unused.CODE.code}
)  # no corpus brings them up in a report


def asked_for(corpus: Corpus, settings: Settings, corpora: int) -> bool:
    """Whether a run over this corpus can tell, if it is over the whole: its settings are its own, and say something of codes."""
    here = any(override.ignored or override.severities for override in settings.overrides)
    says = settings.ignore or settings.severities or settings.rules or here
    own = settings.path is None or settings.path.parent.resolve() == corpus.base.resolve()
    return bool(says) and own and corpora == 1 and _reported(set_unused.CODE.code, settings)


def unused(settings: Settings, heard: Set[str]) -> Iterator[Finding]:
    """One note for all that changes nothing, where `heard` are the codes that settings silenced or gave another severity."""
    idle = [
        f"ignore {prefix!r}" for prefix in dict.fromkeys(settings.ignore) if _idle(prefix, settings, heard)
    ]
    idle += [f"severity.{code}" for code in settings.severities if _weightless(code, settings, heard)]
    idle += [f"rules.{code}.{name}" for code, name in _defaults(settings)]
    idle += _of_overrides(settings, heard)
    if idle:
        more = f" and {len(idle) - 1:,} more change" if len(idle) > 1 else " changes"
        yield set_unused.CODE.finding(
            f"settings: {idle[0]}{more} nothing in this corpus: take out what is not needed",
            fault="unused",
            excerpt=idle[0],
            data={"unused": idle},
        )


def _of_overrides(settings: Settings, heard: Set[str]) -> Iterator[str]:
    """What overrides ignore, or make no heavier, and is not found at their paths; SET101 tells of paths that nothing has."""
    for at, override in enumerate(settings.overrides):
        here = f"overrides[{at}]"
        for prefix in dict.fromkeys(override.ignored) if here in heard else ():
            named = [code for code in codes().values() if code.code.startswith(prefix) and code.default]
            judged = [code for code in named if not code.code.startswith(_OF_PACKAGES)]
            untold = judged and not {code.code for code in judged} & {*_NEVER, OF_A_DAY}
            if untold and f"{here}.ignore {prefix!r}" not in heard:
                yield f"{here}.ignore {prefix!r}"
        for code, severity in override.severities if here in heard else ():
            if f"{here}.severity.{code}" not in heard and _judged(code, severity, settings):
                yield f"{here}.severity.{code}"


def _idle(prefix: str, settings: Settings, heard: Set[str]) -> bool:
    """Whether a prefix in `ignore` silences nothing, though all that it names was looked for."""
    named = [code for code in codes().values() if code.code.startswith(prefix)]
    if any(code.code in heard or code.code.startswith(_OF_PACKAGES) for code in named):
        return False
    if settings.as_of is not None and OF_A_DAY.startswith(prefix):
        return False  # where it is ignored no check is told of the day
    selected = (*settings.select, *settings.extend_select)
    looked_for = [wants(code.code, selected, (), code.default) for code in named if code.default]
    return all(looked_for) and any(code.default and code.code not in {*_NEVER, OF_A_DAY} for code in named)


def _weightless(code: str, settings: Settings, heard: Set[str]) -> bool:
    """Whether a severity that makes nothing heavier changes nothing, though the code was looked for."""
    return code not in heard and _judged(code, settings.severities[code], settings)


def _judged(code: str, severity: Severity, settings: Settings) -> bool:
    """Whether a severity is none that guards against what may come, and its code was looked for in files."""
    lighter = severity <= codes()[code].severity
    return lighter and not code.startswith(_OF_PACKAGES) and code not in _NEVER and _reported(code, settings)


def _defaults(settings: Settings) -> Iterator[tuple[str, str]]:
    """The parameters that are given their defaults, with their codes."""
    for check in checks():
        known = inspect.signature(check.check).parameters
        for code in check.codes:
            for name, value in settings.rules.get(code.code, {}).items():
                if known[name].default == value:
                    yield code.code, name


def _reported(code: str, settings: Settings) -> bool:
    selected = (*settings.select, *settings.extend_select)
    return wants(code, selected, settings.ignore, codes()[code].default)
