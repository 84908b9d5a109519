"""Outages and units that fail: by hand, by REopt's own cases, and by a simulation."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from wattlas import facts
from wattlas.planning.reliability.answer import _Asking, _of_site
from wattlas.planning.reliability.backup import Demand, backup_of
from wattlas.planning.reliability.need import Need
from wattlas.planning.reliability.outage import (
    Reserve,
    Sources,
    Standby,
    Units,
    outages,
    states,
)
from wattlas.planning.reliability.terms import Demanded
from wattlas.planning.reliability.unserved import Added, firm_kw, unserved_kwh
from wattlas.report.paint.text import text_of
from wattlas.report.plan_reliability import _told, missed_line
from wattlas.report.words.language import ENGLISH
from wattlas.report.words.reliability import NO_BACKUP


def flat(load_kw: float, hours: int) -> np.ndarray:
    """Return a load of one begin."""
    return np.full((1, hours), load_kw)


def test_ten_units_are_short_in_a_quarter_of_the_hours():
    """By hand: ten units of 10 at 0.9 for 90 are short in 26 % of hours.

    That is 3.9 % of the energy. A flat derate to 90 would never be short.
    """
    powers, odds = states((Units(10, 10.0, 0.9),))
    assert odds[powers < 90.0].sum() == pytest.approx(0.2639, abs=1e-4)
    short = (odds * np.maximum(90.0 - powers, 0.0)).sum() / 90.0
    assert short == pytest.approx(0.0387, abs=1e-4)


def test_survival_of_reopt_with_a_battery():
    """Reference: REopt.jl, survival over 24 h: 0.99^20 x 0.9 x 0.98 = 0.721394.

    A generator of 100 (operational 0.98, fails to start 0.1, MTTF 100) and a battery of
    400 kWh, full: it must run through the first 20 hours, for the battery has four.
    """
    sources = Sources(
        standby=Standby(1, 100.0, 0.98, 0.1, 100.0), battery=Reserve(100.0, 400.0)
    )
    found = outages(flat(100.0, 24), sources)
    assert found.survived[0, -1] == pytest.approx(0.99**20 * 0.9 * 0.98, abs=1e-6)


def test_survival_of_reopt_with_two_generators():
    """Reference: REopt.jl, load 1, 2, 2; two generators of 1, MTTF 5: 0.557056.

    The battery may give 2 kWh and begins with 1. By hand: two run all the time (0.8^6),
    one fails in the last hour (0.8^5 x 0.4), or in the second, when what the first hour
    had over has charged it (0.64 x 0.32 x 0.8).
    """
    battery = Reserve(1.0, 2.0, begin_kwh=1.0)
    sources = Sources(standby=Standby(2, 1.0, mttf_h=5.0), battery=battery)
    found = outages(np.array([[1.0, 2.0, 2.0]]), sources)
    assert found.survived[0, -1] == pytest.approx(0.557056, abs=1e-6)


def test_an_outage_of_reopt_without_sun():
    """Reference: REopt.jl: 205 kW beside 200, a battery of 50 kWh down to 20 %.

    10 h lack 5 kW each; the battery gives 40 kWh times its way out, 0.96 x 0.975^0.5.
    """
    battery = Reserve(20.0, 40.0 * 0.96 * 0.975**0.5)
    sources = Sources((Units(2, 100.0, 1.0),), battery=battery)
    found = outages(flat(205.0, 10), sources)
    twice = 2.0 * found.unserved_kwh.sum()
    assert twice == pytest.approx(24.16, abs=0.01)


def simulated(
    load_kw: np.ndarray, sources: Sources, runs: int, seed: int = 7
) -> tuple[float, float]:
    """Return unserved energy of drawn outages and its standard error: unit by unit."""
    rng = np.random.default_rng(seed)
    found = np.zeros(runs)
    by = sources.standby
    for run in range(runs):
        power = sum(
            u.kw * (rng.random(u.count) < u.availability).sum() for u in sources.running
        )
        up = rng.random(by.count) < by.availability
        up &= rng.random(by.count) >= by.fails_to_start
        energy = sources.battery.kwh
        for need in load_kw:
            up &= rng.random(by.count) >= 1.0 / by.mttf_h
            lacking = max(need - power - by.kw * up.sum(), 0.0)
            given = min(lacking, sources.battery.kw, energy)
            over = max(power + by.kw * up.sum() - need, 0.0)
            room = sources.battery.kwh - energy
            energy += min(over, sources.battery.kw, room) - given
            found[run] += lacking - given
    return float(found.mean()), float(found.std() / np.sqrt(runs))


@pytest.mark.parametrize(
    "sources",
    [
        Sources((Units(4, 30.0, 0.9),)),
        Sources(standby=Standby(5, 25.0, 0.95, 0.05, 20.0)),
        Sources((Units(2, 40.0, 0.9),), Standby(3, 20.0, 0.9, 0.1, 10.0)),
        Sources((Units(2, 40.0, 0.8),), Standby(2, 20.0, 0.9), Reserve(40.0, 90.0)),
        Sources(battery=Reserve(60.0, 200.0)),
    ],
)
def test_expected_unserved_energy_is_that_of_a_simulation(sources):
    """Law: the expectation lies within four standard errors of drawn outages."""
    load = np.array([90.0, 110.0, 100.0, 120.0, 80.0, 100.0])
    mean, error = simulated(load, sources, 3000)
    found = float(outages(load[None], sources).unserved_kwh.sum())
    assert found == pytest.approx(mean, abs=4.0 * error + 0.01 * mean + 1e-9)


@pytest.mark.parametrize("more", ["standby", "battery", "running"])
def test_more_never_leaves_more_unserved(more):
    """Law: another unit, or more energy, leaves no more unserved in any hour."""
    load = flat(100.0, 12)
    base = {
        "running": (Units(1, 40.0, 0.9),),
        "standby": Standby(2, 30.0, 0.9, 0.1, 50.0),
        "battery": Reserve(20.0, 40.0),
    }
    larger = {
        "running": (Units(2, 40.0, 0.9),),
        "standby": Standby(3, 30.0, 0.9, 0.1, 50.0),
        "battery": Reserve(40.0, 80.0),
    }
    before = outages(load, Sources(**base)).unserved_kwh
    after = outages(load, Sources(**(base | {more: larger[more]}))).unserved_kwh
    assert (after <= before + 1e-9).all()


FIGURES = {n: f.value for n, f in facts.numbers("constants", "reliability").items()}
COSTS = {
    "discount_rate": 0.07,
    "genset_cost_usd_per_kw": 900.0,
    "genset_fixed_cost_usd_per_kw_year": 20.0,
    "genset_fuel_cost_usd_per_kwh": 0.3,
    "feed_cost_usd_per_kw": 250.0,
    "capital_cost_per_kw": 300.0,
    "capital_cost_per_kwh": 250.0,
    "fixed_cost_per_kw_year": 10.0,
    "fixed_cost_per_kwh_year": 2.0,
    "life_years": 15.0,
}


def need(load_kw: float = 10_000.0, feed_kw: float = 1e9, **changes) -> Need:
    """Return a site of a flat load on the grid alone."""
    load = np.full(8760, load_kw)
    over = np.maximum(load - feed_kw, 0.0)
    made = Need("a", load, load, feed_kw, over, (), Reserve())
    return replace(made, **changes)


def test_the_grid_alone_lacks_its_outages():
    """By hand: half an outage of 3 h a year on 10 MW: 15 MWh, but for the tail."""
    assert unserved_kwh(need(), Added(), FIGURES) == pytest.approx(15_000.0, rel=2e-3)


def test_a_year_is_that_of_a_simulation():
    """Law: outages drawn one by one, with their lengths, lack what is expected."""
    figures = FIGURES | {"feed_outages_per_year": 4.0, "feed_outage_h": 2.5}
    running = (Units(2, 4000.0, 0.9),)
    by = Standby(1, 2500.0, 0.995, 0.0094, 1100.0)
    lengths = np.random.default_rng(3).geometric(1.0 / 2.5, 1500)
    lost = [
        simulated(np.full(h, 10_000.0), Sources(running, by), 1, seed)[0]
        for seed, h in enumerate(lengths.tolist())
    ]
    found = unserved_kwh(need(units=running), Added(generators=1), figures)
    error = 4.0 * np.std(lost) / np.sqrt(len(lost))
    assert found == pytest.approx(4.0 * np.mean(lost), abs=4.0 * error)


def test_without_a_grid_units_run_all_the_time():
    """By hand: ten units of 1 MW at 0.9 for 9 MW lack 3.87 % of the energy."""
    site = need(9000.0, 0.0, units=(Units(10, 1000.0, 0.9),))
    lacking = unserved_kwh(site, Added(), FIGURES) / (9000.0 * 8760)
    assert lacking == pytest.approx(0.0387, abs=1e-4)


@pytest.mark.parametrize("kind", ["diesel", "battery"])
@pytest.mark.parametrize("availability", [0.9999, 0.99999])
def test_backup_is_the_least_that_is_enough(kind, availability):
    """Law: what is sized meets the demand, and a size less does not."""
    demand = Demand(availability, 0)
    found, added = backup_of(kind, need(), demand, FIGURES, COSTS)
    assert found.enough
    assert demand.is_met(need(), added, FIGURES)
    less = replace(added, generators=added.generators - 1)
    if kind == "battery":
        kwh = added.battery.kwh - 0.2 * need().peak_kw
        less = Added(battery=Reserve(need().peak_kw, max(kwh, 0.0)))
    assert not demand.is_met(need(), less, FIGURES)


def test_n_minus_one_carries_the_load_without_its_feed():
    """By hand: without the feed four units of 2.5 MW carry 10 MW; five less one do."""
    for lost, count in ((1, 4), (2, 5)):
        _, added = backup_of("diesel", need(), Demand(0.0, lost), FIGURES, COSTS)
        assert added.generators == count
        assert firm_kw(need(), added, FIGURES, lost)[1] >= 10_000.0


def test_a_second_feed_shares_its_losses():
    """By hand: 0.15 of the losses of a feed take both: 15 MWh x 0.15, and by chance."""
    lacking = unserved_kwh(need(), Added(feeds=1), FIGURES)
    alone = unserved_kwh(need(), Added(), FIGURES)
    both = 0.15 + 2.0 * 0.5 * 3.0 / 8760
    assert lacking == pytest.approx(alone * both)


@pytest.mark.parametrize("backup", [(), ("second-feed",), ("diesel", "second-feed")])
@pytest.mark.parametrize("demanded", [(0.0, 0), (0.9, 0), (0.9999999, 0), (0.0, 1)])
def test_what_is_demanded_is_met_or_said_to_be_missed(backup, demanded):
    """Law: a site says whether its power, backup and all, is as sure as is demanded;
    what is told of it says no other thing."""
    asked = Demanded(*demanded, backup, ())
    asking = _Asking(asked, FIGURES, (FIGURES,), COSTS)
    site = _of_site(need(), asking)
    sure = site.availability.mid >= demanded[0] and (
        not demanded[1] or site.firm_less_kw >= site.peak_kw * (1.0 - 1e-9)
    )
    assert site.demand_met is (sure if any(demanded) else None)
    told = [text_of(piece, ENGLISH) for piece in _told(site)]
    assert (NO_BACKUP in told) == (site.demand_met is True and not site.backups)
    assert (site.chosen is not None) <= bool(site.demand_met)
    top = missed_line(SimpleNamespace(reliability=(site,)))
    assert bool(top) == (site.demand_met is False)
