"""The load of a plan from the chain: chips, energy, hours of serving and training."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import numpy as np

from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation import serve, train
from wattlas.hours import request_shape
from wattlas.parameters import given_of
from wattlas.parameters.estimates import Service, TrainingRun
from wattlas.planning.ask.latency import routes
from wattlas.planning.ask.money import amount, power_kw, share
from wattlas.planning.problem import UNLIMITED, Chip, Serving, Training
from wattlas.records import Estimate
from wattlas.study import LoadSection, Study
from wattlas.units import W_PER_KW

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

DRAWS = 16
"""The load is taken at the central inputs; few draws are enough."""
PLACEHOLDER_PRICE = 1.0
"""Price with which an estimate is asked, so that it tells the cost of its chips."""
HOURS_PER_DAY = 24.0


def serving_of(study: Study, currency: str, year: int, hosts: list[str]) -> Serving:
    """Return the requests of a study by origin and hour, and what serving one takes.

    Raises
    ------
    InputError
        If the volume is absent, or no site may serve an origin.
    """
    section = study.serve
    if section is None or section.requests_per_day is None:
        raise InputError("A plan of serving needs requests_per_day under serve.")
    volume = amount("requests_per_day", section.requests_per_day, "1")
    home = study.plan.home if study.plan and study.plan.home else study.sites[0].use
    origins = section.origins or {home: 1.0}
    total = sum(origins.values())
    shapes = [
        request_shape(section.peak_hours or "local", year, _timezone(origin))
        for origin in origins
    ]
    per_hour = [
        volume / HOURS_PER_DAY * part / total * shape
        for part, shape in zip(origins.values(), shapes, strict=True)
    ]
    estimates = [_serving_estimate(study, chip, currency) for chip in section.hardware]
    warm = 0.0 if section.kept_warm is None else share("kept_warm", section.kept_warm)
    return Serving(
        origins=tuple(origins),
        requests_per_h=np.array(per_hour),
        routes=routes(study, tuple(origins), hosts),
        chips=tuple(_serving_chip(e) for e in estimates),
        kept_warm=warm,
        output_tokens=_output_tokens(estimates[0]),
    )


def training_of(study: Study, currency: str, year: int, hosts: list[str]) -> Training:
    """Return the training run of a study: chip-hours, energy, window.

    Raises
    ------
    InputError
        If the deadline is before the start, or a minimum run does not fit between.
    """
    section = study.train
    if section is None:
        raise InputError("The study has no training.")
    hours = _hours_of(year)
    start = _hour("start", section.start, year, 0)
    deadline = _hour("deadline", section.deadline, year, hours)
    if deadline <= start:
        raise InputError(
            f"deadline {section.deadline} is not after start "
            f"{section.start or f'{year}-01-01'}: give a later deadline under train."
        )
    kinds = section.hardware or [""]
    chips = tuple(_training_chip(study, kind, currency) for kind in kinds)
    least = min(c.chip_hours for c in chips) / (deadline - start)
    most = amount("chips", section.chips, "1") if section.chips else 0.0
    if not most and not section.pausable:
        most = least
    cap = section.power_cap
    return Training(
        sites=tuple(hosts),
        chips=chips,
        start=start,
        deadline=deadline,
        hours=hours,
        max_chips=most or UNLIMITED,
        power_cap_kw=UNLIMITED if cap is None else power_kw("power_cap", cap),
        pausable=section.pausable,
        min_run_hours=_minimum_run_h(section.minimum_run, deadline - start),
    )


def refuse_short(training: Training) -> None:
    """Refuse a run that its chips cannot finish by the deadline.

    Raises
    ------
    InputError
        With the chips that it would take.
    """
    needed = min(c.chip_hours for c in training.chips)
    most, window = training.max_chips, training.window_h
    if needed > most * window:
        raise InputError(
            f"Training needs {needed:,.0f} chip-hours; {most:,.0f} chips have "
            f"{most * window:,.0f} from start to deadline. Give at least "
            f"{needed / window:,.0f} chips, or a later deadline."
        )


def _minimum_run_h(given: float | str | None, window: int) -> int:
    if given is None:
        return 0
    hours = round(amount("minimum_run", given, "h"))
    if not 1 <= hours <= window:
        raise InputError(
            f"minimum_run must be 1 to {window:,} hours, which is from start to "
            f"deadline, got {given}."
        )
    return hours


def given_loads(study: Study, year: int) -> dict[str, Array]:
    """Return the IT loads that a study gives, by site. [kW]"""
    loads: dict[str, Array] = {}
    for section in study.load:
        site = section.site or study.sites[0].use
        if site not in [s.use for s in study.sites]:
            raise InputError(f"load: {site!r} is none of the study's sites.")
        loads[site] = loads.get(site, 0.0) + _given_load(section, site, year)
    return loads


def _given_load(section: LoadSection, site: str, year: int) -> Array:
    mean = power_kw("it_power", section.it_power)
    return np.asarray(mean * request_shape(section.shape, year, _timezone(site)))


def _serving_estimate(study: Study, chip: str, currency: str) -> Estimate:
    given = given_of(study.serve, Service) if study.serve else {}
    given |= {"hardware": chip, "years": 1}
    price = f"{PLACEHOLDER_PRICE} {currency}/kWh"
    return serve(
        model=study.model, **given, price=price, currency=currency, draws=DRAWS
    )


def _serving_chip(estimate: Estimate) -> Chip:
    request, idle = estimate.per["request"], estimate.stages.get("idle", {})
    waiting = 0.0
    if idle and idle["chip_hours"].mid:
        waiting = idle["it_energy_kwh"].mid / idle["chip_hours"].mid
    return Chip(
        key=str(estimate.subject["hardware"]),
        it_energy_kwh=request["it_energy_kwh"].mid,
        chip_hours=request["chip_hours"].mid,
        chip_hour_cost=_chip_hour_cost(estimate),
        waiting_it_kw=waiting,
    )


def _training_chip(study: Study, kind: str, currency: str) -> Chip:
    given = given_of(study.train, TrainingRun) if study.train else {}
    # A plan chooses how long the run takes: chips alone do not fix the hours.
    given |= {"hardware": kind or None}
    price = f"{PLACEHOLDER_PRICE} {currency}/kWh"
    estimate = train(
        model=study.model, **given, price=price, currency=currency, draws=DRAWS
    )
    results = estimate.results
    if "chip_hours" not in results or not results["chip_hours"].mid:
        raise InputError(
            "A plan of training needs its chip-hours: give hardware and tokens, or "
            "chip_hours, under train."
        )
    return Chip(
        key=str(estimate.subject["hardware"] or "chips"),
        it_energy_kwh=results["it_energy_kwh"].mid,
        chip_hours=results["chip_hours"].mid,
        chip_hour_cost=_chip_hour_cost(estimate),
        waiting_it_kw=_waiting_it_kw(kind),
    )


def _chip_hour_cost(estimate: Estimate) -> float:
    results = estimate.results
    if "total_cost" not in results:
        return 0.0
    chips = results["total_cost"].mid - results["electricity_cost"].mid
    return chips / results["chip_hours"].mid


def _waiting_it_kw(kind: str) -> float:
    """Return what a held chip draws while a run pauses, at the servers. [kW]"""
    if not kind:
        return 0.0
    key = facts.resolve("hardware", kind)
    idle = facts.find_number("hardware", key, "idle_power_w")
    overhead = facts.number("constants", "hosts", "idle_it_overhead")
    return 0.0 if idle is None else idle.value * overhead.value / W_PER_KW


def _output_tokens(estimate: Estimate) -> float:
    return next((i.mid for i in estimate.inputs if i.name == "output_tokens"), 0.0)


def _timezone(place: str) -> str:
    key = facts.find("sites", place)
    return str(facts.row("sites", key)["timezone"]) if key else "UTC"


def _hours_of(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days * 24


def _hour(name: str, written: str | None, year: int, otherwise: int) -> int:
    if written is None:
        return otherwise
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise InputError(
            f"{name} must be a date such as {year}-03-31, got {written!r}."
        ) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    hour = round((moment - datetime(year, 1, 1, tzinfo=UTC)).total_seconds() / 3600)
    if not 0 <= hour <= _hours_of(year):
        raise InputError(
            f"{name} {written} is not in the year {year} that the plan covers."
        )
    return hour
