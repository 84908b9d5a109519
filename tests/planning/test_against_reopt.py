"""Reference: cases of NREL's REopt.jl, solved by the program of a plan.

Inputs and results are those of its tests (REopt.jl at 029db01, test/runtests.jl and
test/scenarios, BSD-3). Their bills are multiplied by what a USD a year is worth over
25 years, after tax; here the year is solved, and multiplied by the same. Where REopt
differs by design: it limits import and export together, its export is paid at 0.999 of
the retail price, and the yield of ageing cells is levelised.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from wattlas.hours import Clock
from wattlas.hours.bills.terms import BillTerms, DemandWindow, Tier
from wattlas.planning.answer.figures import figures
from wattlas.planning.ask.bills import with_usual
from wattlas.planning.supply import Grid

pytestmark = pytest.mark.xcheck

YEARS, DISCOUNT, TAX = 25, 0.0624, 0.26
OPEN = np.inf


def clock(year: int = 2022):
    """Return month, hour of the day and weekday (Monday 0) of each hour of a year."""
    local = Clock(year).local("UTC")
    day = np.arange(len(local.hour)) // 24 + date(year, 1, 1).weekday()
    return np.asarray(local.month) - 1, np.asarray(local.hour), day % 7


MONTH, _, _ = clock()


def terms(*tiers: tuple[float, float], demand=(), month=MONTH, price=None) -> BillTerms:
    """Return a tariff of energy in tiers (end of a month in kWh, price)."""
    ends, prices = zip(*(tiers or ((OPEN, 0.0),)), strict=True)
    rows = np.outer(prices, np.ones(len(month))) if price is None else price[None]
    ends = np.tile(np.asarray(ends, float), (12, 1))
    return BillTerms(
        "t", "u", "USD", "UTC", month, rows, ends, tuple(m for d in demand for m in d)
    )


def monthly(*tiers: Tier, **changes) -> list[DemandWindow]:
    """Return a demand charge of every month."""
    return [
        DemandWindow("monthly", 0, m, np.flatnonzero(m == MONTH), tiers, **changes)
        for m in range(12)
    ]


def rates(values, **of_month) -> list[DemandWindow]:
    """Return a demand charge of each month at its own rate."""
    return [monthly(Tier(rate), **of_month)[m] for m, rate in enumerate(values)]


def at_steps(base: float, powers: dict[int, float]) -> np.ndarray:
    """Return a load with other powers at some steps, counted from one. [kW]"""
    load = np.full(8760, base)
    for step, power in powers.items():
        load[step - 1] = power
    return load


def coincident() -> list[DemandWindow]:
    """Return the charges of two sets of hours in which the system peaks."""
    sets = ((np.array([0, 1, 99]), 10.0), (np.array([5999, 6999]), 5.0))
    return [
        DemandWindow("coincident", i, 0, hours, (Tier(rate),))
        for i, (hours, rate) in enumerate(sets)
    ]


LOOKED_AT = at_steps(100.0, {22: 200, 2403: 400, 4088: 500, 8333: 300})
RATES = [10, 10, 20, 50, 20, 10, 20, 20, 20, 20, 20, 5]
NAMED = {"ratchet_share": 0.75, "ratchet_of": (0, 3, 11)}
RATCHET = {"ratchet_share": 0.35, "ratchet_of": tuple(range(12))}
DOWN = (Tier(10.0, 100.0), Tier(5.0))


def before(m: int) -> dict:
    """Return a ratchet that looks at the six months before one, in a circle."""
    return {
        "ratchet_share": 0.75,
        "ratchet_of": tuple((m - k) % 12 for k in range(1, 7)),
    }


CASES = {
    "no_techs": (
        terms((OPEN, 0.1), demand=[monthly(Tier(10.0))]),
        np.full(8760, 10_000 / 8760),
        1000 + 136.99,
    ),
    "coincident_peak": (terms(demand=[coincident()]), np.ones(8760), 15.0),
    "lookback of months": (terms(demand=[rates(RATES, **NAMED)]), LOOKED_AT, 74_500),
    "lookback of a range": (
        terms(demand=[[rates(RATES, **before(m))[m] for m in range(12)]]),
        LOOKED_AT,
        79_375,
    ),
    "URDB ratchet": (
        terms(demand=[rates([10.5] * 4 + [11.5] * 6 + [10.5] * 2, **RATCHET)]),
        at_steps(1.0, {8: 100.0}),
        5302.50,
    ),
    "tiered TOU demand": (
        terms(demand=[monthly(Tier(0.0, 50.0), Tier(12.0))]),
        np.full(8760, 1e6 / 8760),
        9238.36,
    ),
    "tiered energy and demand": (
        terms((74_400, 0.10), (OPEN, 0.05), demand=[monthly(*DOWN)]),
        np.full(8760, 100.0),
        1_092_312.443 / 14.82026 / (1 - TAX),
    ),
}


def solved(made, problem):
    """Return what a problem's optimum says that it costs, and its sizes. [money, kW]"""
    plan = made.sized(problem)
    x = plan.grouped.hourly(plan.found.x)
    kw = plan.values("capacity_mw") * 1e3 if problem.plants else np.zeros(0)
    return figures(plan.variant, x).total_cost, kw


def site(made, grid: Grid, load: np.ndarray, month=MONTH, **changes):
    """Return one site whose building draws a load. [kW]"""
    hours = len(load)
    problem = made.one_site(np.zeros(hours), 0.0, grids=(grid,), **changes)
    return with_usual(problem.having(base_it_kw={"a": load}, months=month))


@pytest.mark.parametrize("case", CASES)
def test_bills_of_reopt(made, case):
    """Reference: the year-one bill of REopt's case, in the program of a plan."""
    filed, load, expected = CASES[case]
    grid = Grid("a", filed.energy_price_per_kwh[0], terms=filed)
    cost, _ = solved(made, site(made, grid, load))
    assert cost == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize(("year", "expected"), [(2023, 183.30), (2024, 284.10)])
def test_the_leap_year_of_reopt(made, year, expected):
    """Reference: 10 kW once, on a Sunday of 2023 and a Monday of 2024."""
    month, hour, weekday = clock(year)
    work = weekday < 5
    price = np.where(work & (hour >= 7) & (hour < 19), 0.36, 0.28)
    peak = work & (hour >= 14) & (hour < 19)
    every = np.ones(len(month), bool)
    demand = [
        DemandWindow(kind, 0, m, np.flatnonzero((month == m) & hours), (Tier(rate),))
        for kind, hours, rate in (
            ("monthly", every, 18.05),
            ("time-of-use", peak, 10.0),
        )
        for m in range(12)
    ]
    filed = terms(demand=[demand], month=month, price=price)
    load = np.zeros(len(month))
    load[31 * 24 + 29 * 24 + 3 * 24 + 16 - 1] = 10.0
    cost, _ = solved(made, site(made, Grid("a", price, terms=filed), load, month))
    assert cost == pytest.approx(expected)


def worth(growth: float, age: float = 0.0) -> float:
    """Return what one a year, growing, is worth over the years. [1]"""
    k = np.arange(1, YEARS + 1)
    grown = (1 + growth) ** k * (1 - age) ** (k - 1)
    return float(np.sum(grown / (1 + DISCOUNT) ** k))


def net_capital(cost: float) -> float:
    """Return the cost of a kW less a credit of 30 %, 40 % written off at once, and
    MACRS over 5 years on the rest. [money]"""
    macrs = np.array([0.20, 0.32, 0.192, 0.1152, 0.1152, 0.0576])
    basis = cost * (1 - 0.5 * 0.3)
    written = 0.6 * basis * macrs
    written[0] += 0.4 * basis
    shields = np.sum(TAX * written / (1 + DISCOUNT) ** np.arange(1, 7))
    return float(cost - 0.3 * cost / (1 + DISCOUNT) - shields)


@pytest.mark.parametrize(
    ("case", "cost", "kw"),
    [("none", 209_779, 0.0), ("self-use", 198_608, 16.0), ("metered", 186_527, 30.0)],
)
def test_net_metering_of_reopt(made, shared_data, case, cost, kw):
    """Reference: 87,600 kWh at 0.2106 USD; solar of 2,685 USD/kW and 25 a year, at most
    30 kW where what is sold is paid; life-cycle cost and size."""
    path = shared_data / "planning" / "reopt_net_metering_pv_shape.csv"
    shape = np.loadtxt(path, delimiter=",", skiprows=1)[:, 1]
    money = worth(0.02) * (1 - TAX)
    level = worth(0.02, 0.005) / worth(0.02)
    yearly = (net_capital(2685.0) + 25.0 * worth(0.025) * (1 - TAX)) / money
    price = np.full(8760, 0.2106)
    sold = {"metered": 0.999 * 0.2106}.get(case, 0.0)
    grid = Grid("a", price, export_price_per_kwh=sold)
    most = {"metered": 30.0, "none": 0.0}.get(case, 1e3)
    cells = made.plant(
        "solar",
        hours=8760,
        annual_cost_per_kw=yearly,
        energy_cost_per_kwh=0.0,
        availability=shape * level,
        max_kw=most,
    )
    found, sizes = solved(made, site(made, grid, np.full(8760, 10.0), plants=(cells,)))
    assert found * money == pytest.approx(cost, rel=0.01)
    assert sizes[0] == pytest.approx(kw, rel=0.05, abs=0.01)
