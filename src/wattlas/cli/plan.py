"""`wattlas plan`: where, when and on what power to run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wattlas.cli.command import fields_typed, verb
from wattlas.errors import InputError, Message
from wattlas.parameters import given_of
from wattlas.parameters.output import PlanOutput
from wattlas.parameters.planning import PlanOptions, RunnerOptions, ScenarioOptions

if TYPE_CHECKING:
    from wattlas.cli.folder import StudyFolder
    from wattlas.planning.solve.runner import Runner
    from wattlas.study import Study


@verb(PlanOptions, ScenarioOptions, RunnerOptions, PlanOutput)
def plan(
    options: PlanOptions,
    draws: ScenarioOptions,
    workers: RunnerOptions,
    form: PlanOutput,
) -> None:
    """Plan where, when and on what power the work of a study runs.

    wattlas plan examples/east-data-west-compute.yaml --explore
    """
    from wattlas.cli.folder import StudyFolder
    from wattlas.planning.needs import check_plannable

    if draws.scenarios:
        _refuse_beside_scenarios(options, form)
    else:
        _refuse_without_scenarios(draws)
    folder = StudyFolder.checked("plan", options, form, form.output)
    for variant in folder.study.variants().values():
        check_plannable(variant)
    on = _runner(workers)
    if draws.scenarios:
        _plan_scenarios(folder, draws, on, form)
    else:
        asked = {n: v for n, v in given_of(options).items() if n != "study"}
        _plan(folder, asked | {"on": on}, form)


def _runner(options: RunnerOptions) -> Runner:
    from wattlas.planning.solve.runner import Runner

    if options.scheduler is not None and options.runner != "dask":
        raise InputError(
            "--scheduler {scheduler} is where Dask runs: add --runner dask.",
            scheduler=options.scheduler,
        )
    return Runner(options.runner, options.workers, options.scheduler)


def _plan(folder: StudyFolder, asked: dict[str, Any], form: PlanOutput) -> None:
    from wattlas import planning
    from wattlas.cli import output as out
    from wattlas.report.study import plan_document

    if form.export_pypsa is not None:
        from wattlas.planning.pypsa_network import require_pypsa

        require_pypsa()
    if folder.study.cases and form.export_pypsa is None:
        _plan_cases(folder, asked, form)
        return
    result = planning.plan(folder.study, say=out.say, **asked)
    if form.json:
        out.print_json(result.to_dict())
    else:
        out.print_shown([plan_document(result)])
    folder.write_plan(result)
    if form.export_pypsa is not None:
        _export(folder, form.export_pypsa)


def _plan_cases(folder: StudyFolder, asked: dict[str, Any], form: PlanOutput) -> None:
    """Plan each case of a study, and lay the plans side by side."""
    from wattlas import planning
    from wattlas.cli import output as out
    from wattlas.report.plan_cases import cases_document

    cases = planning.plan_cases(folder.study, say=out.say, **asked)
    if form.json:
        out.print_json(cases.to_dict())
    else:
        out.print_shown([cases_document(cases)])
    folder.write_cases(cases)


def _export(folder: StudyFolder, path: Path) -> None:
    """Write the network of a study, and say what is not in it."""
    from wattlas import planning
    from wattlas.cli import output as out
    from wattlas.report.words import planning as words

    absent: list[str] = []
    folder.guard.write(
        path, lambda file: absent.extend(planning.export_pypsa(folder.study, file))
    )
    for code in absent:
        what = Message(words.NOT_IN_PYPSA[code])
        out.say(Message("Not in the network: {what}.", what=what))


def _refuse_beside_scenarios(options: PlanOptions, form: PlanOutput) -> None:
    """Refuse options that scenarios would lose."""
    asked = {**fields_typed(options), "export_pypsa": form.export_pypsa}
    lost = [n.replace("_", "-") for n, v in asked.items() if v and n != "study"]
    if lost:
        raise InputError(
            "--{lost} does not go with --scenarios, which plans each draw in "
            "aggregated time steps of 8 h and writes no page. Leave one of them out.",
            lost=lost[0],
        )


def _refuse_without_scenarios(draws: ScenarioOptions) -> None:
    """Refuse options that a plan alone would lose."""
    for name in fields_typed(draws):
        raise InputError(
            "--{name} is of --scenarios: give that too, or leave it out.",
            name=name,
        )


def _plan_scenarios(
    folder: StudyFolder, draws: ScenarioOptions, on: Runner, form: PlanOutput
) -> None:
    from wattlas.cli import output as out
    from wattlas.planning.scenarios import scenarios
    from wattlas.report.plan_scenarios import scenarios_document

    study = folder.study
    if study.cases:
        raise InputError(
            "--scenarios plans one study, and this one has cases ({cases}): make each "
            "a study file of its own.",
            cases=", ".join(study.cases),
        )
    _say_unanswered(study)
    result = scenarios(study, draws.scenarios, on=on, seed=draws.seed, say=out.say)
    record = result.to_dict()
    if form.json:
        out.print_json(record)
    else:
        out.print_shown([scenarios_document(result)])
    folder.write_record(record, "scenarios.json")


def _say_unanswered(study: Study) -> None:
    """Say what a study asks of its plan that scenarios do not answer."""
    from wattlas.cli import output as out
    from wattlas.parameters import declared
    from wattlas.parameters.plans import AnswersAsked

    section: Any = study.plan
    names = [n for n in declared(AnswersAsked) if section and getattr(section, n)]
    if names:
        asked = ", ".join(f"plan.{name}" for name in names)
        out.say(
            Message("Not answered with --scenarios: {asked} of the study.", asked=asked)
        )
