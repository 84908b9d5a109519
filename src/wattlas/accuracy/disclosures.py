"""What providers and studies say that one request takes, beside what we say.

Each is compared on its own boundary. Where the model or the chip is not published,
those that stand for it are pooled: the range is that of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wattlas import facts
from wattlas.draws import interval
from wattlas.errors import InputError
from wattlas.estimation.serve import estimate_serving
from wattlas.parameters import ServeOptions
from wattlas.plain import Plain
from wattlas.records import Estimate, Range
from wattlas.units import HOURS_PER_DAY, W_PER_KW

DRAWS = 512
SPAN = ("chip", "it", "facility")
"""The boundaries that a figure without one may have."""


@dataclass(frozen=True)
class Disclosure(Plain):
    """One published figure for a request and our range for it."""

    key: str
    name: str
    boundary: str
    status: str
    unit: str
    published: float
    low: float
    mid: float
    high: float
    inside: bool
    source: str


def compare_disclosures() -> tuple[Disclosure, ...]:
    """Return every disclosure of the tables with our range on its own boundary."""
    return tuple(_compare(key) for key in facts.keys("disclosures"))


def _compare(key: str) -> Disclosure:
    row = facts.row("disclosures", key)
    fact = facts.number("disclosures", key, row["quantity"])
    found = _predicted(row)
    return Disclosure(
        key=key,
        name=row["name"],
        boundary=row["boundary"] or "not stated",
        status=row["status"],
        unit=fact.unit,
        published=fact.value,
        low=found.low,
        mid=found.mid,
        high=found.high,
        inside=found.contains(fact.value),
        source=row["source"],
    )


def _predicted(row: Mapping[str, str]) -> Range:
    """Return the range of a request over the models and chips that stand for it."""
    estimates = [
        estimate
        for model in row["models"].split(";")
        for chip in row["hardware"].split(";")
        for country in row["country"].split(";")
        if (estimate := _fitting(row, model, chip, country)) is not None
    ]
    if not estimates:
        raise InputError(
            "No chip of the disclosure {key} holds a model that stands for it.",
            key=row["key"],
        )
    names, scale = _results(row)
    pooled = np.concatenate([_per_request(e, n) for e in estimates for n in names])
    low, high = interval(pooled * scale)
    return Range(low, float(np.median(pooled)) * scale, high)


def _results(row: Mapping[str, str]) -> tuple[tuple[str, ...], float]:
    if row["quantity"].endswith("_kgco2e"):
        return (f"{row['boundary']}_carbon_kgco2e",), 1.0
    boundaries = (row["boundary"],) if row["boundary"] else SPAN
    return tuple(f"{b}_energy_kwh" for b in boundaries), W_PER_KW


def _per_request(estimate: Estimate, name: str) -> NDArray[np.float64]:
    per_request = np.asarray(estimate.samples["per_request"])
    return np.atleast_1d(np.asarray(estimate.samples[name]) * per_request)


def _fitting(
    row: Mapping[str, str], model: str, chip: str, country: str
) -> Estimate | None:
    """Return the estimate of a request, or None where the chips cannot hold it."""
    options = _options(row, model, chip)
    options |= {"country": country or None, "pue": row["pue"] or None, "draws": DRAWS}
    try:
        first = estimate_serving(ServeOptions(**options))
        if not row["requests_per_day"]:
            return first
        options["busy_share"] = _busy_share(row, first)
        return estimate_serving(ServeOptions(**options))
    except InputError:
        return None


def _options(row: Mapping[str, str], model: str, chip: str) -> dict[str, Any]:
    given = ("prompt_tokens", "output_tokens", "batch", "chips")
    return {"model": model, "hardware": chip} | {n: row[n] for n in given if row[n]}


def _busy_share(row: Mapping[str, str], estimate: Estimate) -> float:
    """Share of its time in which a service with few requests has one to answer."""
    busy = estimate.stages["serving"]["chip_hours"].mid
    per_request = float(estimate.per["request"]["chip_hours"].mid)
    busy_of_all = busy / estimate.results["chip_hours"].mid
    chips, requests = float(row["chips"]), float(row["requests_per_day"])
    return per_request * busy_of_all * requests / (chips * HOURS_PER_DAY)
