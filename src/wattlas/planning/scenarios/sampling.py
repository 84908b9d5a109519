"""Draws of what a plan rests on, as one problem for each scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from wattlas import quantity
from wattlas.draws import centre, draw
from wattlas.hours import Technology, technology
from wattlas.planning.ask import Asked
from wattlas.planning.ask.applies import GRID
from wattlas.planning.ask.assemble import terms_of, with_work
from wattlas.planning.ask.flexibility import with_flexibility
from wattlas.planning.ask.money import Purse
from wattlas.planning.ask.options import plants_and_stores
from wattlas.planning.problem import Problem
from wattlas.planning.supply import Grid, Plant
from wattlas.records import Fact, Input
from wattlas.study import Study

SETTLED = ("chance", "start_year", "unit_kw")
"""Figures of a technology that are not drawn; whether it comes is, by its chance."""
EVEN = (0.05, 0.5, 0.95)
"""5th, 50th and 95th percentile between 0 and 1."""
GRID_SERIES = ("price_per_kwh", "intensity_kgco2e_per_kwh")
WORK = {
    "serve": {"requests_per_day": "1", "prompt_tokens": "1", "output_tokens": "1"},
    "train": {"tokens": "1", "chip_hours": "h", "energy": "kWh"},
}
"""Amounts of work that a study may give as a range, by section, with their units."""
Values = Mapping[str, float]


@dataclass(frozen=True)
class Drawing:
    """What is uncertain in a study: its inputs, and the chance of each option."""

    asked: Asked
    inputs: tuple[Input, ...]
    chances: dict[str, float]

    @property
    def option_of_place(self) -> dict[str, str]:
        """The option of each place of an input that is one of an option."""
        return {_place(*key): key[0] for key in _technologies(self.asked)}

    def values(self, count: int, seed: int) -> list[Values]:
        """Return the values of every scenario, by label."""
        found = draw(self.inputs + _lots(self.chances), count, seed)
        return [{k: float(v[i]) for k, v in found.items()} for i in range(count)]

    def problem(self, values: Values) -> Problem:
        """Return the problem of one scenario; what does not come is not there."""
        asked = self.asked
        base = self._worked(values)
        hours = {s: _hours(h, values) for s, h in asked.hours.items()}
        where = {s: (h, asked.country(s)) for s, h in hours.items()}
        known = {
            key: _technology(found, _place(*key), values)
            for key, found in _technologies(asked).items()
        }
        terms = terms_of(
            asked.study, Purse(base.currency, base.currency_year), asked.year
        )
        terms = replace(terms, drawn=known)
        plants, stores, _ = plants_and_stores(asked.study.power, where, terms)
        found = base.having(
            pue={
                s: np.maximum(_scaled(v, "pue", s, self, values), 1.0)
                for s, v in base.pue.items()
            },
            wue_l_per_kwh={
                s: _scaled(v, "wue_l_per_kwh", s, self, values)
                for s, v in base.wue_l_per_kwh.items()
            },
            grids=tuple(self._grid(g, values) for g in base.grids),
            base_it_kw={
                s: _scaled(v, "it_power", s, self, values)
                for s, v in base.base_it_kw.items()
            },
            plants=tuple(
                replace(p, chance=1.0) for p in plants if self._comes(p, values)
            ),
            stores=tuple(stores),
        )
        return with_flexibility(asked.study, found, terms.purse, asked.year)

    def _comes(self, plant: Plant, values: Values) -> bool:
        """Say whether a plant is there: in its first year, or late and in time."""
        if values.get(f"chance:{plant.key}", 0.0) < plant.chance:
            return True
        first = plant.first_year
        return first is not None and first + plant.delay_years <= self.asked.year

    def _worked(self, values: Values) -> Problem:
        """Return the problem with the amounts of work of a scenario."""
        study = self.asked.study
        for name, amounts in WORK.items():
            drawn = {
                field: _written(values[f"{field}@{name}"], unit)
                for field, unit in amounts.items()
                if f"{field}@{name}" in values
            }
            if drawn:
                section = replace(getattr(study, name), **drawn)
                study = replace(study, **{name: section})
        problem = self.asked.problem
        return problem if study is self.asked.study else with_work(study, problem)

    def _grid(self, grid: Grid, values: Values) -> Grid:
        changes: dict[str, Any] = {}
        for name in (*GRID_SERIES, "water_l_per_kwh"):
            label = "grid_water_l_per_kwh" if name == "water_l_per_kwh" else name
            series = getattr(grid, name)
            filed = name == "price_per_kwh" and grid.terms is not None
            if series is not None and not filed:
                changes[name] = _scaled(series, label, grid.site, self, values)
        return replace(grid, **changes)


def drawing(asked: Asked) -> Drawing:
    """Return what is uncertain in a study: prices, costs, demand, carbon, yields.

    What the study gives is exact, but for amounts of work that it gives as a range:
    ``it_power`` of a load, requests and tokens, and the energy, chip-hours or tokens of
    training.
    """
    filed = {g.site for g in asked.problem.grids if g.terms is not None}
    inputs = [
        _input(name, fact, site)
        for site, hours in asked.hours.items()
        for name, fact in hours.figures.items()
        if not (name == "price_per_kwh" and site in filed)
    ]
    for key, known in _technologies(asked).items():
        for name, fact in _figures(known).items():
            inputs.append(_input(name, fact, _place(*key)))
    for load in asked.study.load:
        site = load.site or asked.study.sites[0].use
        inputs.append(_demand("it_power", load.it_power, "W", site))
    inputs += _work(asked.study)
    chances = {p.key: p.chance for p in asked.problem.plants if p.chance < 1.0}
    uncertain = {i.label: i for i in inputs if not i.exact}
    return Drawing(asked, tuple(uncertain.values()), chances)


def _place(option: str, country: str) -> str:
    """Return the place of an input of an option: one draw for each country."""
    return f"{option}:{country}"


def _technologies(asked: Asked) -> dict[tuple[str, str], Technology]:
    """Return the technologies of a study by option and country."""
    found = {}
    for section in asked.study.power:
        if section.use == GRID:
            continue
        for site in section.sites or asked.hours:
            country = asked.country(site)
            known = technology(section.use, country)
            # Without units, or with a rate of its own, that of the tables is idle.
            if section.units_before is None or section.learning is not None:
                known = replace(known, learning_rate=None)
            found[section.use, country] = known
    return found


def _technology(known: Technology, label: str, values: Values) -> Technology:
    changes: dict[str, Any] = {
        name: replace(fact, value=values[f"{name}@{label}"])
        for name, fact in _figures(known).items()
        if f"{name}@{label}" in values
    }
    return replace(known, **changes)


def _figures(known: Technology) -> dict[str, Fact]:
    named = {f.name: getattr(known, f.name) for f in fields(known)}
    return {
        name: fact
        for name, fact in named.items()
        if isinstance(fact, Fact) and name not in SETTLED
    }


def _hours(hours: Any, values: Values) -> Any:
    """Return the hours of a site with the yields of a scenario."""
    changes = {}
    for name, fact in hours.figures.items():
        series = getattr(hours, name, None)
        label = f"{name}@{hours.site}"
        if name.endswith("capacity_factor") and series is not None and label in values:
            changes[name] = np.minimum(series * values[label] / fact.value, 1.0)
    return replace(hours, **changes)


def _scaled(
    series: Any, name: str, site: str, of: Drawing, values: Values
) -> np.ndarray:
    """Return a series, moved by as much as the figure that sets its level."""
    label = f"{name}@{site}"
    if label not in values:
        return np.asarray(series)
    mid = next(i.mid for i in of.inputs if i.label == label)
    return np.asarray(series * (values[label] / mid))


def _input(name: str, fact: Fact, place: str) -> Input:
    shape = fact.shape or "fixed"
    return Input(
        name,
        fact.value,
        fact.low,
        fact.high,
        shape,
        fact.unit,
        fact.source,
        place=place,
        note=fact.note,
        year=fact.year,
    )


def _work(study: Study) -> Iterable[Input]:
    for name, amounts in WORK.items():
        section = getattr(study, name)
        for field, unit in amounts.items():
            given = getattr(section, field, None)
            if given is not None:
                yield _demand(field, given, unit, name)


def _written(value: float, unit: str) -> float | str:
    """Return an amount as a study gives it."""
    return value if unit == "1" else f"{value!r} {unit}"


def _demand(name: str, written: float | str, unit: str, place: str) -> Input:
    given = quantity.parse(written, unit)
    exact = given.low == given.high
    shape = "fixed" if exact else "lognormal"
    middle = given.mid
    if middle is None:
        # The plan takes the middle between the ends, so the draws are about it.
        middle = centre("uniform", given.low, given.high)
    return Input(
        name,
        middle,
        given.low,
        given.high,
        shape,
        unit,
        "given",
        given=True,
        place=place,
    )


def _lots(chances: Mapping[str, float]) -> tuple[Input, ...]:
    low, mid, high = EVEN
    return tuple(
        Input(f"chance:{key}", mid, low, high, "uniform", "1", "assumed")
        for key in chances
    )
