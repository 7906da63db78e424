"""Settings: where they are found, what they may say, and what holds where they say nothing.

`corpuskit.toml`, or `[tool.corpuskit]` in `pyproject.toml`, in the corpus or the nearest folder above it. This is the
only module that reads the environment: `SOURCE_DATE_EPOCH`, for `as_of`.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from corpuskit.app.decisions import decisions_of
from corpuskit.app.licences import terms
from corpuskit.app.settings_codes import (
    SEVERITIES,
    encodings,
    nearest,
    overrides,
    parameters,
    prefixes,
    severities,
)
from corpuskit.app.settings_file import Found, contents, find, reason_of
from corpuskit.app.shipped import shipped
from corpuskit.errors import SettingsError
from corpuskit.model.context import Override, Thresholds, wants
from corpuskit.model.findings import Severity
from corpuskit.sources import Limits

SCHEMA = "article.schema.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run was asked to do; every value has a default.

    path                the file they come from, None where there is none
    select, ignore      prefixes of codes that are reported, and that are not
    extend_select       prefixes of codes that are reported too, such as those that are off by default
    fail_on             the severity from which a finding fails the run and refuses its article
    encodings           the only encodings the corpus uses; None where that is not known
    as_of               the day after which a date lies in the future; None: no day does
    schema_text         the metadata schema as JSON text; schema_path is where it was read, None for the shipped one
    severities, rules   by code: another severity; keyword arguments of its check
    overrides           what is otherwise at some paths below the raw folder
    dataset             what the card says: description, license, version, url, creators
    remove_at, undecided_at   thousandths of probability that a line is residue
    decisions           what people decided of lines (corpuskit.app.decisions)
    max_refused         the share, 0 to 1, of refused articles up to which a package is published; dropped copies do not count
    duplicates          what becomes of copies: keep, drop-exact, drop (near ones, too)
    without             ids of articles that are left out of a package as if they were not there
    exclude_license     licences that refuse an article which can be used under no other
    quality             whether a package has columns of quality figures
    """

    path: Path | None = None
    select: tuple[str, ...] = ("",)
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity = Severity.ERROR
    encodings: tuple[str, ...] | None = None
    as_of: dt.date | None = None
    schema_text: str = field(default_factory=lambda: shipped(SCHEMA), repr=False)
    schema_path: Path | None = None
    severities: Mapping[str, Severity] = field(default_factory=dict)
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    name: str | None = None
    dataset: Mapping[str, Any] = field(default_factory=dict)
    max_bytes: int = Limits().max_bytes
    follow_links: bool = False
    remove_at: int = Thresholds().remove
    undecided_at: int = Thresholds().undecided
    decisions: str = field(default="", repr=False)
    max_refused: float = 0.05
    duplicates: str = "keep"
    raw: str = "when-needed"
    without: tuple[str, ...] = ()
    exclude_license: tuple[str, ...] = ()
    quality: bool = False

    @property
    def day(self) -> str | None:
        """`as_of` as text where the one code that asks for it is wanted: else it decides nothing, and is kept out of digests."""
        return self.as_of.isoformat() if self.as_of and wants("MET103", self.select, self.ignore) else None

    @property
    def decisive(self) -> dict[str, Any]:
        """Those that decide what a package holds, as a JSON object with sorted keys and without any path."""
        chosen = {
            "as_of": self.day,
            "clean": {"remove_at": self.remove_at, "undecided_at": self.undecided_at},
            "encodings": list(self.encodings) if self.encodings is not None else None,
            "extend_select": list(self.extend_select) or None,
            "fail_on": self.fail_on.label,
            "ignore": list(self.ignore),
            "overrides": [override.plain for override in self.overrides] or None,
            "package": {
                "duplicates": self.duplicates,
                "max_refused": self.max_refused,
                **({"exclude_license": list(self.exclude_license)} if self.exclude_license else {}),
                **({"quality": True} if self.quality else {}),
                "raw": self.raw,
            },
            "rules": {code: dict(sorted(values.items())) for code, values in sorted(self.rules.items())},
            "select": list(self.select),
            "severity": {code: severity.label for code, severity in sorted(self.severities.items())},
            "sources": {"follow_links": self.follow_links, "max_bytes": self.max_bytes},
        }
        return {key: value for key, value in chosen.items() if value is not None}

    def with_overrides(
        self,
        *,
        select: Iterable[str] | None = None,
        extend_select: Iterable[str] | None = None,
        ignore: Iterable[str] | None = None,
        fail_on: str | Severity | None = None,
        schema: str | os.PathLike[str] | None = None,
        without: Iterable[str] = (),
        exclude_license: Iterable[str] = (),
    ) -> Settings:
        """These settings with what the command line says instead; None says nothing. Raises SettingsError as loading does.

        `extend_select` is added to what is selected already; `select` takes the place of all that was.
        """
        chosen = self
        if select is not None:
            chosen = replace(chosen, select=prefixes(select, "--select"), extend_select=())
        if extend_select is not None:
            more = prefixes(extend_select, "--extend-select")
            chosen = replace(chosen, extend_select=(*chosen.extend_select, *more))
        if ignore is not None:
            chosen = replace(chosen, ignore=prefixes(ignore, "--ignore"))
        if fail_on is not None:
            chosen = replace(chosen, fail_on=_severity(fail_on))
        if schema is not None:
            chosen = replace(chosen, schema_text=_schema_at(Path(schema)), schema_path=Path(schema))
        more_excluded = terms(exclude_license, "--exclude-license")
        return replace(
            chosen,
            without=(*chosen.without, *without),
            exclude_license=tuple(sorted({*chosen.exclude_license, *more_excluded})),
        )


def load_settings(
    corpus: str | os.PathLike[str] = ".", config: str | os.PathLike[str] | None = None
) -> Settings:
    """The settings of a corpus: those in `config`, or in the nearest file that has any, else the defaults.

    Raises SettingsError where a file cannot be read, or says something that is unknown, malformed or contradictory.
    """
    base = Path(corpus).resolve()
    found = find(base, Path(config) if config is not None else None)
    settings = replace(_settings_of(found) if found else Settings(), decisions=decisions_of(base))
    if settings.as_of is None:
        settings = replace(settings, as_of=_from_environment())
    schema = (
        found.path.parent / found.values["schema"] if found and "schema" in found.values else _beside(base)
    )
    if schema is None:
        return settings
    return replace(settings, schema_text=_schema_at(schema), schema_path=schema)


def _settings_of(found: Found) -> Settings:
    where, values = found.shown, found.values
    sources, clean, package = (values.get(name, {}) for name in ("sources", "clean", "package"))
    dataset = dict(values.get("dataset", {}))
    package = package | {"without": tuple(package.get("without", ()))}
    package["exclude_license"] = terms(
        package.get("exclude_license", ()), f"{where}: package.exclude_license"
    )
    settings = Settings(
        path=found.path,
        select=prefixes(values["select"], where) if "select" in values else ("",),
        extend_select=prefixes(values.get("extend_select", ()), where),
        ignore=prefixes(values.get("ignore", ()), where),
        fail_on=SEVERITIES[values.get("fail_on", "error")],
        encodings=encodings(values["encodings"], where) if "encodings" in values else None,
        as_of=dt.date.fromisoformat(values["as_of"]) if "as_of" in values else None,
        severities=severities(values.get("severity", {}), where),
        overrides=overrides(values.get("overrides", ()), where),
        rules=parameters(values.get("rules", {}), where),
        name=dataset.pop("name", None),
        dataset=dataset,
        **sources,
        **clean,
        **package,
    )
    if settings.undecided_at > settings.remove_at:
        raise SettingsError(
            f"{where}: clean.undecided_at is {settings.undecided_at} and clean.remove_at {settings.remove_at}: "
            "the first must not be above the second"
        )
    return settings


def _severity(value: str | Severity) -> Severity:
    if isinstance(value, Severity):
        return value
    if value not in SEVERITIES:
        known = ", ".join(SEVERITIES)
        raise SettingsError(
            f"--fail-on {value!r} is no severity{nearest(value, SEVERITIES) or f': choose {known}'}"
        )
    return SEVERITIES[value]


def _beside(base: Path) -> Path | None:
    """The schema that a team put beside its corpus, None where there is none."""
    places = [base.parent if base.is_file() else base]
    if places[0].name == "raw" and not (places[0] / "raw").is_dir():
        places.append(places[0].parent)
    return next((file for place in places if (file := place / "schema" / SCHEMA).is_file()), None)


def _schema_at(path: Path) -> str:
    """The text of a schema that can be used; SettingsError, with the file's name, where it cannot."""
    from corpuskit.packaging.columns import NAMES
    from corpuskit.schema import load

    try:
        text = contents(path).decode("utf-8")
    except (OSError, ValueError) as error:
        reason = reason_of(error)
        raise SettingsError(f"{path}: the schema cannot be read ({reason}): name a JSON file") from None
    try:
        load(text, reserved=NAMES)
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}") from None
    return text


def _from_environment() -> dt.date | None:
    """The day of SOURCE_DATE_EPOCH in UTC (reproducible-builds.org), None where it is not set."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return None
    try:
        return dt.datetime.fromtimestamp(int(seconds), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise SettingsError(
            f"SOURCE_DATE_EPOCH is {seconds!r}: it must be seconds since 1970, or not be set"
        ) from None
