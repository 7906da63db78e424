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
    from corpuskit.app.datasets import How
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
    from corpuskit.app.validate import validate
    from corpuskit.cli import reporting
    from corpuskit.reporters.escape import shown

    wanted = paths or [Path()]
    dataset = _is_dataset(wanted, text_column or id_column, changed_since)
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
    _keep_off(wanted, dataset, settings, output_file, (baseline, write_baseline))
    keep = output_format in reporting.LISTS_ALL and not statistics
    wishes = reporting.Wishes(show_notes, settings.fail_on, looked_for(settings))
    unchecked: tuple[str, ...] = ()
    with Bar("checking") as bar:
        if dataset:
            from corpuskit.app.datasets import How

            how = How(keep, options.cpus(workers), engine, bar, baseline, write_baseline)
            report, unchecked = _of_dataset(wanted[0], settings, text_column, id_column, how)
        else:
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
    for what in unchecked:
        terminal.say(f"corpuskit: not checked: {shown(what)}")
    reporting.show(report, reporter, output_file, wishes)
    if output_format == "github":
        reporting.summarise(report, wishes)
    if write_baseline is not None:
        terminal.say(f"corpuskit: what is found today is accepted in {shown(str(write_baseline))}")
        return judged(report, falls_short=_damaged(report, settings))
    return judged(report, report.fails(settings.fail_on))


def _is_dataset(paths: list[Path], columns: str | None, since: str | None) -> bool:
    """Whether a dataset is to be checked; CorpuskitError for what does not go together."""
    from corpuskit.app.dataset_paths import is_dataset

    if not any(is_dataset(path) for path in paths):
        if columns:
            raise CorpuskitError(
                "--text-column and --id-column are for files of rows: .parquet, .jsonl, .jsonl.gz"
            )
        return False
    if len(paths) > 1:
        raise CorpuskitError(f"{paths[0]}: a dataset is checked alone: name one PATH")
    if since:
        raise CorpuskitError("--changed-since is for articles in git: leave it out for a dataset")
    return True


def _keep_off(
    paths: list[Path],
    dataset: bool,
    settings: Settings,
    output_file: Path | None,
    baselines: tuple[Path | None, Path | None],
) -> None:
    """TargetError where something would be written over, or into, what is checked or what says how it is checked."""
    from corpuskit.app.corpus import gather, keep_off
    from corpuskit.app.dataset_paths import keep_off_dataset

    own, (_, new_baseline) = (settings.path, settings.schema_path), baselines
    for file, others in ((output_file, (*own, *baselines)), (new_baseline, own)):
        if file is not None:
            keep_off(file, [] if dataset else gather(paths), others)
            if dataset:
                keep_off_dataset(file, paths[0])


def _of_dataset(
    path: Path, settings: Settings, text: str | None, ident: str | None, how: How
) -> tuple[Report, tuple[str, ...]]:
    """The report, and what was not looked at."""
    from corpuskit.app.datasets import validate_dataset
    from corpuskit.app.rows import Columns

    columns = Columns(text or "text", ident) if text or ident or not path.is_dir() else None
    checked = validate_dataset(path, settings, columns, how)
    return checked.report, checked.unchecked


def _damaged(report: Report, settings: Settings) -> bool:
    """Whether a package is damaged, which no baseline accepts."""
    return any(group.code.startswith("PKG") and group.severity >= settings.fail_on for group in report.groups)
