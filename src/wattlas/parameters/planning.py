"""What may be asked of a study or its plan beside what stands in its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

from wattlas.parameters.declaration import Parameter
from wattlas.parameters.drawing import SEED
from wattlas.parameters.plans import AnswersAsked

Study: TypeAlias = Annotated[
    Path,
    Parameter(
        help="A study file, or - for standard input: docs/study.md.",
        positional=True,
        path=True,
    ),
]


@dataclass(frozen=True, kw_only=True)
class StudyOptions(AnswersAsked):
    """A study, and what its plan is to answer."""

    study: Study


@dataclass(frozen=True, kw_only=True)
class PlanOptions(StudyOptions):
    """A study, how its plan is found, and what it is to answer."""

    study: Annotated[
        Study,
        Parameter(
            help="A study file, or - for standard input: docs/plan.md.",
            positional=True,
            path=True,
        ),
    ]
    explore: Annotated[
        bool, Parameter(help="Longer aggregated time steps: faster, less exact.")
    ] = False
    proof: Annotated[bool, Parameter(help="Solve every hour in one program.")] = False


@dataclass(frozen=True, kw_only=True)
class ScenarioOptions:
    """Plans of draws of figures."""

    scenarios: Annotated[
        int,
        Parameter(
            help="Plan so many draws of figures; one plan for all.",
            quantity="scenarios",
        ),
    ] = 0
    seed: Annotated[
        int, Parameter(help="Seed of the draws of --scenarios.", quantity="seed")
    ] = SEED


@dataclass(frozen=True, kw_only=True)
class RunnerOptions:
    """Where the weeks of a plan, or the draws of scenarios, are solved."""

    workers: Annotated[
        int, Parameter(help="Processes of --runner.", quantity="workers")
    ] = 1
    runner: Annotated[
        str,
        Parameter(
            help="What solves the weeks of a plan, or the draws of --scenarios: this "
            "process alone, processes, or a Dask cluster. The answer is the same.",
            choices=("local", "processes", "dask"),
        ),
    ] = "processes"
    scheduler: Annotated[
        str | None,
        Parameter(
            help="Address of a running Dask cluster; without, one is started here.",
        ),
    ] = None
