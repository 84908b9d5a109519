"""`wattlas run`: a study file, end to end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wattlas.cli.options import ANSWERS, with_options

if TYPE_CHECKING:
    from wattlas.workflow import StudyResult


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
    lang: Annotated[
        str, typer.Option("--lang", help="Language of the page: en or zh.")
    ] = "en",
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

    again = command("run", study, **answers, lang=lang, charts=charts, o=output)
    files = StudyFiles.checked(lang, charts, again)
    writes = output is not None or not (json or markdown)
    out.refuse_language(lang, writes)
    result = workflow.run(study, **answers)
    if json:
        out.print_json(result.to_dict())
    elif markdown:
        typer.echo(card.markdown(result), nl=False)
    else:
        _print(result)
    if explain:
        _explain(result)
    if writes:
        write_study(result, study, output or Path(f"{study.stem}.out"), files)


def _print(result: StudyResult) -> None:
    from wattlas.cli import output as out
    from wattlas.report import study

    if result.placements:
        out.print_blocks(study.study_blocks(result))
    if result.plan is not None:
        from wattlas.report import plan

        out.print_blocks(plan.plan_blocks(result.plan))
    if result.plans:
        from wattlas.report.plan_cases import cases_blocks

        out.print_blocks(cases_blocks(result.title, result.plans))


def _explain(result: StudyResult) -> None:
    from wattlas.cli import output as out
    from wattlas.report import derivation, study

    for placement in result.placements:
        out.print_blocks([study.placement_name(placement)])
        for estimate in placement.estimates:
            out.print_blocks(derivation.derivation_trees(estimate.derivation))
