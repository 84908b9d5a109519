"""What the bill of a site charges, as a study gives it: by price, or as filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from wattlas.errors import InputError
from wattlas.hours import Clock, SiteHours
from wattlas.hours.bills import read_urdb
from wattlas.notes import Note
from wattlas.planning.ask.money import Purse, amount
from wattlas.planning.problem import Problem
from wattlas.planning.supply import Grid
from wattlas.planning.tariff import MONTHS, falls, marginal_price
from wattlas.study import SiteSection

FILED = "USD"
"""Currency of the tariffs of the US rate database."""
_PRICED = (
    "price",
    "price_basis",
    "tariff",
    "price_series",
    "demand_charge",
    "demand_ratchet",
    "yearly_demand_charge",
    "fixed_charge",
)
"""What a filed tariff says itself."""


def charged(section: SiteSection, hours: SiteHours, purse: Purse) -> Grid:
    """Return the grid of a site with what its bill charges, taxes in it.

    Raises
    ------
    InputError
        If there is no price, or a filed tariff and another stand side by side.
    """
    tax = _share(section, "electricity_tax")
    if section.tariff_file is not None:
        return _filed(section, hours, purse, tax)
    if hours.price_per_kwh is None:
        raise InputError(
            "sites: {use} has no price: give price, a tariff, tariff_file, or "
            "price_series.",
            use=section.use,
        )
    if tax and section.price_basis == "all-in":
        raise InputError(
            "sites: {use}: a price that is all-in has taxes in it: leave "
            "electricity_tax out, or give price_basis: energy.",
            use=section.use,
        )
    own = hours.currency or purse.currency
    rate = purse.of_year(own, hours.currency_year) * (1.0 + tax)
    given = {
        name: purse.given(section, name) * (1.0 + tax)
        for name in ("yearly_demand_charge", "fixed_charge")
        if getattr(section, name) is not None
    }
    charge = hours.demand_charge_per_kw_month or 0.0
    ratchet = _share(section, "demand_ratchet")
    if ratchet and not charge:
        raise InputError(
            "sites: {use} has a demand_ratchet and no demand charge that it is for: "
            "give demand_charge, or leave it out.",
            use=section.use,
        )
    return Grid(
        site=section.use,
        price_per_kwh=hours.price_per_kwh * rate,
        demand_charge_per_kw_month=charge * rate,
        yearly_demand_charge_per_kw=given.get("yearly_demand_charge", 0.0),
        ratchet_share=ratchet,
        fixed_per_month=given.get("fixed_charge", 0.0),
        tax_share=tax,
    )


def standby_per_kw_year(section: SiteSection, purse: Purse) -> float:
    """Return what the grid takes in a year for standing by for a kW of plants."""
    if section.standby_charge is None:
        return 0.0
    tax = _share(section, "electricity_tax")
    return MONTHS * purse.given(section, "standby_charge") * (1.0 + tax)


def with_usual(problem: Problem) -> Problem:
    """Return the problem whose filed tariffs are told at the loads that are given."""
    usual = {site: problem.pue[site] * kw for site, kw in problem.base_it_kw.items()}
    for load in problem.placed:
        for site, kw in load.it_kw.items():
            usual[site] = usual.get(site, 0.0) + problem.pue[site] * kw
    return told_at(problem, usual)


def told_at(problem: Problem, usual_kw: Mapping[str, np.ndarray]) -> Problem:
    """Return the problem whose filed tariffs are told at some loads by site. [kW]"""
    grids = []
    for grid in problem.grids:
        if grid.terms is not None:
            there = usual_kw.get(grid.site, np.zeros(problem.hours))
            price = marginal_price(grid.terms, np.asarray(there))
            grid = replace(grid, usual_kw=np.asarray(there), price_per_kwh=price)
        grids.append(grid)
    return problem.having(grids=tuple(grids))


def bill_notes(problem: Problem) -> Iterable[Note]:
    """Yield what a filed tariff has and its bill leaves out, and prices that fall."""
    for grid in (g for g in problem.grids if g.terms is not None):
        terms = grid.terms
        if terms is None:
            continue
        if terms.unused:
            yield Note("tariff-unused", {"site": grid.site, "names": terms.unused})
        if falls(terms):
            yield Note("tariff-falls", {"site": grid.site})


def _filed(section: SiteSection, hours: SiteHours, purse: Purse, tax: float) -> Grid:
    twice = [n for n in _PRICED if getattr(section, n) is not None]
    if twice:
        raise InputError(
            "sites: {use}: tariff_file says all charges of the bill: leave {names} "
            "out.",
            use=section.use,
            names=", ".join(twice),
        )
    clock = Clock(hours.start_utc.year)
    filed = read_urdb(str(section.tariff_file), clock, hours.timezone)
    terms = filed.at_rate(purse.rate(FILED) * (1.0 + tax), purse.currency)
    sold = terms.sell_price_per_kwh
    if sold is not None:
        # What is sold is paid without the tax of what is bought.
        terms = replace(terms, sell_price_per_kwh=sold / (1.0 + tax))
    return Grid(
        site=section.use,
        price_per_kwh=terms.energy_price_per_kwh[0],
        tax_share=tax,
        terms=terms,
        usual_kw=np.zeros(hours.hours),
    )


def _share(section: SiteSection, name: str) -> float:
    return 0.0 if getattr(section, name) is None else amount(section, name)
