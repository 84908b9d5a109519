"""Estimates added and compared draw by draw, so that shared inputs move together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wattlas.chain.footprint import break_even_requests, sum_of_stages
from wattlas.estimation.evaluate import range_of
from wattlas.records import Estimate, Range, Results


def sum_of_estimates(estimates: Sequence[Estimate]) -> Results:
    """Return the sum of the results that every estimate has.

    Mids add up; low and high are percentiles of the sums of draws.
    """
    names = [n for n in estimates[0].results if all(n in e.results for e in estimates)]
    names = [n for n in names if _one_currency([e.results[n] for e in estimates])]
    samples = sum_of_stages(e.samples for e in estimates)
    return {n: _sum([e.results[n] for e in estimates], samples[n]) for n in names}


def break_even(training: Estimate, serving: Estimate) -> dict[str, Range]:
    """Return after how many requests, and days, serving has used training's energy.

    At the facility boundary; days where a daily volume was given.
    """
    name = "facility_energy_kwh"
    mid = break_even_requests(
        training.results[name].mid, serving.per["request"][name].mid
    )
    request = np.asarray(serving.samples[name]) * serving.samples["per_request"]
    samples = break_even_requests(training.samples[name], request)
    found = {"break_even_requests": range_of(mid, samples)}
    if "day" in serving.per:
        day = serving.per["day"][name].mid
        per_day = np.asarray(serving.samples[name]) * serving.samples["per_day"]
        found["break_even_days"] = range_of(
            training.results[name].mid / day, training.samples[name] / per_day
        )
    return found


def share_of_draws_below(
    first: Mapping[str, object], second: Mapping[str, object], name: str
) -> float:
    """Return the share of draws in which the first result is below the second. [1]"""
    a, b = np.broadcast_arrays(np.asarray(first[name]), np.asarray(second[name]))
    return float(np.mean(a < b))


def _sum(values: Sequence[Range], samples: object) -> Range:
    mid = sum(v.mid for v in values)
    first = values[0]
    return range_of(mid, samples, first.currency, first.year)


def _one_currency(values: Sequence[Range]) -> bool:
    return len({v.currency for v in values}) == 1
