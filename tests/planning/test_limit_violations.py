"""Limits of the year hold at every hour, or the plan says by how much they do not."""

from __future__ import annotations

import numpy as np
import pytest

from wattlas.planning.limit_violations import limit_violations, shortfall
from wattlas.planning.problem import Limits, Matching
from wattlas.planning.solve.stages import Settings, solved
from wattlas.planning.variants import Variant


def sunny(made, share: float, hours: int = 48):
    """Return a site whose sun shines in every second hour alone: blocks blend it."""
    sun = np.tile([0.0, 1.0], hours // 2)
    return made.one_site(
        np.full(hours, 0.1),
        plants=(made.plant("solar", "a", hours, availability=sun),),
        stores=(made.store(annual_cost_per_kw=0.01, annual_cost_per_kwh=0.01),),
        limits=Limits(matching=Matching("hourly", share)),
    )


@pytest.mark.parametrize("share", [0.5, 0.9, 1.0])
def test_hours_keep_what_the_blocks_blend(made, share):
    """Law: the share asked for is reached at every hour, within 0.1 % of it."""
    variant = Variant.of(sunny(made, share))
    (found,) = limit_violations(variant, solved(variant, Settings(6)).x)
    assert found.asked == share
    assert found.reached >= share * 0.999


def test_what_is_missed_is_counted(made):
    """By hand: 1 MW for 2 h, all from the grid: 0 % matched, 1 MWh of 50 % lacks."""
    problem = made.one_site(
        plants=(made.plant("solar"),), limits=Limits(matching=Matching("hourly", 0.5))
    )
    variant = Variant.of(problem)
    lp = variant.program
    x = np.zeros(len(lp.cost))
    for name in ("it_mw", "import_mw"):
        x[lp.columns[name].position] = 1.0
    (found,) = limit_violations(variant, x)
    assert (found.reached, found.missed_share) == (0.0, 1.0)
    assert shortfall(variant, x)["matching_hourly"] == pytest.approx([1.0])


def test_a_cap_that_is_missed_is_stated_in_kg(made):
    """By hand: 2 MWh of 0.5 kg/kWh are 1,000 kg; a cap of 800 is missed by 25 %."""
    variant = Variant.of(made.one_site(limits=Limits(carbon_cap_kg=800.0)))
    lp = variant.program
    x = np.zeros(len(lp.cost))
    x[lp.columns["import_mw"].position] = 1.0
    (found,) = limit_violations(variant, x)
    assert (found.limit, found.unit) == ("carbon_cap", "kg")
    assert found.reached == pytest.approx(1000.0)
    assert found.missed_share == pytest.approx(0.25)


def test_what_is_sold_matches_nothing(made):
    """By hand: 1 MW of sun that is spilt and 1 MW of gas burnt: nothing is matched."""
    problem = made.one_site(
        grids=(made.grid("a", export_price_per_kwh=0.01),),
        plants=(made.plant("solar"),),
        limits=Limits(matching=Matching("hourly", 0.5)),
    )
    lp = Variant.of(problem).program
    x = np.zeros(len(lp.cost))
    for name in ("output_mw", "export_mw", "matched_mw"):
        x[lp.columns[name].position] = 1.0
    rows = np.ravel(lp.rows["matched_by_supply"].position)
    assert (lp.matrix[rows] @ x < lp.row_low[rows]).all()
