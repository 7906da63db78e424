"""What comes of a run of `package`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpuskit.errors import CorpuskitError
from corpuskit.model.report import Report
from corpuskit.packaging.manifest import Manifest


class NotPublished(CorpuskitError):
    """Too many articles are refused, or none is left; `packaged.report` says why. The old package is untouched."""

    def __init__(self, packaged: Packaged) -> None:
        super().__init__(
            f"{packaged.refused} of {packaged.report.articles} articles are refused: nothing was published"
        )
        self.packaged = packaged


@dataclass(frozen=True, slots=True)
class Packaged:
    """What came of a run of `package`.

    target   the folder of the package
    report   what was found, of all articles
    rows     how many rows were made, refused how many articles have none, limit the share of refused that is borne
    excluded   how many of the refused an excluded licence left out; withdrawn   the ids of those that were withdrawn
    returned   the ids of articles that are in it, though the package before says that they were withdrawn
    bytes    of all files; digest of the package; both empty where nothing was published
    """

    published: bool
    target: Path
    report: Report
    rows: int
    refused: int
    limit: float
    bytes: int = 0
    digest: str = ""
    manifest: Manifest | None = None
    excluded: int = 0
    withdrawn: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
