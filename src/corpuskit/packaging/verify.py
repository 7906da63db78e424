"""Verifying a package: is every byte as it was published, and does every row lead back to its raw bytes?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpuskit.errors import TargetError
from corpuskit.model.findings import Finding, Place
from corpuskit.model.report import Report, Tally
from corpuskit.packaging.digest import package_digest, refused_digest
from corpuskit.packaging.disk import told
from corpuskit.packaging.examine import Examination, Seen
from corpuskit.packaging.manifest import NAME, Manifest
from corpuskit.packaging.opening import open_package
from corpuskit.packaging.repeated import follow, other_files, unlisted
from corpuskit.rules.pkg_manifest import OTHER_DIGEST
from corpuskit.rules.pkg_rows import ROWS
from corpuskit.version import __version__


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` saw.

    report      what is wrong; places are below the package
    rows        how many rows were read
    unchecked   what it did not look at, a sentence each
    digest      of the package, computed again from its rows; "" where they cannot all be read
    """

    report: Report
    rows: int
    unchecked: tuple[str, ...]
    digest: str


def verify(dist: str | Path, *, against: str | Path | None = None, digest: str | None = None) -> Verified:
    """Computes every checksum of the package in `dist` again, undoes every row, and says what does not fit.

    With `against`, the raw files are compared byte for byte: a corpus, or its raw folder. With `digest`, the package
    must have that digest. TargetError where `dist` is no package. Any content gives findings, never an exception;
    memory is bounded by the largest portion of rows, not by the package.
    """
    raw = _raw_root(against)
    with told(f"cannot read {dist}", ""):
        opened = open_package(dist)
        tally = Tally()
        tally.add(opened.findings)
        if opened.manifest is None:
            unread = ("everything but the manifest, which says what there is",)
            return Verified(tally.report(str(opened.folder)), 0, unread, "")
        unchecked = list(_not_asked(against, digest))
        tally.add(unlisted(opened.folder, opened.manifest))
        tally.add(other_files(opened.folder, opened.manifest))
        if opened.manifest.corpuskit != __version__:
            unchecked.append(
                f"whether card and descriptions say what the manifest says: corpuskit {opened.manifest.corpuskit} wrote them"
            )
        rows, computed = _rows(opened.manifest, Examination(opened.folder, raw), tally)
        if not computed:
            unchecked.append("the digest of the package, since some rows cannot be read")
        tally.add(_digests(opened.manifest, computed, digest))
    tally.articles = rows
    return Verified(tally.report(str(opened.folder)), rows, tuple(unchecked), computed)


def _raw_root(against: str | Path | None) -> Path | None:
    if against is None:
        return None
    folder = Path(against)
    root = folder / "raw" if (folder / "raw").is_dir() else folder
    if not root.is_dir():
        raise TargetError(f"{folder} is not a folder: give the corpus or its raw folder to compare with")
    return root


def _not_asked(against: str | Path | None, digest: str | None) -> Iterator[str]:
    if against is None:
        yield "whether the raw files still have these bytes: give --against CORPUS"
    if digest is None:
        yield "whether this is the package you mean: compare its digest, or give --digest"


def _rows(manifest: Manifest, examine: Examination, tally: Tally) -> tuple[int, str]:
    """Examines every file of data; how many rows there are, and the digest of the package ("" where not all can be read)."""
    shards: list[Seen] = []
    last = ""
    for shard in manifest.shards:
        shards.append(examine(shard, last))
        last = shards[-1].last
    removed = [examine.removed(fact) for fact in manifest.removed]
    refused = [examine.refused(fact) for fact in manifest.refusals]
    for seen in (*shards, *removed, *refused):
        tally.merge(seen.tally)
    tally.add(follow(manifest, shards, removed, refused))
    rows = sum(seen.rows for seen in shards)
    if any(seen.digest is None for seen in (*shards, *refused)):
        return rows, ""
    digest = refused_digest([seen.digest or "" for seen in refused])
    if (rows, sum(seen.rows for seen in refused), digest) != (
        manifest.rows,
        manifest.refused,
        manifest.refused_digest,
    ):
        message = (
            f"it says {manifest.rows} rows and {manifest.refused} refused articles, "
            f"the files hold {rows} and {sum(seen.rows for seen in refused)}, or other ones; fetch or make the package again"
        )
        tally.add([ROWS.finding(message, place=Place(NAME), fault="count")])
    return rows, package_digest([seen.digest or "" for seen in shards], digest, manifest.pipeline)


def _digests(manifest: Manifest, computed: str, wanted: str | None) -> Iterator[Finding]:
    listed = package_digest(
        [shard.rows_digest for shard in manifest.shards], manifest.refused_digest, manifest.pipeline
    )
    if listed != manifest.digest:
        message = (
            "the digest of the package in it does not follow from its parts; fetch or make the package again"
        )
        yield OTHER_DIGEST.finding(message, place=Place(NAME), fault="manifest")
    if wanted is not None and computed != wanted.strip().lower().removeprefix("sha256:"):
        found = computed or "not to be computed"
        message = (
            f"the digest of the package is {found}, not the one you gave: this is another package, or damaged"
        )
        yield OTHER_DIGEST.finding(message, place=Place(NAME), fault="wanted")
