"""Articles that somebody asks to leave out of a package, by their ids."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any

from corpuskit.app.corpus import Listing
from corpuskit.app.settings_file import contents, reason_of
from corpuskit.errors import SettingsError, SourceError, TargetError
from corpuskit.packaging.opening import ShardFault, open_package, opened_file, opened_shard
from corpuskit.rules.lic_left_out import WITHDRAWN

_SHOWN = 5  # unknown ids that a message names
_SECOND = "~"  # a second article of the same id is listed as id~2


def withdrawn(listed: Listing, without: Iterable[str]) -> tuple[Listing, tuple[str, ...]]:
    """The listing without the articles of these ids, and their ids; SettingsError where there is no such article."""
    wanted = frozenset(without)
    if not wanted:
        return listed, ()
    gone = {entry.id for entry in listed.entries if withdrawn_by(entry.id, wanted)}
    unknown = sorted(wanted - {ident.partition(_SECOND)[0] for ident in gone})
    if unknown:
        known = [entry.id for entry in listed.entries]
        near = difflib.get_close_matches(unknown[0][:200], known[:5000], 3, 0.6)
        names = ", ".join(repr(name)[:100] for name in unknown[:_SHOWN])
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        hint = f": did you mean {', '.join(near)}?" if near else ": take ids as the packages have them"
        raise SettingsError(f"no article to withdraw has the id {names}{more}{hint}")
    entries = tuple(entry for entry in listed.entries if entry.id not in gone)
    if not entries:
        raise SourceError("no article is left: all are withdrawn")
    return Listing(entries, listed.findings), tuple(sorted(gone))


def withdrawn_by(ident: str, without: Container[str]) -> bool:
    """Whether these ids withdraw the article: a second one of the same id, id~2, goes with the first."""
    return ident.partition(_SECOND)[0] in without


def returned(target: Path, listed: Listing) -> tuple[str, ...]:
    """The articles that are listed though the package at `target` says that they were withdrawn; () where none can be read."""
    try:
        opened = open_package(target)
    except (TargetError, OSError):
        return ()
    if opened.manifest is None or not opened.manifest.counts.get("refused", {}).get(WITHDRAWN.code):
        return ()
    gone: set[str] = set()
    with contextlib.suppress(ShardFault, OSError):
        for fact in opened.manifest.refusals:
            with opened_file(opened.folder, fact) as (file, wrong):
                if file is None or wrong is not None:
                    continue
                with opened_shard(file) as shard:
                    rows = (row for batch in shard.batches(("id", "code")) for row in batch)
                    gone.update(row["id"] for row in rows if row["code"] == WITHDRAWN.code)
    return tuple(sorted(gone.intersection(entry.id for entry in listed.entries)))


def withdrawn_row(ident: str) -> dict[str, Any]:
    """The row of an article that was withdrawn, among the refused: its id and nothing that was in it, or said of it."""
    message = "withdrawn at somebody's request: delete the row from older packages"
    told = {"code": WITHDRAWN.code, "severity": WITHDRAWN.severity.label, "message": message}
    nothing = ("raw_path", "raw_offset", "raw_length", "raw_sha256", "metadata")
    return {"id": ident, "code": WITHDRAWN.code, "reason": message, "findings": [told]} | dict.fromkeys(
        nothing
    )


def ids_in(file: Path) -> tuple[str, ...]:
    """The ids in a file, one a line; blank lines and lines that begin with # say nothing. SettingsError if it cannot be read."""
    try:
        text = contents(file).decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file}: the ids cannot be read ({reason_of(error)})") from None
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
