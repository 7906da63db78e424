"""What the settings say of a dataset as a whole, and what they leave unsaid: that is named, and never made up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FACTS: Mapping[str, str] = {
    "description": "what is in it",
    "license": "the licence of the dataset as a whole",
    "creators": "who made it",
    "creators_are": "whether these are persons or organizations, without which Croissant cannot name them",
    "url": "where more is said about it",
    "version": "its version",
    "date_published": "the day it was published",
    "citation": "how to cite it",
    "intended_uses": "what it is meant for",
    "limitations": "what it is not good for",
}


def missing(dataset: Mapping[str, Any]) -> tuple[str, ...]:
    """The facts that `[dataset]` in the settings does not state, in the order of FACTS.

    >>> missing({"license": "MIT", "creators": ["Ada"]})[:3], "creators_are" in missing({"license": "MIT"})
    (('description', 'creators_are', 'url'), False)
    """
    unsaid = [name for name in FACTS if not dataset.get(name)]
    return tuple(name for name in unsaid if name != "creators_are" or "creators" not in unsaid)


def licence_url(expression: str) -> str | None:
    """The page of a licence that SPDX lists, None for a compound expression or a licence of one's own.

    >>> licence_url("CC0-1.0"), licence_url("LicenseRef-x"), licence_url("MIT OR Apache-2.0")
    ('https://spdx.org/licenses/CC0-1.0.html', None, None)
    """
    plain = all(char.isalnum() or char in ".-+" for char in expression)
    if (
        not plain
        or expression.startswith(("LicenseRef-", "DocumentRef-"))
        or expression in ("NONE", "NOASSERTION")
    ):
        return None
    return f"https://spdx.org/licenses/{expression.removesuffix('+')}.html"
