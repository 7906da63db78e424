"""The first pass on one shard: read, decode, and keep the hashes of lines; or take them from the store, where nothing changed.

Whether a file changed is told as git tells it: by size, times and inode, which an earlier run noted. A file that had changed
shortly before that run began may have changed again within the same tick of the clock, and is read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpuskit.app.keys import DIGEST, digest_of, entry_digest, name_of
from corpuskit.app.store import RACY, Damaged, Store, damaged, status_of, unwritable
from corpuskit.app.work import Task, text_of
from corpuskit.model.articles import Entry, RawArticle
from corpuskit.sources import Limits, read
from corpuskit.survey import Signature, signature
from corpuskit.survey.publishers import Origins

KIND = "survey"
_COLUMNS = ("published", "texts", "sketches", "drawn", "counts", "hashes", "weights", "edges")
_OF_LINES = frozenset({"hashes", "weights", "edges"})
_SHA = 32  # bytes of a SHA-256
_UNKNOWN = [-1, -1, -1, -1]


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What the survey takes home from a shard; `trouble` is a sentence where the store failed.

    Together the signatures are those of all its articles; `digest` tells whether they are the same as another time.
    """

    sha256s: tuple[str, ...]
    signatures: tuple[Signature, ...]
    digest: bytes = b""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What an earlier run noted of a shard: the place of each article, by what the listing says of it; the columns, the signature."""

    at: dict[tuple[str, bytes], int]
    columns: dict[str, Any]
    signature: Signature


@dataclass(frozen=True, slots=True)
class Survey:
    """First pass."""

    root: Path
    limits: Limits
    store: Store | None = None

    def __call__(self, task: Task) -> Surveyed:
        """The signatures of a shard."""
        if self.store is None:
            raws = [read(self.root, entry, self.limits) for entry in task.entries]
            return Surveyed(tuple(raw.sha256 for raw in raws), (_signature(raws),))
        kept, trouble = None, ""
        try:
            kept = self._loaded(self.store, task)
        except Damaged:
            trouble = damaged()
        met = _Met()
        for entry in task.entries:
            self._look(entry, kept, met)
        parts = [_chosen(kept, met.places)] if kept is not None else []
        parts += [_signature(met.fresh)] if met.fresh or not parts else []
        if (
            kept is None
            or met.statuses != kept.columns["status"].tolist()
            or met.places != list(kept.at.values())
        ):
            try:
                self._keep(self.store, task, met, parts)
            except OSError as fault:
                trouble = trouble or unwritable(fault)
        listed = tuple(map(entry_digest, task.entries))
        return Surveyed(tuple(met.sha256s), tuple(parts), digest_of(listed, tuple(met.sha256s)), trouble)

    def _look(self, entry: Entry, kept: _Kept | None, met: _Met) -> None:
        """Note the SHA-256 of an article, and whether it is as the store knows it; it is read unless its file is untouched."""
        at = kept.at.get((entry.id, entry_digest(entry))) if kept is not None else None
        known = kept.columns["sha256"][at].tobytes().hex() if kept is not None and at is not None else None
        status = self._status(entry)
        if known and status != _UNKNOWN and kept and status == kept.columns["status"][at].tolist():
            sha256 = known
        else:
            raw = read(self.root, entry, self.limits)
            sha256 = raw.sha256
            if not sha256 or status != self._status(entry):
                status = _UNKNOWN
            if sha256 != known:
                met.fresh.append(raw)
        if at is not None and sha256 == known:
            met.places.append(at)
        met.sha256s.append(sha256)
        met.statuses.append(status)

    def _status(self, entry: Entry) -> list[int]:
        """What tells that the file of an article is untouched; _UNKNOWN where nothing can."""
        if self.limits.follow_links or self.store is None:
            return _UNKNOWN
        path = os.fsencode(self.root) + b"/" + entry.address.path.encode("utf-8", "surrogateescape")
        found = status_of(path)
        if found is None or max(found[1], found[2]) >= self.store.start - RACY:
            return _UNKNOWN
        return list(found)

    @property
    def _of(self) -> str:
        stamp = self.store.stamp if self.store is not None else ""
        return digest_of(stamp, self.limits.max_bytes, self.limits.follow_links).hex()

    def _loaded(self, store: Store, task: Task) -> _Kept | None:
        found = store.load(KIND, name_of(task.entries))
        if found is None or found[0].get("of") != self._of:
            return None
        value, columns = found
        try:
            digests = columns["entries"].tobytes()
            ids = value["ids"]
            at = {(name, digests[i * DIGEST : (i + 1) * DIGEST]): i for i, name in enumerate(ids)}
            sites, of_site = value["sites"], value["of_site"]
            origins = Origins(columns["publishers"], tuple(value["origins"][i] for i in value["of_origin"]))
            texts = columns["signed"].tolist()
            sign = Signature(
                tuple(ids[i] for i in texts),
                tuple(sites[i] for i in of_site),
                origins,
                *(columns[name] for name in _COLUMNS),
            )
            shapes = {len(columns[name]) for name in ("entries", "sha256", "status")}
        except (KeyError, IndexError, TypeError) as fault:
            raise Damaged(str(fault)) from None
        if shapes != {len(ids)} or len(at) != len(ids):
            raise Damaged("its columns do not agree")
        return _Kept(at, columns, sign)

    def _keep(self, store: Store, task: Task, met: _Met, parts: Sequence[Signature]) -> None:
        import numpy as np

        place = {entry.id: at for at, entry in enumerate(task.entries)}
        ids = [name for part in parts for name in part.ids]
        sites, of_site = _numbered([site for part in parts for site in part.sites])
        hosts, of_origin = _numbered([site for part in parts for site in part.origins.sites])
        value = {
            "of": self._of,
            "ids": [entry.id for entry in task.entries],
            "sites": sites,
            "of_site": of_site,
            "origins": hosts,
            "of_origin": of_origin,
        }
        sha256s = b"".join(bytes.fromhex(sha) if sha else bytes(_SHA) for sha in met.sha256s)
        columns = {
            "entries": np.frombuffer(b"".join(map(entry_digest, task.entries)), np.uint8).reshape(-1, DIGEST),
            "sha256": np.frombuffer(sha256s, np.uint8).reshape(-1, _SHA),
            "status": np.array(met.statuses, np.int64).reshape(-1, len(_UNKNOWN)),
            "signed": np.array([place[name] for name in ids], np.int64),
            "publishers": np.concatenate([part.origins.publishers for part in parts]),
        }
        columns |= {name: np.concatenate([getattr(part, name) for part in parts]) for name in _COLUMNS}
        store.save(KIND, name_of(task.entries), value, columns)


@dataclass(slots=True)
class _Met:
    """What is met on the way through a shard: of each article the SHA-256 and the status, where in the store those stand that
    are as they were, and the others, read.
    """

    sha256s: list[str] = field(default_factory=list)
    statuses: list[list[int]] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    fresh: list[RawArticle] = field(default_factory=list)


def _signature(raws: Sequence[RawArticle]) -> Signature:
    texts = [text_of(raw) for raw in raws]
    with_text = [(raw, text) for raw, text in zip(raws, texts, strict=True) if text is not None]
    return signature([raw for raw, _ in with_text], [text for _, text in with_text])


def _chosen(kept: _Kept, places: Sequence[int]) -> Signature:
    """The signature of the articles at these places."""
    import numpy as np

    sign, signed = kept.signature, kept.columns["signed"]
    wanted = np.isin(signed, places)
    if wanted.all():
        return sign
    at = np.flatnonzero(wanted).tolist()
    lines = np.repeat(wanted, sign.counts)
    columns = (getattr(sign, name)[lines if name in _OF_LINES else wanted] for name in _COLUMNS)
    origins = Origins(sign.origins.publishers[wanted], tuple(sign.origins.sites[i] for i in at))
    return Signature(tuple(sign.ids[i] for i in at), tuple(sign.sites[i] for i in at), origins, *columns)


def _numbered(names: Sequence[str]) -> tuple[list[str], list[int]]:
    """The distinct names, and for each of all the number of its own."""
    numbers: dict[str, int] = {}
    of = [numbers.setdefault(name, len(numbers)) for name in names]
    return list(numbers), of
