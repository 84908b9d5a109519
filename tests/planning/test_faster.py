"""What makes plans fast does not change them: blocks, ramps, stretching, order."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import scipy.sparse as sparse

from wattlas.errors import InputError
from wattlas.planning import settings
from wattlas.planning.problem import Problem
from wattlas.planning.settings import settings_of
from wattlas.planning.solve import Block, LinearProgram, Within, ordering, solve
from wattlas.planning.solve.aggregate import blocked
from wattlas.planning.solve.blocks import every
from wattlas.planning.solve.dispatchable import _with_orderly_chips
from wattlas.planning.solve.interior import solve_interior
from wattlas.planning.solve.ordering import Order, least_fill
from wattlas.planning.solve.ramps import without_idle_ramps
from wattlas.planning.solve.stages import Settings
from wattlas.planning.solve.stretch import PIECE, Times, stretched
from wattlas.planning.solve.time_clustering import LONGEST_H, merged, steps_of
from wattlas.planning.supply import Grid, Plant
from wattlas.planning.variants import Variant
from wattlas.study import Study

HOURS = 96


def problem(ramp: float = 0.2, months: int = 1) -> Problem:
    """Return a site with a dear grid and a slow plant that may run at half its load."""
    h = np.arange(HOURS)
    price = 0.1 + 0.05 * np.sin(h / 24 * 2 * np.pi)
    slow = Plant(
        "smr@a", "smr", "a", 300.0, 0.01, np.full(HOURS, 0.9), min_load_share=0.5
    )
    return Problem(
        ("a",),
        HOURS,
        h * months // HOURS,
        {"a": np.full(HOURS, 1.2)},
        {"a": np.zeros(HOURS)},
        (Grid("a", price),),
        {"a": 1e4 * (1.0 + 0.3 * np.sin(h / 12 * np.pi))},
        (replace(slow, ramp_share_per_hour=ramp),),
    )


def test_hours_that_are_alike_are_merged_first() -> None:
    """By hand: 5 and 5 merge at no loss, then 0 and 0.1; never 0.1 and 5."""
    traits = np.array([[0.0], [0.1], [5.0], [5.0]])
    assert merged(traits, 3, ()).first_hour.tolist() == [0, 1, 2]
    assert merged(traits, 2, ()).first_hour.tolist() == [0, 2]


def test_no_step_reaches_over_a_border_or_is_too_long() -> None:
    """One flat series wants one step; months and the longest length forbid it."""
    steps = merged(np.zeros((HOURS, 1)), 1, [40])
    assert 40 in steps.first_hour
    assert steps.length_h.max() <= LONGEST_H
    assert steps.length_h.sum() == HOURS


def test_steps_of_a_problem_keep_months_apart_and_number_as_asked() -> None:
    """A mean of 4 h gives a quarter as many steps as hours."""
    steps = steps_of(problem(months=2), 4)
    assert steps.count == HOURS // 4
    assert HOURS // 2 in steps.first_hour


def test_blocks_longer_than_those_that_explore_are_refused() -> None:
    """The message says what is allowed."""
    with pytest.raises(InputError, match="1 to 8 h on the mean, got 12"):
        steps_of(problem(), 12)


@pytest.mark.parametrize(("ramp", "freed"), [(0.05, False), (0.2, True)])
def test_ramps_that_cannot_bind_are_left_out(ramp: float, freed: bool) -> None:
    """By hand: 0.9 less half of it is 0.45; three hours allow 0.6, or 0.15 only."""
    plan = Variant.of(problem(ramp))
    steps = every(3, HOURS)
    grouped = blocked(plan.program, steps, {})
    without = without_idle_ramps(grouped, plan.problem, steps)
    rows = np.ravel(without.program.rows["ramp_up"].position)
    assert np.isinf(without.program.row_high[rows[1:]]).all() == freed
    before, after = solve(grouped.program), solve(without.program)
    assert after.objective == pytest.approx(before.objective, rel=1e-9)


def stretchable() -> LinearProgram:
    """Return a program with a column in every row, and a row over every column."""
    pick = np.random.default_rng(3)
    count = 3 * PIECE
    each = sparse.eye_array(count)
    capacity = sparse.csr_array(-pick.random((count, 1)) - 0.1)
    total = sparse.csr_array(np.append(np.ones(count), 0.0)[None, :])
    matrix = sparse.csr_array(sparse.vstack([sparse.hstack([each, capacity]), total]))
    endless = np.full(count + 1, np.inf)
    return LinearProgram(
        matrix=matrix,
        row_low=np.append(np.full(count, -np.inf), count / 4.0),
        row_high=np.append(np.zeros(count), np.inf),
        cost=np.append(pick.random(count), 5.0),
        low=np.zeros(count + 1),
        high=endless,
        columns={},
        rows={},
    )


def test_a_stretched_program_has_the_same_optimum_and_no_long_line() -> None:
    """Values and duals of the program come first in those of the stretched one."""
    lp = stretchable()
    rows, columns = lp.matrix.shape
    times = Times(np.arange(rows), np.arange(columns))
    long = stretched(lp, times)
    by_column = np.diff(sparse.csc_array(long.matrix).indptr)
    # A piece has its entries, and at most two links to its neighbours.
    assert by_column.max() <= PIECE + 2
    assert np.diff(long.matrix.indptr).max() <= PIECE + 2
    plain, cut = solve(lp, "simplex"), solve(long, "simplex")
    assert cut.objective == pytest.approx(plain.objective, rel=1e-9)
    assert lp.matrix @ cut.x[:columns] == pytest.approx(lp.matrix @ plain.x)
    assert cut.dual[:rows] == pytest.approx(plain.dual, abs=1e-9)


def test_the_interior_method_agrees_with_simplex_on_long_lines() -> None:
    """Stretched and, with care, as it is."""
    lp = stretchable()
    exact = solve(lp, "simplex").objective
    within = Within(1e-6, 1e-8)
    for careful in (False, True):
        found = solve_interior(lp, within, careful).objective
        assert found == pytest.approx(exact, rel=1e-5)


def solver(fill: float) -> SimpleNamespace:
    """Return what tells how full its factor is, over a matrix of 100 entries."""
    known = SimpleNamespace(linsolver=SimpleNamespace(nnzA=100, nnzL=100 * fill))
    return SimpleNamespace(fill=fill, get_info=lambda: known)


@pytest.mark.parametrize(
    ("fills", "taken"),
    [([2.0], 2.0), ([9.0, 2.0], 2.0), ([9.0, 5.0, 4.0, 6.0, 8.0], 4.0)],
)
def test_the_first_order_that_fills_little_is_taken(
    fills: list[float], taken: float
) -> None:
    """By hand: the given one if it does; else the first that does, or the least."""
    left = iter(fills)
    best, _ = least_fill(lambda _: solver(next(left)), Order.given(4, 3), 2)
    assert best.fill == taken
    assert next(left, None) is None


def test_values_come_back_to_where_they_were() -> None:
    """Equal rows stay the first; what was handed over in order comes back."""
    given = Order.given(6, 5)
    order = given.shuffled(2, np.random.default_rng(0))
    assert set(order.rows[:2]) == {0, 1}
    rows, columns = np.arange(6) * 1.5, np.arange(5) * 2.5
    assert order.z(rows[order.rows]).tolist() == rows.tolist()
    assert order.x(columns[order.columns]).tolist() == columns.tolist()


def test_a_shuffled_program_has_the_same_optimum(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every order fills too much: the least of the shuffled ones is solved."""
    exact = solve(stretchable(), "simplex")
    monkeypatch.setattr(ordering, "FULL", 0.0)
    found = solve_interior(stretchable(), Within(1e-8, 1e-9))
    assert found.objective == pytest.approx(exact.objective, rel=1e-6)
    assert found.dual == pytest.approx(exact.dual, abs=1e-4)


def test_chips_of_an_interior_point_are_put_in_order() -> None:
    """By hand: nothing is untaken, and no more is given back than was taken."""
    steps = {"time": list(range(3))}
    program = replace(
        stretchable(),
        columns={
            "taken_k": Block(("time",), steps, np.arange(3)),
            "returned_k": Block(("time",), steps, np.arange(3, 6)),
        },
    )
    found = _with_orderly_chips(program, np.array([2.0, 1.9, 2.0, 0.0, 2.1, 1.0]))
    assert found.tolist() == [2.0, 2.0, 2.0, 0.0, 2.0, 2.0]


def test_a_site_alone_is_solved_at_every_hour() -> None:
    """Its program is small, also to explore; as its study says, it has blocks."""
    small = Variant.of(problem())
    study = Study.from_dict({"title": "A site", "year": 2027})
    assert settings_of(study, small, explore=False, proof=False).block_hours == 1
    assert settings_of(study, small, explore=True, proof=False).block_hours == 1
    three = Study.from_dict(
        {"title": "A site", "year": 2027, "plan": {"block_hours": 3}}
    )
    assert settings_of(three, small, explore=False, proof=False).block_hours == 3


@pytest.mark.parametrize(
    ("own", "rows", "beside"), [(1, 200_000, 2), (4, 200_000, 4), (8, 1, 8), (1, 0, 8)]
)
def test_questions_beside_a_plan_have_blocks_as_its_size_allows(
    own: int, rows: int, beside: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of a small program are short; of a large one, also in a proof, long."""
    monkeypatch.setattr(settings, "HOURLY_ROWS", rows)
    small = Variant.of(problem())
    assert settings.beside_of(Settings(own), small).block_hours == beside
