"""The public functions, gathered from the use cases."""

from __future__ import annotations

from corpuskit.app.clean import clean
from corpuskit.app.package import package
from corpuskit.app.settings import load_settings
from corpuskit.app.validate import validate
from corpuskit.decoding import decode
from corpuskit.packaging.diff import diff
from corpuskit.packaging.restore import restore
from corpuskit.packaging.verify import verify

__all__ = ["clean", "decode", "diff", "load_settings", "package", "restore", "validate", "verify"]
