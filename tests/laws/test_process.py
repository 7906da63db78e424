"""The laws of `process`: any bytes and any record give results, and no batch shows."""

from __future__ import annotations

import hashlib
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.app.context import default_context
from corpuskit.model.articles import Address, RawArticle, Record
from corpuskit.model.findings import Place
from corpuskit.process import process
from tests.corpus import BODY

BODIES = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(str.encode),
    st.sampled_from([BODY, BODY + "\nLire aussi : la suite\n"]).flatmap(
        lambda text: st.sampled_from(["utf-8", "cp1252", "utf-16", "utf-8-sig"]).map(text.encode)
    ),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=4,
)
KEYS = st.sampled_from(
    ["file_name", "id", "title", "language", "url", "license", "encoding", "allow", "sha256", "x"]
)


@st.composite
def raws(draw: st.DrawFn) -> RawArticle:
    body = draw(BODIES)
    metadata = draw(st.none() | st.dictionaries(KEYS, VALUES, max_size=6))
    name = draw(st.sampled_from(["a", "b", "c"]))
    record = (
        Record(json.dumps(metadata).encode(), Place("metadata.jsonl", 1)) if metadata is not None else None
    )
    return RawArticle(
        name,
        body,
        "text/plain",
        metadata,
        Address(f"{name}.txt", 0, len(body)),
        hashlib.sha256(body).hexdigest(),
        "s",
        record,
    )


@settings(max_examples=60)
@given(st.lists(raws(), max_size=5), st.integers(0, 5))
def test_no_batch_shows(batch: list[RawArticle], cut: int) -> None:
    context = default_context()

    assert process(batch, context) == process(batch[:cut], context) + process(batch[cut:], context)


@settings(max_examples=150)
@given(raws())
def test_whatever_comes_in_something_comes_out(raw: RawArticle) -> None:
    [result] = process([raw], default_context())

    assert (result.article is None) == (result.refused is not None)
    assert result.refused is None or any(finding.code == result.refused.code for finding in result.findings)
    if result.article is not None:
        decoded, script = result.article.decoded, result.article.script
        assert script.undo(result.article.text) == decoded.text
        assert not decoded.restorable or decoded.text.encode(decoded.encoding) == raw.body
