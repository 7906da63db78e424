"""Licences in settings that must be known: those that are excluded from a package."""

from __future__ import annotations

from collections.abc import Iterable

from corpuskit.errors import SettingsError
from corpuskit.schema.exclusion import term_of
from corpuskit.schema.licences import meant_by


def terms(given: Iterable[str], where: str) -> tuple[str, ...]:
    """The licences to exclude, in their own spelling; SettingsError for what is none, or several."""
    found = []
    for value in given:
        term = term_of(value)
        if term is None:
            meant = meant_by(value)
            cure = (
                f"did you mean {meant}?"
                if meant
                else "give one SPDX identifier, LicenseRef-… or NOASSERTION a time"
            )
            raise SettingsError(f"{where}: {value!r:.100} is not one licence: {cure}")
        found.append(term)
    return tuple(sorted(set(found)))
