"""`wattlas run`: a study file, end to end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


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
) -> None:
    """Run a study: cases and places side by side, and a page.

    wattlas run examples/bloom.yaml
    """
    from wattlas import workflow
    from wattlas.cli import output as out
    from wattlas.cli.folder import Wanted, write_study
    from wattlas.report import card, derivation
    from wattlas.report import plan as plan_report
    from wattlas.report import study as report

    wanted = Wanted.checked(lang, charts)
    result = workflow.run(study)
    if json:
        out.print_json(result.to_dict())
    elif markdown:
        typer.echo(card.markdown(result), nl=False)
    else:
        if result.placements:
            out.print_blocks(report.study_blocks(result))
        if result.plan is not None:
            out.print_blocks(plan_report.plan_blocks(result.plan))
    if explain:
        for placement in result.placements:
            out.print_blocks([report.placement_name(placement)])
            for estimate in placement.estimates:
                out.print_blocks(derivation.derivation_trees(estimate.derivation))
<<<<<<< HEAD
    if output is not None or not (json or markdown):
        folder = output or Path(f"{study.stem}.out")
        write_study(result, study, folder, wanted)
=======
    if output is not None:
        _write(result, output)


def _write(result: StudyResult, folder: Path) -> None:
    from wattlas.cli import output as out
    from wattlas.report.charts import stages

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "result.json"
    record = json_module.dumps(result.to_dict(), indent=2, ensure_ascii=False)
    path.write_text(record + "\n", encoding="utf-8")
    out.say(f"Wrote {path}.")
    if result.plan is not None:
        from wattlas.planning.series import write_series
        from wattlas.report.charts.plan_views import save_charts

        for written in write_series(result.plan, folder):
            out.say(f"Wrote {written}.")
        for written in save_charts(result.plan, folder):
            out.say(f"Wrote {written}.")
    if not result.placements:
        return
    chart = folder / "stages.svg"
    stages.save(stages.stages_chart(result), chart)
    out.say(f"Wrote {chart}.")
>>>>>>> planning
