"""`wattlas plan`: where, when and on what power to run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wattlas.draws import SEED
from wattlas.errors import InputError

if TYPE_CHECKING:
    from wattlas.planning import Plan
    from wattlas.study import Study


def plan(
    study: Annotated[Path, typer.Argument(help="A study file: docs/plan.md.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder: plan.json, hours, charts."),
    ] = None,
    explore: Annotated[
        bool,
        typer.Option(
            "--explore", help="Blocks of 8 h on the mean: faster, less exact."
        ),
    ] = False,
    proof: Annotated[
        bool, typer.Option("--proof", help="Solve every hour in one program.")
    ] = False,
    ranges: Annotated[
        bool, typer.Option("--ranges", help="How far the mix may differ at 1 % cost.")
    ] = False,
    break_evens: Annotated[
        bool,
        typer.Option(
            "--break-evens",
            help="From which carbon price and year each option not chosen would enter.",
        ),
    ] = False,
    pareto: Annotated[
        int,
        typer.Option(help="Plans from least cost to least carbon, and to least water."),
    ] = 0,
    export_pypsa: Annotated[
        Path | None, typer.Option(help="A PyPSA network of the problem (.nc).")
    ] = None,
    scenarios: Annotated[
        int, typer.Option(help="Plan so many draws of figures; one plan for all.")
    ] = 0,
    seed: Annotated[int, typer.Option(help="Of the draws of --scenarios.")] = SEED,
    workers: Annotated[int, typer.Option(help="Processes of --scenarios.")] = 1,
    engine: Annotated[
        str, typer.Option(help="Of --scenarios: processes, or dask.")
    ] = "processes",
    json: Annotated[
        bool, typer.Option("--json", help="Print the record as JSON.")
    ] = False,
) -> None:
    """Plan where, when and on what power the work of a study runs.

    wattlas plan examples/east-data-west-compute.yaml --explore
    """
    from wattlas import planning
    from wattlas.cli import output as out
    from wattlas.report import plan as report
    from wattlas.report.words import planning as words
    from wattlas.study import Study

    if scenarios:
        _refuse(
            {
                "--explore": explore,
                "--proof": proof,
                "--ranges": ranges,
                "--break-evens": break_evens,
                "--pareto": pareto,
                "--export-pypsa": export_pypsa,
            }
        )
        how = _Draws(scenarios, seed, workers, engine)
        _scenarios(study, output, how, as_json=json)
        return
    asked = Study.from_file(study)
    found = planning.plan(
        asked,
        explore=explore,
        proof=proof,
        ranges=ranges,
        break_evens=break_evens,
        pareto=pareto,
        say=out.say,
    )
    if json:
        out.print_json(found.to_dict())
    else:
        out.print_blocks(report.plan_blocks(found))
    if output is not None:
        write(found, asked, output)
    if export_pypsa is not None:
        absent = planning.export_pypsa(asked, export_pypsa)
        out.say(f"Wrote {export_pypsa}.")
        for code in absent:
            out.say(f"Not in the network: {words.NOT_IN_PYPSA[code]}.")


def _refuse(options: dict[str, object]) -> None:
    """Refuse options that scenarios would lose."""
    lost = [name for name, value in options.items() if value]
    if lost:
        raise InputError(
            f"{lost[0]} does not go with --scenarios, which plans each draw in blocks "
            "of 8 h. Leave one of them out."
        )


@dataclass(frozen=True)
class _Draws:
    """How many draws, from which seed, and where they are planned."""

    count: int
    seed: int
    workers: int
    engine: str


def _scenarios(study: Path, output: Path | None, how: _Draws, as_json: bool) -> None:
    import json

    from wattlas.cli import output as out
    from wattlas.planning.scenarios import Engine, scenarios
    from wattlas.report.plan_scenarios import scenarios_blocks

    on = Engine(how.engine, how.workers)
    found = scenarios(study, how.count, on=on, seed=how.seed, say=out.say)
    if as_json:
        out.print_json(found.to_dict())
    else:
        out.print_blocks(scenarios_blocks(found))
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
        path = output / "scenarios.json"
        record = json.dumps(found.to_dict(), indent=2, ensure_ascii=False)
        path.write_text(record + "\n", encoding="utf-8")
        out.say(f"Wrote {path}.")


def write(found: Plan, study: Study, folder: Path) -> None:
    """Write a plan's record, hourly series and charts into a folder."""
    import json

    from wattlas.cli import output as out
    from wattlas.planning.series import write_series
    from wattlas.report.charts.plan_views import plan_drawings

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "plan.json"
    record = json.dumps(found.to_dict(), indent=2, ensure_ascii=False)
    path.write_text(record + "\n", encoding="utf-8")
    for written in (path, *write_series(found, folder)):
        out.say(f"Wrote {written}.")
    for name, drawing in plan_drawings(found, study=study).items():
        picture = folder / f"{name}.svg"
        drawing.save(picture)
        out.say(f"Wrote {picture}.")
