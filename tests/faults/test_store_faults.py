"""Faults in a second run, which reads and writes the store of earlier results beside the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults import loop, with_store

needs_strace = pytest.mark.skipif(bool(loop.missing()), reason=loop.missing())


@needs_strace
def test_kills(tmp_path: Path) -> None:
    count = loop.kills(tmp_path, with_store.scenario(), 6)
    assert count.total == 6
    assert count.ended["old"] > 0
    assert count.ended["new"] > 0


@needs_strace
def test_failing_calls(tmp_path: Path) -> None:
    count = loop.failures(tmp_path, with_store.scenario(), 4, only=["ENOSPC"])
    assert count.total == 4
    assert count.ended["new"] > 0  # a store that cannot be written is done without


@needs_strace
def test_the_calls_of_the_store_are_among_those_that_are_tried(tmp_path: Path) -> None:
    scenario = with_store.scenario()
    every = loop.calls(tmp_path, scenario, loop.CHANGING)
    without = loop.calls(
        tmp_path, loop.Scenario(scenario.name, scenario.command, scenario.lay, scenario.again), loop.CHANGING
    )
    assert len(every) > len(without) + 20
