"""The body of the dataset card, for people: what it is, how to load it, what is in it, what went, how to take it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpuskit.packaging.columns import Column
from corpuskit.packaging.dataset import FACTS, missing
from corpuskit.packaging.markdown import linked, plain, prose, table, verbatim
from corpuskit.packaging.model import Manifest
from corpuskit.rules import codes

UNDO = """\
import hashlib

def raw_bytes(row):
    text = row["text"]
    for step in sorted({edit["step"] for edit in row["edits"]}, reverse=True):
        for edit in (edit for edit in row["edits"] if edit["step"] == step):
            text = text[:edit["start"]] + edit["old"] + text[edit["start"] + len(edit["new"]):]
    return row["raw"] if row["raw"] is not None else text.encode(row["encoding"])

assert hashlib.sha256(raw_bytes(row)).hexdigest() == row["raw_sha256"]"""

_COUNTED = (
    ("Language", "language"),
    ("Publisher", "publisher"),
    ("Licence", "license"),
    ("Encoding of the raw file", "encoding"),
)
_SHOWN = 20  # rows of a table of counts

_EMPTY = """\
There are no rows in {names}, and `datasets` opens a config without rows with `streaming=True` only
(huggingface/datasets, pull request 8401)."""

_LIMITS = """\
- The cleaner removes lines that it takes for residue of web pages. It misses some, and takes some that belong to the
  text: the config `removed` shows each, and every one can be put back.
- Language, publisher, dates and licence are what the metadata of the articles state. Nobody has proved them.
- Personal data that stands in the articles stands in this dataset, too."""

_STANDARDS = """\
The folder is a Hugging Face dataset, a Croissant 1.1 dataset (`croissant.json`) and a BagIt 1.0 bag (RFC 8493), all
written from one description, `manifest.json`. So tools of each kind can check it:

```sh
corpuskit verify {name}        # every checksum, every row back to its raw bytes; --against RAW compares raw files
mlcroissant validate --jsonld {name}/croissant.json
bagit.py --validate {name}
```"""


def body_of(manifest: Manifest) -> str:
    """The card below its head, as Markdown."""
    sections = (
        _about,
        _loading,
        _contents,
        _removed,
        _refused,
        _limits,
        _undoing,
        _verifying,
        _citing,
        _columns,
    )
    return "\n\n".join(part for section in sections for part in section(manifest)) + "\n"


def _about(manifest: Manifest) -> Iterator[str]:
    dataset, totals = manifest.dataset, manifest.counts.get("totals", {})
    yield f"# {manifest.name}"
    if dataset.get("description"):
        yield prose(dataset["description"])
    changed = totals.get("articles_changed", 0)
    yield (
        f"{_number(manifest.rows, 'article')}, {_number(totals.get('characters', 0), 'character')} of clean text, "
        f"made of raw files by corpuskit {plain(manifest.corpuskit)}. "
        + (
            f"What web pages leave around an article, such as links and captions, was removed from {changed:,} of them: "
            f"{_share(totals)} of all characters. "
            if changed
            else "No text was removed from them. "
        )
        + "Every row records what was changed, and every change can be taken back."
    )
    facts = [
        ("Licence", dataset.get("license")),
        ("Creators", ", ".join(dataset.get("creators") or ())),
        ("Version", dataset.get("version")),
        ("Published", dataset.get("date_published")),
        ("More", dataset.get("url")),
    ]
    lines = [f"- **{name}**: {linked(str(value))}" for name, value in facts if value]
    if lines:
        yield "\n".join(lines)
    unsaid = missing(dataset)
    if unsaid:
        yield f"*Not stated by those who made it:* {', '.join(FACTS[name] for name in unsaid)}."
    if dataset.get("intended_uses"):
        yield "## What it is for"
        yield prose(dataset["intended_uses"])


def _loading(manifest: Manifest) -> Iterator[str]:
    yield "## Load it"
    lines = ["from datasets import load_dataset", ""]
    for config in manifest.configs:
        if config.shards:
            name = "articles" if config.name == "default" else config.name
            which = "" if config.name == "default" else f', "{config.name}"'
            empty = "" if config.rows else ", streaming=True"
            lines.append(f'{name} = load_dataset("{manifest.name}"{which}, split="train"{empty})')
    lines.append(f'texts = load_dataset("{manifest.name}", split="train", columns=["id", "title", "text"])')
    yield "```python\n" + "\n".join(lines) + "\n```"
    yield f"`{manifest.name}` is the path of this folder, or NAMESPACE/NAME where it stands on the Hub."
    rows = [
        (f"`{config.name}`", config.meaning, f"{config.rows:,}")
        for config in manifest.configs
        if config.shards
    ]
    yield table(("config", "what a row is", "rows"), rows)
    bare = [f"`{config.name}`" for config in manifest.configs if config.shards and not config.rows]
    if bare:
        yield _EMPTY.format(names=" and ".join(bare))


def _contents(manifest: Manifest) -> Iterator[str]:
    yield "## What is in it"
    known = [(title, key, counts) for title, key in _COUNTED if (counts := manifest.counts.get(key, {}))]
    alike = [(title, next(iter(counts))) for title, _, counts in known if len(counts) == 1]
    if alike:
        yield "\n".join(
            f"- **{title}**: {plain(value) or '*not stated*'}, of all articles" for title, value in alike
        )
    for title, key, counts in known:
        if len(counts) == 1:
            continue
        ranked = _ranked(counts)
        rows = [(plain(value) or "*not stated*", f"{counts[value]:,}") for value in ranked[:_SHOWN]]
        others = manifest.counts.get("totals", {}).get(key, len(ranked)) - len(rows)
        if others > 0:
            rest = manifest.rows - sum(counts[value] for value in ranked[:_SHOWN])
            rows.append((f"*{others:,} more*", f"{rest:,}"))
        yield table((title, "articles"), rows)


def _removed(manifest: Manifest) -> Iterator[str]:
    edits = manifest.counts.get("edits", {})
    residue = [code for code in _ranked(edits) if code.startswith("BPL")]
    yield "## What was removed"
    if residue:
        number = _number(sum(edits[code] for code in residue), "piece")
        yield (
            f"{number} of text, {_share(manifest.counts.get('totals', {}))} of all characters. "
            "`corpuskit explain CODE` tells what a code means."
        )
        rows = [(*_kind(code), f"{edits[code]:,}", _examples(manifest, "removed", code)) for code in residue]
        yield table(("code", "kind", "pieces", "such as"), rows)
    else:
        yield "No text."
    form = [code for code in _ranked(edits) if not code.startswith("BPL")]
    if form:
        listed = "\n".join(f"- {' '.join(filter(None, _kind(code)))}: {edits[code]:,}" for code in form)
        yield f"Besides, these changes of form alone:\n\n{listed}"


def _refused(manifest: Manifest) -> Iterator[str]:
    yield "## What was refused"
    counts = manifest.counts.get("refused", {})
    if not counts:
        yield "No article was refused."
        return
    yield f"{_number(manifest.refused, 'article')} had no place in it. The config `refused` names each with its reason."
    rows = [
        (*_kind(code), f"{counts[code]:,}", _examples(manifest, "refused", code)) for code in _ranked(counts)
    ]
    yield table(("code", "kind", "articles", "such as"), rows)


def _kind(code: str) -> tuple[str, str]:
    """A code, and its short name in words; "" for one that this version does not know."""
    known = codes().get(code)
    return f"`{code}`", known.name.replace("-", " ") if known is not None else ""


def _limits(manifest: Manifest) -> Iterator[str]:
    yield "## Limits"
    if manifest.dataset.get("limitations"):
        yield prose(manifest.dataset["limitations"])
    yield _LIMITS


def _columns(manifest: Manifest) -> Iterator[str]:
    yield "## Columns"
    for config in manifest.configs:
        if config.shards:
            yield f"### `{config.name}`"
            yield table(("column", "type", "meaning"), [_column(column) for column in config.columns])


def _column(column: Column) -> Sequence[str]:
    kind = f"{{{', '.join(name for name, _ in column.fields)}}}" if column.fields else column.kind
    return f"`{column.name}`", f"{'list of ' if column.many else ''}{kind}", column.meaning


def _undoing(manifest: Manifest) -> Iterator[str]:
    yield "## Take every change back"
    yield "Undoing needs no tool but Python; `row` is any row of the articles."
    yield f"```python\n{UNDO}\n```"


def _verifying(manifest: Manifest) -> Iterator[str]:
    yield "## Verify it"
    yield _STANDARDS.format(name=manifest.name)
    yield f"Digest of the package: `sha256:{manifest.digest}`"


def _citing(manifest: Manifest) -> Iterator[str]:
    citation = manifest.dataset.get("citation")
    if citation:
        yield "## Cite it"
        yield verbatim(citation)


def _ranked(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda value: (-counts[value], value))


def _examples(manifest: Manifest, config: str, code: str) -> str:
    found = [example for example in manifest.examples if (example.config, example.code) == (config, code)]
    if config == "refused":
        return "; ".join(f"{plain(example.id)}: {plain(example.text)}" for example in found[:1])
    return " · ".join(f"“{plain(example.text)}”" for example in found if example.text)


def _share(totals: Mapping[str, int]) -> str:
    """The share of what was removed in what there was, in per cent with two digits."""
    removed = totals.get("characters_removed", 0)
    whole = removed + totals.get("characters", 0)
    hundredths = (20_000 * removed + whole) // (2 * whole) if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d} %"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
