"""Run a study end to end: estimate training and serving for each case and place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wattlas.chain.footprint import sum_of_stages
from wattlas.errors import InputError, StudyError
from wattlas.estimation import serve, train
from wattlas.estimation.combine import (
    break_even,
    share_of_draws_below,
    sum_of_estimates,
)
from wattlas.estimation.equivalents import equivalents_of
from wattlas.parameters import given_of
from wattlas.parameters.places import PlaceFigures
from wattlas.records import Estimate
from wattlas.study import SiteSection, Study
from wattlas.workflow.deploying import deployed
from wattlas.workflow.records import Placement, StudyResult
from wattlas.workflow.unused import not_used
from wattlas.workflow.works import Work, works_of

COMPARED = (
    "facility_energy_kwh",
    "electricity_cost",
    "total_cost",
    "facility_carbon_kgco2e",
    "site_water_l",
)
"""The results by which placements are compared."""

ESTIMATES: Mapping[str, Callable[..., Estimate]] = {"train": train, "serve": serve}
Answers = dict[str, Any]
"""What is asked of a plan beside itself, by the names of its keywords."""
COMMON_CURRENCY = "USD"
"""Currency of a study that names none, where its places have several."""


def run(
    study: Study | str | Path,
    *,
    ranges: bool = False,
    break_evens: bool = False,
    pareto: int = 0,
) -> StudyResult:
    """Run a study, given as such or as a file.

    `ranges`, `break_evens` and `pareto` ask more of its plan: see `wattlas.plan`.

    Raises
    ------
    StudyError
        If the file is wrong, with its line.
    InputError
        If the study's values cannot be; the message names the case and place. If more
        is asked of the plan of a study that has none.
    """
    answers = {"ranges": ranges, "break_evens": break_evens, "pareto": pareto}
    if not isinstance(study, Study):
        return _run_file(Path(study), answers)
    return _run(study, answers)


def _run_file(path: Path, answers: Answers) -> StudyResult:
    study = Study.from_file(path)
    try:
        return _run(study, answers)
    except InputError as error:
        raise type(error)(
            "{path}: {error}",
            path=path,
            error=error,
        ) from error


def _run(study: Study, answers: Answers) -> StudyResult:
    if study.plan is None and any(answers.values()):
        raise InputError(
            "ranges, break_evens and pareto are asked of a plan, and the study has no "
            "plan section. Add one, such as plan: {objective: cost}."
        )
    found = StudyResult(
        study.title,
        study.note,
        "study",
        (),
        notes=not_used(study),
        deployments=deployed(study),
    )
    works = any(v.train or v.serve for v in study.variants().values())
    if not works and (study.plan is not None or found.deployments):
        # A load that is given, or sought, has nothing to estimate.
        return _with_plans(study, found, answers)
    placements = tuple(map(_placed, works_of(study)))
    if not all(p.estimates for p in placements):
        raise StudyError("A study needs train, serve or deploy.")
    if len(_currencies(placements)) > 1:
        if any("currency" in changes for changes in study.cases.values()):
            raise StudyError("Cases have several currencies: name one for the study.")
        common = replace(study, currency=COMMON_CURRENCY)
        return _run(common, answers)
    placements, basis = _on_one_basis(placements)
    compared = tuple(_compared(p, placements[0]) for p in placements)
    found = replace(found, basis=basis, placements=compared)
    return _with_plans(study, found, answers)


def _with_plans(study: Study, result: StudyResult, answers: Answers) -> StudyResult:
    """Return a result with what is planned: the study, or each of its cases."""
    if study.plan is None:
        return result
    from wattlas import planning

    if study.cases:
        cases = planning.plan_cases(study, **answers)
        return replace(result, plans=cases.plans)
    return replace(result, plan=planning.plan(study, **answers))


def _currencies(placements: Iterable[Placement]) -> set[str]:
    estimates = (e for p in placements for e in p.estimates)
    costs = (e.results.get("electricity_cost") for e in estimates)
    return {cost.currency for cost in costs if cost is not None}


def _placed(work: Work) -> Placement:
    try:
        return _placement(work)
    except InputError as error:
        where = f"{work.case}: " if work.case else ""
        raise type(error)(
            "{where}{error}",
            where=where,
            error=error,
        ) from error


def _placement(work: Work) -> Placement:
    study, hardware = work.study, work.hardware
    training, serving = (
        estimate(**work.asked(verb)) if verb in work.verbs else None
        for verb, estimate in ESTIMATES.items()
    )
    estimates = [e for e in (training, serving) if e is not None]
    both = training is not None and serving is not None
    if both and study.serve and study.serve.requests_per_day is None:
        raise InputError(
            "A study of training and serving needs the volume: give requests_per_day "
            "under serve."
        )
    total = sum_of_estimates(estimates) if estimates else {}
    return Placement(
        case=work.case,
        hardware=" / ".join(dict.fromkeys(h for h in hardware if h)),
        place=_place_name(
            study,
            work.training_at if training else None,
            work.serving_at if serving else None,
        ),
        training=training,
        serving=serving,
        total=total,
        break_even=break_even(training, serving) if training and serving else {},
        equivalents=tuple(equivalents_of(total)),
        samples=sum_of_stages(e.samples for e in estimates),
    )


def _place_name(
    study: Study, training_at: SiteSection | None, serving_at: SiteSection | None
) -> str:
    train_name = _name_of(training_at, study)
    serve_name = _name_of(serving_at, study)
    if train_name and serve_name and train_name != serve_name:
        return f"train {train_name}, serve {serve_name}"
    return train_name or serve_name


def _name_of(place: SiteSection | None, study: Study) -> str:
    """Return a place's name, with its own figures where it stands there twice."""
    if place is None:
        return ""
    if sum(other.use == place.use for other in study.sites) < 2:
        return place.use
    figures = ", ".join(f"{k} {v}" for k, v in given_of(place, PlaceFigures).items())
    return f"{place.use} ({figures})" if figures else place.use


def _compared(placement: Placement, first: Placement) -> Placement:
    if placement is first:
        return placement
    shares = {
        name: share_of_draws_below(placement.samples, first.samples, name)
        for name in COMPARED
        if name in placement.total and name in first.total
    }
    return replace(placement, below_first=shares)


def _on_one_basis(
    placements: tuple[Placement, ...],
) -> tuple[tuple[Placement, ...], str]:
    """Return placements whose totals are for the same work, and what that is.

    Services metered or sized for other volumes compare by the request.
    """
    bases = {e.basis for p in placements for e in p.estimates}
    if not all(p.serving and not p.training for p in placements):
        return placements, "study" if "run" not in bases or len(bases) > 1 else "run"
    if len(bases) == 1:
        return placements, bases.pop()
    return tuple(_per_request(p) for p in placements), "request"


def _per_request(placement: Placement) -> Placement:
    if placement.serving is None:
        return placement
    scale = placement.serving.samples["per_request"]
    samples = {k: v * scale for k, v in placement.samples.items()}
    return replace(
        placement, total=dict(placement.serving.per["request"]), samples=samples
    )
