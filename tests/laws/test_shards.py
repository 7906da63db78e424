"""The laws of shards: nothing is lost, sizes stay in bounds, and an article more moves no other cut."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.app.shards import MEAN, MOST_BYTES, shards_of
from corpuskit.model.articles import Address, Entry


def entries(n: int, length: int = 6000) -> list[Entry]:
    return [Entry(f"site/{i:06d}", Address(f"{i}.txt", 0, length), None) for i in range(n)]


@settings(max_examples=30)
@given(st.integers(0, 9000), st.sampled_from([0, 6000, 2**24]))
def test_shards_are_the_entries_cut(n: int, length: int) -> None:
    listed = entries(n, length)
    shards = shards_of(listed)

    assert [entry for shard in shards for entry in shard] == listed
    assert all(0 < len(shard) <= 2 * MEAN for shard in shards)
    assert all(
        sum(entry.address.length for entry in shard) <= MOST_BYTES for shard in shards if len(shard) > 1
    )


def test_the_mean_is_what_it_says() -> None:
    assert 0.8 * MEAN < 200_000 / len(shards_of(entries(200_000))) < 1.2 * MEAN


def test_very_many_articles_make_larger_shards() -> None:
    assert len(shards_of(entries(600_000, 100))) < 512


@settings(max_examples=20)
@given(st.integers(0, 8999), st.booleans())
def test_one_article_more_or_less_changes_its_own_neighbourhood(at: int, more: bool) -> None:
    listed = entries(9000)
    new = Entry(f"site/{at:06d}-new", Address("new.txt", 0, 6000), None)
    changed = [*listed[: at + 1], new, *listed[at + 1 :]] if more else listed[:at] + listed[at + 1 :]
    before, after = set(shards_of(listed)), set(shards_of(changed))

    assert len(after - before) <= 3
