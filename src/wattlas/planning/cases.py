"""The cases of a study, each planned, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from wattlas.errors import InputError, Message
from wattlas.plain import Plain
from wattlas.planning.answer.record import Plan
from wattlas.planning.api import HERE, plan
from wattlas.planning.solve.runner import Runner
from wattlas.study import Study

Say = Callable[[Message], None]


@dataclass(frozen=True)
class PlanCases(Plain):
    """The plans of a study's cases, by the name of the case, in its order."""

    KINDS: ClassVar[tuple[str, ...]] = ("plan-cases",)

    title: str
    plans: Mapping[str, Plan]

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of each plan, with its case."""
        for case, planned in self.plans.items():
            for row in planned.tidy():
                yield {"case": case} | row


def plan_cases(
    study: Study | str | Path,
    *,
    explore: bool = False,
    proof: bool = False,
    ranges: bool = False,
    break_evens: bool = False,
    pareto: int = 0,
    on: Runner = HERE,
    say: Say = lambda _: None,
) -> PlanCases:
    """Plan each case of a study; where cases stand, only they are planned.

    The keywords are those of `plan`, and hold for every case.

    Raises
    ------
    InputError
        If the study has no cases, or one cannot be planned; the message names it.
    NoPlanError
        If no plan meets every demand and limit of a case.
    SolverError
        If the optimum of a case is not reached within its tolerance.
    """
    if not isinstance(study, Study):
        study = Study.from_file(study)
    if not study.cases:
        raise InputError("The study has no cases to lay side by side: plan it alone.")
    plans = {}
    for case, variant in study.variants().items():
        say(Message("Case {case} ...", case=case))
        try:
            plans[case] = plan(
                variant,
                explore=explore,
                proof=proof,
                ranges=ranges,
                break_evens=break_evens,
                pareto=pareto,
                on=on,
                say=say,
            )
        except InputError as error:
            raise type(error)(
                "{case}: {error}",
                case=case,
                error=error,
            ) from error
    return PlanCases(study.title, plans)
