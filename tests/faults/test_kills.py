"""Kills and failing system calls while a package is published: the old one or the new one, never anything else.

Here the exchange is killed in every window, the rest is sampled; `make prove` runs all of it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.faults import loop

pytestmark = pytest.mark.skipif(bool(loop.missing()), reason=loop.missing())


@pytest.mark.parametrize(("name", "most"), [("exchange", None), ("first publication", 8), ("renames", 12)])
def test_a_kill_between_two_system_calls_leaves_old_or_new(
    tmp_path: Path, name: str, most: int | None
) -> None:
    count = loop.kills(tmp_path, loop.SCENARIOS[name](), most)
    assert count.total >= (most or 30)
    assert {"old", "new"} <= set(count.ended)  # both sides of the swap were met
    assert most or count.tried["fsync"] == 8  # four files, three folders, the folder around them


@pytest.mark.parametrize("name", sorted(loop.SCENARIOS))
def test_a_failing_system_call_leaves_old_and_one_sentence(tmp_path: Path, name: str) -> None:
    count = loop.failures(tmp_path, loop.SCENARIOS[name](), 2)
    assert count.total >= 10
    assert count.ended["old"] > 0


def test_renames_are_killed_between_the_second_and_the_third(tmp_path: Path) -> None:
    """The one window in which NAME is absent is real, and the next run closes it."""
    scenario = loop.SCENARIOS["renames"]()
    names = [call for call in loop.calls(tmp_path, scenario, "rename") if call[0] == "rename"]
    assert len(names) == 3


def test_the_loop_itself_notices_a_loss(tmp_path: Path) -> None:
    """A publisher that removes the old package before it renames the new one must not pass."""
    careless = tmp_path / "careless.py"
    careless.write_text(
        "import os, shutil, sys\n"
        "out = sys.argv[1]\n"
        "os.mkdir(out + '/y')\n"
        "with open(out + '/y/README.md', 'w') as file: file.write('new')\n"
        "shutil.rmtree(out + '/x')\n"
        "os.rename(out + '/y', out + '/x')\n",
        encoding="utf-8",
    )
    good = loop.SCENARIOS["exchange"]()

    def again(out: Path) -> None:
        shutil.rmtree(out / "y", ignore_errors=True)
        shutil.rmtree(out / "x", ignore_errors=True)
        (out / "x").mkdir()
        (out / "x" / "README.md").write_text("new", encoding="utf-8")

    scenario = loop.Scenario(
        "careless", lambda out: [sys.executable, "-S", str(careless), str(out)], good.lay, again
    )
    with pytest.raises(loop.Lost, match="neither the old package nor the new one"):
        loop.kills(tmp_path, scenario)
