"""Put a study together as one problem, with what is known of where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation.rates import last_price_year
from wattlas.hours import SiteHours, site_hours
from wattlas.hours.clock import Clock
from wattlas.notes import Note
from wattlas.parameters import given_of
from wattlas.parameters.sites import HoursFields
from wattlas.planning.ask.acting import Given
from wattlas.planning.ask.bills import standby_per_kw_year, with_usual
from wattlas.planning.ask.deployed import with_deployment
from wattlas.planning.ask.endless import refuse_endless
from wattlas.planning.ask.flexibility import refuse_beyond_baseline, with_flexibility
from wattlas.planning.ask.grids import (
    grids_of,
    has_grid,
    refuse_unknown_clean_share,
    sale_prices,
)
from wattlas.planning.ask.heat import heat_sales
from wattlas.planning.ask.limits import limits_of
from wattlas.planning.ask.load import (
    given_loads,
    placed_loads,
    refuse_short,
    serving_of,
    training_of,
)
from wattlas.planning.ask.money import Purse
from wattlas.planning.ask.moving import moving_of
from wattlas.planning.ask.option import Terms
from wattlas.planning.ask.options import Late, plants_and_stores
from wattlas.planning.ask.remarks import notes_of
from wattlas.planning.ask.unused import not_used
from wattlas.planning.ask.unused_years import not_used_over_years
from wattlas.planning.ask.usual import unusual
from wattlas.planning.ask.work import Work, work_of
from wattlas.planning.finance.terms import real_discount_rate
from wattlas.planning.needs import decision_year, sites_of, year_of
from wattlas.planning.problem import Problem
from wattlas.study import PlanSection, SiteSection, Study


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
    home = plan.home or sections[0].use
    if home not in hours:
        raise InputError(
            "plan.home {home!r} is none of the sites: {hours}.",
            home=home,
            hours=", ".join(hours),
        )
    purse = Purse(currency, money_year(hours, home, currency))
    terms = terms_of(study, purse, year)
    where = {name: (h, _country(name)) for name, h in hours.items()}
    plants, stores, late = plants_and_stores(study.power, where, terms)
    problem = Problem(
        sites=tuple(hours),
        hours=Clock(year).hours,
        months=_months(year, hours[home].timezone),
        pue={n: _needed(h, "pue") for n, h in hours.items()},
        wue_l_per_kwh={n: _or_zero(h.wue_l_per_kwh, h) for n, h in hours.items()},
        grids=tuple(grids_of(study, sections, hours, purse, year)),
        base_it_kw=given_loads(study, year),
        placed=placed_loads(study, year),
        heat=tuple(
            heat_sales(
                sections,
                purse,
                _months(year, hours[home].timezone),
                terms.discount_rate,
            )
        ),
        stock=_stock(sections),
        home=home,
        plants=tuple(plants),
        stores=tuple(stores),
        limits=limits_of(plan, purse, year),
        water_stress=_stress(hours),
        currency=currency,
        currency_year=purse.year,
    )
    work = work_of(study, currency)
    problem = with_usual(with_work(study, problem, work))
    problem = with_flexibility(study, problem, purse, year)
    refuse_beyond_baseline(study, problem)
    refuse_unknown_clean_share(study, problem.grids)
    if problem.training is not None:
        refuse_short(problem.training)
    _refuse_no_load(study, problem, year)
    refuse_endless(problem)
    notes = (
        *of_deployment,
        *notes_of(study, hours, problem, year),
        *not_used(Given(study, problem, hours, tuple(late)), work),
        *not_used_over_years(study, problem, late),
        *unusual(study, hours, currency),
    )
    return Asked(study, year, home, problem, hours, tuple(late), notes)


def money_year(hours: Mapping[str, SiteHours], home: str, currency: str) -> str:
    """Return the year of whose money a plan's amounts are.

    That of home's price where it is of the tables, else the last with a price index:
    what a study gives is taken to be of it.
    """
    return hours[home].currency_year or last_price_year(currency)


def terms_of(study: Study, purse: Purse, year: int) -> Terms:
    """Return what all power options of a study share."""
    plan = study.plan or PlanSection()
    sales = sale_prices(study, purse, year)
    rate = real_discount_rate(plan)
    standby = {
        s.use: standby_per_kw_year(s, purse)
        for s in study.sites
        if has_grid(study, s.use)
    }
    moving = moving_of(study)
    decided = decision_year(study)
    return Terms(purse, rate, year, decided, sales, standby, moving)


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


def _refuse_no_load(study: Study, problem: Problem, year: int) -> None:
    drawn = [kw for load in problem.placed for kw in load.it_kw.values()]
    drawn += list(problem.base_it_kw.values())
    works = problem.serving is not None or problem.training is not None
    if study.load and not works and not any(np.any(kw) for kw in drawn):
        raise InputError(
            "load: its ramp gives nothing in {year}, the plan's year: take a year in "
            "which it draws power.",
            year=year,
        )


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


def _months(year: int, timezone: str) -> np.ndarray:
    """Return the month of each hour on the clock of home, counted from 0."""
    return np.asarray(Clock(year).local(timezone).month) - 1


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
