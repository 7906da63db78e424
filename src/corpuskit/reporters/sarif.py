"""SARIF 2.1.0, for code scanning: one run, the rules that fired with their pages, and every finding, notes included.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/ is the standard; sections are named where a choice follows it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from corpuskit.model.baseline import Comparison, Old
from corpuskit.model.findings import Code, Finding, Place
from corpuskit.model.report import Report
from corpuskit.reporters import View
from corpuskit.reporters.escape import shown
from corpuskit.reporters.jsonl import encoded, every_finding, plain
from corpuskit.reporters.places import path_of

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SOURCES = "%SRCROOT%"  # the folder in which the program was started: what code scanning takes it for
_RAW = "RAW"  # the raw folder, where its path leads out of that folder
_LINK = re.compile(r"([\[\]\\])")
_DRIVE = re.compile(r"[A-Za-z]:/")


def report(report: Report, view: View) -> Iterator[str]:
    """The log piece by piece, one result a line; ValueError where the report did not keep its findings."""
    findings = every_finding(report)
    results = _states(findings, report.compared)
    fired = sorted({of.code for of, _ in results})
    known = [view.codes[code] for code in fired if code in view.codes]
    index = {code.code: at for at, code in enumerate(known)}
    yield f'{{\n  "$schema": "{SCHEMA}",\n  "version": "2.1.0",\n  "runs": [{{\n'
    yield f'    "tool": {{"driver": {{"name": "corpuskit", "version": {encoded(view.version or "0")}, "rules": ['
    for at, code in enumerate(known):
        yield ("," if at else "") + "\n      " + encoded(_rule(code, view.pages))
    yield ("\n    " if known else "") + "]}},\n"
    yield f'    "columnKind": "unicodeCodePoints",\n    "originalUriBaseIds": {encoded(_bases(report.root))},\n'
    yield f'    "properties": {{"articles": {report.articles}, "refused": {report.refused}}},\n    "results": ['
    numbers = _Numbers()
    for at, (of, state) in enumerate(results):
        if isinstance(of, Finding):
            result = _result(of, report.root, index, numbers.of(of)) | state
        else:
            result = _absent(of, index) | state
        yield ("," if at else "") + "\n      " + encoded(result)
    yield ("\n    " if results else "") + "]\n  }]\n}\n"


def _states(
    findings: tuple[Finding, ...], compared: Comparison | None
) -> list[tuple[Finding | Old, dict[str, str]]]:
    """All results, with what a baseline makes of them (3.27.24): new, unchanged or absent; no word without a baseline."""
    if compared is None:
        return [(finding, {}) for finding in findings]
    old = [(finding, {"baselineState": "unchanged"}) for finding in compared.known]
    new = [(finding, {"baselineState": "new"}) for finding in findings]
    there: list[tuple[Finding | Old, dict[str, str]]] = [*sorted(old + new, key=lambda pair: pair[0].order)]
    return there + [(each, {"baselineState": "absent"}) for each in compared.gone]


def _absent(old: Old, index: Mapping[str, int]) -> dict[str, Any]:
    times = f" ({old.count:,} times)" if old.count > 1 else ""
    result: dict[str, Any] = {"ruleId": old.code, "message": {"text": f"this is no longer found{times}"}}
    if old.code in index:
        result["ruleIndex"] = index[old.code]
    if old.article:
        result["locations"] = [{"logicalLocations": [{"fullyQualifiedName": old.article, "kind": "article"}]}]
    result["partialFingerprints"] = {"corpuskit/v1": old.fingerprint}
    return result


class _Numbers:
    """Tells findings of one kind in one article apart by counting them: findings come sorted by article."""

    def __init__(self) -> None:
        self._article: str | None = None
        self._seen: Counter[str] = Counter()

    def of(self, finding: Finding) -> int:
        """1 for the first finding of its kind in its article."""
        if finding.article != self._article:
            self._article, self._seen = finding.article, Counter()
        self._seen[finding.fingerprint] += 1
        return self._seen[finding.fingerprint]


def _rule(code: Code, pages: str) -> dict[str, Any]:
    page = code.page.strip()
    rule: dict[str, Any] = {
        "id": code.code,
        "name": code.name,
        "shortDescription": {"text": code.name.replace("-", " ")},
        "fullDescription": {"text": _first_paragraph(page) or code.name},
        "help": {"text": page or code.name, "markdown": page or code.name},
        "defaultConfiguration": {"level": code.severity.label},
        "properties": {"tags": [code.code[:3]]},
    }
    if pages:
        rule["helpUri"] = f"{pages.rstrip('/')}/{quote(code.code)}.md"
    return rule


def _first_paragraph(page: str) -> str:
    """What the page says under its first heading, on one line."""
    parts = [part for part in re.split(r"\n\s*\n", page) if part.strip() and not part.startswith("#")]
    return " ".join(parts[0].split()) if parts else ""


def _result(finding: Finding, root: str, index: Mapping[str, int], number: int) -> dict[str, Any]:
    result: dict[str, Any] = {"ruleId": finding.code}
    if finding.code in index:
        result["ruleIndex"] = index[finding.code]
    result |= {"level": finding.severity.label, "message": {"text": _message(finding.message)}}
    if path_of(finding, root) or finding.article:
        result["locations"] = [_location(finding, root)]
    fingerprint = finding.fingerprint
    result["partialFingerprints"] = {
        "corpuskit/v1": fingerprint,
        "primaryLocationLineHash": f"{fingerprint}:{number}",  # the one that code scanning compares
    }
    said = {
        "article": finding.article,
        "fault": finding.fault or None,
        "excerpt": finding.excerpt or None,
        "data": plain(finding.data) or None,
    }
    result["properties"] = {key: value for key, value in said.items() if value is not None}
    return result


def _message(text: str) -> str:
    """The text, without the links that brackets would make of it (3.11.6): a stranger must not write one."""
    told = shown(text) or "(no message)"
    return _LINK.sub(r"\\\1", told) if "](" in told else told


def _location(finding: Finding, root: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    place = finding.place
    if path_of(finding, root):
        found["physicalLocation"] = {"artifactLocation": _artifact(place.path if place else "", root)}
        region = _region(place)
        if region:
            found["physicalLocation"]["region"] = region
    logical = []
    if finding.article:
        logical.append({"fullyQualifiedName": finding.article, "kind": "article"})
    if place and place.pointer:
        logical.append({"fullyQualifiedName": place.pointer, "kind": "value"})
    if logical:
        found["logicalLocations"] = logical
    return found


def _region(place: Place | None) -> dict[str, int]:
    """A region of text where the line is known, else of bytes; its end is left open (3.30.6): findings know no end."""
    if place is None:
        return {}
    if place.line is not None and place.line > 0:
        column = place.column if place.column is not None and place.column > 0 else None
        return {"startLine": place.line} | ({"startColumn": column} if column else {})
    if place.offset is not None and place.offset >= 0:
        return {"byteOffset": place.offset}
    return {}


def _artifact(path: str, root: str) -> dict[str, str]:
    """The address of a file, relative to a base (3.4.4), percent-encoded (RFC 3986), never with `..` in front."""
    if _leads_out(root):
        return {"uri": _quoted(path) or "./", "uriBaseId": _RAW}
    if not root and _leads_out(path):  # one of several corpora, which has no base of its own
        absolute = path.startswith("/") or _DRIVE.match(path) is not None
        return {"uri": ("file:///" + _quoted(path.lstrip("/"))) if absolute else _quoted(path)}
    joined = path if root in ("", ".") else f"{root.rstrip('/')}/{path}".rstrip("/")
    return {"uri": _quoted(joined.removeprefix("./")) or "./", "uriBaseId": _SOURCES}


def _bases(root: str) -> dict[str, Any]:
    bases: dict[str, Any] = {_SOURCES: {"description": {"text": "the folder that corpuskit was started in"}}}
    if _leads_out(root):
        bases[_RAW] = {"description": {"text": f"the raw folder, {shown(root)}"}}
        if root.startswith("/") or _DRIVE.match(root):
            bases[_RAW]["uri"] = "file:///" + _quoted(root.strip("/")) + "/"
    return bases


def _leads_out(root: str) -> bool:
    return root.startswith("/") or ".." in root.split("/") or _DRIVE.match(root) is not None


def _quoted(path: str) -> str:
    return quote(path.encode("utf-8", "surrogatepass"), safe="/")
