"""Validate a corpus of source articles and package it, with every change on record.

>>> import corpuskit
>>> corpuskit.decode(b"caf\\xe9, th\\xe9, \\xe0 bient\\xf4t", declared="cp1252").text
'café, thé, à bientôt'

The public functions are loaded when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpuskit.version import __version__

if TYPE_CHECKING:
    from corpuskit.app.api import clean, decode, diff, load_settings, package, restore, validate, verify

__all__ = [
    "__version__",
    "clean",
    "decode",
    "diff",
    "load_settings",
    "package",
    "restore",
    "validate",
    "verify",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'corpuskit' has no attribute {name!r}")
    from corpuskit.app import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted(__all__)
