"""What levers save and what the plan loses without them, in print."""

from __future__ import annotations

import pytest

from wattlas.planning.answer.ablation import LeftOut
from wattlas.report.paint.grid import grid
from wattlas.report.paint.text import text_of
from wattlas.report.plan_measures import measures_table
from wattlas.report.plan_sentences import moving_line
from wattlas.report.words.language import ENGLISH


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            2.5e6,
            "kept at oslo, with all else the same, the plan would cost 2.5 million",
        ),
        (0.0, "Moving does not pay"),
        (None, "Kept at oslo, no plan meets every demand"),
    ],
)
def test_it_is_said_whether_moving_pays(made, more: float | None, said: str) -> None:
    """By the cost of the plan without other sites."""
    plan = made.plan(left_out=(LeftOut("sites", more, more),))
    assert said in text_of(moving_line(plan), ENGLISH)


def test_a_study_of_one_site_says_nothing_of_moving(made) -> None:
    """There is no lever of sites."""
    plan = made.plan(left_out=(LeftOut("contracts", 1e6, 1e6),))
    assert moving_line(plan) == ""


@pytest.mark.parametrize(
    ("more", "cell"), [(1.5e6, "+1.5"), (-2e6, "-2"), (10.0, "0"), (None, "no plan")]
)
def test_what_a_lever_left_out_costs_stands_in_its_row(
    made, more: float | None, cell: str
) -> None:
    """In millions, with its sign; traces of the solver are 0."""
    table = measures_table(made.plan(left_out=(LeftOut("chips", more, more),)))
    shown = grid(table, ENGLISH, "terminal")
    (row,) = [r.texts for r in shown.lines if r.texts[0] == "hardware choice alone"]
    assert row[-1] == cell
