"""What a package says twice: whether the files that follow from its rows and its manifest still say the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from corpuskit.model.findings import Finding, Place
from corpuskit.packaging.counting import Counting
from corpuskit.packaging.derived import LAST, derived, last
from corpuskit.packaging.disk import read_open
from corpuskit.packaging.examine import Seen
from corpuskit.packaging.listing import files_below, opened_below
from corpuskit.packaging.manifest import LARGEST, NAME, Manifest, to_json
from corpuskit.packaging.opening import opened_file
from corpuskit.rules.pkg_files import FILE
from corpuskit.rules.pkg_rows import ROWS
from corpuskit.version import __version__

_AGAIN = "fetch or make the package again"


def unlisted(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Files that do not belong to the package."""
    listed = {fact.path for fact in manifest.facts} | {NAME, LAST}
    for path, _ in files_below(folder):
        if path not in listed:
            message = "the manifest does not list it: move it out of the package"
            yield FILE.finding(message, place=Place(path), fault="unlisted")


def other_files(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """Files beside the data whose bytes are not those the manifest names, or not those that follow from it.

    The second is only known of packages that this version wrote: another may put things otherwise.
    """
    for fact in manifest.files:
        with opened_file(folder, fact) as (_, wrong):
            if wrong is not None:
                yield wrong
    if manifest.corpuskit == __version__:
        yield from _not_following(manifest)
    yield from _last(folder, manifest)


def _not_following(manifest: Manifest) -> Iterator[Finding]:
    listed = {fact.path: fact.sha256 for fact in manifest.files}
    try:
        wanted = derived(manifest)
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        message = f"no card can be written from it: {fault!s:.200}; {_AGAIN}"
        yield FILE.finding(message, place=Place(NAME), fault="underived")
        return
    for path, data in wanted.items():
        if path not in listed:
            yield FILE.finding(f"the manifest does not list it; {_AGAIN}", place=Place(path), fault="unnamed")
        elif listed[path] != hashlib.sha256(data).hexdigest():
            message = f"it does not say what the manifest says; {_AGAIN}"
            yield FILE.finding(message, place=Place(path), fault="derived")


def _last(folder: Path, manifest: Manifest) -> Iterator[Finding]:
    """The list of the tag files of BagIt, which no file lists: it is written again and compared."""
    with opened_below(folder, LAST) as file:
        found = None if file is None else read_open(file, LARGEST)
    if found is None:
        message = f"it is missing, or not a regular file; {_AGAIN}"
        yield FILE.finding(message, place=Place(LAST), fault="missing")
        return
    try:
        wanted = last(manifest, to_json(manifest))
    except (RecursionError, ValueError):  # the manifest is damaged, which is said already
        return
    if found != wanted:
        message = f"its bytes are not those that were published; {_AGAIN}"
        yield FILE.finding(message, place=Place(LAST), fault="changed")


def follow(
    manifest: Manifest, shards: Sequence[Seen], removed: Sequence[Seen], refused: Sequence[Seen]
) -> Iterator[Finding]:
    """Whether removals and counts are those that follow from the rows; silent where rows are damaged, which is said already."""
    if any(seen.uncounted or seen.digest is None for seen in (*shards, *removed, *refused)):
        return
    facts = [fact.path for fact in manifest.removed]
    for path, shard, gone in zip_longest(facts, shards, removed):
        if shard is None or gone is None or shard.removed.hexdigest() != gone.digest:
            message = f"its rows are not what was removed from the articles; {_AGAIN}"
            yield ROWS.finding(message, place=Place(path or NAME), fault="removed")
    counting = Counting()
    for seen in (*shards, *refused):
        counting.merge(seen.counting)
    if (counting.counts, counting.examples) != (manifest.counts, manifest.examples):
        message = f"its counts or examples are not those of the rows; {_AGAIN}"
        yield ROWS.finding(message, place=Place(NAME), fault="counted")
