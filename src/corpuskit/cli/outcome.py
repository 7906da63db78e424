"""How a run ends: every exception becomes one sentence and an exit status, here and nowhere else.

0 done · 1 the data fall short · 2 the request cannot be carried out as asked · 3 the machine failed, or a bug ·
130 interrupted · 141 the reader of stdout is gone.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from corpuskit.cli.terminal import prepare, say, silence
from corpuskit.errors import CorpuskitError, MachineError
from corpuskit.reporters.escape import shown

if TYPE_CHECKING:
    from corpuskit.model.report import Report

DONE, FALLS_SHORT, REFUSED, FAILED, INTERRUPTED, READER_GONE = 0, 1, 2, 3, 130, 141
_LONGEST = 500  # characters of one line of a traceback: its message may quote an article


def settle(action: Callable[[], int]) -> int:
    """Run the action to its very end, the last byte on stdout included, and return the exit status."""
    try:
        prepare()
        return _flushed(_attempted(action))
    except KeyboardInterrupt:
        return _interrupted()


def _attempted(action: Callable[[], int]) -> int:
    try:
        return action()
    except KeyboardInterrupt:
        return _interrupted()
    except BrokenPipeError:
        return READER_GONE
    except CorpuskitError as error:
        return _ended(REFUSED, shown(str(error)))
    except MachineError as error:
        return _ended(FAILED, shown(str(error)))
    except OSError as error:
        return _ended(FAILED, _of_system(error))
    except MemoryError:
        return _ended(FAILED, "there is not enough memory: run again with fewer --workers")
    except Exception as error:
        return _bug(error)


def _flushed(status: int) -> int:
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        silence()
        return READER_GONE
    except OSError as error:
        silence()
        return _ended(FAILED, f"the output could not be written: {_of_system(error)}")
    return status


def _ended(status: int, sentence: str) -> int:
    with contextlib.suppress(OSError):  # where stderr is gone too, the status is all that can still be told
        say(f"corpuskit: {sentence}")
    return status


def _interrupted() -> int:
    return _ended(INTERRUPTED, "interrupted: nothing is published")


def _of_system(error: OSError) -> str:
    reason = error.strerror or str(error) or type(error).__name__
    return shown(f"{reason}: {error.filename}" if error.filename is not None else reason)


def _bug(error: Exception) -> int:
    import traceback

    told = traceback.format_exception(error)
    return _ended(FAILED, "\n".join(bug_report("a failure of its own", "".join(told))))


def bug_report(what: str, told: str) -> Iterator[str]:
    """The lines of a paragraph to paste: what happened, which program on which machine, the traceback."""
    import platform

    from corpuskit import __version__

    yield f"{what} (BUG001). Please report it with these lines:"
    yield f"  | corpuskit {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    for line in told.splitlines():
        yield f"  | {shown(line[:_LONGEST])}"


def judged(report: Report, falls_short: bool) -> int:
    """The status of a run that came to its end: 3 where our own code failed on an article, with lines to paste on stderr."""
    crashes = [group for group in report.groups if group.code == "BUG001"]
    if not crashes:
        return FALLS_SHORT if falls_short else DONE
    first = crashes[0].examples[0]
    told = str(first.data.get("traceback", first.message))
    return _ended(FAILED, "\n".join(bug_report("a failure of its own on an article", told)))
