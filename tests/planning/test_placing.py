"""Where a load stands: at one of the sites, or split over them."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from wattlas.errors import InputError
from wattlas.planning.answer.ablation import baseline
from wattlas.planning.ask.load import given_loads
from wattlas.planning.finance import places
from wattlas.planning.finance.terms import Terms
from wattlas.planning.placing import at_each_place, best_place, ways
from wattlas.planning.problem import Chip, PlacedLoad
from wattlas.planning.settings import settings_of
from wattlas.planning.solve.stages import Settings, solved
from wattlas.planning.variants import Variant
from wattlas.study import Study

MW = np.full(2, 1000.0)
EXACT = Settings(1, "simplex")


def placed(made, whole=True, **changes):
    """Return 1 MW that may stand at a (300 x 1.25) or at b (400 x 1.5)."""
    return made.two_sites(placed=(PlacedLoad({"a": MW, "b": MW}, whole),), **changes)


def test_a_load_stands_where_it_costs_least(made):
    """By hand: 1 MWh at 0.1 and 0.2 x PUE 1.25 are 375; b takes 0.4 x 1.5: 600."""
    tried = dict(at_each_place(Variant.of(placed(made)), lambda v: solved(v, EXACT)))
    costs = {sites[0]: plan.objective_k * 1000.0 for sites, plan in tried.items()}
    assert costs == pytest.approx({"a": 375.0, "b": 600.0})


def test_how_often_a_place_is_the_cheapest(made, monkeypatch):
    """By hand: b costs 600; at half and at a third of its price in two draws of four it
    is 300 and 200, less than the 375 of a, which no draw moves."""
    problem = placed(made)
    tried = dict(at_each_place(Variant.of(problem), lambda v: solved(v, EXACT)))

    def drawn(factor: float):
        a, b = problem.grids
        return problem.having(
            grids=(a, replace(b, price_per_kwh=b.price_per_kwh * factor))
        )

    draws = SimpleNamespace(values=lambda *_: (0.5, 1.0, 1 / 3, 1.0), problem=drawn)
    monkeypatch.setattr(places, "money_drawing", lambda _: draws)
    terms = Terms(real_discount_rate=0.0, inflation=0.0, horizon_years=3)
    best = tried["a",]
    found = {p.sites: p for p in places.placements_of(None, terms, tried, best)}
    a, b = found["a",], found["b",]
    assert (a.chosen, b.chosen) == (True, False)
    assert (a.cheapest_share, b.cheapest_share) == (0.5, 0.5)
    cost = a.yearly_cost
    assert [cost.low, cost.mid, cost.high] == pytest.approx([375.0] * 3)
    assert b.yearly_cost.mid == pytest.approx(600.0)
    assert 200.0 <= b.yearly_cost.low < 300.0


def test_a_load_may_be_split_where_no_site_can_carry_it(made):
    """By hand: a brings 0.625 MW to half of the load; the rest stands at b."""
    grids = (made.grid("a", limit_kw=625.0), made.grid("b", (0.3, 0.1)))
    plan = made.sized(placed(made, whole=False, grids=grids))
    assert plan.values("place_share") == pytest.approx([0.5, 0.5])
    assert plan.objective_k * 1000.0 == pytest.approx(0.5 * 375.0 + 0.5 * 600.0)


def test_a_load_that_stands_whole_is_never_split(made):
    """By hand: a carries half; the whole stands at b for 600."""
    grids = (made.grid("a", limit_kw=625.0), made.grid("b", (0.3, 0.1)))
    variant = Variant.of(placed(made, grids=grids))
    best = best_place(variant, lambda v: solved(v, EXACT))
    assert best.objective_k * 1000.0 == pytest.approx(600.0)


def test_no_measure_is_better_than_where_the_load_may_stand(made):
    """By hand: the baseline at b costs 600, and moving to a saves the rest."""
    variant = Variant.of(placed(made))
    at_b = baseline(variant, "b", settings_of(Study(title="T"), variant, False, True))
    assert at_b.figures.total_cost == pytest.approx(600.0, rel=1e-3)


def test_every_way_to_place_is_tried(made):
    """By hand: two loads over two sites are four ways; what is split is not tried."""
    loads = (PlacedLoad({"a": MW, "b": MW}),) * 2
    split = PlacedLoad({"a": MW, "b": MW}, whole=False)
    problem = made.two_sites(placed=(*loads, split))
    assert len(ways(problem)) == 4
    with pytest.raises(InputError, match="128 ways, and 64 are tried"):
        ways(made.two_sites(placed=loads[:1] * 7))


def test_a_load_at_no_site_is_asked_for():
    """Bad input: two sites and none named: the question, and what answers it."""
    study = Study.from_dict(
        {"title": "T", "sites": ["oslo", "dublin"], "load": {"it_power": "20 MW"}}
    )
    with pytest.raises(InputError) as refused:
        given_loads(study, 2027)
    assert str(refused.value) == (
        "load: 20 MW may stand at 2 sites, and the study does not say which. Add to "
        "load place: one-of, for the best of oslo, dublin; place: split, over them; or "
        "site: oslo."
    )


def test_chips_that_cost_nothing_are_as_few_as_they_can_be(made):
    """Law: three sites alike and free chips: the busiest hour's, at home."""
    serving = made.serving(chips=(Chip("x", 0.001, 0.002, 0.0),))
    problem = made.two_sites(
        serving=serving,
        grids=(made.grid("a", (0.1, 0.1)), made.grid("b", (0.1, 0.1))),
        pue={"a": np.ones(2), "b": np.ones(2)},
        home="b",
    )
    plan = made.sized(problem)
    assert plan.values("serving_chips_k") == pytest.approx([0.0, 2.0], abs=1e-6)


def test_a_site_holds_the_chips_that_stand_there_and_no_others(made):
    """By hand: 1,000 chips at a serve half of the requests; b serves the rest."""
    serving = made.serving(chips=(Chip("x", 0.001, 0.002, 0.0),))
    problem = made.two_sites(
        serving=serving, grids=(made.grid("a"), made.grid("b", (0.9, 0.9)))
    )
    stocked = problem.having(stock={("a", "x"): 1000.0})
    assert made.sized(problem).values("serving_chips_k")[1] == pytest.approx(0.0)
    chips = made.sized(stocked).values("serving_chips_k")
    assert chips == pytest.approx([1.0, 1.0])
