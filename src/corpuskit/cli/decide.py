"""`corpuskit decide`: people decide of the lines that the cleaner is not sure of."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpuskit.cli import options, terminal
from corpuskit.cli.outcome import DONE
from corpuskit.cli.progress import Bar
from corpuskit.errors import CorpuskitError

if TYPE_CHECKING:
    from corpuskit.app.corpus import Corpus
    from corpuskit.app.deciding import Book
    from corpuskit.model.undecided import Undecided

_FORMATS = ("full", "json", "jsonl")
_SCOPES = ("site", "corpus", "article")
_LARGEST = 256 << 20  # bytes of decisions on stdin


def _format(name: str) -> str:
    return options.one_of(_FORMATS, name) or name


def _scope(name: str | None) -> str | None:
    return options.one_of(_SCOPES, name)


def run(
    path: Annotated[
        Path, typer.Argument(metavar="PATH", help="A corpus, or a part of it.", show_default=False)
    ] = Path(),
    listing: Annotated[
        bool, typer.Option("--list", help="List what is undecided, and decide nothing.")
    ] = False,
    keep: Annotated[
        list[str] | None, typer.Option(metavar="LINE", help="Keep this line. * and ? stand for characters.")
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option(metavar="LINE", help="Remove this line; once for each, as --keep.")
    ] = None,
    stdin: Annotated[
        bool, typer.Option("--stdin", help="Take decisions from stdin, in the form of decisions.jsonl.")
    ] = False,
    scope: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", callback=_scope, help="site (the default where it is known), corpus or article."
        ),
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why, for whoever reads the edit later.")
    ] = None,
    output_format: Annotated[
        str, typer.Option(metavar="NAME", callback=_format, help="Of the list: full, json or jsonl.")
    ] = "full",
    config: options.Config = None,
    workers: options.Workers = None,
    engine: options.Engine = "auto",
) -> int:
    """Decide of the lines that cleaning is not sure of: each once for its site, the most frequent first.

    On a terminal each line is shown, and a key keeps or removes it; without one, or with --list, the lines are listed.
    Every decision is written to decisions.jsonl beside raw/ at once, so leaving loses nothing. Keep that file under
    version control: it is sorted, and one line is one decision.

    \b
    corpuskit decide
    corpuskit decide --list --output-format jsonl
    corpuskit decide --remove "Abonnez-vous*" --keep "La rédaction" --scope corpus --reason "seen with the desk"
    corpuskit decide --stdin < decisions-of-a-colleague.jsonl
    """
    from corpuskit.app.corpus import find
    from corpuskit.app.deciding import Book

    if stdin and (listing or keep or remove):
        raise CorpuskitError("--stdin brings its own decisions: leave out --list, --keep and --remove")
    if listing and (keep or remove):
        raise CorpuskitError("--list decides nothing: leave it out, or --keep and --remove")
    corpus = find(path)
    book = Book(corpus.base)
    if stdin:
        return _from_stdin(book, corpus)
    found = _undecided(path, corpus, config, workers, engine)
    if keep or remove:
        return _as_told(found, book, (keep or [], remove or []), scope, reason)
    if not listing and found and output_format == "full" and _at_a_terminal():
        from corpuskit.cli.asking import Asking

        Asking(found, book, corpus.shown, scope, reason).run()
        return DONE
    _list(found, corpus.shown, output_format)
    return DONE


def _undecided(
    path: Path, corpus: Corpus, config: Path | None, workers: int | None, engine: str
) -> tuple[Undecided, ...]:
    from corpuskit.app.undecided import undecided

    settings = options.settings_for(path, config)
    with Bar("looking") as bar:
        return undecided(corpus, settings, workers=options.cpus(workers), engine=engine, progress=bar)


def _as_told(
    found: tuple[Undecided, ...],
    book: Book,
    wanted: tuple[list[str], list[str]],
    scope: str | None,
    reason: str | None,
) -> int:
    """Write what the options decide: all of it, or nothing where one of them means no line, or two mean the same."""
    from corpuskit.app.deciding import asked, decision

    kept, removed = asked(found, wanted[0]), asked(found, wanted[1])
    twice = next((group for group in kept if group in removed), None)
    if twice is not None:
        raise CorpuskitError(f"{twice.line!r} is to be kept and to be removed: say one of them")
    rows = [
        row
        for groups, answer in ((kept, "keep"), (removed, "remove"))
        for group in groups
        for row in decision(group, answer, scope, reason)
    ]
    _told(book, book.add(rows))
    return DONE


def _from_stdin(book: Book, corpus: Corpus) -> int:
    from corpuskit.app.deciding import rows_in
    from corpuskit.errors import SourceError

    if corpus.alone:
        raise SourceError(f"{corpus.shown} is no corpus: name the folder that holds raw/")
    data = sys.stdin.buffer.read(_LARGEST + 1) if sys.stdin is not None else b""
    if len(data) > _LARGEST:
        raise CorpuskitError(f"stdin: more than {_LARGEST >> 20} MB are no decisions of people")
    try:
        text = data.decode("utf-8")
    except ValueError:
        raise CorpuskitError("stdin: it is not UTF-8") from None
    _told(book, book.add(rows_in(text, "stdin")))
    return DONE


def _told(book: Book, changed: int) -> None:
    from corpuskit.reporters.escape import opening
    from corpuskit.reporters.summary import counted

    terminal.write([f"{counted(changed, 'decision')} written to {opening(str(book.path))}\n"])


def _list(found: tuple[Undecided, ...], root: str, name: str) -> None:
    from corpuskit.reporters import undecided as lists

    if name == "json":
        terminal.write(lists.as_json(found, root))
    elif name == "jsonl":
        terminal.write(lists.as_jsonl(found, root))
    else:
        terminal.write(lists.listed(found, root, terminal.view()))


def _at_a_terminal() -> bool:
    return terminal.is_terminal() and sys.stdin is not None and sys.stdin.isatty()
