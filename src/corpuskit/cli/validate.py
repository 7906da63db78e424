"""`corpuskit validate`: what is wrong with a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpuskit.cli import options, terminal
from corpuskit.cli.outcome import judged
from corpuskit.cli.progress import Bar


def run(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATH", help="A corpus, its raw folder, or a folder or file in it.", show_default=False
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
    The settings are those of the first PATH. What the formats are for: docs/ci.md.

    \b
    corpuskit validate
    corpuskit validate raw/lemonde raw/elsewhere/001.txt --show-notes
    corpuskit validate . --fail-on warning --output-format jsonl --output-file findings.jsonl
    corpuskit validate . --write-baseline baseline.jsonl
    corpuskit validate . --baseline baseline.jsonl
    corpuskit validate . --changed-since origin/main
    """
    from corpuskit.app.context import looked_for
    from corpuskit.app.corpus import gather, keep_off
    from corpuskit.app.validate import validate
    from corpuskit.cli import reporting
    from corpuskit.reporters.escape import shown

    wanted = paths or [Path()]
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
        keep_off(output_file, gather(wanted), (settings.path, settings.schema_path, baseline, write_baseline))
    if write_baseline is not None:
        keep_off(write_baseline, gather(wanted), (settings.path, settings.schema_path))
    keep = output_format in reporting.LISTS_ALL and not statistics
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
    wishes = reporting.Wishes(show_notes, settings.fail_on, looked_for(settings))
    reporting.show(report, reporter, output_file, wishes)
    if output_format == "github":
        reporting.summarise(report, wishes)
    if write_baseline is not None:
        terminal.say(f"corpuskit: what is found today is accepted in {shown(str(write_baseline))}")
        return judged(report, falls_short=False)
    return judged(report, report.fails(settings.fail_on))
