"""The list of articles: what the walk met, joined with what the metadata say, in the order of the ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from unicodedata import normalize

from corpuskit.model.articles import Address, Entry, Record
from corpuskit.model.findings import Finding, Place, Severity
from corpuskit.rules import met_two_sources, src_escapes_root, src_names_collide, src_no_file, src_no_metadata
from corpuskit.schema.ids import escaped
from corpuskit.sources.collisions import collisions, folded
from corpuskit.sources.identity import id_of, with_own_ids
from corpuskit.sources.limits import Limits
from corpuskit.sources.metadata import Said, records_in, same, sidecar_at
from corpuskit.sources.names import readable, without_ending, without_sidecar
from corpuskit.sources.walk import Walked, walk


@dataclass(frozen=True, slots=True)
class Listing:
    """The articles in the order of their ids, and what was found that belongs to none of them."""

    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Metadata:
    """What was said of each path, and what is wrong with that."""

    by_path: dict[str, Said] = field(default_factory=dict)
    conflicts: dict[str, list[Finding]] = field(default_factory=dict)
    astray: list[Said] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def take(self, said: Said | Finding) -> None:
        """Sort in one more record."""
        if isinstance(said, Finding):
            self.findings.append(said)
        elif said.target is None:
            self.astray.append(said)
        elif (first := self.by_path.setdefault(said.target, said)) is not said:
            self.conflicts.setdefault(said.target, []).extend(_conflict(first, said))


def listing(root: Path, limits: Limits | None = None, schema: str = "{}") -> Listing:
    """The articles below `root`; SourceError where that is no folder that can be read.

    `schema` is the JSON Schema of the metadata: it says what the cells of a CSV mean.
    Every article has an id of its own: a second one with the same id is listed under `id~2`, and both have an error.
    Records that lead to no file are listed too, with length 0 and an error, so that they are counted as refused.
    """
    chosen = limits or Limits()
    walked = walk(root, chosen)
    metadata = _Metadata()
    for path in sorted(walked.records):
        for said in records_in(root, path, chosen, schema):
            metadata.take(said)
    for path, target in _sidecar_targets(walked):
        metadata.take(sidecar_at(root, path, target, chosen))
    alike = _alike(walked)
    entries = [_entry(path, size, walked, metadata, alike) for path, size in walked.sizes.items()]
    lost = {path: said for path, said in metadata.by_path.items() if path not in walked.sizes}
    near = {folded(path): path for path in walked.sizes} if lost else {}
    entries += [_lost(said, path, near.get(folded(path))) for path, said in lost.items()]
    entries += [_astray(said) for said in metadata.astray]
    findings = sorted(walked.findings + metadata.findings, key=lambda finding: finding.order)
    return Listing(tuple(with_own_ids(entries)), tuple(findings))


def _alike(walked: Walked) -> dict[str, Finding]:
    """For each article whose path is that of something else for other systems, the finding; the other groups are told of once."""
    found = {}
    for group in collisions([*walked.sizes, *walked.beside]):
        articles = [path for path in group if path in walked.sizes]
        for path in articles or group[:1]:
            finding = _collision(path, next(name for name in group if name != path))
            if articles:
                found[path] = finding
            else:
                walked.findings.append(finding)
    return found


def _collision(path: str, other: str) -> Finding:
    in_accents = normalize("NFC", path) == normalize("NFC", other)
    what = "two ways of writing accents are" if in_accents else "case is"
    return src_names_collide.CODE.finding(
        f"its path and that of {readable(other)} are one where {what} not told apart: rename one of them",
        place=Place(readable(path)),
        fault="accents" if in_accents else "case",
        excerpt=path.encode("ascii", "backslashreplace").decode() if in_accents else "",
    )


def _sidecar_targets(walked: Walked) -> Iterator[tuple[str, str]]:
    """(sidecar, article) for each sidecar: `a.txt.meta.json` is about `a.txt`, `a.meta.json` about any article `a`."""
    by_stem: dict[str, list[str]] = {}
    if walked.sidecars:
        for path in sorted(walked.sizes):
            by_stem.setdefault(without_ending(path), []).append(path)
    for sidecar in sorted(walked.sidecars):
        named = without_sidecar(sidecar)
        targets = [named] if named in walked.sizes else by_stem.get(named, [named])
        yield from ((sidecar, target) for target in targets)


def _entry(path: str, size: int, walked: Walked, metadata: _Metadata, alike: dict[str, Finding]) -> Entry:
    said = metadata.by_path.get(path)
    fault = walked.faults.get(path)
    findings = [found[path] for found in (walked.faults, walked.warnings, alike) if path in found]
    if said is None and fault is None:
        findings.append(
            src_no_metadata.CODE.finding(
                "no metadata speak of it: add a record to metadata.jsonl or metadata.csv, or a sidecar beside it",
                place=Place(path),
            )
        )
    if said is not None and said.finding is not None:
        findings.append(said.finding)
    findings += metadata.conflicts.get(path, ())
    site = (said.site if said else None) or readable(path.partition("/")[0] if "/" in path else "")
    identity = (said.id if said else None) or id_of(path)
    return Entry(
        identity, Address(readable(path), 0, size), said.record if said else None, site, tuple(findings)
    )


def _lost(said: Said, path: str, near: str | None) -> Entry:
    """A record without its file; `near` is an article whose path is the same but for case and the writing of accents."""
    place = said.record.place if said.record else Place(path)
    if near is None:
        what = "no such article is there: put the file there, or correct the name"
    else:
        what = f"there is {readable(near)}, which differs in case or in how accents are written: correct the name"
    missing = src_no_file.CODE.finding(
        f"it speaks of {path}, and {what}", place=place, fault="near" if near is not None else ""
    )
    findings = (missing, *((said.finding,) if said.finding else ()))
    identity = said.id or id_of(path)
    return Entry(identity, Address(path, 0, 0), said.record, said.site or "", findings)


def _astray(said: Said) -> Entry:
    place = said.record.place if said.record else None
    fault = src_escapes_root.CODE.finding(
        "file_name leads out of the raw folder or names nothing: write a path below this file's folder, with slashes",
        place=replace(place, pointer="/file_name") if place else None,
        excerpt=said.named,
    )
    findings = (fault, *((said.finding,) if said.finding else ()))
    path = escaped(said.named)
    return Entry(said.id or id_of(said.named), Address(path, 0, 0), said.record, "", findings)


def _conflict(first: Said, second: Said) -> list[Finding]:
    if second.finding is not None:
        return [second.finding]
    if first.record is None or second.record is None or first.finding is not None:
        return []  # the listing says that of the first; what cannot be parsed cannot be compared
    places = [_where(record) for record in (first.record, second.record)]
    if same(first.record, second.record):
        message, weight, fault = "say the same: keep one of them", Severity.WARNING, "same"
    else:
        message, weight, fault = "do not agree: keep the one that is right", Severity.ERROR, "differ"
    return [
        met_two_sources.CODE.finding(
            f"two records speak of {first.target}, in {places[0]} and in {places[1]}, and {message}",
            place=second.record.place,
            severity=weight,
            fault=fault,
        )
    ]


def _where(record: Record) -> str:
    place = record.place
    return place.path if place.line is None else f"{place.path} line {place.line}"
