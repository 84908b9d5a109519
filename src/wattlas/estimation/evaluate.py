"""Run a chain at its central inputs and over draws, and make the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from wattlas.chain.footprint import Footprint, sum_of_stages
from wattlas.chain.types import Value
from wattlas.draws import DRAWS, SEED, interval, width_shares
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.recorder import Recorder, StepCaller, plain_step
from wattlas.records import RESULT_UNITS, Estimate, Range, Step

HEADLINES = ("facility_energy_kwh", "it_energy_kwh", "chip_energy_kwh")
MONEY = ("electricity_cost", "total_cost")


@dataclass(frozen=True)
class Outcome:
    """What a chain returns: footprints by stage for its basis, and other units.

    `scales` says how many times the basis one other unit of use is: a month of
    serving is so many requests. `extras` are further results of the kind.
    """

    stages: Mapping[str, Footprint]
    scales: Mapping[str, Value] = field(default_factory=dict)
    extras: Mapping[str, Value] = field(default_factory=dict)


Chain: TypeAlias = Callable[[StepCaller, Mapping[str, Value]], Outcome]


@dataclass(frozen=True)
class Question:
    """What is asked: which kind of estimate, of what, for which basis."""

    kind: str
    basis: str
    subject: Mapping[str, Any]
    draws: int = DRAWS
    seed: int = SEED


def evaluate(chain: Chain, inputs: Inputs, question: Question) -> Estimate:
    """Run a chain twice: at the central inputs, and over draws of all of them.

    `mid` is the chain at the central inputs, so parts add up; `low` and `high` are
    percentiles of the draws.
    """
    inputs.check_overrides()
    recorder = Recorder({i.name: i for i in inputs.items})
    centre = chain(recorder, inputs.mids())
    arrays = inputs.draw(question.draws, question.seed)
    spread = chain(plain_step, arrays)
    money = _money_of(inputs)
    totals = sum_of_stages(centre.stages.values())
    spread_totals = sum_of_stages(spread.stages.values())
    boundary = next((h for h in HEADLINES if h in totals), HEADLINES[0])
    return Estimate(
        kind=question.kind,
        basis=question.basis,
        boundary=boundary.removesuffix("_energy_kwh"),
        subject=question.subject,
        results=_ranges(totals, spread_totals, money),
        stages={
            stage: _ranges(centre.stages[stage], spread.stages[stage], money)
            for stage in centre.stages
        },
        per={
            unit: _ranges(totals, spread_totals, money, scale, spread.scales[unit])
            for unit, scale in centre.scales.items()
        },
        extras={
            name: _range(value, spread.extras[name])
            for name, value in centre.extras.items()
        },
        inputs=inputs.items,
        absent=dict(inputs.absent),
        width=_width(inputs, arrays, spread_totals.get(boundary)),
        sources=inputs.sources(),
        samples=spread_totals,
        derivation=_derivation(recorder, centre),
        notes=tuple(inputs.notes),
    )


def _ranges(
    mids: Footprint,
    spreads: Footprint,
    money: Mapping[str, str],
    scale: Value = 1.0,
    spread_scale: Value = 1.0,
) -> dict[str, Range]:
    ranges = {}
    for name in RESULT_UNITS:
        if name not in mids:
            continue
        priced = money if name in MONEY else {}
        spread = spreads[name] * spread_scale
        ranges[name] = _range(mids[name] * scale, spread, **priced)
    return ranges


def _range(mid: Value, spread: Value, currency: str = "", year: str = "") -> Range:
    values = np.asarray(spread)
    centre = float(mid)
    low, high = interval(values) if values.ndim else (centre, centre)
    return Range(low, centre, high, currency, year)


def _money_of(inputs: Inputs) -> dict[str, str]:
    for name in ("price_per_kwh", "chip_hour_cost"):
        if name in inputs:
            unit = inputs[name].unit
            return {"currency": unit.partition("/")[0], "year": inputs.money_year}
    return {}


def _width(
    inputs: Inputs, arrays: Mapping[str, Value], total: Value | None
) -> dict[str, float]:
    if total is None or not np.ndim(total):
        return {}
    varied = {
        inputs[name].label: np.asarray(values)
        for name, values in arrays.items()
        if np.ndim(values)
    }
    shares = width_shares(varied, np.asarray(total))
    return {label: share for label, share in shares.items() if share >= 0.005}


def _derivation(recorder: Recorder, outcome: Outcome) -> tuple[Step, ...]:
    steps = (
        recorder.step_of(name, float(value))
        for footprint in outcome.stages.values()
        for name, value in footprint.items()
    )
    extras = (recorder.step_of(n, float(v)) for n, v in outcome.extras.items())
    found = [s for s in (*steps, *extras) if s is not None]
    # The headline comes first; what follows from it only points back to it.
    found.sort(key=lambda s: s.name not in HEADLINES[:1])
    kept = {id(s): s for s in found}
    used = {
        id(parent)
        for s in kept.values()
        for _, _, parent in s.inputs
        if isinstance(parent, Step)
    }
    return tuple(
        s for key, s in kept.items() if key not in used or s.name in HEADLINES[:1]
    )
