"""File names that some systems refuse, or take for something else."""

from __future__ import annotations

import re

from corpuskit.model.findings import Code, Severity

CODE = Code(
    "SRC101",
    "name-not-portable",
    Severity.WARNING,
    "0.1.0",
    r"""## What it finds

A name of a file or folder that Windows cannot have: one of `<>:"|?*` in it, a dot or a blank at its end, or the name of a device with any ending (`CON.txt`, `aux.md`, `com1`). And a name that begins with a hyphen, which programs take for an option. The file is read all the same.

A folder is told of once, not with every article in it.

## Why it matters

Somebody clones the corpus on Windows, or restores the package there, and the whole checkout stops at this one name. `a:b.txt` is worse: it may become a hidden stream of the file `a`, and the article is gone without a message.

## Example

```sh
printf 'Un article.\n' > "raw/12:30, le journal.txt"
printf '\n%s\n' '{"file_name": "12:30, le journal.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Instead

Rename the file, and its `file_name` with it; the `id` in its metadata can stay what it was. Where the corpus never meets another system, set the code aside: `ignore = ["SRC101"]`.

```sh
printf 'Un article.\n' > "raw/12h30, le journal.txt"
printf '\n%s\n' '{"file_name": "12h30, le journal.txt", "language": "fr", "url": null, "retrieved_at": null, "license": "NOASSERTION"}' >> raw/metadata.jsonl
```

## Source

"Naming Files, Paths, and Namespaces", learn.microsoft.com; POSIX.1-2024, "Portable Filename Character Set", which keeps the hyphen from the first place.
""",
)
CODES = (CODE,)

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICES = ("con", "prn", "aux", "nul", "com", "lpt")
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:\..*)?",
    re.IGNORECASE | re.DOTALL,
)


def unportable(name: str) -> tuple[str, str] | None:
    """Why a name cannot go everywhere: the kind of fault, and what to say of it; None where it can.

    >>> unportable("-x.txt")
    ('hyphen', 'begins with a hyphen, which programs take for an option')
    """
    found = on_windows(name)
    if found is None and name.startswith("-"):
        return "hyphen", "begins with a hyphen, which programs take for an option"
    return found


def on_windows(name: str) -> tuple[str, str] | None:
    """Why Windows cannot have this name of a file or folder: the kind of fault, and what to say of it.

    >>> on_windows("Aux.md"), on_windows("auxerre.md")
    (('device', 'names a device on Windows'), None)
    """
    if match := _FORBIDDEN.search(name):
        return "character", f"has {match[0]} in it, which no name on Windows may have"
    if name[-1:] in (".", " "):
        return "end", "ends with a dot or a blank, which Windows drops"
    if name[:3].lower() in _DEVICES and _DEVICE.fullmatch(name):
        return "device", "is reserved for a device on Windows"
    return None
