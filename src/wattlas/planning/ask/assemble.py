"""Put a study together as one problem, with what is known of where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np

from wattlas import facts
from wattlas.errors import InputError
from wattlas.hours import SiteHours, site_hours
from wattlas.hours.clock import Clock
from wattlas.notes import Note
from wattlas.parameters import given_of
from wattlas.parameters.study import HoursFields
from wattlas.planning.ask.deployed import with_deployment
from wattlas.planning.ask.endless import refuse_endless
from wattlas.planning.ask.grids import grids_of, sale_prices
from wattlas.planning.ask.load import (
    given_loads,
    kept_warm,
    placed_loads,
    refuse_short,
    serving_of,
    training_of,
)
from wattlas.planning.ask.money import Purse, amount
from wattlas.planning.ask.options import Late, Terms, plants_and_stores
from wattlas.planning.ask.unused import not_used
from wattlas.planning.ask.usual import unusual
from wattlas.planning.ask.work import Work, work_of
from wattlas.planning.finance.terms import real_discount_rate
from wattlas.planning.needs import sites_of, year_of
from wattlas.planning.problem import BEHIND_METER, Limits, Matching, Problem
from wattlas.study import PlanSection, SiteSection, Study

SMALL = 1e-6


@dataclass(frozen=True)
class Asked:
    """A problem, and the study and hours that it was made of."""

    study: Study
    year: int
    home: str
    problem: Problem
    hours: Mapping[str, SiteHours]
    late: tuple[Late, ...] = ()
    notes: tuple[Note, ...] = ()

    @staticmethod
    def country(site: str) -> str:
        """Return the country of a site of the tables, else nothing."""
        return _country(site)

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources of every series and figure, each once."""
        series = (p for h in self.hours.values() for p in h.provenance.values())
        keys = [k for p in series for k in p.sources]
        keys += [f.source for h in self.hours.values() for f in h.figures.values()]
        return tuple(dict.fromkeys(k for k in keys if k != "given"))


def ask(study: Study) -> Asked:
    """Return the problem of a study.

    Raises
    ------
    InputError
        If the study lacks a year, a site, a price or a load, or a value cannot be; if
        it has cases, which are studies of their own.
    """
    _refuse_cases(study)
    study, of_deployment = with_deployment(study)
    plan = study.plan or PlanSection()
    year, sections = year_of(study), sites_of(study)
    hours = {s.use: _hours(s, year) for s in sections}
    currency = _currency(study, hours)
    purse = Purse(currency)
    home = plan.home or sections[0].use
    if home not in hours:
        raise InputError(
            "plan.home {home!r} is none of the sites: {hours}.",
            home=home,
            hours=", ".join(hours),
        )
    terms = terms_of(study, currency, year)
    where = {name: (h, _country(name)) for name, h in hours.items()}
    plants, stores, late = plants_and_stores(study.power, where, terms)
    problem = Problem(
        sites=tuple(hours),
        hours=Clock(year).hours,
        months=_months(year, hours[home].timezone),
        pue={n: _needed(h, "pue") for n, h in hours.items()},
        wue_l_per_kwh={n: _or_zero(h.wue_l_per_kwh, h) for n, h in hours.items()},
        grids=tuple(grids_of(study, sections, hours, purse)),
        base_it_kw=given_loads(study, year),
        placed=placed_loads(study, year),
        stock=_stock(sections),
        home=home,
        plants=tuple(plants),
        stores=tuple(stores),
        limits=_limits(plan, purse),
        water_stress=_stress(hours),
        currency=currency,
        currency_year=hours[home].currency_year,
    )
    work = work_of(study, currency)
    problem = with_work(study, problem, work)
    if problem.training is not None:
        refuse_short(problem.training)
    refuse_endless(problem)
    notes = (
        *of_deployment,
        *_notes(study, hours, problem, year),
        *not_used(study, problem, hours, work),
        *unusual(study, hours, currency),
    )
    return Asked(study, year, home, problem, hours, tuple(late), notes)


def terms_of(study: Study, currency: str, year: int) -> Terms:
    """Return what all power options of a study share."""
    plan = study.plan or PlanSection()
    purse = Purse(currency)
    sales = sale_prices(study, purse, year)
    return Terms(purse, real_discount_rate(plan), year, plan.decided, sales)


def with_work(study: Study, problem: Problem, work: Work | None = None) -> Problem:
    """Return a problem with the serving and training of a study.

    `work` is what these take, where that is known.

    Raises
    ------
    InputError
        If there is no work, no site may host it, or a figure of it cannot be.
    """
    sections, year = study.sites, year_of(study)
    known = work or work_of(study, problem.currency)
    changes: dict[str, Any] = {}
    if study.serve:
        hosts = _hosts(sections, "serving", study.serve.site)
        changes["serving"] = serving_of(study, known, year, hosts)
    if study.train:
        hosts = _hosts(sections, "training", study.train.site)
        changes["training"] = training_of(study, known, year, hosts)
    if not changes and not study.load:
        raise InputError("A plan needs work: give train, serve or load.")
    return problem.having(**changes)


def _hosts(sections: Iterable[SiteSection], work: str, pinned: str | None) -> list[str]:
    hosts = [s.use for s in sections if work in s.hosts]
    if pinned is not None:
        hosts = [s for s in hosts if s == pinned]
    if not hosts:
        raise InputError(
            "No site may host {work}: add it to hosts of one of the sites.",
            work=work,
        )
    return hosts


def _stock(sections: Iterable[SiteSection]) -> dict[tuple[str, str], float]:
    """Return the chips that stand at each site, by site and kind.

    Raises
    ------
    UnknownNameError
        If a kind is not known.
    InputError
        If a number of chips is below nought.
    """
    found = {}
    for section in sections:
        for kind, count in section.chips.items():
            if count < 0:
                raise InputError(
                    "sites: {use} has {count:g} chips of {kind}: give 0 or more.",
                    use=section.use,
                    count=count,
                    kind=kind,
                )
            found[section.use, facts.resolve("hardware", kind)] = count
    return found


def _refuse_cases(study: Study) -> None:
    if study.cases:
        raise InputError(
            "A plan is of one study, and this one has cases ({cases}): plan each with "
            "plan_cases, or one of study.variants().",
            cases=", ".join(study.cases),
        )


def _hours(section: SiteSection, year: int) -> SiteHours:
    return site_hours(section.use, year, **given_of(section, HoursFields))


def _currency(study: Study, hours: Mapping[str, SiteHours]) -> str:
    if study.currency:
        return study.currency.upper()
    found = next((h.currency for h in hours.values() if h.currency), "")
    if not found:
        raise InputError("A plan needs a currency: give currency, such as USD.")
    return found


def _limits(plan: PlanSection, purse: Purse) -> Limits:
    matching = plan.matching
    weights = _weights(plan)
    return Limits(
        carbon_cap_kg=None if plan.carbon_cap is None else amount(plan, "carbon_cap"),
        carbon_price_per_kg=0.0
        if plan.carbon_price is None
        else purse.given(plan, "carbon_price"),
        water_cap_l=None if plan.water_cap is None else amount(plan, "water_cap"),
        water_price_per_l=0.0
        if plan.water_price is None
        else purse.given(plan, "water_price"),
        matching=Matching(matching.basis, amount(matching, "share", "matching"))
        if matching
        else None,
        capital_budget=None if plan.budget is None else purse.given(plan, "budget"),
        cost_weight=weights.get("cost", SMALL),
        carbon_weight_per_kg=weights.get("carbon", 0.0),
        water_weight_per_l=weights.get("water", 0.0),
    )


def _weights(plan: PlanSection) -> dict[str, float]:
    """Return what a unit of cost [money], carbon [kg] and water [L] counts for.

    A single objective counts alone; cost breaks ties.
    """
    if isinstance(plan.objective, str):
        return {plan.objective: 1.0}
    weights = {str(k): float(v) for k, v in plan.objective.items()}
    if not any(weights.values()) or not all(0 <= w < inf for w in weights.values()):
        shown = ", ".join(f"{name} {weight:g}" for name, weight in weights.items())
        raise InputError(
            "plan: objective needs weights of cost, carbon and water that are >= "
            "0, one of them above 0, got {value}.",
            value=shown or "none",
        )
    return weights


def _months(year: int, timezone: str) -> np.ndarray:
    """Return the month of each hour on the clock of home, counted from 0."""
    return np.asarray(Clock(year).local(timezone).month) - 1


def _of_money(
    study: Study, hours: Mapping[str, SiteHours], problem: Problem
) -> list[Note]:
    """Return what is to be said of prices that a study gives or leaves out."""
    notes: list[Note] = []
    for section in study.sites:
        if is_split(section, hours[section.use]):
            notes.append(Note("price-split", {"site": section.use}))
    for grid in problem.grids:
        above = grid.export_price_per_kwh > np.asarray(grid.price_per_kwh)
        if above.any() and any(
            p.site == grid.site and p.node == BEHIND_METER for p in problem.plants
        ):
            values = {"hours": int(above.sum()), "site": grid.site}
            notes.append(Note("export-above-import", values))
    return notes


def is_split(section: SiteSection, hours: SiteHours) -> bool:
    """Say whether a demand charge is taken out of an all-in price of a site."""
    all_in = section.price is None or section.price_basis == "all-in"
    series = section.price_series is not None
    return all_in and not series and bool(hours.demand_charge_per_kw_month)


def _needed(hours: SiteHours, name: str) -> np.ndarray:
    values = getattr(hours, name)
    if values is None:
        raise InputError(
            "sites: {site} has no {name}: give it under sites.",
            site=hours.site,
            name=name,
        )
    return np.asarray(values, float)


def _or_zero(values: np.ndarray | None, hours: SiteHours) -> np.ndarray:
    return np.zeros(hours.hours) if values is None else np.asarray(values, float)


def _stress(hours: Mapping[str, SiteHours]) -> dict[str, float]:
    """Return the stress of each place over their mean, 1 where it is not known."""
    known = {n: h.water_stress_index for n, h in hours.items()}
    found = [v for v in known.values() if v]
    if len(found) < len(known):
        return {}
    mean = sum(found) / len(found)
    return {n: (v or mean) / mean for n, v in known.items()}


def _country(site: str) -> str:
    key = facts.find("sites", site)
    return str(facts.row("sites", key)["country"]) if key else ""


def _of_files(site: str, hours: SiteHours, year: int) -> list[Note]:
    """Return what was done to the series that a site's files give."""
    notes = []
    for name, known in hours.provenance.items():
        said = {"series": name, "site": site}
        if known.filled_h:
            filled = {"hours": known.filled_h, "longest": known.longest_fill_h}
            notes.append(Note("filled", said | filled))
        if known.year not in (None, year):
            notes.append(
                Note("other-year", said | {"year": known.year, "planned_year": year})
            )
    return notes


def _notes(
    study: Study, hours: Mapping[str, SiteHours], problem: Problem, year: int
) -> tuple[Note, ...]:
    notes = []
    if study.plan is None or study.plan.decided is None:
        notes.append(Note("lead-times-not-checked"))
    if study.serve is not None and study.serve.kept_warm is None:
        notes.append(Note("kept-warm", {"share": kept_warm(study.serve)}))
    notes += _of_money(study, hours, problem)
    for name in ("intensity_kgco2e_per_kwh", "wue_l_per_kwh", "grid_water_l_per_kwh"):
        missing = [s for s, h in hours.items() if getattr(h, name) is None]
        if missing:
            notes.append(Note("absent", {"series": name, "sites": tuple(missing)}))
    notes += [n for site, h in hours.items() for n in _of_files(site, h, year)]
    marginal = [s for s, h in hours.items() if h.intensity_kind == "marginal"]
    if marginal:
        notes.append(Note("marginal-carbon", {"sites": tuple(marginal)}))
    return tuple(notes)
