"""The law of engines: an ordered map, whoever does the work."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpuskit.engines.processes import Processes
from corpuskit.engines.serial import Serial
from corpuskit.errors import MachineError


def shout(text: str) -> str:
    return text.upper() + "!"


def refuse_b(text: str) -> str:
    if text == "b":
        raise ValueError(text)
    return text


def die(_: str) -> str:
    os._exit(9)


@settings(max_examples=2)
@given(st.lists(st.text(max_size=5), max_size=30))
def test_every_engine_keeps_order(texts: list[str]) -> None:
    expected = [shout(text) for text in texts]

    assert list(Serial().map(shout, texts)) == expected
    assert list(Processes(2).map(shout, texts)) == expected


@pytest.mark.parametrize("engine", [Serial(), Processes(2)], ids=["serial", "processes"])
def test_an_exception_comes_at_its_place(engine) -> None:
    results = engine.map(refuse_b, ["a", "b", "c"])

    assert next(results) == "a"
    with pytest.raises(ValueError, match="b"):
        next(results)


def test_a_worker_that_dies_is_one_sentence() -> None:
    with pytest.raises(MachineError, match="fewer --workers"):
        list(Processes(1).map(die, ["a"]))


def test_workers_end_with_a_killed_driver(tmp_path) -> None:
    script = tmp_path / "driver.py"
    script.write_text(
        textwrap.dedent("""
            import os, sys, time
            from corpuskit.engines.processes import Processes
            def pid(_):
                time.sleep(0.2)
                return os.getpid()
            if __name__ == "__main__":
                work = Processes(2).map(pid, range(1000))
                print(next(work), next(work), flush=True)
                time.sleep(60)
        """),
        encoding="utf-8",
    )
    driver = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert driver.stdout is not None
    workers = {int(pid) for pid in driver.stdout.readline().split()}
    driver.kill()
    driver.wait()
    driver.stdout.close()

    assert _all_gone(workers)


def _all_gone(pids: set[int]) -> bool:
    for _ in range(100):
        if not any(_alive(pid) for pid in pids):
            return True
        time.sleep(0.1)
    return False


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
