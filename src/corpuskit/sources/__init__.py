"""I/O in: what lies below the raw folder, and the bytes of one article. Nothing else in corpuskit opens a raw file.

`listing` looks at names, sizes and metadata, and reads no article; `read` reads one, once, and hashes what it read.
Whatever strangers put there gives findings: only a raw folder that is not there at all is an error.
"""

from __future__ import annotations

from corpuskit.sources.limits import Limits
from corpuskit.sources.listing import Listing, listing
from corpuskit.sources.reading import read

__all__ = ["Limits", "Listing", "listing", "read"]
