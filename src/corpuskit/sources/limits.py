"""How far reading goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file that is read as an article, in bytes, and whether links inside the raw folder are followed."""

    max_bytes: int = 16 * 2**20
    follow_links: bool = False
