"""`wattlas run`: a study file, end to end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from wattlas.cli.options import ANSWERS, with_options


@with_options(ANSWERS)
def run(
    study: Annotated[Path, typer.Argument(help="A study file: docs/study.md.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder for the report; else STUDY.out."),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the record as JSON, write nothing.")
    ] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print a section of a model card.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print how each figure came about.")
    ] = False,
    language: Annotated[
        str | None, typer.Option("--language", help="What is said: en or zh.")
    ] = None,
    charts: Annotated[
        str | None, typer.Option(help="Also write every chart: svg or png.")
    ] = None,
    **answers: Any,
) -> None:
    """Run a study: cases and places side by side, and a page.

    wattlas run examples/bloom.yaml
    """
    from wattlas import workflow
    from wattlas.cli import output as out
    from wattlas.cli.again import command
    from wattlas.cli.folder import StudyFiles, write_study
    from wattlas.report import card
    from wattlas.report.study import study_document

    out.set_language(language)
    again = command("run", study, **answers, language=language, charts=charts, o=output)
    files = StudyFiles.checked(charts, again)
    writes = output is not None or not (json or markdown)
    result = workflow.run(study, **answers)
    if json:
        out.print_json(result.to_dict())
    elif markdown:
        typer.echo(card.markdown(result, out.chosen_language()), nl=False)
    else:
        out.print_document(study_document(result, explain=explain))
    if writes:
        write_study(result, study, output or Path(f"{study.stem}.out"), files)
