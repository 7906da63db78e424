"""The dataset card: a README.md whose head the Hub and `datasets` read, and whose body a person reads.

The head is written by a YAML dumper, never by string formatting: a title may hold `---` and would end it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpuskit.packaging.columns import REFUSED, Column, card_features
from corpuskit.packaging.manifest import ShardFact

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LARGER = "1M<n<10M"

UNDO = """\
import hashlib

def raw_bytes(row):
    text = row["text"]
    for step in sorted({edit["step"] for edit in row["edits"]}, reverse=True):
        for edit in (edit for edit in row["edits"] if edit["step"] == step):
            text = text[:edit["start"]] + edit["old"] + text[edit["start"] + len(edit["new"]):]
    return row["raw"] if row["raw"] is not None else text.encode(row["encoding"])

assert hashlib.sha256(raw_bytes(row)).hexdigest() == row["raw_sha256"]"""

_INTRODUCTION = """\
{rows} articles, cleaned of the residue of web pages. {refused} Every row records what cleaning changed, and every
change can be taken back."""

_NONE_REFUSED = """\
No article was refused, so the `refused` config has no rows; `datasets` opens a split without rows with `streaming=True`
only (huggingface/datasets, pull request 8401)."""

_SOME_REFUSED = "{refused} more were refused; the `refused` config names each with its reason."

_LOADING = """\
```python
from datasets import load_dataset

rows = load_dataset("{name}", split="train")
refused = load_dataset("{name}", "refused", split="train"{streaming})
```"""


@dataclass(frozen=True, slots=True)
class Card:
    """What the card is written from. `dataset` holds what the settings say of it: description, license, url, version, creators."""

    name: str
    dataset: Mapping[str, Any]
    shards: Sequence[ShardFact]
    refused: ShardFact
    columns: Sequence[Column]
    counts: Mapping[str, Mapping[str, int]]


def card_of(card: Card) -> bytes:
    """The card as UTF-8: YAML head, then Markdown."""
    return f"---\n{_yaml(_head(card))}---\n\n{_body(card)}".encode()


def _yaml(value: dict[str, Any]) -> str:
    """YAML that every reader reads alike: a text with line breaks of any kind stands on one line, its breaks escaped."""
    import yaml

    class Dumper(yaml.SafeDumper):
        pass

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        style = None if value.isprintable() else '"'
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    return str(yaml.dump(value, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=10_000))


def _head(card: Card) -> dict[str, Any]:
    rows = sum(shard.rows for shard in card.shards)
    size = next((name for limit, name in _SIZES if rows < limit), _LARGER)
    licenses = [value for value in card.counts["license"] if value]
    languages = [value for value in card.counts["language"] if value and value != "und"]
    stated = card.dataset.get("license")
    return {
        "pretty_name": card.name,
        **(
            {"license": "other", "license_name": stated}
            if stated
            else {"license": "other"}
            if licenses
            else {"license": "unknown"}
        ),
        "language": languages,
        "size_categories": [size],
        "tags": ["corpuskit", "provenance"],
        "configs": [
            {
                "config_name": "default",
                "default": True,
                "data_files": [{"split": "train", "path": "data/train-*.parquet"}],
            },
            {"config_name": "refused", "data_files": [{"split": "train", "path": "data/refused-*.parquet"}]},
        ],
        "dataset_info": [
            _info("default", card.columns, card.shards),
            _info("refused", REFUSED, [card.refused]),
        ],
    }


def _info(config: str, columns: Sequence[Column], shards: Sequence[ShardFact]) -> dict[str, Any]:
    size = sum(shard.bytes for shard in shards)
    return {
        "config_name": config,
        "features": card_features(columns),
        "splits": [{"name": "train", "num_bytes": size, "num_examples": sum(shard.rows for shard in shards)}],
        "download_size": size,
        "dataset_size": size,
    }


def _body(card: Card) -> str:
    rows, refused = sum(shard.rows for shard in card.shards), card.refused.rows
    about = str(
        card.dataset.get("description")
        or "No description is given in the settings (`[dataset] description`)."
    )
    parts = [
        f"# {card.name}",
        about,
        _INTRODUCTION.format(
            rows=rows, refused=(_SOME_REFUSED if refused else _NONE_REFUSED).format(refused=refused)
        ),
        "## Load it",
        _LOADING.format(name=card.name, streaming="" if refused else ", streaming=True"),
        "## What is in it",
        *(_counted(title, card.counts[key]) for title, key in _COUNTED),
        "## What was removed",
        _counted("Edits by code (`corpuskit explain CODE` tells each)", card.counts["removed"]),
        "## Columns",
        _table(card.columns),
        "## Take every change back",
        "Undoing needs no tool but Python; `row` is any row of the dataset.",
        f"```python\n{UNDO}\n```",
        "## Verify it",
        "`corpuskit verify` recomputes every checksum and digest, undoes every row, and with `--against` compares it with the raw files.",
    ]
    return "\n\n".join(parts) + "\n"


_COUNTED = (
    ("Languages", "language"),
    ("Publishers", "publisher"),
    ("Licences", "license"),
    ("Encodings of the raw files", "encoding"),
)


def _counted(title: str, counts: Mapping[str, int]) -> str:
    if not counts:
        return f"{title}: none."
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{_plain(value or 'unknown')} ({count})" for value, count in ranked[:20]]
    more = f" and {len(ranked) - 20} more" if len(ranked) > 20 else ""
    return f"{title}: {', '.join(shown)}{more}."


def _plain(value: str) -> str:
    """A value from the data as Markdown that shows it: no markup, no line break, no HTML."""
    visible = "".join(char if char.isprintable() else " " for char in value)
    return "".join(f"\\{char}" if char in "\\`*_{}[]()#+-!|<>&~$:@" else char for char in visible[:80])


def _table(columns: Sequence[Column]) -> str:
    lines = ["| column | type | meaning |", "|---|---|---|"]
    for column in columns:
        kind = f"{{{', '.join(name for name, _ in column.fields)}}}" if column.fields else column.kind
        lines.append(f"| `{column.name}` | {'list of ' if column.many else ''}{kind} | {column.meaning} |")
    return "\n".join(lines)
