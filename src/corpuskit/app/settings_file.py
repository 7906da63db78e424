"""The file that settings come from: found as ruff finds its own, parsed, and held against its schema."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpuskit.app.shipped import shipped
from corpuskit.errors import SettingsError

OWN = "corpuskit.toml"
SHARED = "pyproject.toml"
_TOLD = 3  # faults of one file that are told at once
_LARGEST = 2**20  # bytes of a file of settings, or of a schema


@dataclass(frozen=True, slots=True)
class Found:
    """Settings as they stand in a file, dates as text; `shown` is how messages name the place."""

    path: Path
    shown: str
    values: dict[str, Any]


def find(base: Path, config: Path | None) -> Found | None:
    """The settings in `config`, else in the nearest file at or above `base` (absolute); None where there are none.

    In one folder `corpuskit.toml` comes first; a `pyproject.toml` without our table is passed over. SettingsError for
    a file that cannot be read or says what its schema does not know.
    """
    if config is not None:
        found = _in_file(config)
        if found is None:
            raise SettingsError(f"{config} has no table [tool.corpuskit]: add it, or name another file")
        return found
    for folder in (base, *base.parents):
        for name in (OWN, SHARED):
            if (folder / name).is_file():
                found = _in_file(folder / name)
                if found is not None:
                    return found
    return None


def _in_file(path: Path) -> Found | None:
    shared = path.name == SHARED
    try:
        text = contents(path).decode("utf-8")
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: the settings cannot be read ({reason_of(error)})") from None
    if shared and "corpuskit" not in text:
        return None  # it is somebody else's, and need not even be well formed
    values = _parsed(text, path)
    if shared:
        tools = values.get("tool")
        values = tools.get("corpuskit") if isinstance(tools, dict) else None
        if not isinstance(values, dict):
            return None
    shown = f"{path}, [tool.corpuskit]" if shared else str(path)
    return Found(path, shown, _checked(_plain(values), shown))


def contents(path: Path) -> bytes:
    """What is in a small file. OSError or ValueError, for `reason_of`, where it is no regular file or a large one."""
    if path.exists() and not path.is_file():
        raise ValueError("it is not a file")
    with path.open("rb") as file:
        found = file.read(_LARGEST + 1)
    if len(found) > _LARGEST:
        raise ValueError(f"it is longer than {_LARGEST:,} bytes")
    return found


def reason_of(error: OSError | ValueError) -> str:
    """Why a file cannot be read as text."""
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return "it is not UTF-8" if isinstance(error, UnicodeError) else str(error)


def _parsed(text: str, path: Path) -> Any:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.fullmatch(
            r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", str(error), re.DOTALL
        )
        if match is None:
            raise SettingsError(f"{path}: this is not TOML: {error}") from None
        what, line, column = match.groups()
        where = f":{line}:{column}" if line else " (at its end)"
        raise SettingsError(f"{path}{where}: this is not TOML: {what[:1].lower()}{what[1:]}") from None
    except RecursionError:
        raise SettingsError(f"{path}: it is nested too deep") from None


def _plain(value: Any) -> Any:
    """A TOML value as JSON has it: dates and times as text."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _checked(values: dict[str, Any], shown: str) -> dict[str, Any]:
    from corpuskit.schema import load

    faults = load(shipped("settings.schema.json")).errors(values)
    if faults:
        told = [f"{_key(fault.pointer)} {fault.message}" for fault in faults[:_TOLD]]
        more = f"; and {len(faults) - _TOLD} more" if len(faults) > _TOLD else ""
        raise SettingsError(f"{shown}: {'; '.join(told)}{more}")
    unreal = next(_unreal("", values), None)
    if unreal is not None:
        raise SettingsError(f"{shown}: {unreal} is not a number: give one")
    return values


def _key(pointer: str) -> str:
    """The place in the settings as one writes it: `overrides[0].paths`."""
    parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    return "".join(f"[{part}]" if part.isdecimal() else f".{part}" for part in parts).removeprefix(".")


def _unreal(key: str, value: Any) -> Iterator[str]:
    """The keys whose value is nan or inf: TOML knows them, and no bound of a schema keeps them out."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _unreal(f"{key}.{name}" if key else name, item)
    elif isinstance(value, list):
        for item in value:
            yield from _unreal(key, item)
    elif isinstance(value, float) and value - value != 0:
        yield key
