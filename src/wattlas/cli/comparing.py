"""A study's prediction beside what a ledger's run measured."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wattlas.errors import InputError

if TYPE_CHECKING:
    from wattlas.metering.ledger.run import Run
    from wattlas.metering.parts import Measurement
    from wattlas.parameters import Given
    from wattlas.reconcile.compare import Comparison
    from wattlas.records import Estimate, Range
    from wattlas.study import Study


def compared(runs: list[Run], study_file: Path, facility: Given) -> Comparison:
    """Return the comparison of a run of the ledger with what a study predicts."""
    from wattlas import reconcile

    estimate = reconcile.bill(runs).estimate
    if estimate is None:
        raise InputError("The run has no energy: none of its readings was good.")
    return _beside(study_file, _measured(estimate, facility), _work(runs))


def compared_now(measurement: Measurement, study_file: Path) -> Comparison:
    """Return the comparison of what was just measured with what a study predicts."""
    from wattlas import reconcile

    estimate = reconcile.estimate_of(measurement)
    if estimate is None:
        raise InputError("Nothing was measured: there is nothing to compare.")
    return _beside(study_file, _measured(estimate, None), measurement.work)


def _beside(
    study_file: Path, measured: Mapping[str, Range], work: Mapping[str, float]
) -> Comparison:
    """Compare with the first case and place of a study."""
    from wattlas.reconcile.compare import compare
    from wattlas.study import Study

    study = next(iter(Study.from_file(study_file).variants().values()))
    kind = "train" if study.train else "serve"

    def rerun(values: Mapping[str, float]) -> Estimate:
        return _estimate(study, kind, values)

    return compare(measured, rerun({}), rerun, work, _tokens(study))


def _estimate(study: Study, kind: str, values: Mapping[str, float]) -> Estimate:
    from wattlas import workflow
    from wattlas.parameters import declared

    section: Any = getattr(study, kind)
    if section is None:
        raise InputError("The study has neither train nor serve.")
    own = {k: v for k, v in values.items() if k in declared(type(section))}
    rest = {k: v for k, v in values.items() if k not in own}
    overrides = {**(section.overrides or {}), **rest}
    update = {**own, "overrides": overrides} if overrides else own
    changed = replace(study, **{kind: replace(section, **update)})
    placement = workflow.run(changed).placements[0]
    estimate = placement.training if kind == "train" else placement.serving
    if estimate is None:
        raise InputError("The study predicts nothing.")
    return estimate


def _measured(estimate: Estimate, facility: Given) -> dict[str, Range]:
    from wattlas import quantity
    from wattlas.records import Range

    names = ("chip_energy_kwh", "it_energy_kwh")
    results = {n: estimate.results[n] for n in names if n in estimate.results}
    if facility is not None:
        parsed = quantity.parse(facility, "kWh", needs_unit=True)
        mid = parsed.mid if parsed.mid is not None else (parsed.low + parsed.high) / 2
        results["facility_energy_kwh"] = Range(parsed.low, mid, parsed.high)
    return results


def _work(runs: Iterable[Run]) -> dict[str, float]:
    """Return the work of all ranks of a run."""
    work: dict[str, float] = {}
    for run in runs:
        for unit, count in run.work().items():
            work[unit] = work.get(unit, 0.0) + count
    return work


def _tokens(study: Study) -> float | None:
    from wattlas import quantity

    if study.train is None or study.train.tokens is None:
        return None
    return quantity.parse(study.train.tokens, "1").mid
