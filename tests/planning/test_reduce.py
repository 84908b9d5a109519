"""What is taken out before solving leaves the optimum, and gets its duals back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sparse

from wattlas.errors import SolverError
from wattlas.planning.solve import LinearProgram, Within, solve
from wattlas.planning.solve.interior import solve_interior
from wattlas.planning.solve.reduce import reduced
from wattlas.planning.solve.solution import checked, own_gap
from wattlas.planning.supply import Plant
from wattlas.planning.variants import Variant

INF = np.inf


def program(rows, low, high, cost, bounds) -> LinearProgram:
    """Return a program of dense rows; `bounds` are of its columns."""
    return LinearProgram(
        matrix=sparse.csr_array(np.array(rows, float)),
        row_low=np.array(low, float),
        row_high=np.array(high, float),
        cost=np.array(cost, float),
        low=np.array([b[0] for b in bounds], float),
        high=np.array([b[1] for b in bounds], float),
        columns={},
        rows={},
    )


def test_a_small_coefficient_holds_nothing():
    """By hand: output <= 1e-12 of a capacity of at most 5 leaves the capacity free."""
    lp = program([[1.0, -1e-12]], [-INF], [0.0], [0.0, 1.0], [(0, INF), (0, 5)])
    assert reduced(lp).columns.all()
    assert solve_interior(lp, Within(1e-8)).x == pytest.approx([0.0, 0.0], abs=1e-6)


def test_a_row_that_leaves_no_choice_is_held():
    """By hand: 2 a - b <= -3 with a from 0 and b up to 3: a is 0 and b is 3."""
    lp = program([[2.0, -1.0]], [-INF], [-3.0], [1.0, 4.0], [(0, INF), (0, 3)])
    less = reduced(lp)
    assert not less.columns.any()
    assert less.fixed.tolist() == [0.0, 3.0]
    found = solve_interior(lp, Within())
    # One more of the row would let b be one less, for 4.
    assert found.dual.tolist() == [-4.0]


def test_of_rows_that_bound_a_column_the_tightest_has_the_dual():
    """By hand: chips of at least 1, 3 and 2 at 5 each: one more of the second costs 5,
    and of the others nothing."""
    rows = [[-1.0], [-1.0], [-1.0]]
    lp = program(rows, [-INF] * 3, [-1.0, -3.0, -2.0], [5.0], [(0, INF)])
    found = checked(lp, solve_interior(lp, Within()), Within())
    assert found.x == pytest.approx([3.0])
    assert found.dual == pytest.approx([0.0, -5.0, 0.0])
    assert found.gap < 1e-4


def test_an_optimum_that_is_none_is_refused_whatever_its_solver_says():
    """Bad input: a feasible point that costs 9 too much, with a claimed gap of 0."""
    lp = program([[1.0, 1.0]], [1.0], [INF], [1.0, 10.0], [(0, INF), (0, INF)])
    right = solve(lp, "simplex")
    wrong = replace(right, x=np.array([0.0, 1.0]), gap=0.0)
    with pytest.raises(SolverError, match="says that its optimum is within"):
        checked(lp, wrong, Within())


def test_a_roof_at_dusk_is_not_built_for_its_last_light(made):
    """By hand: the sun of a sine has hours of 1e-16; a dear roof stays unbuilt, and the
    interior method costs what simplex does."""
    hours = np.arange(48)
    sun = np.clip(np.sin((hours - 6) / 24 * 2 * np.pi), 0, 1)
    assert 0 < sun[sun > 0].min() < 1e-15
    roof = Plant("roof@a", "rooftop-solar", "a", 900.0, 0.0, sun, max_kw=500.0)
    lp = Variant.of(made.one_site((0.1,) * 48, plants=(roof,))).program
    exact, inside = solve(lp, "simplex"), solve(lp, "interior", Within(1e-7))
    assert inside.objective == pytest.approx(exact.objective, rel=1e-5)
    assert inside.x[lp.columns["capacity_mw"].position] == pytest.approx(0, abs=1e-5)
    assert own_gap(lp, inside) < 1e-5
