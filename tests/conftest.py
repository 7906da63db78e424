"""What all tests share: reproducible Hypothesis, and the places of the data that not every clone has."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The five articles of acceptance; they are not part of the project."""
    folder = ROOT.parent / "shared" / "corpora" / "seeds"
    if not folder.is_dir():
        pytest.skip("the seed articles are not beside this clone")
    return folder


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No colours, no clock and no network hub from the outside."""
    for name in ("FORCE_COLOR", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("TERM", os.environ.get("TERM", "dumb"))
