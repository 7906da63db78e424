"""The columns of the package, declared once: the Arrow schema, the card and the documentation are made from this."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Fields = tuple[tuple[str, str], ...]

KINDS = ("string", "int64", "float64", "bool", "binary", "timestamp", "struct")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type, what it means.

    `kind` is string, int64, float64, bool, binary, timestamp (microseconds, UTC) or struct; with `many` a list of
    these; `fields` are the members of a struct, each a name and a kind.
    """

    name: str
    kind: str
    meaning: str
    many: bool = False
    fields: Fields = ()


EDIT: Fields = (
    ("step", "int64"),
    ("start", "int64"),
    ("old", "string"),
    ("new", "string"),
    ("code", "string"),
    ("score", "int64"),
    ("reason", "string"),
)
EVIDENCE: Fields = (("witness", "string"), ("encoding", "string"), ("score", "int64"), ("detail", "string"))
FINDING: Fields = (("code", "string"), ("severity", "string"), ("message", "string"))

COLUMNS: tuple[Column, ...] = (
    Column("id", "string", "unique in the package"),
    Column("text", "string", "the clean text, in NFC, lines ended by LF"),
    Column("title", "string", "as the metadata have it, null where unknown"),
    Column("language", "string", "BCP 47"),
    Column("url", "string", "where the article was published"),
    Column("publisher", "string", "who published it"),
    Column("authors", "string", "who wrote it", many=True),
    Column("published_at", "timestamp", "when it was published, in UTC"),
    Column("published_precision", "string", '"day" or "second": how exactly that is known'),
    Column("retrieved_at", "timestamp", "when it was retrieved, in UTC"),
    Column("license", "string", "SPDX expression, LicenseRef-… or NOASSERTION"),
    Column("tdm_reservation", "int64", "TDMRep: 1 where mining is reserved, 0 where not, null where unknown"),
    Column("tdm_policy", "string", "TDMRep: where the terms of mining stand"),
    Column("n_chars", "int64", "code points of `text`"),
    Column("n_words", "int64", "words of `text`, separated by blanks"),
    Column("raw_path", "string", "the raw file, below the root of the raw files"),
    Column("raw_offset", "int64", "where the article's bytes begin in that file"),
    Column("raw_length", "int64", "how many bytes they are"),
    Column("raw_sha256", "string", "SHA-256 of these bytes, hexadecimal"),
    Column("media_type", "string", "text/plain or text/markdown"),
    Column("encoding", "string", "the Python codec that decoded them"),
    Column(
        "encoding_source", "string", "what decided it: bom, utf-8, utf-16/32, declared, override or detector"
    ),
    Column("encoding_score", "int64", "how sure the detector was, in thousandths; no probability"),
    Column("encoding_evidence", "struct", "all witnesses heard", many=True, fields=EVIDENCE),
    Column("high_bytes", "int64", "bytes of 0x80 and above"),
    Column("utf8_share", "int64", "thousandths of them in valid UTF-8 sequences"),
    Column("encoding_runner_up", "string", "the detector's best other encoding that gives another text"),
    Column("newline", "string", "line endings of the raw text: lf, crlf, cr, mixed or none"),
    Column("restorable", "bool", "whether the text, with its edits undone and encoded, gives the bytes"),
    Column("raw", "binary", "the bytes themselves, where `restorable` is false or the settings ask for them"),
    Column("text_sha256", "string", "SHA-256 of `text` in UTF-8, hexadecimal"),
    Column("edits", "struct", "everything cleaning did, reversible", many=True, fields=EDIT),
    Column("removed_ratio", "float64", "share of the decoded code points that are gone, 0..1"),
    Column("duplicate_of", "string", "id of the article whose text is the same"),
    Column("near_duplicate_of", "string", "id of the article whose text is nearly the same"),
    Column("near_duplicate_score", "int64", "how alike they are, in thousandths"),
    Column("findings", "struct", "what `validate` still says of it", many=True, fields=FINDING),
    Column(
        "pipeline",
        "string",
        "digest over the parts in the manifest: the tool, its rules, settings, lexicons, models",
    ),
    Column(
        "facts",
        "string",
        "digests of what the corpus said of its lines, its copies, its near copies and its publisher's site, separated by colons; empty where it said nothing",
    ),
    Column(
        "metadata",
        "string",
        "the record, JSON: as it was found, or put into JSON where it was found in CSV or YAML",
    ),
)

_SHARE = "thousandths of the "
QUALITY: tuple[
    Column, ...
] = (  # where the settings ask for them; the figures of Rae et al. 2021 (Gopher), appendix A.1.1
    Column(
        "quality_words", "int64", "words of `text`; where a script writes no blanks, each character is one"
    ),
    Column("quality_word_length", "int64", "their mean length, in thousandths of a code point"),
    Column("quality_alphabetic_words", "int64", _SHARE + "words that hold a letter"),
    Column(
        "quality_stop_words",
        "int64",
        _SHARE + "words that are stop words; null without a list for `language`",
    ),
    Column("quality_hashes", "int64", "signs # for every thousand words"),
    Column("quality_ellipses", "int64", "ellipses for every thousand words"),
    Column("quality_bullet_lines", "int64", _SHARE + "lines that begin with a bullet or a dash"),
    Column("quality_ellipsis_lines", "int64", _SHARE + "lines that end with an ellipsis"),
    Column("quality_duplicate_lines", "int64", _SHARE + "lines that occurred before in `text`"),
    Column("quality_duplicate_line_chars", "int64", _SHARE + "lines' code points that are in these"),
    Column("quality_duplicate_paragraphs", "int64", _SHARE + "paragraphs that occurred before in `text`"),
    Column(
        "quality_duplicate_paragraph_chars", "int64", _SHARE + "paragraphs' code points that are in these"
    ),
    *(
        Column(f"quality_top_{n}gram", "int64", f"{_SHARE}words' code points in the most frequent {n}-gram")
        for n in (2, 3, 4)
    ),
    *(
        Column(
            f"quality_duplicate_{n}grams",
            "int64",
            f"{_SHARE}words' code points in {n}-grams that occurred before",
        )
        for n in (5, 6, 7, 8, 9, 10)
    ),
)

REMOVED: tuple[Column, ...] = (
    Column("id", "string", "of the article that it was taken from"),
    Column("code", "string", "the kind of residue"),
    Column("reason", "string", "why it went"),
    Column("score", "int64", "how sure that was, in thousandths"),
    Column("text", "string", "what was taken out, with the line end that went with it"),
    Column("line", "int64", "the line it began on, from 1"),
    Column("step", "int64", "as in `edits`"),
    Column("start", "int64", "as in `edits`"),
    Column("language", "string", "of the article"),
    Column("publisher", "string", "of the article"),
    Column("url", "string", "of the article"),
    Column("license", "string", "of the article"),
    Column("raw_path", "string", "the raw file, below the root of the raw files"),
)

REFUSED: tuple[Column, ...] = (
    Column("id", "string", "as the row would have had it"),
    Column("code", "string", "the first reason"),
    Column("reason", "string", "the same as a sentence"),
    Column("raw_path", "string", "the raw file, below the root of the raw files"),
    Column("raw_offset", "int64", "where the article's bytes begin in that file"),
    Column("raw_length", "int64", "how many bytes were read; 0 where none could be"),
    Column("raw_sha256", "string", "SHA-256 of these bytes; null where none were read"),
    Column("findings", "struct", "all that is wrong with it", many=True, fields=FINDING),
    Column(
        "metadata",
        "string",
        "its record, JSON; null where there is none, or none that could be put into JSON",
    ),
)

NAMES = frozenset(column.name for column in (*COLUMNS, *QUALITY))


def arrow_schema(columns: Iterable[Column]) -> Any:
    """The Arrow schema of these columns."""
    import pyarrow as pa

    return pa.schema([pa.field(column.name, _arrow_type(column)) for column in columns])


def _arrow_type(column: Column) -> Any:
    import pyarrow as pa

    one = (
        pa.struct([(name, _scalar(kind)) for name, kind in column.fields])
        if column.fields
        else _scalar(column.kind)
    )
    return pa.list_(one) if column.many else one


def _scalar(kind: str) -> Any:
    import pyarrow as pa

    return pa.timestamp("us", "UTC") if kind == "timestamp" else pa.type_for_alias(kind)


def card_features(columns: Iterable[Column]) -> list[dict[str, Any]]:
    """The same columns as the features of a Hub dataset card (`dataset_info.features`)."""
    return [_card_feature(column) for column in columns]


def _card_feature(column: Column) -> dict[str, Any]:
    one: Any = _card_dtype(column.kind)
    if column.fields:
        one = [{"name": name, "dtype": _card_dtype(kind)} for name, kind in column.fields]
        return {"name": column.name, "list" if column.many else "struct": one}
    return {"name": column.name, "list" if column.many else "dtype": one}


def _card_dtype(kind: str) -> str:
    return "timestamp[us, tz=UTC]" if kind == "timestamp" else kind


def table_of(rows: Sequence[dict[str, Any]], columns: Sequence[Column]) -> Any:
    """An Arrow table of rows, column by column: nested ones are flattened first, which is ten times as fast as from dicts."""
    import pyarrow as pa

    schema = arrow_schema(columns)
    arrays = [_array([row[column.name] for row in rows], column) for column in columns]
    return pa.Table.from_arrays(arrays, schema=schema)


def _array(values: list[Any], column: Column) -> Any:
    import numpy as np
    import pyarrow as pa

    if not (column.many and column.fields):
        return pa.array(values, _arrow_type(column))
    flat = [item for value in values for item in value]
    members = [pa.array([item[name] for item in flat], _scalar(kind)) for name, kind in column.fields]
    offsets = np.cumsum([0, *map(len, values)], dtype=np.int32)
    return pa.ListArray.from_arrays(
        offsets, pa.StructArray.from_arrays(members, names=[name for name, _ in column.fields])
    )
