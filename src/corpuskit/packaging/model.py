"""The model of a package: what is known of it when its rows are written, and all that its other files are written from.

The dataset card, `croissant.json`, the files of BagIt and `manifest.json` say what stands here and nothing else. So each
of them can be written again, and compared, by whoever has the manifest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from corpuskit.packaging.columns import COLUMNS, REFUSED, REMOVED, Column
from corpuskit.packaging.digest import package_digest


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file of the package: POSIX path below the package, size in bytes, SHA-256 (hex)."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ShardFact:
    """A Parquet file of rows; `rows_digest` is over the rows, `sha256` over the bytes of the file."""

    path: str
    rows: int
    bytes: int
    sha256: str
    rows_digest: str


@dataclass(frozen=True, slots=True)
class Example:
    """A removal or a refusal that the card shows: `config` says which, `text` is what went or the reason, `id` the article."""

    config: str
    code: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Config:
    """A table of the dataset: its name for `load_dataset`, how its files begin, what it holds, its columns, its files."""

    name: str
    files: str
    meaning: str
    columns: tuple[Column, ...]
    shards: tuple[ShardFact, ...]

    @property
    def rows(self) -> int:
        """How many rows all its files have."""
        return sum(shard.rows for shard in self.shards)

    @property
    def pattern(self) -> str:
        """The glob of its files, below the package."""
        return f"data/{self.files}-*.parquet"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The package in short.

    name            of the dataset
    corpuskit       the version that wrote it
    pipeline        digest over `parts`
    parts           digests of tool, rules, settings, decisions, lexicons, languages, model, schema (Context.parts)
    settings        the resolved settings that decide the rows: a JSON object
    rows, refused   how many articles are in it, and how many are only named with a reason
    shards          the Parquet files of `rows`
    files           every other file but the manifest itself, and the one that lists it (`bagit.TAGS`)
    refused_digest  `rows_digest` of the refused rows, in the order of their files
    digest          of the package: rows, refused rows and pipeline, not of Parquet bytes
    dataset         what the settings say of the dataset as a whole: license, creators, url, …
    columns         those of `rows`
    removed         the Parquet files of what was removed, one for each of `shards`: its rows follow from theirs
    refusals        the Parquet files of the refused articles
    counts          what `corpuskit.packaging.counting` counted in the rows
    examples        a few removals and refusals of each code
    """

    name: str
    corpuskit: str
    pipeline: str
    parts: Mapping[str, str]
    settings: Mapping[str, Any]
    rows: int
    refused: int
    shards: tuple[ShardFact, ...]
    files: tuple[FileFact, ...]
    refused_digest: str
    digest: str = field(default="")
    dataset: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[Column, ...] = COLUMNS
    removed: tuple[ShardFact, ...] = ()
    refusals: tuple[ShardFact, ...] = ()
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()

    def __post_init__(self) -> None:
        """Facts are put in the order of their paths; an empty `digest` is computed."""
        for name in ("shards", "removed", "refusals", "files"):
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=lambda fact: fact.path)))
        if not self.digest:
            rows = [shard.rows_digest for shard in self.shards]
            object.__setattr__(self, "digest", package_digest(rows, self.refused_digest, self.pipeline))

    def with_files(self, files: tuple[FileFact, ...]) -> Manifest:
        """The same package with these other files."""
        return replace(self, files=files)

    @property
    def facts(self) -> tuple[FileFact | ShardFact, ...]:
        """Every file that is listed."""
        return (*self.payload, *self.files)

    @property
    def payload(self) -> tuple[ShardFact, ...]:
        """The files of data: every Parquet file."""
        return (*self.refusals, *self.removed, *self.shards)

    @property
    def configs(self) -> tuple[Config, ...]:
        """The tables of the dataset, the first one by default."""
        return (
            Config("default", "train", "the articles", self.columns, self.shards),
            Config(
                "removed", "removed", "what cleaning took out, a row for each removal", REMOVED, self.removed
            ),
            Config(
                "refused", "refused", "articles left out, with the reason of each", REFUSED, self.refusals
            ),
        )
