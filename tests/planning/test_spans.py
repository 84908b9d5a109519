"""The year is dispatched in spans that know nothing of each other: anywhere, alike."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from wattlas.planning.problem import Limits
from wattlas.planning.solve import dispatch as module
from wattlas.planning.solve import memory, stages
from wattlas.planning.solve.blocks import every
from wattlas.planning.solve.dispatch import dispatch
from wattlas.planning.solve.runner import Runner, on_threads, running, weeks_on
from wattlas.planning.solve.stages import Settings, size, solved
from wattlas.planning.variants import Variant

HOURS = 96


def sites_of(made, count: int, hours: int, **changes):
    """Return sites with sun, a battery, a slow plant, and requests that move."""
    h = np.arange(hours)
    names = tuple(f"s{i}" for i in range(count))
    price = {
        s: 0.1 + 0.03 * np.sin((h - 2 * i) / 24 * 2 * np.pi)
        for i, s in enumerate(names)
    }
    sun = np.clip(np.sin((h - 6) / 24 * 2 * np.pi), 0, 1)
    year = hours / 8760
    plants, stores = [], []
    for i, s in enumerate(names):
        more = {"annual_cost_per_kw": (60 + 2 * (i % 9)) * year}
        free = {"energy_cost_per_kwh": 0.0, "availability": sun}
        plants.append(made.plant("solar", s, hours, max_kw=4e3, **free, **more))
        slow = {"min_load_share": 0.5, "ramp_share_per_hour": 0.2}
        cost = {"annual_cost_per_kw": 300.0 * year, "energy_cost_per_kwh": 0.02}
        plants.append(made.plant("smr", s, hours, max_kw=1e3, **slow, **cost))
        each = {"annual_cost_per_kwh": 15.0 * year, "annual_cost_per_kw": 20.0 * year}
        stores.append(made.store(s, **each))
    requests = 1e6 * count * np.array([1 + 0.4 * np.sin(h / 12 * np.pi)] * 2)
    return made.two_sites(
        sites=names,
        hours=hours,
        months=h * 2 // hours,
        pue=dict.fromkeys(names, np.full(hours, 1.2)),
        wue_l_per_kwh=dict.fromkeys(names, np.zeros(hours)),
        grids=tuple(
            made.grid(s, price[s], intensity_kgco2e_per_kwh=np.full(hours, 0.3))
            for s in names
        ),
        base_it_kw=dict.fromkeys(names, np.full(hours, 1e3)),
        plants=tuple(plants),
        stores=tuple(stores),
        serving=made.serving(
            hours,
            origins=("o", "p"),
            requests_per_h=requests,
            routes=tuple((o, s) for o in ("o", "p") for s in names),
        ),
        years=year,
        **changes,
    )


@pytest.fixture(scope="module")
def sized(made):
    """Two sites over four days under a cap on carbon, in blocks of four hours."""
    problem = sites_of(made, 2, HOURS, limits=Limits(carbon_cap_kg=1.2e5))
    return size(Variant.of(problem), every(4, HOURS), Settings(4, "simplex"))


@pytest.fixture
def in_days(monkeypatch):
    """Weeks are days, and each is a span of its own."""
    monkeypatch.setattr(module, "LENGTHS_H", (24,))
    monkeypatch.setattr(module, "SPANS", (4, 4))


def dispatched_by(sized, run):
    """Return the dispatch of a plan by what runs its spans."""
    planned = sized.grouped.hourly(sized.found.x)
    prices = module.row_prices(sized.grouped.program, sized.found.dual, sized.hourly)
    return dispatch(sized.hourly, planned, prices, run)


def by_post(task, items):
    """Run tasks as processes would: what goes and what comes is pickled."""
    for item in items:
        yield pickle.loads(pickle.dumps(task(pickle.loads(pickle.dumps(item)))))


def test_the_answer_is_the_same_wherever_spans_run(sized, in_days):
    """Law: on threads, one after the other and elsewhere, to the last digit."""
    here = dispatched_by(sized, map)
    for run in (on_threads, by_post):
        there = dispatched_by(sized, run)
        assert there.x.tolist() == here.x.tolist()
        assert there.unserved_mwh == here.unserved_mwh == 0.0


def test_spans_meet_every_row_and_cost_hardly_more(sized, in_days, monkeypatch):
    """Law: what one span of all hours finds, days alone find within a thousandth."""
    cost = {}
    for spans in (4, 1):
        monkeypatch.setattr(module, "SPANS", (spans, spans))
        x = dispatched_by(sized, map).x
        lp = sized.hourly
        activity = lp.matrix @ x
        timed = lp.times(lp.rows, len(activity)) >= 0
        assert np.all((activity >= lp.row_low - 1e-4)[timed])
        assert np.all((activity <= lp.row_high + 1e-4)[timed])
        cap = lp.rows["carbon_cap"].position
        assert activity[cap] <= lp.row_high[cap] * (1 + 1e-3)
        cost[spans] = float(lp.cost @ x)
    assert cost[1] <= cost[4] * (1 + 1e-6)
    assert cost[4] == pytest.approx(cost[1], rel=1e-3)


def test_weeks_are_shorter_the_more_rows_an_hour_has(sized):
    """By hand: up to 45,000 rows in 168, 84 or 56 h; beyond, a day."""
    axes = module._axes(sized.hourly, sized.grouped.hourly(sized.found.x))
    rows = {100: 96, 267 * HOURS: 96, 535 * HOURS: 84, 803 * HOURS: 56, 10**6: 24}
    for count, length in rows.items():
        weeks = module._weeks(axes, count)
        assert weeks[0] == (0, HOURS if length > HOURS // 2 else length)
        assert [end for _, end in weeks[:-1]] == [first for first, _ in weeks[1:]]
        assert weeks[-1][1] == HOURS


@pytest.mark.parametrize(("rows", "count"), [(1_000, 2), (10**7, 12)])
def test_spans_part_the_year_by_its_program_alone(rows, count):
    """Law: each week is in one span, whatever runs them; sizes differ by one."""
    weeks = [(i, i + 1) for i in range(53)]
    spans = module._spans(weeks, rows)
    assert [w for span in spans for w in span] == weeks
    assert len(spans) == count
    assert max(map(len, spans)) - min(map(len, spans)) <= 1
    assert module._spans(weeks[:1], rows) == [weeks[:1]]


def test_items_are_made_as_workers_get_free():
    """Law: a year's spans are not all held at once; results keep their order."""
    made, done = [], []

    def items():
        for i in range(40):
            made.append(i)
            yield i

    for result in on_threads(abs, items()):
        done.append(result)
        assert len(made) - len(done) <= 2 * 8 + 1
    assert done == list(range(40))


def test_what_runs_here_runs_weeks_on_threads():
    """By hand: scenarios are tried in turn here, weeks on threads."""
    for runner in (Runner(), Runner("local")):
        with running(runner) as run, weeks_on(runner) as weeks:
            assert (run, weeks) == (map, on_threads)


def test_memory_is_given_back_of_large_programs_alone(monkeypatch):
    """By hand: a small program has nothing worth the time."""
    called = []
    monkeypatch.setattr(memory, "_trim", lambda: called.append)
    memory.release(memory.LARGE_ROWS - 1)
    assert called == []
    memory.release(memory.LARGE_ROWS)
    assert called == [0]


@pytest.mark.cluster
def test_a_hundred_sites_on_a_cluster_of_two_workers(made):
    """Law: 100 sites, planned on Dask, serve all and do in each hour what they do here.

    100 sites x 168 h: 300 options, requests of two origins that any site may serve.
    """
    pytest.importorskip("distributed", reason="needs the extra cluster")
    variant = Variant.of(sites_of(made, 100, 168))
    with weeks_on(Runner("dask", 2)) as run:
        there = solved(variant, Settings(run=run))
    served = there.values("served_m_per_h").reshape(2, 100, -1).sum(axis=1)
    wanted = variant.problem.serving.requests_per_h / 1e6
    assert served == pytest.approx(wanted, rel=1e-4)
    here, failed = stages._dispatched(there.sized, map)
    assert len(failed) == 0
    assert there.x.tolist() == here.tolist()
