"""An id of its own for every article, and an error on each of those whose ids are not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corpuskit.model.articles import Entry
from corpuskit.model.findings import Code, Finding, Place
from corpuskit.rules import met_duplicate_id, src_names_collide, src_no_file
from corpuskit.schema.ids import escaped
from corpuskit.sources.collisions import collisions
from corpuskit.sources.names import without_ending


def id_of(path: str) -> str:
    """The id that an article has by its path.

    >>> id_of("2024/été.txt")
    '2024/%C3%A9t%C3%A9'
    """
    return escaped(without_ending(path))


def with_own_ids(entries: list[Entry]) -> Iterator[Entry]:
    """The entries in the order of their ids, no two of which are the same; each finding names its article.

    A second entry of an id is given `id~2`. Ids that differ in case alone stay as they are, and are an error too.
    """
    groups = collisions([entry.id for entry in entries])
    if groups:
        entries = _apart(entries, groups)
    for entry in sorted(entries, key=lambda entry: entry.id):
        if entry.findings:
            yield replace(entry, findings=tuple(replace(found, article=entry.id) for found in entry.findings))
        else:
            yield entry


def _apart(entries: list[Entry], groups: list[list[str]]) -> list[Entry]:
    group_of = {name: at for at, group in enumerate(groups) for name in group}
    alike: list[list[Entry]] = [[] for _ in groups]
    others: list[Entry] = []
    for entry in entries:
        (alike[group_of[entry.id]] if entry.id in group_of else others).append(entry)
    return others + [entry for group in alike for entry in _told_apart(group)]


def _told_apart(group: list[Entry]) -> Iterator[Entry]:
    """The entries of ids that differ in case at most, each with the finding that names another."""
    group.sort(key=lambda entry: (entry.id, entry.address.path))
    by_id: dict[str, list[Entry]] = {}
    for entry in group:
        by_id.setdefault(entry.id, []).append(entry)
    if len(by_id) == len(group) and _is_told(group):
        yield from group
        return
    for identity, same in by_id.items():
        stranger = next((entry for entry in group if entry.id != identity), None)
        for at, entry in enumerate(same):
            other = same[0 if at else 1] if len(same) > 1 else stranger
            found = (_duplicate(entry, other),) if other is not None else ()
            own = identity if at == 0 else f"{identity}~{at + 1}"
            yield replace(entry, id=own, findings=(*entry.findings, *found))


def _is_told(group: list[Entry]) -> bool:
    """Whether all is said already: ids that come from paths which collide themselves, or which lead to no file."""
    found = [
        entry for entry in group if not _has(entry, src_no_file.CODE) or entry.id != id_of(entry.address.path)
    ]
    return len(found) < 2 or all(
        _has(entry, src_names_collide.CODE) and entry.id == id_of(entry.address.path) for entry in found
    )


def _has(entry: Entry, code: Code) -> bool:
    return any(finding.code == code.code for finding in entry.findings)


def _duplicate(entry: Entry, other: Entry) -> Finding:
    place = entry.record.place if entry.record else Place(entry.address.path)
    if entry.id == other.id:
        said, fault = f"and so has {other.address.path}", ""
    else:
        said, fault = f"and {other.address.path} has {other.id}, which differs in case alone", "case"
    return met_duplicate_id.CODE.finding(
        f"{entry.address.path} has the id {entry.id}, {said}: give each an id of its own",
        place=place,
        fault=fault,
    )
