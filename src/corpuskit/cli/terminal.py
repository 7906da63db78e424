"""The streams of the program: what they can show, and how text gets there."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from corpuskit.errors import CorpuskitError

if TYPE_CHECKING:
    from corpuskit.model.findings import Code, Severity
    from corpuskit.reporters import View

_WIDTH = 100  # columns of text that is not written to a terminal
_NARROWEST, _WIDEST = 40, 160


def prepare() -> None:
    """Let no character stop the program, and no byte be lost.

    What a stream's encoding lacks is written as an escape. With PYTHONUNBUFFERED, usual in containers, stdout has no
    buffer below it, and Python then drops what a pipe or a full disk does not take at once, without an error.
    """
    if isinstance(sys.stdout, io.TextIOWrapper) and isinstance(sys.stdout.buffer, io.RawIOBase):
        buffered = io.BufferedWriter(sys.stdout.buffer)
        sys.stdout = io.TextIOWrapper(buffered, encoding=sys.stdout.encoding)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def write(pieces: Iterable[str]) -> None:
    """Write to stdout, which may be closed from the start: then nobody listens, and that is no fault."""
    if sys.stdout is not None:
        sys.stdout.writelines(pieces)


def flush() -> None:
    """Show what was written: a question must stand there before its answer."""
    if sys.stdout is not None:
        sys.stdout.flush()


def say(sentence: str) -> None:
    """Write a line about the run, already escaped, to stderr."""
    if sys.stderr is not None:
        sys.stderr.write(f"{sentence}\n")


def warn(sentence: str) -> None:
    """Tell of something that the run does without."""
    from corpuskit.reporters.escape import shown

    say(f"corpuskit: {shown(sentence)}")


def is_terminal() -> bool:
    """Whether a person reads stdout."""
    return sys.stdout is not None and sys.stdout.isatty()


def silence() -> None:
    """Send what is still to be written nowhere: stdout cannot take it, and the interpreter would complain at its end."""
    if sys.stdout is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def write_text(text: str) -> None:
    """Write an article: exactly, as UTF-8, into a pipe or a file; on a terminal with hidden characters written out."""
    if sys.stdout is None:
        return
    if is_terminal():
        from corpuskit.reporters.escape import shown_lines

        sys.stdout.write(shown_lines(text))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))


def view(
    *,
    show_notes: bool = False,
    to_file: bool = False,
    codes: Mapping[str, Code] | None = None,
    fail_on: Severity | None = None,
) -> View:
    """How the reader of stdout, or of a file, wants to see a report: colours only on a terminal, and never with NO_COLOR.

    `codes` are those that were looked for, all by default.
    """
    from shutil import get_terminal_size

    from corpuskit import __version__
    from corpuskit.model.findings import Severity
    from corpuskit.reporters import View
    from corpuskit.rules import codes as every_code

    person = is_terminal() and not to_file
    return View(
        colour=person and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
        show_notes=show_notes,
        width=min(max(get_terminal_size((_WIDTH, 1)).columns, _NARROWEST), _WIDEST) if person else _WIDTH,
        names={code.code: code.name for code in every_code().values()},
        version=__version__,
        codes=every_code() if codes is None else codes,
        fail_on=Severity.ERROR if fail_on is None else fail_on,
    )


def writable(file: Path | None) -> None:
    """CorpuskitError where a report could not be written to `file`: said before the work, not after it."""
    if file is None:
        return
    if file.is_dir():
        raise CorpuskitError(f"{file} is a folder: name a file for the report")
    if not file.parent.is_dir():
        raise CorpuskitError(
            f"{file.parent} does not exist: make the folder first, or name another file for the report"
        )
