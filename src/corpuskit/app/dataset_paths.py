"""Which paths mean a dataset: asked before it is known what is to be checked, so it reads next to nothing."""

from __future__ import annotations

from pathlib import Path

from corpuskit.errors import TargetError
from corpuskit.packaging.manifest import NAME
from corpuskit.packaging.tables import ENDINGS
from corpuskit.sources.names import holds_records


def is_dataset(path: Path) -> bool:
    """Whether a path means a dataset: the folder of a package, or a file of rows that is no metadata of a corpus."""
    if path.is_dir():
        return (path / NAME).is_file() and not (path / "raw").is_dir()
    return path.is_file() and path.name.endswith(ENDINGS) and not holds_records(path.name)


def keep_off_dataset(file: Path, path: Path) -> None:
    """TargetError where what is written to `file` would replace a dataset, or lie in its package."""
    target, there = file.resolve(), path.resolve()
    if target == there or (path.is_dir() and target.is_relative_to(there)):
        raise TargetError(f"{file} belongs to the dataset: name a file elsewhere")
