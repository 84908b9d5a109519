"""The charges of a bill in the program: the optimum sees what the bill says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from wattlas.errors import InputError, UnitError
from wattlas.hours.bills import bill
from wattlas.hours.bills.terms import BillTerms, DemandWindow, Tier
from wattlas.parameters import quantity as quantity_of
from wattlas.planning.answer.figures import figures
from wattlas.planning.ask import ask
from wattlas.planning.ask.bills import with_usual
from wattlas.planning.supply import Grid
from wattlas.quantity import parse
from wattlas.study import Study

HOURS = 24
MONTH = np.arange(HOURS) // 12
"""Two months of twelve hours."""


def terms(
    price: Any = 0.1, ends: Any = (np.inf,), demand: Any = (), **changes: Any
) -> BillTerms:
    """Return terms with a price for each tier, alike in all hours."""
    prices = np.outer(np.atleast_1d(price), np.ones(HOURS))
    made = BillTerms(
        "t",
        "u",
        "USD",
        "UTC",
        MONTH,
        prices,
        np.tile(np.asarray(ends, float), (12, 1)),
        tuple(demand),
    )
    return replace(made, **changes)


def window(month: int, *tiers: Tier, **changes: Any) -> DemandWindow:
    """Return the window of all hours of a month."""
    hours = np.flatnonzero(month == MONTH)
    return DemandWindow("monthly", 0, month, hours, tiers, **changes)


def problem_of(made: Any, filed: BillTerms, **changes: Any) -> Any:
    """Return a site of 1 MW whose grid has filed terms, its tiers told."""
    grid = Grid("a", filed.energy_price_per_kwh[0], terms=filed)
    problem = made.one_site(price=(0.1,) * HOURS, grids=(grid,), **changes)
    return with_usual(problem.having(months=MONTH))


def solved(made: Any, problem: Any) -> tuple[float, float]:
    """Return a problem's least objective and what its figures say it costs."""
    plan = made.sized(problem)
    x = plan.grouped.hourly(plan.found.x)
    return plan.objective_k * 1e3, figures(plan.variant, x).total_cost


CASES = {
    "flat": {},
    "rising energy": {"price": (0.1, 0.3), "ends": (5000.0, np.inf)},
    "falling energy": {"price": (0.1, 0.04), "ends": (5000.0, np.inf)},
    "up and down": {"price": (0.1, 0.3, 0.2), "ends": (5e3, 9e3, np.inf)},
    "fixed": {"fixed_per_month": 50.0},
    "least of a month": {"minimum_per_month": 2000.0},
    "least of a year": {"minimum_per_year": 90_000.0},
    "demand": {"demand": (window(0, Tier(10.0)), window(1, Tier(5.0)))},
    "rising demand": {"demand": (window(0, Tier(1.0, 400.0), Tier(9.0)),)},
    "falling demand": {"demand": (window(0, Tier(9.0, 400.0), Tier(1.0)),)},
    "ratchet": {
        "demand": (
            window(0, Tier(10.0), ratchet_share=0.9, ratchet_of=(0, 1)),
            window(1, Tier(5.0), ratchet_share=0.9, ratchet_of=(0, 1)),
        )
    },
    "coincident": {
        "demand": (DemandWindow("coincident", 0, 0, np.array([3, 4]), (Tier(7.0),)),)
    },
}


@pytest.mark.parametrize("case", CASES)
def test_a_load_that_cannot_move_pays_what_the_bill_says(made, case):
    """Law: objective, figures and the bill of the load itself are one amount.

    A fixed charge counts for twelve months, as a bill of a year has it.
    """
    filed = terms(**CASES[case])
    load = np.linspace(500.0, 1500.0, HOURS)
    problem = problem_of(made, filed).having(base_it_kw={"a": load})
    problem = with_usual(problem)
    objective, told = solved(made, problem)
    assert told == pytest.approx(bill(filed, load).total, rel=1e-6)
    if "least" not in case:
        assert objective == pytest.approx(told, rel=1e-6)


@pytest.mark.parametrize("case", CASES)
def test_what_can_move_never_pays_more_than_standing_still(made, case):
    """Law: a battery that costs next to nothing lowers the bill, or leaves it."""
    filed = terms(**CASES[case])
    load = np.linspace(500.0, 1500.0, HOURS)
    plain = with_usual(problem_of(made, filed).having(base_it_kw={"a": load}))
    stored = plain.having(stores=(made.store(),))
    assert solved(made, stored)[1] <= solved(made, plain)[1] * (1 + 1e-6) + 1.0


def test_a_battery_flattens_the_ratcheted_month(made):
    """By hand: peaks 2 MW and 1 MW at 10 and 5, share 1: 2,000 x 15. Flat: 1,000 x 15.

    Month 0 draws 2 MW in hour 0 alone and 10/11 MW else: its mean is 1 MW.
    """
    load = np.full(HOURS, 1000.0)
    load[:12] = 10_000.0 / 11
    load[0] = 2000.0
    filed = terms(
        price=0.0,
        demand=(
            window(0, Tier(10.0), ratchet_share=1.0, ratchet_of=(0, 1)),
            window(1, Tier(5.0), ratchet_share=1.0, ratchet_of=(0, 1)),
        ),
    )
    plain = problem_of(made, filed).having(base_it_kw={"a": load})
    assert solved(made, plain)[1] == pytest.approx(30_000.0, rel=1e-4)
    stored = plain.having(stores=(made.store(),))
    assert solved(made, stored)[1] == pytest.approx(15_000.0, rel=1e-3)


def test_a_plant_runs_only_in_the_dear_tier(made):
    """By hand: gas at 0.2 beside tiers of 0.1 up to 5 MWh a month and 0.3 above.

    24 MWh in two months: 10 MWh at 0.1 and 14 MWh at 0.2 are 3,800, with 0.01 for a kW.
    """
    filed = terms(price=(0.1, 0.3), ends=(5000.0, np.inf))
    gas = made.plant(hours=HOURS, energy_cost_per_kwh=0.2, annual_cost_per_kw=0.0)
    problem = problem_of(made, filed, plants=(gas,))
    assert solved(made, problem)[1] == pytest.approx(3800.0, rel=1e-5)


def test_a_ratchet_of_a_plain_demand_charge(made):
    """By hand: peaks 2 and 1 MW, 10 a kW, at least 0.8 of 2: 20,000 + 16,000."""
    load = np.full(HOURS, 1000.0)
    load[0] = 2000.0
    grid = Grid(
        "a", np.zeros(HOURS), demand_charge_per_kw_month=10.0, ratchet_share=0.8
    )
    problem = made.one_site(price=(0.0,) * HOURS, grids=(grid,), months=MONTH)
    problem = problem.having(base_it_kw={"a": load})
    assert solved(made, problem)[1] == pytest.approx(36_000.0)


def test_a_yearly_demand_charge_is_paid_once(made):
    """By hand: 100 a kW on the year's 2 MW are 200,000."""
    load = np.full(HOURS, 1000.0)
    load[20] = 2000.0
    grid = Grid("a", np.zeros(HOURS), yearly_demand_charge_per_kw=100.0)
    problem = made.one_site(price=(0.0,) * HOURS, grids=(grid,), months=MONTH)
    problem = problem.having(base_it_kw={"a": load})
    assert solved(made, problem)[1] == pytest.approx(200_000.0)


def test_sites_that_share_nothing_pay_each_its_own_bill(made):
    """Law: two sites cost what each costs alone: no least bill counts another's power.

    By hand: 12 MWh at 100 is 1,200 a month, and a least bill of 2,000 lacks 800; the
    other site's 9,000 for its highest power do not make up for it.
    """
    dear = (window(0, Tier(9.0)), window(1, Tier(9.0)))
    least = {"minimum_per_month": 2000.0, "minimum_per_year": 4500.0}
    filed = {"a": terms(**least), "b": terms(demand=dear, **least)}
    alone = [problem_of(made, t) for t in filed.values()]
    both = made.two_sites(
        hours=HOURS,
        months=MONTH,
        pue={s: np.ones(HOURS) for s in filed},
        wue_l_per_kwh={s: np.zeros(HOURS) for s in filed},
        base_it_kw={s: np.full(HOURS, 1000.0) for s in filed},
        grids=tuple(
            Grid(s, t.energy_price_per_kwh[0], terms=t) for s, t in filed.items()
        ),
    )
    paid = [solved(made, p)[0] for p in alone]
    assert paid == pytest.approx([4500.0, 20_400.0])
    assert solved(made, with_usual(both))[0] == pytest.approx(sum(paid))


def test_a_fixed_charge_is_paid_where_the_load_is(made):
    """By hand: 1 MW for two hours at 0.1 with 12 x 10 fixed, or at 0.12 without."""
    from wattlas.planning.problem import PlacedLoad

    grids = (
        made.grid("a", (0.1, 0.1), fixed_per_month=10.0),
        made.grid("b", (0.12, 0.12)),
    )
    load = PlacedLoad({s: np.full(2, 1000.0) for s in ("a", "b")}, whole=False)
    problem = made.two_sites(grids=grids, placed=(load,)).having(
        pue={s: np.ones(2) for s in ("a", "b")}
    )
    assert solved(made, problem)[1] == pytest.approx(240.0)


SITE = {"use": "us", "pue": 1.0, "wue": "0 L/kWh"}


def study(site: dict[str, Any], **changes: Any) -> Study:
    """Return a study of one MW in the United States."""
    return Study.from_dict(
        {
            "title": "T",
            "year": 2027,
            "currency": "USD",
            "sites": [SITE | site],
            "load": {"it_power": "1 MW"},
            "power": ["grid"],
        }
        | changes
    )


@pytest.fixture
def filed(tmp_path: Any) -> str:
    """A tariff file: 0.1 a kWh, 10 a kW of each month's peak, 25 a month."""
    flat = [[0] * 24] * 12
    path = tmp_path / "tariff.json"
    tariff = {
        "name": "T",
        "energyratestructure": [[{"rate": 0.1}]],
        "energyweekdayschedule": flat,
        "energyweekendschedule": flat,
        "flatdemandstructure": [[{"rate": 10.0}]],
        "flatdemandmonths": [0] * 12,
        "fixedmonthlycharge": 25.0,
        "dgrules": "Net Metering",
    }
    path.write_text(json.dumps({"items": [tariff]}))
    return str(path)


def test_a_filed_tariff_is_the_sites_bill(filed):
    """By hand: 8,760 MWh at 0.1, 12 x 1,000 kW at 10, 12 x 25; the rest is said."""
    asked = ask(study({"tariff_file": filed}))
    (grid,) = asked.problem.grids
    paid = bill(grid.terms, np.full(8760, 1000.0))
    assert paid.total == pytest.approx(876_000.0 + 120_000.0 + 300.0)
    said = {n.code: n.values for n in asked.notes}
    assert said["tariff-unused"]["names"] == ("dgrules",)


def test_taxes_are_of_every_charge(filed):
    """Law: with 10 % the bill is 1.1 times as much."""
    (plain,) = ask(study({"tariff_file": filed})).problem.grids
    (taxed,) = ask(study({"tariff_file": filed, "electricity_tax": 0.1})).problem.grids
    load = np.full(8760, 1000.0)
    ratio = bill(taxed.terms, load).total / bill(plain.terms, load).total
    assert ratio == pytest.approx(1.1)


@pytest.mark.parametrize(
    ("site", "said"),
    [
        ({"price": "0.1 USD/kWh"}, "leave price out"),
        ({"demand_charge": "9 USD/kW"}, "leave demand_charge out"),
        ({"fixed_charge": "9 USD"}, "leave fixed_charge out"),
    ],
)
def test_a_charge_stands_once(filed, site, said):
    """Bad input: the file says all charges."""
    with pytest.raises(InputError, match=said):
        ask(study({"tariff_file": filed} | site))


def test_a_ratchet_needs_a_demand_charge():
    """Bad input: a share of nothing."""
    site = {"price": "0.1 USD/kWh", "demand_ratchet": 0.8}
    with pytest.raises(InputError, match="no demand charge that it is for"):
        ask(study(site))


def test_standby_is_paid_on_plants_at_the_site():
    """By hand: 12 x 4 for a kW of gas at the site, none for a plant elsewhere."""
    site = {"price": "0.1 USD/kWh", "standby_charge": "4 USD/kW"}
    problem = ask(study(site, power=["grid", "gas", "nuclear"])).problem
    paid = {p.option: p.standby_cost_per_kw for p in problem.plants}
    assert paid == {"gas": 48.0, "nuclear": 0.0}


def test_a_plan_is_made_at_the_tiers_of_its_own_load(tmp_path):
    """By hand: 1 MW draws 730 MWh a month, 0.2 a kWh up to 500 MWh and 0.04 above.

    Beside the grid's last kWh gas at 0.1 is dear, beside all of its kWh it is cheap:
    the grid alone costs 12 x 100,000 + 2,760,000 x 0.04, gas alone 876,000.
    """
    from wattlas.planning import plan

    flat = [[0] * 24] * 12
    path = tmp_path / "tariff.json"
    tiers = [{"rate": 0.2, "max": 500_000.0}, {"rate": 0.04}]
    tariff = {
        "name": "T",
        "energyratestructure": [tiers],
        "energyweekdayschedule": flat,
        "energyweekendschedule": flat,
    }
    path.write_text(json.dumps(tariff))
    gas = {
        "use": "gas",
        "capital_cost": "0 USD/kW",
        "fixed_cost": "0 USD/kW",
        "variable_cost": "0 USD/kWh",
        "fuel_cost": "0.1 USD/kWh",
        "availability": 1.0,
        "min_load": 0,
    }
    found = plan(study({"tariff_file": str(path)}, power=["grid", gas]))
    assert "tariff-falls" in {n.code for n in found.notes}
    (paid,) = found.figures.costs.values()
    assert sum(paid.values()) == pytest.approx(876_000.0, rel=1e-4)


@pytest.mark.parametrize(
    ("written", "a_month"),
    [
        ("500 USD", 500.0),
        ("500 USD/month", 500.0),
        ("12000 USD/yr", 1000.0),
        ("12000 USD/year", 1000.0),
        ("30 USD/day", None),
        ("1000 USD/kW", None),
        ("5 USD/kWh", None),
    ],
)
def test_a_fixed_charge_is_of_a_month_or_refused(written, a_month):
    """Law: the time of a charge is converted; what is of another thing is refused."""
    limits = quantity_of("fixed_charge_per_month")
    if a_month is None:
        with pytest.raises(UnitError):
            parse(written, limits.unit)
    else:
        assert parse(written, limits.unit).low == pytest.approx(a_month)


@pytest.mark.parametrize("below", ["kW", "yr", "day", "kWh", "month"])
def test_an_amount_of_money_has_nothing_below_it(below):
    """Law: what stands below an amount is not dropped."""
    with pytest.raises(UnitError, match="An amount of money was expected"):
        parse(f"9 USD/{below}", "money")


def test_a_price_that_is_all_in_has_its_taxes(filed):
    """Bad input: a tax beside what a kWh costs in all would count twice."""
    site = {"price": "0.1 USD/kWh", "price_basis": "all-in", "electricity_tax": 0.1}
    with pytest.raises(InputError, match="all-in has taxes in it"):
        ask(study(site))
