"""Options that several commands take, each declared once, and what becomes of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from corpuskit.app.settings import Settings

ENGINES = ("auto", "serial", "processes")
FAIL_ON = ("note", "warning", "error")


def one_of(allowed: tuple[str, ...], value: str | None) -> str | None:
    """The value, if it is allowed; else a usage error that lists what is, and names the nearest."""
    if value is not None and value not in allowed:
        from corpuskit.app.settings_codes import nearest

        raise typer.BadParameter(
            f"{value!r} is not one of {', '.join(allowed)}{nearest(value, allowed) or '.'}"
        )
    return value


def _engine(value: str) -> str:
    return one_of(ENGINES, value) or value


def _format(value: str) -> str:
    from corpuskit.reporters import reporter, reporters

    return value if reporter(value) else one_of(tuple(reporters()), value) or value


def _fail_on(value: str | None) -> str | None:
    return one_of(FAIL_ON, value)


Config: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Settings to use instead of those found upward from the corpus."
    ),
]
Schema: TypeAlias = Annotated[
    Path | None,
    typer.Option("--schema", metavar="FILE", help="JSON Schema for the metadata, instead of the default."),
]
Select: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--select", metavar="CODES", help="Report these codes only: ENC,TXT101. A prefix names a family."
    ),
]
ExtendSelect: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--extend-select",
        metavar="CODES",
        help="Report these too. Needed for codes that are off by default: PII.",
    ),
]
Ignore: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--ignore", metavar="CODES", help="Do not report these codes. The longer prefix wins over --select."
    ),
]
FailOn: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--fail-on", metavar="SEVERITY", callback=_fail_on, help="note, warning or error (the default)."
    ),
]
OutputFormat: TypeAlias = Annotated[
    str,
    typer.Option(
        "--output-format",
        metavar="NAME",
        callback=_format,
        help="full, concise, json, jsonl, sarif, junit, github or markdown.",
    ),
]
Workers: TypeAlias = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, help="Processes to use. Default: one for each CPU."),
]
Engine: TypeAlias = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="NAME",
        callback=_engine,
        help="auto (serial for a few hundred articles), serial or processes.",
    ),
]
Cache: TypeAlias = Annotated[
    bool,
    typer.Option("--cache/--no-cache", help="Use what earlier runs worked out, and keep it: in .corpuskit/."),
]


def settings_for(
    path: Path,
    config: Path | None,
    *,
    schema: Path | None = None,
    select: list[str] | None = None,
    extend_select: list[str] | None = None,
    ignore: list[str] | None = None,
    fail_on: str | None = None,
) -> Settings:
    """The settings of the corpus that `path` means, with what the command line says on top."""
    from corpuskit.app.corpus import find
    from corpuskit.app.settings import load_settings

    return load_settings(find(path).base, config).with_overrides(
        select=_codes(select),
        extend_select=_codes(extend_select),
        ignore=_codes(ignore),
        fail_on=fail_on,
        schema=schema,
    )


def cpus(workers: int | None) -> int:
    """The workers that were asked for, else one for each CPU that this process may use."""
    if workers is not None:
        return workers
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _codes(values: list[str] | None) -> tuple[str, ...] | None:
    if not values:
        return None
    return tuple(code.strip() for value in values for code in value.split(",") if code.strip())
