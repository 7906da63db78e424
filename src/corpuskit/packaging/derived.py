"""The files of a package that say again what its manifest says: written from it, and compared with it by `verify`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from corpuskit.packaging import bagit
from corpuskit.packaging.card import card_of
from corpuskit.packaging.croissant import croissant_of
from corpuskit.packaging.disk import write_file
from corpuskit.packaging.manifest import NAME, FileFact, Manifest, to_json

CARD = "README.md"
CROISSANT = "croissant.json"
LAST = bagit.TAGS  # it lists the manifest, so the manifest cannot list it


def derived(manifest: Manifest) -> Mapping[str, bytes]:
    """The content of each such file, by path. What the manifest says of files that are not data has no part in it."""
    return {
        CARD: card_of(manifest),
        CROISSANT: croissant_of(manifest),
        **bagit.tag_files(manifest),
    }


def last(manifest: Manifest, written: bytes) -> bytes:
    """The content of LAST, where `written` are the bytes of the manifest."""
    own = FileFact(NAME, len(written), hashlib.sha256(written).hexdigest())
    return bagit.checksums((*manifest.files, own))


def write_derived(folder: Path, model: Manifest) -> tuple[Manifest, int]:
    """Writes them below `folder`, the manifest and LAST at the end; the manifest with their facts, and all their bytes.

    TargetError or MachineError where one cannot be written.
    """
    files = tuple(write_file(folder, path, data) for path, data in derived(model).items())
    manifest = model.with_files(files)
    written = to_json(manifest)
    ends = [write_file(folder, NAME, written), write_file(folder, LAST, last(manifest, written))]
    return manifest, sum(fact.bytes for fact in (*files, *ends))
