"""The dataset card: a README.md whose head the Hub and `datasets` read, and whose body a person reads.

The head is written by a YAML dumper, never by string formatting: a title may hold `---` and would end it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpuskit.packaging.body import body_of
from corpuskit.packaging.columns import card_features
from corpuskit.packaging.model import Config, Manifest

_SIZES = (
    (10**3, "n<1K"),
    (10**4, "1K<n<10K"),
    (10**5, "10K<n<100K"),
    (10**6, "100K<n<1M"),
    (10**7, "1M<n<10M"),
    (10**8, "10M<n<100M"),
    (10**9, "100M<n<1B"),
)
_LARGER = "1B<n<10B"

# Some of the licences that the Hub has names for: SPDX in small letters, or another name. All others are "other", with their own name.
_ON_THE_HUB = {
    name: name
    for name in (
        "apache-2.0", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0",
        "cc-by-nc-4.0", "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0", "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0",
        "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "cc0-1.0", "etalab-2.0", "mit", "unlicense",
    )
} | {"odbl-1.0": "odbl", "pddl-1.0": "pddl"}  # fmt: skip


def card_of(manifest: Manifest) -> bytes:
    """The card as UTF-8: YAML head, then Markdown."""
    return f"---\n{_yaml(_head(manifest))}---\n\n{body_of(manifest)}".encode()


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


def _head(manifest: Manifest) -> dict[str, Any]:
    return {
        "pretty_name": manifest.name,
        **_licence(manifest),
        "language": _languages(manifest.counts.get("language", {})),
        "size_categories": [next((name for limit, name in _SIZES if manifest.rows < limit), _LARGER)],
        "tags": ["corpuskit", "croissant", "provenance"],
        "configs": [
            {
                "config_name": config.name,
                **({"default": True} if config.name == "default" else {}),
                "data_files": [{"split": "train", "path": config.pattern}],
            }
            for config in manifest.configs
            if config.shards
        ],
        "dataset_info": [_info(config) for config in manifest.configs if config.shards],
    }


def _licence(manifest: Manifest) -> dict[str, str]:
    """What the Hub calls the licence; one it does not know is "other" with its name, none at all "unknown"."""
    stated = manifest.dataset.get("license")
    if isinstance(stated, str) and stated:
        known = _ON_THE_HUB.get(stated.lower())
        return {"license": known} if known else {"license": "other", "license_name": stated}
    return {"license": "other" if any(manifest.counts.get("license", {})) else "unknown"}


def _languages(counts: Any) -> list[str]:
    """Primary subtags, which is what the Hub knows, the most frequent first."""
    found = dict.fromkeys(tag.partition("-")[0].lower() for tag in _ranked(counts) if tag)
    return [tag for tag in found if tag not in ("", "und")]


def _ranked(counts: Any) -> Sequence[str]:
    return sorted(counts, key=lambda value: (-counts[value], value))


def _info(config: Config) -> dict[str, Any]:
    """The types of the columns. Of `splits` nothing is said: `datasets` refuses a part, such as `filters=` gives, where they say of the whole how many rows it has."""
    return {"config_name": config.name, "features": card_features(config.columns)}
