"""What SPDX has taken out of use, with what stands for it now, and what was probably meant where an expression is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from corpuskit.schema.formats import is_spdx

# SPDX License List 3.27 (2025), "Deprecated License Identifiers". `packaging` has the same list, but not in its public
# API, and names no successors: a test compares the two. Of two successors, which one is right only the licensor can say.
_GNU = ("AGPL-1.0", "AGPL-3.0", "GFDL-1.1", "GFDL-1.2", "GFDL-1.3", "GPL-1.0", "GPL-2.0", "GPL-3.0")
_LESSER = ("LGPL-2.0", "LGPL-2.1", "LGPL-3.0")
_EXCEPTIONS = {
    "GPL-2.0-with-autoconf-exception": "Autoconf-exception-2.0",
    "GPL-2.0-with-bison-exception": "Bison-exception-2.2",
    "GPL-2.0-with-classpath-exception": "Classpath-exception-2.0",
    "GPL-2.0-with-font-exception": "Font-exception-2.0",
    "GPL-2.0-with-GCC-exception": "GCC-exception-2.0",
    "GPL-3.0-with-autoconf-exception": "Autoconf-exception-3.0",
    "GPL-3.0-with-GCC-exception": "GCC-exception-3.1",
}
_OTHERS = {
    "BSD-2-Clause-FreeBSD": ("BSD-2-Clause", "BSD-2-Clause-Views"),
    "BSD-2-Clause-NetBSD": ("BSD-2-Clause",),
    "Net-SNMP": (),
    "Nokia-Qt-exception-1.1": ("Qt-LGPL-exception-1.1",),
    "Nunit": ("zlib-acknowledgement",),
    "StandardML-NJ": ("SMLNJ",),
    "bzip2-1.0.5": ("bzip2-1.0.6",),
    "eCos-2.0": ("GPL-2.0-or-later WITH eCos-exception-2.0",),
    "wxWindows": (
        "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
        "GPL-2.0-or-later WITH WxWindows-exception-3.1",
    ),
}
DEPRECATED: Mapping[str, tuple[str, ...]] = {
    **{name: (f"{name}-only", f"{name}-or-later") for name in (*_GNU, *_LESSER)},
    **{f"{name}+": (f"{name}-or-later",) for name in (*_GNU, *_LESSER)},
    **{
        name: tuple(f"{name[:7]}-{which} WITH {exception}" for which in ("only", "or-later"))
        for name, exception in _EXCEPTIONS.items()
    },
    **_OTHERS,
}


@lru_cache(maxsize=1024)
def deprecated_in(expression: str) -> tuple[str, ...]:
    """The identifiers in a licence expression that SPDX has deprecated, each once, in its own spelling; () in any other text.

    >>> deprecated_in("gpl-2.0+ WITH Classpath-exception-2.0 OR MIT"), deprecated_in("GPL-2.0-only"), deprecated_in("free")
    (('GPL-2.0+',), (), ())
    """
    if expression == "NOASSERTION" or not is_spdx(expression):
        return ()
    parts = _canonical(expression).replace("(", " ").replace(")", " ").split()
    return tuple(dict.fromkeys(part for part in parts if part in DEPRECATED))


def meant_by(value: str) -> str | None:
    """The expression that somebody probably meant who wrote blanks or underscores for hyphens, or forgot the version's zero.

    >>> meant_by("CC BY 4.0"), meant_by("apache_2"), meant_by("free to use")
    ('CC-BY-4.0', 'Apache-2.0', None)
    """
    joined = re.sub(r"[\s_-]+", "-", value.strip()[:100])
    return next((_canonical(text) for text in (joined, f"{joined}.0") if is_spdx(text)), None)


def _canonical(expression: str) -> str:
    from packaging.licenses import canonicalize_license_expression

    return canonicalize_license_expression(expression)
