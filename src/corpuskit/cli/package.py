"""`corpuskit package`: a corpus becomes a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpuskit.cli import options, terminal
from corpuskit.cli.outcome import judged
from corpuskit.cli.progress import Bar


def run(
    corpus: Annotated[
        Path, typer.Argument(metavar="CORPUS", help="The folder that holds raw/.", show_default=False)
    ] = Path(),
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where packages lie. Default: dist/ of the corpus.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="Default: the name in the settings, else the folder's.")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Withdraw this article: nothing of it is left but its id."),
    ] = None,
    without_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Withdraw the articles whose ids it holds, one a line."),
    ] = None,
    exclude_license: Annotated[
        list[str] | None,
        typer.Option(metavar="SPDX", help="Refuse articles that can be used under no other licence."),
    ] = None,
    config: options.Config = None,
    schema: options.Schema = None,
    select: options.Select = None,
    extend_select: options.ExtendSelect = None,
    ignore: options.Ignore = None,
    fail_on: options.FailOn = None,
    workers: options.Workers = None,
    engine: options.Engine = "auto",
    cache: options.Cache = True,
) -> int:
    """Check a corpus, clean it, and publish the dataset DIR/NAME: whole, or not at all.

    Articles with an error are refused and named. If more are refused than max_refused in the settings allows, nothing
    is published and an older package stays as it is. Every change that cleaning makes is in the rows and can be undone.

    \b
    corpuskit package
    corpuskit package corpora/press --out dist --name press-2024
    corpuskit package --without lemonde/001 --exclude-license CC-BY-NC-4.0
    """
    from corpuskit.app.left_out import ids_in, withdrawn_by
    from corpuskit.app.package import build
    from corpuskit.app.settings_file import OWN, SHARED
    from corpuskit.packaging.dataset import missing
    from corpuskit.reporters.published import Advice, published

    stated = options.settings_for(
        corpus,
        config,
        schema=schema,
        select=select,
        extend_select=extend_select,
        ignore=ignore,
        fail_on=fail_on,
    )
    settings = stated.with_overrides(
        without=(*(without or ()), *(ids_in(without_file) if without_file else ())),
        exclude_license=exclude_license or (),
    )
    with Bar("packaging") as bar:
        packaged = build(
            corpus,
            out,
            name=name,
            settings=settings,
            workers=options.cpus(workers),
            engine=engine,
            progress=bar,
            cache=cache,
            warn=terminal.warn,
        )
    file = stated.path.name if stated.path is not None else OWN
    advice = Advice(
        table="tool.corpuskit." if file == SHARED else "",
        file=file,
        unstated=missing(stated.dataset),
        once=tuple(ident for ident in packaged.withdrawn if not withdrawn_by(ident, stated.without)),
    )
    terminal.write(published(packaged, str(packaged.target), terminal.view(fail_on=settings.fail_on), advice))
    return judged(packaged.report, not packaged.published)
