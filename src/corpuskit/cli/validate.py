"""`corpuskit validate`: what is wrong with a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpuskit.cli import options, terminal
from corpuskit.cli.outcome import judged
from corpuskit.cli.progress import Bar
from corpuskit.errors import CorpuskitError

if TYPE_CHECKING:
    from corpuskit.app.settings import Settings
    from corpuskit.model.report import Report


def run(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH",
            help="A corpus, its raw folder, or a folder or file in it; or a dataset.",
            show_default=False,
        ),
    ] = None,
    config: options.Config = None,
    schema: options.Schema = None,
    select: options.Select = None,
    extend_select: options.ExtendSelect = None,
    ignore: options.Ignore = None,
    fail_on: options.FailOn = None,
    output_format: options.OutputFormat = "full",
    output_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the report there, and only its summary to stdout."),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Tell what is new since this baseline was written, and count the rest."
        ),
    ] = None,
    write_baseline: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Accept all that is found today: write it there, and exit with 0."),
    ] = None,
    text_column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Of a dataset: the column of the texts. Default: text.")
    ] = None,
    id_column: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Of a dataset: the column of the ids. Default: rows by number."),
    ] = None,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count what was found by code, and list nothing else.")
    ] = False,
    show_notes: Annotated[
        bool, typer.Option("--show-notes", help="List notes too, not only their counts.")
    ] = False,
    changed_since: Annotated[
        str | None,
        typer.Option(metavar="REV", help="Look only at articles that changed since this revision of git."),
    ] = None,
    workers: options.Workers = None,
    engine: options.Engine = "auto",
    cache: options.Cache = True,
) -> int:
    """Check corpora, or parts of them, and change nothing.

    A corpus is a folder that holds raw/, or the raw folder itself; without a PATH it is the current folder.
    A folder below raw/ means the articles in it, a sidecar its article, a metadata.jsonl or .csv the whole corpus.
    A PATH may also be a dataset: the folder of a package, or a file of rows (.parquet, .jsonl, .jsonl.gz).
    The settings are those of the first PATH. What the formats are for: docs/ci.md.

    \b
    corpuskit validate
    corpuskit validate raw/lemonde raw/elsewhere/001.txt --show-notes
    corpuskit validate . --fail-on warning --output-format jsonl --output-file findings.jsonl
    corpuskit validate . --write-baseline baseline.jsonl
    corpuskit validate . --baseline baseline.jsonl
    corpuskit validate . --changed-since origin/main
    corpuskit validate dist/press
    corpuskit validate rows.parquet --text-column body --id-column url
    """
    from corpuskit.app.context import looked_for
    from corpuskit.app.corpus import gather, keep_off
    from corpuskit.app.validate import validate
    from corpuskit.cli import reporting
    from corpuskit.reporters.escape import shown

    wanted = paths or [Path()]
    dataset = _is_dataset(wanted, text_column or id_column, baseline or write_baseline)
    for file in (output_file, write_baseline):
        terminal.writable(file)
    reporter = reporting.reporter_for(output_format, statistics)
    settings = options.settings_for(
        wanted[0],
        config,
        schema=schema,
        select=select,
        extend_select=extend_select,
        ignore=ignore,
        fail_on=fail_on,
    )
    if output_file is not None:
        others = [] if dataset else gather(wanted)
        keep_off(
            output_file,
            others,
            (*(wanted if dataset else ()), settings.path, settings.schema_path, baseline, write_baseline),
        )
    if write_baseline is not None:
        keep_off(write_baseline, gather(wanted), (settings.path, settings.schema_path))
    keep = output_format in reporting.LISTS_ALL and not statistics
    wishes = reporting.Wishes(show_notes, settings.fail_on, looked_for(settings))
    if dataset:
        report = _of_dataset(wanted[0], settings, text_column, id_column, keep)
        reporting.show(report, reporter, output_file, wishes)
        return judged(report, report.fails(settings.fail_on))
    with Bar("checking") as bar:
        report = validate(
            wanted,
            settings=settings,
            workers=options.cpus(workers),
            engine=engine,
            keep=keep,
            progress=bar,
            baseline=baseline,
            write_baseline=write_baseline,
            since=changed_since,
            cache=cache,
            warn=terminal.warn,
        )
    reporting.show(report, reporter, output_file, wishes)
    if output_format == "github":
        reporting.summarise(report, wishes)
    if write_baseline is not None:
        terminal.say(f"corpuskit: what is found today is accepted in {shown(str(write_baseline))}")
        return judged(report, falls_short=False)
    return judged(report, report.fails(settings.fail_on))


def _is_dataset(paths: list[Path], columns: str | None, baseline: Path | None) -> bool:
    """Whether a dataset is to be checked; CorpuskitError for what does not go together."""
    from corpuskit.app.datasets import is_dataset

    if not any(is_dataset(path) for path in paths):
        if columns:
            raise CorpuskitError(
                "--text-column and --id-column are for files of rows: .parquet, .jsonl, .jsonl.gz"
            )
        return False
    if len(paths) > 1:
        raise CorpuskitError(f"{paths[0]}: a dataset is checked alone: name one PATH")
    if baseline:
        raise CorpuskitError("a baseline belongs to a corpus: leave it out for a dataset")
    return True


def _of_dataset(path: Path, settings: Settings, text: str | None, ident: str | None, keep: bool) -> Report:
    from corpuskit.app.datasets import Columns, validate_dataset
    from corpuskit.reporters.escape import shown

    columns = Columns(text or "text", ident) if text or ident or not path.is_dir() else None
    checked = validate_dataset(path, settings, columns, keep=keep)
    for what in checked.unchecked:
        terminal.say(f"corpuskit: not checked: {shown(what)}")
    return checked.report
