"""`wattlas run`: a study file, end to end."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from wattlas.workflow import StudyResult


def run(
    study: Annotated[Path, typer.Argument(help="A study file: docs/study.md.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder for result.json and charts."),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print the record as JSON.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print how each figure came about.")
    ] = False,
) -> None:
    """Run a study: training, serving and their places, side by side.

    wattlas run examples/bloom.yaml
    """
    from wattlas import workflow
    from wattlas.cli import output as out
    from wattlas.report import derivation
    from wattlas.report import plan as plan_report
    from wattlas.report import study as report

    result = workflow.run(study)
    if json:
        out.print_json(result.to_dict())
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
