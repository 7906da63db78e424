"""What the second pass kept of each article of a shard, and for which of them it still holds.

A result holds while the article is listed alike, has the same bytes, and the corpus answers it the same: each keeps the
hashes of the lines that it asked about, and these are looked up again, all of a shard in one stroke. What else decides
a result is in the name of the kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpuskit.app.keys import DIGEST, answers, entry_digest, name_of
from corpuskit.app.packing import Damaged
from corpuskit.app.store import Store
from corpuskit.app.work import Task
from corpuskit.model.articles import ArticleResult, Entry
from corpuskit.model.facts import CorpusFacts
from corpuskit.model.findings import Finding, Place, Severity

_SHA = 32  # bytes of a SHA-256
_SEVERITIES = {int(severity): severity for severity in Severity}


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an article: the hashes of lines it asked about, and a value of JSON."""

    asked: bytes
    payload: Any


@dataclass(frozen=True, slots=True)
class Past:
    """What an earlier run kept of a shard and still holds, by id; `value` is what it said of the shard as a whole.

    `whole` says that it knows exactly the articles that are there now.
    """

    articles: Mapping[str, Kept]
    value: Mapping[str, Any]
    whole: bool


NOTHING = Past({}, {}, whole=False)


def past(store: Store | None, kind: str, task: Task, facts: CorpusFacts) -> Past:
    """What still holds of what was kept of a shard; Damaged where that is not whole."""
    found = store.load(kind, name_of(task.entries)) if store is not None else None
    if found is None:
        return NOTHING
    value, columns = found
    try:
        return _holding(value, columns, task, facts)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as fault:
        raise Damaged(str(fault)) from None


def _holding(value: dict[str, Any], columns: dict[str, Any], task: Task, facts: CorpusFacts) -> Past:
    import numpy as np

    ids, digests, counts = value["ids"], columns["entries"].tobytes(), columns["counts"]
    shas, ends = columns["sha256"].tobytes().hex(), np.cumsum(counts)
    places = {name: at for at, name in enumerate(ids)}
    same: list[tuple[int, Entry]] = []
    for entry, sha256 in zip(task.entries, task.sha256s or (), strict=True):
        one = places.get(entry.id)
        if one is None or not sha256 or shas[2 * _SHA * one : 2 * _SHA * (one + 1)] != sha256:
            continue
        if digests[DIGEST * one : DIGEST * (one + 1)] == entry_digest(entry):
            same.append((one, entry))
    at = np.array([one for one, _ in same], np.int64)
    lines = _ranges(ends[at] - counts[at], counts[at])
    bands, said = answers(columns["asked"][lines], counts[at], [entry for _, entry in same], facts)
    of = np.repeat(np.arange(len(at)), counts[at])
    differ = np.bincount(of, bands != columns["bands"][lines], len(at)) > 0
    differ |= (said != columns["said"][at]).any(axis=1)
    asked, lengths = columns["asked"].tobytes(), columns["asked"].itemsize
    payloads = value["payloads"]
    articles = {
        entry.id: Kept(asked[lengths * int(ends[i] - counts[i]) : lengths * int(ends[i])], payloads[i])
        for (i, entry), other in zip(same, differ.tolist(), strict=True)
        if not other
    }
    return Past(articles, value, whole=len(articles) == len(ids) == len(task.entries))


def _ranges(starts: Any, counts: Any) -> Any:
    """The numbers from each start on, so many of each."""
    import numpy as np

    return np.arange(int(counts.sum())) + np.repeat(starts - (np.cumsum(counts) - counts), counts)


def keep(
    store: Store, kind: str, task: Task, facts: CorpusFacts, kept: Mapping[str, Kept], **value: Any
) -> None:
    """Keep what came of the articles of a shard, those in `kept` by id; `value` is of the shard as a whole. OSError where it cannot."""
    import numpy as np

    shas = dict(zip((entry.id for entry in task.entries), task.sha256s or (), strict=True))
    entries = [entry for entry in task.entries if entry.id in kept and shas[entry.id]]
    each = [kept[entry.id] for entry in entries]
    asked = np.frombuffer(b"".join(one.asked for one in each), "<u8")
    counts = np.array([len(one.asked) // 8 for one in each], np.int64)
    bands, said = answers(asked, counts, entries, facts)
    columns = {
        "entries": _rows(map(entry_digest, entries), DIGEST),
        "sha256": _rows((bytes.fromhex(shas[entry.id]) for entry in entries), _SHA),
        "asked": asked,
        "counts": counts,
        "bands": bands,
        "said": said,
    }
    told = {"ids": [entry.id for entry in entries], "payloads": [one.payload for one in each]}
    store.save(kind, name_of(task.entries), {**value, **told}, columns)


def _rows(parts: Any, width: int) -> Any:
    import numpy as np

    return np.frombuffer(b"".join(parts), np.uint8).reshape(-1, width)


def asked_of(result: ArticleResult) -> bytes | None:
    """What an article asked of the corpus; None for a result that must not be kept: our own code failed, or it was not read."""
    if not result.raw.sha256 or any(finding.code.startswith("BUG") for finding in result.findings):
        return None
    return result.article.facts.asked if result.article is not None else b""


def plain(findings: Sequence[Finding], entry: Entry) -> list[Any] | None:
    """Findings as JSON, lines of the record counted from the record; None where JSON does not give them back as they are."""
    told = [_plain(finding, entry) for finding in findings]
    return told if found(told, entry) == tuple(findings) else None


def _plain(finding: Finding, entry: Entry) -> list[Any]:
    place = finding.place
    where = None
    if place is not None:
        line = _line(entry, place.path)
        relative = place.line is not None and line is not None
        at = place.line - line if place.line is not None and line is not None else place.line
        where = [place.path, at, relative, place.column, place.offset, place.pointer]
    told = [finding.code, int(finding.severity), finding.message, finding.article, where]
    return [*told, finding.fault, finding.excerpt, dict(finding.data), finding.within]


def found(told: Sequence[Any], entry: Entry) -> tuple[Finding, ...]:
    """The findings of `plain`, for the article as it is listed now."""
    findings = []
    for code, severity, message, article, where, fault, excerpt, data, within in told:
        place = None
        if where is not None:
            path, line, relative, column, offset, pointer = where
            if relative:
                line += _line(entry, path) or 0
            place = Place(path, line, column, offset, pointer)
        weight = _SEVERITIES[severity]
        findings.append(Finding(code, weight, message, article, place, fault, excerpt, data, within))
    return tuple(findings)


def _line(entry: Entry, path: str) -> int | None:
    """The line at which the record of an article stands, for places in the file of records."""
    return entry.record.place.line if entry.record is not None and entry.record.place.path == path else None
