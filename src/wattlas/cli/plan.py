"""`wattlas plan`: where, when and on what power to run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wattlas.cli.options import ANSWERS, with_options
from wattlas.errors import InputError
from wattlas.parameters.drawing import SEED

if TYPE_CHECKING:
    from wattlas.planning import PlanCases
    from wattlas.study import Study


@with_options(ANSWERS)
def plan(
    study: Annotated[Path, typer.Argument(help="A study file: docs/plan.md.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder: plan.json, hours, page, charts."),
    ] = None,
    explore: Annotated[
        bool,
        typer.Option("--explore", help="Longer blocks of hours: faster, less exact."),
    ] = False,
    proof: Annotated[
        bool, typer.Option("--proof", help="Solve every hour in one program.")
    ] = False,
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
    lang: Annotated[
        str, typer.Option("--lang", help="Language of the page: en or zh.")
    ] = "en",
    **answers: Any,
) -> None:
    """Plan where, when and on what power the work of a study runs.

    wattlas plan examples/east-data-west-compute.yaml --explore
    """
    from wattlas import planning
    from wattlas.cli import output as out
    from wattlas.cli.again import command
    from wattlas.cli.folder import StudyFiles, write_cases, write_plan
    from wattlas.planning.pypsa_network import require_pypsa
    from wattlas.report.plan import plan_blocks
    from wattlas.study import Study

    asked = {"explore": explore, "proof": proof} | answers
    if scenarios:
        _refuse(asked | {"export_pypsa": export_pypsa, "lang": lang != "en"})
        how = _Draws(scenarios, seed, workers, engine)
        _scenarios(study, output, how, as_json=json)
        return
    again = command("plan", study, **asked, lang=lang, o=output)
    files = StudyFiles.checked(lang, "svg", again)
    out.refuse_language(lang, output is not None)
    read = Study.from_file(study)
    if read.cases and export_pypsa is None:
        cases = planning.plan_cases(read, say=out.say, **asked)
        _show_cases(cases, as_json=json)
        if output is not None:
            write_cases(cases, study, output, files)
        return
    if export_pypsa is not None:
        require_pypsa()
    found = planning.plan(read, say=out.say, **asked)
    if json:
        out.print_json(found.to_dict())
    else:
        out.print_blocks(plan_blocks(found))
    if output is not None:
        write_plan(found, study, output, files)
    if export_pypsa is not None:
        _export(read, export_pypsa)


def _show_cases(cases: PlanCases, as_json: bool) -> None:
    """Print the plans of a study's cases side by side."""
    from wattlas.cli import output as out
    from wattlas.report.plan_cases import cases_blocks

    if as_json:
        out.print_json(cases.to_dict())
    else:
        out.print_blocks(cases_blocks(cases.title, cases.plans))


def _export(study: Study, path: Path) -> None:
    """Write the network of a study, and say what is not in it."""
    from wattlas import planning
    from wattlas.cli import output as out
    from wattlas.report.words import planning as words

    absent = planning.export_pypsa(study, path)
    out.say(f"Wrote {path}.")
    for code in absent:
        out.say(f"Not in the network: {words.NOT_IN_PYPSA[code]}.")


def _say_unanswered(study: Study) -> None:
    """Say what a study asks of its plan that scenarios do not answer."""
    from wattlas.cli import output as out

    names = [p.name for p in ANSWERS if study.plan and getattr(study.plan, p.name)]
    if names:
        asked = ", ".join(f"plan.{name}" for name in names)
        out.say(f"Not answered with --scenarios: {asked} of the study.")


def _refuse(options: dict[str, object]) -> None:
    """Refuse options that scenarios would lose."""
    lost = [name.replace("_", "-") for name, value in options.items() if value]
    if lost:
        raise InputError(
            f"--{lost[0]} does not go with --scenarios, which plans each draw in "
            "blocks of 8 h and writes no page. Leave one of them out."
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
    from wattlas.study import Study

    read = Study.from_file(study)
    _say_unanswered(read)
    on = Engine(how.engine, how.workers)
    found = scenarios(read, how.count, on=on, seed=how.seed, say=out.say)
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
