"""Estimates added and compared draw by draw, so that shared inputs move together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wattlas.chain.footprint import break_even_requests, sum_of_stages
from wattlas.draws import interval
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
    per = serving.per["request"][name]
    share = per.mid / serving.results[name].mid
    mid = float(break_even_requests(training.results[name].mid, per.mid))
    samples = break_even_requests(
        training.samples[name], np.asarray(serving.samples[name]) * share
    )
    requests = _range(mid, samples)
    found = {"break_even_requests": requests}
    daily = serving.given.get("requests_per_day")
    if daily is not None:
        found["break_even_days"] = requests.scaled(1 / daily.mid)
    return found


def share_of_draws_below(
    first: Mapping[str, object], second: Mapping[str, object], name: str
) -> float:
    """Return the share of draws in which the first result is below the second. [1]"""
    a, b = np.broadcast_arrays(np.asarray(first[name]), np.asarray(second[name]))
    return float(np.mean(a < b))


def _sum(values: Sequence[Range], samples: object) -> Range:
    mid = sum(v.mid for v in values)
    total = _range(mid, samples)
    first = values[0]
    return Range(total.low, mid, total.high, first.currency, first.year)


def _range(mid: float, samples: object) -> Range:
    array = np.asarray(samples)
    low, high = interval(array) if array.ndim else (mid, mid)
    return Range(low, mid, high)


def _one_currency(values: Sequence[Range]) -> bool:
    return len({v.currency for v in values}) == 1
