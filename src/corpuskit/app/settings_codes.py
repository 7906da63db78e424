"""Names in settings that must be known: codes with their severities and parameters, and encodings."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from posixpath import commonprefix
from typing import Any

from corpuskit.errors import SettingsError
from corpuskit.model.context import Override
from corpuskit.model.findings import Severity

SEVERITIES: Mapping[str, Severity] = {severity.label: severity for severity in Severity}


def prefixes(given: Iterable[str], where: str) -> tuple[str, ...]:
    """Prefixes of codes as they were given; SettingsError where no code begins with one of them."""
    from corpuskit.rules import codes

    chosen = tuple(given)
    for prefix in chosen:
        if not any(code.startswith(prefix) for code in codes()):
            raise SettingsError(f"{where}: no code begins with {prefix!r}{nearest(prefix, _families())}")
    return chosen


def _families() -> list[str]:
    from corpuskit.rules import codes

    return [*codes(), *dict.fromkeys(code[:3] for code in codes())]


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a message that proposes the nearest known word, "" where none is near.

    Of equals the one that begins most like the word is nearest: of codes the beginning says most.

    >>> nearest("TXT0O2", ("TXT002", "TXT102")), nearest("x", ("TXT002",))
    (': did you mean TXT002?', '')
    """
    near = difflib.get_close_matches(word[:200], list(known), 5)
    if not near:
        return ""
    best = max(near, key=lambda one: (_ratio(word[:200], one), len(commonprefix((word, one)))))
    return f": did you mean {best}?"


def _ratio(word: str, other: str) -> float:
    return difflib.SequenceMatcher(a=other, b=word).ratio()


def severities(given: Mapping[str, str], where: str) -> dict[str, Severity]:
    """The severities that settings give to codes; SettingsError where there is no such code."""
    for code in given:
        _known_code(code, f"{where}: severity")
    return {code: SEVERITIES[label] for code, label in sorted(given.items())}


def _known_code(code: str, where: str) -> None:
    from corpuskit.rules import codes

    if code not in codes():
        raise SettingsError(f"{where}.{code}: there is no such code{nearest(code, codes())}")


def overrides(given: Iterable[Mapping[str, Any]], where: str) -> tuple[Override, ...]:
    """What settings say of single paths, in their order; SettingsError where a code is not known."""
    return tuple(_override(said, f"{where}: overrides[{at}]") for at, said in enumerate(given))


def _override(said: Mapping[str, Any], where: str) -> Override:
    if len(said) < 2:
        raise SettingsError(f"{where} says nothing of its paths: add select, ignore or severity")
    return Override(
        paths=tuple(said["paths"]),
        selected=prefixes(said.get("select", ()), where),
        ignored=prefixes(said.get("ignore", ()), where),
        severities=tuple(severities(said.get("severity", {}), where).items()),
    )


def parameters(given: Mapping[str, Mapping[str, Any]], where: str) -> dict[str, dict[str, Any]]:
    """The parameters that settings give to checks, by code.

    They are the keyword-only parameters of the check; SettingsError where it has none of that name, or where the value
    is not of the kind of its default.
    """
    return {code: _of_check(code, values, f"{where}: rules") for code, values in sorted(given.items())}


def encodings(given: Iterable[str], where: str) -> tuple[str, ...]:
    """The encodings as they were given; SettingsError for a name that stands for none."""
    from corpuskit.decoding.labels import LABELS, codec_of

    chosen = tuple(given)
    for label in chosen:
        if codec_of(label) is None:
            raise SettingsError(
                f"{where}: encodings: {label!r} is no encoding that is known here{nearest(label.lower(), LABELS)}"
            )
    return chosen


def _of_check(code: str, values: Mapping[str, Any], where: str) -> dict[str, Any]:
    import inspect

    from corpuskit.rules import checks

    _known_code(code, where)
    defaults: dict[str, Any] = {}
    for check in checks():
        if any(known.code == code for known in check.codes):
            parameters = inspect.signature(check.check).parameters.values()
            defaults |= {each.name: each.default for each in parameters if each.kind is each.KEYWORD_ONLY}
    for name, value in values.items():
        if name not in defaults:
            known = f"; it has {', '.join(defaults)}" if defaults else "; it has none"
            raise SettingsError(
                f"{where}.{code}: there is no parameter {name!r}{nearest(name, defaults) or known}"
            )
        if not _fits(value, defaults[name]):
            raise SettingsError(
                f"{where}.{code}.{name} is {value!r}: it must be of the kind of its default, {defaults[name]!r}"
            )
    return {name: _as(value, defaults[name]) for name, value in sorted(values.items())}


def _fits(value: Any, default: Any) -> bool:
    if isinstance(default, float):
        return isinstance(value, int | float) and not isinstance(value, bool) and value - value == 0
    if isinstance(default, tuple):
        return isinstance(value, list) and all(_fits(item, default[0]) for item in value if default)
    return type(value) is type(default)


def _as(value: Any, default: Any) -> Any:
    return type(default)(value) if isinstance(default, float | tuple) else value
