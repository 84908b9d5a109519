"""The load of a plan: loads, hours and places of serving and training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas import facts
from wattlas.errors import InputError
from wattlas.hours import Clock, request_shape
from wattlas.planning.ask.by_year import power_in_year
from wattlas.planning.ask.latency import routes
from wattlas.planning.ask.moments import hours_into
from wattlas.planning.ask.money import amount, power_kw
from wattlas.planning.ask.work import Work
from wattlas.planning.problem import PlacedLoad, Serving, Training
from wattlas.planning.supply import UNLIMITED
from wattlas.study import LoadSection, ServeSection, Study, TrainSection

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

HOURS_PER_DAY = 24.0


def serving_of(study: Study, work: Work, year: int, hosts: list[str]) -> Serving:
    """Return the requests of a study by origin and hour, and what serving one takes.

    Raises
    ------
    InputError
        If the volume is absent, or no site may serve an origin.
    """
    section = study.serve
    if section is None or section.requests_per_day is None:
        raise InputError("A plan of serving needs requests_per_day under serve.")
    volume = amount(section, "requests_per_day")
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
    return Serving(
        origins=tuple(origins),
        requests_per_h=np.array(per_hour),
        routes=routes(study, tuple(origins), hosts),
        chips=work.serving_chips,
        kept_warm=kept_warm(section),
        output_tokens=work.output_tokens,
    )


def kept_warm(section: ServeSection) -> float:
    """Return which share of the chips that an hour does not need stays loaded. [1]"""
    if section.kept_warm is None:
        return facts.number("constants", "planning", "kept_warm_share").value
    return amount(section, "kept_warm")


def training_of(study: Study, work: Work, year: int, hosts: list[str]) -> Training:
    """Return the training run of a study: chip-hours, energy, window.

    Raises
    ------
    InputError
        If the deadline is before the start, or a minimum run does not fit between.
    """
    section = study.train
    if section is None:
        raise InputError("The study has no training.")
    hours = Clock(year).hours
    start = _hour("start", section.start, year, 0)
    deadline = _hour("deadline", section.deadline, year, hours)
    if deadline <= start:
        raise InputError(
            "deadline {deadline} is not after start {value}: give a later deadline "
            "under train.",
            deadline=section.deadline,
            value=section.start or f"{year}-01-01",
        )
    chips = work.training_chips
    least = min(c.chip_hours for c in chips) / (deadline - start)
    most = amount(section, "chips") if section.chips else 0.0
    if not most and not section.pausable:
        most = least
    return Training(
        sites=tuple(hosts),
        chips=chips,
        start=start,
        deadline=deadline,
        hours=hours,
        max_chips=most or UNLIMITED,
        power_cap_kw=UNLIMITED
        if section.power_cap is None
        else power_kw(section, "power_cap"),
        pausable=section.pausable,
        min_run_hours=_minimum_run_h(section, deadline - start),
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
            "Training needs {needed:,.0f} chip-hours; {most:,.0f} chips have "
            "{most_2:,.0f} from start to deadline. Give at least {needed_2:,.0f} "
            "chips, or a later deadline.",
            needed=needed,
            most=most,
            most_2=most * window,
            needed_2=needed / window,
        )


def _minimum_run_h(section: TrainSection, window: int) -> int:
    if section.minimum_run is None:
        return 0
    hours = round(amount(section, "minimum_run"))
    if not 1 <= hours <= window:
        raise InputError(
            "minimum_run must be 1 to {window:,} hours, which is from start to "
            "deadline, got {minimum_run}.",
            window=window,
            minimum_run=section.minimum_run,
        )
    return hours


def given_loads(
    study: Study, year: int, of_year: int | None = None
) -> dict[str, Array]:
    """Return the IT loads that stand at a site, by site. [kW]

    `of_year` is the year of their ramps, where it is not that of the hours.

    Raises
    ------
    InputError
        If a load has neither a site nor a way to be placed, and there are several.
    """
    loads: dict[str, Array] = {}
    for section in study.load:
        if is_placed(section, study):
            continue
        site = section.site or study.sites[0].use
        mean = mean_kw(section, year if of_year is None else of_year)
        loads[site] = loads.get(site, 0.0) + mean * load_shape(section, site, year)
    return loads


def placed_loads(study: Study, year: int) -> tuple[PlacedLoad, ...]:
    """Return the IT loads whose site is to be chosen."""
    sites = [s.use for s in study.sites]
    return tuple(
        PlacedLoad(
            {s: mean_kw(section, year) * load_shape(section, s, year) for s in sites},
            section.place == "one-of",
        )
        for section in study.load
        if is_placed(section, study)
    )


def is_placed(section: LoadSection, study: Study) -> bool:
    """Say whether the plan chooses the site of a load; refuse where it is not said."""
    sites = [s.use for s in study.sites]
    if section.site is not None:
        if section.site not in sites:
            raise InputError(
                "load: {site!r} is none of the study's sites: {sites}.",
                site=section.site,
                sites=", ".join(sites),
            )
        if section.place is not None:
            raise InputError(
                "load: it stands at {site} and is to be placed ({place}): give site "
                "or place.",
                site=section.site,
                place=section.place,
            )
        return False
    if len(sites) > 1 and section.place is None:
        raise InputError(
            "load: {it_power} may stand at {sites_count} sites, and the study does "
            "not say which. Add to load place: one-of, for the best of {sites}; "
            "place: split, over them; or site: {site}.",
            it_power=section.it_power,
            sites_count=len(sites),
            sites=", ".join(sites),
            site=sites[0],
        )
    return len(sites) > 1


def mean_kw(section: LoadSection, year: int) -> float:
    """Return the mean power of a load in a year of its ramp. [kW]"""
    whole = power_kw(section, "it_power")
    if not section.ramp:
        return whole
    return power_in_year(section.ramp, whole, year, "load: ramp")


def sites_of_load(section: LoadSection, study: Study) -> list[str]:
    """Return where a load stands, or may stand."""
    sites = [s.use for s in study.sites]
    return sites if is_placed(section, study) else [section.site or sites[0]]


def load_shape(section: LoadSection, site: str, year: int) -> Array:
    """Return what a load draws in each hour over its mean. [1]"""
    return np.asarray(request_shape(section.shape, year, _timezone(site)))


def _timezone(place: str) -> str:
    key = facts.find("sites", place)
    return str(facts.row("sites", key)["timezone"]) if key else "UTC"


def _hour(name: str, written: str | None, year: int, otherwise: int) -> int:
    if written is None:
        return otherwise
    try:
        hour = round(hours_into(year, written))
    except ValueError as error:
        raise InputError(
            "{name} must be a date such as {year}-03-31, got {written!r}.",
            name=name,
            year=year,
            written=written,
        ) from error
    if not 0 <= hour <= Clock(year).hours:
        raise InputError(
            "{name} {written} is not in the year {year} that the plan covers.",
            name=name,
            written=written,
            year=year,
        )
    return hour
