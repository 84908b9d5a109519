"""Hours of use as inputs, and what they change: requests, busy share, other hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wattlas import facts
from wattlas.chain import use_time
from wattlas.chain.types import Value
from wattlas.errors import ContradictionError
from wattlas.estimation.input_values import (
    input_from_fact,
    input_from_quantity,
    parse_given,
    scaled,
)
from wattlas.estimation.inputs import Inputs, refuse_unused
from wattlas.estimation.layouts import OUTSIDE_HALLS
from wattlas.estimation.recorder import Overlaid, StepCaller, inputs_named
from wattlas.estimation.stages import stage_footprint
from wattlas.notes import Note
from wattlas.parameters import Given
from wattlas.parameters.use_time import UseOptions
from wattlas.records import Estimate, Input
from wattlas.units import DAYS_PER_YEAR, HOURS_PER_DAY

WITH_ELECTRICITY = {
    "total_cost": "electricity_cost",
    "lifecycle_carbon_kgco2e": "facility_carbon_kgco2e",
}
"""Results that hold those of electricity, which is all that other hours take."""


def add_hours_of_use(inputs: Inputs, options: UseOptions) -> bool:
    """Add hours a day, days and the power of the rest; return whether there are any.

    Raises
    ------
    ContradictionError
        If what belongs to hours of use is given without them.
    """
    if not inputs.give("hours_per_day", options.hours_per_day, "h"):
        refuse_unused(options, ("rest_power",), "without hours_per_day")
        return False
    if not inputs.give("days_of_use", options.days, "day"):
        inputs.add(_year_of_days())
    if not inputs.give("rest_power_w", options.rest_power, "W"):
        left = HOURS_PER_DAY - inputs["hours_per_day"].mid
        if left > 0:
            inputs.notes.append(Note("rest-not-counted", {"hours": left}))
    return True


def add_hours_on(inputs: Inputs, options: UseOptions, hours_on: Given) -> bool:
    """Add the hours in which the machine of a job is on; return whether they are said.

    Raises
    ------
    ContradictionError
        If they are given in both ways, or days without hours a day.
    """
    if not add_hours_of_use(inputs, options):
        refuse_unused(options, ("days",), "without hours_per_day")
        return inputs.give("hours_on", hours_on, "h")
    if hours_on is not None:
        raise ContradictionError("hours_on and hours_per_day are both given: give one.")
    of_day, days = inputs["hours_per_day"], inputs["days_of_use"]
    ends = {
        name: getattr(of_day, name) * getattr(days, name)
        for name in ("low", "mid", "high")
    }
    inputs.add(replace(of_day, name="hours_on", **ends))
    inputs.keep("hours_per_day", "days_of_use")
    return True


def _year_of_days() -> Input:
    days, note = DAYS_PER_YEAR, "the unit of use that the results are for"
    return Input("days_of_use", days, days, days, "fixed", "day", "assumed", note=note)


def add_service_years(inputs: Inputs, days: Given, years: Given) -> bool:
    """Add the years of a service from its days of use, or the days from the years.

    Return whether the days are given.

    Raises
    ------
    ContradictionError
        If both are given.
    """
    if days is None:
        if years is not None and "days_of_use" in inputs:
            parsed = parse_given("service_years", years, "year")
            item = input_from_quantity("service_years", parsed, "year")
            of_days = scaled(item, DAYS_PER_YEAR, "day", "")
            inputs.replace(replace(of_days, name="days_of_use"))
        return False
    if years is not None:
        raise ContradictionError("days and years are both given: give one.")
    parsed = parse_given("days_of_use", days, "day")
    item = input_from_quantity("days_of_use", parsed, "day")
    of_years = scaled(item, 1.0 / DAYS_PER_YEAR, "year", "")
    inputs.add(replace(of_years, name="service_years"))
    return True


def add_waiting_at_home(inputs: Inputs, hardware: str) -> bool:
    """Add what a machine of one person draws while it waits; return whether it is one.

    Its chip is nearly idle, and so is the computer around it: in halls both draw more.
    """
    row = facts.row("hardware", hardware)
    found = facts.numbers("constants", f"use-{row['kind']}")
    if row["form"] not in OUTSIDE_HALLS or not found:
        return False
    limit_w = inputs["power_limit_w"].mid
    chip = input_from_fact("waiting_power_share", found["waiting_over_idle"])
    inputs.add(scaled(chip, inputs["idle_power_w"].mid / limit_w, "1", ""))
    host = input_from_fact("waiting_host_share", found["waiting_host_w"])
    host_w = limit_w * inputs["host_power_share"].mid
    share = scaled(host, 1.0 / host_w, "1", "")
    ends = {n: min(getattr(share, n), 1.0) for n in ("low", "mid", "high")}
    inputs.add(replace(share, shape="uniform", **ends))
    return True


def with_requests(
    step: StepCaller, v: Mapping[str, Value], chip_hours: Value, chips: Value
) -> Mapping[str, Value]:
    """Return the inputs with the requests a day that fill hours of use."""
    if "hours_per_day" not in v or "requests_per_day" in v:
        return v
    requests = step(
        use_time.requests_of_use,
        busy_chip_hours_per_request=chip_hours,
        chips=chips,
        **inputs_named(v, "hours_per_day busy_share replicas"),
    )
    return Overlaid(v, {"requests_per_day": requests})


def with_use_share(
    step: StepCaller, v: Mapping[str, Value], busy_hours: Value, chips: Value
) -> tuple[Mapping[str, Value], dict[str, Value]]:
    """Return the inputs with the busy share of hours of use, and busy hours a day."""
    hours = step(
        use_time.busy_hours_per_day,
        busy_chip_hours=busy_hours,
        chips=chips,
        **inputs_named(v, "replicas days_of_use"),
    )
    found = {"busy_hours_per_day": hours}
    if "busy_share" in v:
        return v, found
    share = step(
        use_time.busy_share_of_use,
        busy_hours_per_day=hours,
        hours_per_day=v["hours_per_day"],
    )
    return Overlaid(v, {"busy_share": share}), found


def with_other_hours(
    step: StepCaller,
    v: Mapping[str, Value],
    waiting: dict[str, Value],
    machines: Value,
) -> dict[str, Value]:
    """Return the idle stage with the other hours of the days of use."""
    if "rest_power_w" not in v:
        return waiting
    energy = step(
        use_time.rest_energy_kwh,
        machines=machines,
        **inputs_named(v, "rest_power_w hours_per_day days_of_use"),
    )
    rest = stage_footprint(step, v, {"it_energy_kwh": energy})
    rest |= {n: rest[of] for n, of in WITH_ELECTRICITY.items() if of in rest}
    return {
        name: step(use_time.with_rest, waiting=value, rest=rest[name])
        if name in rest
        else value
        for name, value in waiting.items()
    }


def refuse_longer_use(estimate: Estimate) -> Estimate:
    """Refuse requests that take more hours than a machine is used for.

    Raises
    ------
    ContradictionError
        If they do by the middle of the range.
    """
    taken = estimate.extras.get("busy_hours_per_day")
    given = estimate.given.get("hours_per_day")
    if taken is None or given is None or taken.mid <= given.mid * (1 + 1e-9):
        return estimate
    raise ContradictionError(
        "The requests of a day take {taken:.3g} h of the machine, which is used for "
        "{given:g} h: give more hours_per_day, fewer requests or more replicas.",
        taken=taken.mid,
        given=given.mid,
    )


def without_years(estimate: Estimate) -> Estimate:
    """Return an estimate of given days without months and years, which have others."""
    per = {n: r for n, r in estimate.per.items() if n not in ("month", "year")}
    return replace(estimate, per=per)
