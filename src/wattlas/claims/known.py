"""What is known of a thing: figures of the tables, or recomputed by the chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from wattlas import facts
from wattlas.chain.facility import facility_energy_kwh
from wattlas.records import Fact
from wattlas.units import KWH_PER_TWH, W_PER_KW, kwh_from_watt_hours

DRAWS = 512
"""Draws for the range of a recomputed training run."""
STANDS_FOR = {"openai-training": "gpt-3"}
"""Things that a known one stands for: the run of OpenAI with published figures."""


@dataclass(frozen=True, slots=True)
class Known:
    """A known figure with its range, unit, year, boundary and source."""

    key: str
    quantity: str
    low: float
    mid: float
    high: float
    unit: str
    year: int
    source: str
    boundary: str = ""
    note: str = ""


def known(subject: str, quantity: str) -> list[Known]:
    """Return every known figure of a thing, oldest first.

    >>> [round(k.mid) for k in known("gpt-3", "training_energy_kwh")][:1]
    [1287000]
    """
    subject = STANDS_FOR.get(subject, subject)
    rules: dict[str, Callable[[str], list[Known]]] = {
        "training_energy_kwh": _training_energies,
        "training_carbon_kgco2e": _training_carbon,
        "training_water_l": _training_water,
        "training_chip_hours": _training_chip_hours,
        "parameters": _parameters,
        "use_energy_kwh": _disclosed,
        "site_power_per_chip_w": _site_power_per_chip,
    }
    found = rules[quantity](subject) if quantity in rules else []
    return sorted([*found, *_tabled(subject, quantity)], key=lambda k: k.year)


def _tabled(subject: str, quantity: str) -> list[Known]:
    rows = [of_fact(f) for f in _series().get((subject, quantity), ())]
    if quantity == "generation_kwh":
        rows += _generation(subject)
    for table in ("servers", "hardware", "equivalents", "countries"):
        fact = facts.find_number(table, subject, quantity)
        if fact:
            rows.append(of_fact(fact))
    return rows


@cache
def _series() -> dict[tuple[str, str], list[Fact]]:
    found: dict[tuple[str, str], list[Fact]] = {}
    for key in facts.keys("subjects"):
        for fact in facts.numbers("subjects", key).values():
            name = key.partition("@")[0]
            found.setdefault((name, fact.quantity), []).append(fact)
    return found


@cache
def _generation(place: str) -> list[Known]:
    """Return the electricity that a place generated, year by year."""
    error = facts.number("constants", "claims", "generation_ratio")
    found = []
    for key in facts.keys("electricity"):
        name, _, year = key.partition("@")
        if name == place:
            row = facts.row("electricity", key)
            mid = float(row["generation_twh"]) * KWH_PER_TWH
            bounds = (mid * error.low, mid, mid * error.high)
            known_year = (int(year), row["source"])
            found.append(Known(place, "generation_kwh", *bounds, "kWh", *known_year))
    return found


def of_fact(fact: Fact, boundary: str = "") -> Known:
    """Return a figure of the tables as what is known of its thing."""
    return Known(
        fact.key.partition("@")[0],
        fact.quantity,
        fact.low,
        fact.value,
        fact.high,
        fact.unit,
        int(fact.year),
        fact.source,
        boundary,
        fact.note,
    )


def _runs(model: str) -> list[str]:
    runs = facts.keys("published_runs")
    return [
        r for r in runs if model in (r, facts.row("published_runs", r).get("model"))
    ]


@cache
def _training_energies(model: str) -> list[Known]:
    found = []
    for run in _runs(model):
        boundary = facts.row("published_runs", run)["energy_boundary"]
        fact = facts.find_number("published_runs", run, "energy_kwh")
        if fact:
            energy = of_fact(fact, boundary or "facility")
            found.append(replace(energy, quantity="training_energy_kwh"))
    it = _tabled(model, "it_energy_kwh")
    pue = _tabled(model, "stated_pue")
    if it and pue:
        energy = it[0]
        found.append(_bounded(energy, "it", energy.mid))
        whole = float(facility_energy_kwh(energy.mid, pue[0].mid))
        found.append(_bounded(energy, "facility", whole))
    found += [
        _bounded(k, "facility", k.mid) for k in _tabled(model, "other_energy_kwh")
    ]
    return found or _recomputed(model)


def _bounded(k: Known, boundary: str, mid: float) -> Known:
    name = "training_energy_kwh"
    return Known(k.key, name, mid, mid, mid, "kWh", k.year, k.source, boundary, k.note)


def _recomputed(model: str) -> list[Known]:
    """Return energies by the chain from published chip-hours, chip and facility."""
    for run in _runs(model):
        hours = facts.find_number("published_runs", run, "chip_hours")
        hardware = facts.row("published_runs", run)["hardware"]
        if hours is None:
            continue
        limit = facts.find_number("hardware", hardware, "power_limit_w")
        rated = [] if limit is None else [_rated(model, hours, limit)]
        return [*rated, *_by_chain(model, hours, hardware)]
    return []


def _by_chain(model: str, hours: Fact, hardware: str) -> list[Known]:
    from wattlas.estimation import train

    done = train(hardware=hardware, chip_hours=hours.value, draws=DRAWS)
    found = []
    for boundary in ("chip", "facility"):
        r = done.results[f"{boundary}_energy_kwh"]
        energy = of_fact(hours, boundary)
        found.append(
            replace(energy, key=model, quantity="training_energy_kwh", low=r.low,
                    mid=r.mid, high=r.high, unit="kWh", note="recomputed")
        )  # fmt: skip
    return found


def _rated(model: str, hours: Fact, limit: Fact) -> Known:
    """Return chip-hours at the power limit, as developers publish them."""
    energy = float(kwh_from_watt_hours(limit.value, hours.value))
    return Known(
        model,
        "training_energy_kwh",
        energy,
        energy,
        energy,
        "kWh",
        int(hours.year),
        hours.source,
        "chip",
        "at the power limit",
    )


def _training_carbon(model: str) -> list[Known]:
    found = []
    for run in _runs(model):
        fact = facts.find_number("published_runs", run, "carbon_kgco2e")
        if fact:
            boundary = facts.row("published_runs", run)["energy_boundary"]
            found.append(of_fact(fact, boundary or "facility"))
    lifecycle = _tabled(model, "lifecycle_carbon_kgco2e")
    found += [replace(k, boundary="lifecycle") for k in lifecycle]
    return [replace(k, quantity="training_carbon_kgco2e") for k in found]


def _training_chip_hours(model: str) -> list[Known]:
    found = [facts.find_number("published_runs", r, "chip_hours") for r in _runs(model)]
    hours = [of_fact(f) for f in found if f is not None]
    name = "training_chip_hours"
    part = {k.mid for k in _tabled(model, "pretraining_chip_hours")}
    return [
        replace(k, key=model, quantity=name, unit="chip-h",
                boundary="pretraining" if k.mid in part else "")
        for k in hours
    ]  # fmt: skip


def _disclosed(model: str) -> list[Known]:
    """Return what providers and studies say that one request to a model takes."""
    found = []
    for key in facts.keys("disclosures"):
        fact = facts.find_number("disclosures", key, "request_energy_wh")
        if fact and facts.row("disclosures", key)["models"] == model:
            boundary = facts.row("disclosures", key)["boundary"]
            use = of_fact(fact, boundary)
            low, mid, high = (x / W_PER_KW for x in (use.low, use.mid, use.high))
            name = "use_energy_kwh"
            found.append(
                replace(use, key=model, quantity=name, low=low, mid=mid, high=high,
                        unit="kWh")
            )  # fmt: skip
    return found


def _site_power_per_chip(chip: str) -> list[Known]:
    """Return the power of a site for one of its chips: its limit, servers, cooling."""
    limit = facts.find_number("hardware", chip, "power_limit_w")
    if limit is None:
        return []
    more = facts.number("constants", "claims", "site_over_chips_ratio")
    low, mid, high = (limit.value * x for x in (more.low, more.value, more.high))
    name = "site_power_per_chip_w"
    own = Known(chip, name, low, mid, high, "W", int(more.year), more.source)
    return [replace(own, note=more.note)]


def _training_water(model: str) -> list[Known]:
    return _tabled(f"{model}-run", "training_water_l")


def _parameters(model: str) -> list[Known]:
    from wattlas.chain.counts import total_parameters
    from wattlas.estimation.lookup import architecture_of

    row = facts.row("models", model)
    if not row:
        return []
    count = total_parameters(architecture_of(model))
    year = int((row.get("released") or "2020")[:4])
    return [
        Known(
            model,
            "parameters",
            count * 0.98,
            count,
            count * 1.02,
            "1",
            year,
            row["source"],
        )
    ]


def latest(figures: list[Known], year: int | None) -> Known | None:
    """Return the figure of a year, or of the nearest year, or the newest."""
    if not figures:
        return None
    if year is None:
        return figures[-1]
    return min(figures, key=lambda k: (abs(k.year - year), -k.year))
