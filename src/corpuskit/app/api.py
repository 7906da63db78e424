"""The public functions, gathered from the use cases."""

from __future__ import annotations

from corpuskit.app.clean import clean
from corpuskit.app.package import package
from corpuskit.app.settings import load_settings
from corpuskit.app.validate import validate
from corpuskit.decode import decode
from corpuskit.package.restore import restore
from corpuskit.package.verify import verify

__all__ = ["clean", "decode", "load_settings", "package", "restore", "validate", "verify"]
