"""What changed below the raw folder since a revision, as git tells it: of the files it knows, and those it does not know yet."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpuskit.errors import SourceError
from corpuskit.model.articles import Entry
from corpuskit.model.findings import Finding
from corpuskit.sources.names import LINES

_SECONDS = 600  # after which git is taken to hang
_COMMIT = re.compile(rb"[0-9a-f]{40,64}\n?")
_SHOWN = 100  # characters of a revision or of an answer that are shown


@dataclass(frozen=True, slots=True)
class Changes:
    """What is not as it was at a revision.

    files   POSIX paths below the raw folder
    lines   by path of a changed file with one record a line: the lines that it had
    """

    files: frozenset[str]
    lines: Mapping[str, frozenset[bytes]]

    def holds(self, entry: Entry) -> bool:
        """Whether an article changed: its file, or what the metadata say of it."""
        places = [finding.place for finding in entry.findings if finding.place]
        if entry.address.path in self.files or any(
            place.path in self.files - set(self.lines) for place in places
        ):
            return True
        record = entry.record
        if record is None or record.place.path not in self.files:
            return False
        return record.body.strip() not in self.lines.get(record.place.path, ())

    def concerns(self, finding: Finding) -> bool:
        """Whether a finding that belongs to no article is about a changed file."""
        return finding.place is not None and finding.place.path in self.files


def changed_since(root: Path, revision: str) -> Changes:
    """What changed below `root` since `revision`; what is not yet committed, or not even known to git, included.

    SourceError where there is no git, no checkout or no such revision. The revision is never taken for an option, and no
    diff program that the repository asks for is run.
    """
    commit = _commit(root, revision)
    options = ("--name-only", "--no-renames", "--no-ext-diff", "--no-textconv", "-z", "--relative")
    changed = _git(root, "diff", *options, commit, "--", ".")
    untracked = _git(root, "ls-files", "--others", "-z", "--", ".")
    if changed is None or untracked is None:
        raise SourceError(f"git cannot tell what changed below {root} since {revision!r:.{_SHOWN}}")
    names = (changed + untracked).split(b"\0")
    files = frozenset(name.decode("utf-8", "surrogateescape") for name in names if name)
    lines = {}
    for path in sorted(path for path in files if path.rpartition("/")[2] == LINES):
        before = _git(root, "cat-file", "blob", f"{commit}:./{path}")
        lines[path] = frozenset(line.strip() for line in (before or b"").split(b"\n"))
    return Changes(files, lines)


def _commit(root: Path, revision: str) -> str:
    if not revision or revision.startswith("-") or not revision.isprintable():
        raise SourceError(
            f"{revision!r:.{_SHOWN}} is no revision: give a branch, a tag or a commit, such as origin/main"
        )
    if _git(root, "rev-parse", "--is-inside-work-tree") is None:
        raise SourceError(f"{root} is not in a checkout of git: --changed-since needs one, with its history")
    named = f"{revision}^{{commit}}"
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", named)
    if commit is None or not _COMMIT.fullmatch(commit):  # ^HEAD is a commit, too, but with a sign before it
        raise SourceError(
            f"git knows no revision {revision!r:.{_SHOWN}} here: fetch it (a shallow clone has no history), or name another"
        )
    return commit.decode("ascii").strip()


def _git(root: Path, *arguments: str) -> bytes | None:
    """What git says, None where it says that it cannot."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    # A repository may name a program that watches its files, and git would run it.
    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - git by name, each argument its own, a revision only after it was resolved
            command,
            cwd=root,
            env={**environment, "GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise SourceError("there is no git on this machine, and --changed-since asks it") from None
    except subprocess.TimeoutExpired:
        raise SourceError(f"git did not answer in {_SECONDS} seconds") from None
    return done.stdout if done.returncode == 0 else None
