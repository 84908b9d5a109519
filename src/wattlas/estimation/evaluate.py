"""Run a chain at its central inputs and over draws, and make the record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.chain.footprint import Footprint, sum_of_stages
from wattlas.chain.types import Value
from wattlas.draws import draw, interval, width_shares
from wattlas.errors import InputError
from wattlas.estimation import remarks
from wattlas.estimation.fitted import Extrapolated
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.recorder import (
    Recorder,
    StepCaller,
    TrackedInputs,
    plain_step,
    step_of,
)
from wattlas.notes import Note
from wattlas.parameters import quantity
from wattlas.parameters.drawing import DRAWS, SEED
from wattlas.records import (
    RESULT_UNITS,
    STAGES,
    Estimate,
    Input,
    Range,
    Source,
    Step,
)

Array = NDArray[np.float64]
Result = TypeVar("Result")
HEADLINES = ("facility_energy_kwh", "it_energy_kwh", "chip_energy_kwh")
MONEY = ("electricity_cost", "total_cost")
SHARE_KEPT = 0.005
CAUSES = {
    "site_water_l": ("wue_l_per_kwh",),
    "grid_water_l": ("grid_water_l_per_kwh",),
    "facility_carbon_kgco2e": ("intensity_kgco2e_per_kwh",),
    "lifecycle_carbon_kgco2e": ("intensity_kgco2e_per_kwh",),
    "total_cost": ("electricity_cost",),
    "chip_energy_kwh": (),
}
"""Per result: the absent inputs from which its absence follows."""


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


def evaluate(
    chain: Chain, inputs: Inputs, question: Question, options: Any = None
) -> Estimate:
    """Run a chain twice: at the central inputs, and over draws of all of them.

    `mid` is the chain at the central inputs, so parts add up; `low` and `high` are
    percentiles of the draws. Draws of a fitted link outside of where it was fitted
    take a further error. The record says so; it also says what the `options` of the
    verb gave and nothing read, and what lies outside the usual.
    """
    quantity("draws").counted("draws", question.draws)
    runs = run_twice(chain, inputs, question.draws, question.seed)
    inputs.check_overrides()
    runs.caller.add_notes(inputs.notes)
    read = runs.read | inputs.kept
    used = tuple(i for i in inputs.items if i.name in read)
    inputs.notes += remarks.unusual(used)
    centre = runs.centre
    idle = {name for name in inputs.replaced if not _moves(chain, inputs, centre, name)}
    if options is not None:
        inputs.notes += remarks.not_used(options, read - idle)
        _note_currency(inputs, options, centre)
    return _record(question, inputs, used, runs)


def _note_currency(inputs: Inputs, options: Any, centre: Outcome) -> None:
    """Note that a currency is not used where no figure is money."""
    priced = any(name in found for found in centre.stages.values() for name in MONEY)
    if priced or getattr(options, "currency", None) is None:
        return
    unused = Note("not-used", {"name": "currency"})
    inputs.notes = [n for n in inputs.notes if n.code != "currency"]
    if unused not in inputs.notes:
        inputs.notes.append(unused)


def _moves(chain: Chain, inputs: Inputs, centre: Outcome, name: str) -> bool:
    """Say whether a figure moves when an input that is set is left at its default.

    What is set to its default, or to a range around it, is taken to be used.
    """
    default = inputs.replaced[name]
    # The error of a link outside of its fit is in the draws alone.
    if name not in inputs or inputs[name].mid == default.mid:
        return True
    try:
        other = chain(plain_step, inputs.mids() | {name: default.mid})
    except InputError:
        return True
    return other != centre


@dataclass(frozen=True)
class Runs(Generic[Result]):
    """The two runs of a chain, the draws behind the second, the inputs that it read."""

    centre: Result
    spread: Result
    arrays: Mapping[str, Value]
    read: Set[str]
    caller: Extrapolated


def run_twice(
    chain: Callable[[StepCaller, Mapping[str, Value]], Result],
    inputs: Inputs,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Runs[Result]:
    """Run a chain at its central inputs, and over draws of all of them."""
    values, recorder = TrackedInputs(inputs.items), Recorder()
    centre = chain(recorder, values)
    arrays = inputs.draw(draws, seed)

    def error(link: str) -> Array:
        item = inputs.extrapolated(link)
        if item.label not in arrays:
            drawn = draw([item], draws, seed)
            arrays[item.label] = drawn.get(item.label, np.array(item.mid))
        return np.asarray(arrays[item.label])

    caller = Extrapolated(recorder.calls, error)
    return Runs(centre, chain(caller, arrays), arrays, values.read, caller)


def _record(
    question: Question, inputs: Inputs, used: tuple[Input, ...], runs: Runs[Outcome]
) -> Estimate:
    centre, spread = runs.centre, runs.spread
    money = _money_of(inputs)
    totals = sum_of_stages(centre.stages.values())
    samples = sum_of_stages(spread.stages.values())
    headline = next((h for h in HEADLINES if h in totals), HEADLINES[0])
    return Estimate(
        kind=question.kind,
        basis=question.basis,
        boundary=headline.removesuffix("_energy_kwh"),
        subject=question.subject,
        results=_ranges(totals, samples, money),
        stages={
            s: _ranges(centre.stages[s], spread.stages[s], money) for s in centre.stages
        },
        per={
            unit: _ranges(totals, samples, money, scale, spread.scales[unit])
            for unit, scale in centre.scales.items()
        },
        extras={n: range_of(v, spread.extras[n]) for n, v in centre.extras.items()},
        inputs=used,
        absent=_absent(inputs, centre, totals),
        width=_width(used, runs.arrays, samples.get(headline)),
        sources=sources_of(used),
        samples={**samples, **_use_scales(spread)},
        derivation=_derivation(centre),
        notes=tuple(inputs.notes),
    )


def range_of(mid: Value, spread: object, currency: str = "", year: str = "") -> Range:
    """Return the range of a central value and its draws; exact without draws.

    The centre lies in it, also where few draws or a bend of the chain leave it outside.
    """
    values = np.asarray(spread)
    centre = float(mid)
    low, high = interval(values) if values.ndim else (centre, centre)
    if not all(map(isfinite, (low, centre, high))):
        raise OverflowError("a result is no number")
    return Range(min(low, centre), centre, max(high, centre), currency, year)


def _ranges(
    mids: Footprint,
    spreads: Footprint,
    money: Mapping[str, tuple[str, str]],
    scale: Value = 1.0,
    spread_scale: Value = 1.0,
) -> dict[str, Range]:
    return {
        name: range_of(
            mids[name] * scale, spreads[name] * spread_scale, *money.get(name, ())
        )
        for name in RESULT_UNITS
        if name in mids
    }


def _money_of(inputs: Inputs) -> dict[str, tuple[str, str]]:
    """Return currency and year of each line of money."""
    if "price_per_kwh" not in inputs:
        return {}
    price = inputs["price_per_kwh"]
    currency = price.unit.partition("/")[0]
    years = [price.year]
    if "chip_hour_cost" in inputs:
        years.append(inputs["chip_hour_cost"].year)
    both = "-".join(sorted({y for y in years if y}))
    return {"electricity_cost": (currency, price.year), "total_cost": (currency, both)}


def _absent(inputs: Inputs, centre: Outcome, totals: Footprint) -> dict[str, str]:
    """Return why each result that is missing from the totals is missing."""
    absent = {s: c for s, c in inputs.absent.items() if s in STAGES}
    for result in RESULT_UNITS:
        if result in totals:
            continue
        causes = (result, *CAUSES.get(result, ()))
        code = next((inputs.absent[c] for c in causes if c in inputs.absent), "")
        partly = any(result in stage for stage in centre.stages.values())
        absent[result] = "stage-without" if partly else code or "follows-from-absent"
    return absent


def sources_of(used: Iterable[Input]) -> tuple[Source, ...]:
    """Return the sources of inputs, each once, in order of use."""
    keys = dict.fromkeys(i.source for i in used if i.source != "given")
    return tuple(facts.source(k) for k in keys)


def _use_scales(spread: Outcome) -> dict[str, Value]:
    return {f"per_{unit}": scale for unit, scale in spread.scales.items()}


def _width(
    used: Iterable[Input], arrays: Mapping[str, Value], total: Value | None
) -> dict[str, float]:
    if total is None or not np.ndim(total):
        return {}
    drawn = {i.label: arrays.get(i.label, arrays.get(i.name, i.mid)) for i in used}
    varied = {label: np.asarray(a) for label, a in drawn.items() if np.ndim(a)}
    shares = width_shares(varied, np.asarray(total))
    return {label: share for label, share in shares.items() if share >= SHARE_KEPT}


def _derivation(outcome: Outcome) -> tuple[Step, ...]:
    results = [v for stage in outcome.stages.values() for v in stage.values()]
    found = [step_of(v) for v in (*results, *outcome.extras.values())]
    steps = [s for s in found if s is not None]
    # The headline comes first; what follows from it only points back to it.
    steps.sort(key=lambda s: s.name not in HEADLINES[:1])
    kept = {id(s): s for s in steps}
    parents = (p for s in kept.values() for _, _, p in s.inputs)
    used = {id(p) for p in parents if isinstance(p, Step)}
    return tuple(
        s for key, s in kept.items() if key not in used or s.name in HEADLINES[:1]
    )
