"""A bill over runs: joules counted once, then PUE, price, carbon and water on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from wattlas import facts
from wattlas.chain.types import Value
from wattlas.draws import finite_arithmetic
from wattlas.errors import ContradictionError, InputError
from wattlas.estimation.evaluate import Outcome, Question, evaluate
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.place import Place, add_place
from wattlas.estimation.recorder import StepCaller, inputs_named
from wattlas.estimation.stages import stage_footprint
from wattlas.metering import channel as ch
from wattlas.metering.ledger.cells import (
    EVER,
    STEPS,
    US_PER_S,
    Cells,
    cells_of,
    one_cell,
)
from wattlas.metering.ledger.cover import Interval
from wattlas.metering.ledger.merge import DeviceSum, Merged, job_of, merge
from wattlas.metering.ledger.run import Run
from wattlas.metering.ledger.source import Source
from wattlas.metering.parts import Measurement, sum_of
from wattlas.parameters import Given
from wattlas.parameters.drawing import DRAWS, SEED
from wattlas.reconcile.bill_record import Bill, Share
from wattlas.reconcile.hourly import (
    LOCATION,
    MARKET,
    MONEY,
    QUANTITIES,
    JoinedSeries,
    SeriesFiles,
    joined_series,
    with_totals,
)
from wattlas.reconcile.links import metered_it_energy_kwh
from wattlas.reconcile.runs import summary_of
from wattlas.reconcile.selection import When, check_group, group_of
from wattlas.records import Estimate, Input, Range
from wattlas.units import kwh_from_joules

ENERGIES = (
    "metered_chip_energy_kwh",
    "metered_host_energy_kwh",
    "metered_server_energy_kwh",
)
LEAST = 1e-9
"""Lower bound of a metered energy over its middle: a range of draws needs one."""


@dataclass(frozen=True)
class Where:
    """A place, and the series of its hours that stand for its carbon and price."""

    place: Place
    joined: tuple[JoinedSeries, ...] = ()

    def with_means(self) -> Place:
        """Return the place with the means of its series as figures that are given.

        Raises
        ------
        ContradictionError
            If the same figure is given too.
        """
        place = self.place
        for item in self.joined:
            if item.kind == LOCATION:
                _refuse_both(place.intensity, "intensity", "carbon-series")
                place = replace(place, intensity=item.mean.mid)
            if item.kind == MONEY:
                _refuse_both(place.price, "price", "price-series")
                place = replace(place, price=f"{item.mean.mid!r} {item.currency}/kWh")
        return place


def _refuse_both(given: Given, name: str, series: str) -> None:
    if given is not None:
        raise ContradictionError(
            "--{name} and --{series} say the same figure. Give one of the two.",
            name=name,
            series=series,
        )


@finite_arithmetic()
def bill(
    runs: Sequence[Run],
    place: Place | None = None,
    group_by: str = "run",
    overrides: Mapping[str, Given] | None = None,
    when: When | None = None,
    series: SeriesFiles | None = None,
    source: Source | None = None,
) -> Bill:
    """Return the bill of runs at a place, over what was seen within a time.

    Hourly figures of `series` are joined with the energy of each hour; `source` adds
    the readings up, by default in memory and in DuckDB.

    Grouped by hour, day or month it is split by the time of each reading.

    Raises
    ------
    InputError
        If there are no runs, or nothing is grouped so.
    """
    if not runs:
        raise InputError(
            "No runs are meant: wattlas ledger list shows what is there; simulated "
            "runs leave none."
        )
    check_group(group_by, runs)

    when = when or When()
    merged = merge(runs, source, _cells(group_by, when))
    metered = sum_of(d.part.energy_j for d in merged.counted)
    found: Estimate | None = None
    joined: tuple[JoinedSeries, ...] = ()
    if metered is not None and metered.mid > 0:
        question = Question("metered", "run", {"runs": len(runs)}, DRAWS, SEED)
        joined = joined_series(runs, series or SeriesFiles(), when)
        where = Where(place or Place(), joined)
        found = _estimate(merged.counted, where, overrides, question)
        joined = with_totals(joined, found.results.get("facility_energy_kwh"))
    shares = tuple(_shares(merged, runs, group_by))
    summaries = tuple(map(summary_of, runs))
    since, until = when.window
    return Bill(
        found,
        metered,
        shares,
        merged.devices,
        summaries,
        group_by,
        since=None if since == EVER[0] else since / US_PER_S,
        until=None if until == EVER[1] else until / US_PER_S,
        joined=joined,
    )


def _cells(group_by: str, when: When) -> Callable[[list[Interval]], Cells]:
    """Return what splits the times that were seen into those of the bill."""

    def cells(seen: list[Interval]) -> Cells:
        if group_by in STEPS:
            return cells_of(group_by, when.zone, seen, when.window)
        return one_cell(when.window)

    return cells


def estimate_of(
    found: Measurement, place: Place | None = None, draws: int = DRAWS, seed: int = SEED
) -> Estimate | None:
    """Return the estimate of one measurement at a place; None of nothing."""
    energy = found.energy_j
    if energy is None or energy.mid <= 0:
        return None
    devices = [DeviceSum("", "", p, {}, found.duration_s) for p in found.headline]
    question = Question("metered", "run", {"name": found.name}, draws, seed)
    return _estimate(devices, Where(place or Place()), None, question)


def metered_chain(step: StepCaller, v: Mapping[str, Value]) -> Outcome:
    """Return the footprint of what was metered."""
    known: dict[str, Value] = {}
    if np.any(v["metered_chip_energy_kwh"]):
        known["chip_energy_kwh"] = v["metered_chip_energy_kwh"]
    known["it_energy_kwh"] = step(
        metered_it_energy_kwh,
        **inputs_named(v, " ".join(ENERGIES)),
        **inputs_named(v, "components_overhead network_share"),
    )
    return Outcome({"measured": stage_footprint(step, v, known)})


def _estimate(
    counted: Iterable[DeviceSum],
    where: Where,
    overrides: Mapping[str, Given] | None,
    question: Question,
) -> Estimate:
    inputs = Inputs(overrides)
    add_place(inputs, where.with_means().resolved())
    for item in where.joined:
        if item.kind != MARKET and item.mean.mid:
            _widen(inputs, QUANTITIES[item.kind], item.mean)
    for name, energy in _energies(counted).items():
        inputs.add(_metered(name, energy))
    inputs.constant("network_share", "hosts")
    overhead = facts.number("metering", "unmetered", "components_overhead")
    inputs.take("components_overhead", overhead)
    if not inputs[ENERGIES[0]].mid:
        inputs.is_absent("chip_energy_kwh", "metered-at-it")
    for name in ("lifecycle_carbon_kgco2e", "total_cost", "chip_hours"):
        inputs.is_absent(name, "no-chip-hours")
    return evaluate(metered_chain, inputs, question)


def _widen(inputs: Inputs, name: str, mean: Range) -> None:
    """Give a figure the range that its mean over the hours has."""
    known = inputs[name]
    ends = (known.mid * end / mean.mid for end in (mean.low, mean.high))
    # Rounding may leave an end on the wrong side of the middle.
    low, *_, high = sorted((known.mid, *ends))
    shape = "lognormal" if 0 < low < high else "fixed"
    inputs.replace(replace(known, low=low, high=high, shape=shape))


def _energies(counted: Iterable[DeviceSum]) -> dict[str, Range]:
    """Return the energies by what was metered: cards, hosts, whole servers. [kWh]"""
    kinds: dict[str, list[Range]] = {name: [] for name in ENERGIES}
    for device in counted:
        scope = device.part.device.scope
        chip, whole = scope in ch.CHIP_SCOPES, scope in ch.WHOLE_SCOPES
        kinds[ENERGIES[0 if chip else 2 if whole else 1]].append(device.part.energy_j)
    nothing = Range(0.0, 0.0, 0.0)
    factor = float(kwh_from_joules(1.0))
    return {n: (sum_of(found) or nothing).scaled(factor) for n, found in kinds.items()}


def _metered(name: str, energy: Range) -> Input:
    low = max(energy.low, energy.mid * LEAST)
    shape = "fixed" if low == energy.high else "lognormal"
    return Input(name, energy.mid, low, energy.high, shape, "kWh", "given")


def _shares(merged: Merged, runs: Sequence[Run], by: str) -> Iterable[Share]:
    """Yield each group's own energy, then what was others' and what was idle."""
    if by in STEPS:
        for number, devices in merged.by_cell.items():
            energy = sum_of(_own_j(d, d.own_j) for d in devices if d.own_j)
            if energy is not None:
                jobs = {job for d in devices for job in d.own_j}
                yield Share(merged.cells.labels[number], "own", energy, len(jobs))
    else:
        yield from _shares_of_runs(merged.counted, runs, by)
    others = sum(d.part.other_j for d in merged.counted)
    idle = sum(d.part.idle_j for d in merged.counted)
    for name, joules in (("other", others), ("idle", idle)):
        yield Share("", name, Range(joules, joules, joules))


def _own_j(device: DeviceSum, jobs: Iterable[str]) -> Range:
    """Return what some jobs drew of a device: at most what it drew. [J]"""
    energy = sum_of(device.own_j[job] for job in jobs if job in device.own_j)
    if energy is None:
        return Range(0.0, 0.0, 0.0)
    high = max(min(energy.high, device.part.energy_j.high), energy.mid)
    return replace(energy, high=high)


def _shares_of_runs(
    counted: Sequence[DeviceSum], runs: Sequence[Run], by: str
) -> Iterable[Share]:
    group_of_job = {job_of(run): group_of(run, by) for run in runs}
    for group in dict.fromkeys(group_of_job.values()):
        jobs = {job for job, its in group_of_job.items() if its == group}
        energy = sum_of(_own_j(d, jobs) for d in counted if d.own_j.keys() & jobs)
        if energy is not None:
            yield Share(group, "own", energy, len(jobs))
