"""The plan on its page: its sentence, its numbers, fronts, entries and promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import get_args, get_type_hints

import pytest

pytest.importorskip("linopy")

from wattlas.hours.records import Technology
from wattlas.notes import Note
from wattlas.planning.answer.alternatives import (
    Entry,
    Lever,
    NearOptimal,
    Point,
    Promise,
)
from wattlas.planning.answer.parts import (
    CarbonScores,
    ConnectionPoint,
    LimitViolation,
    OfferTaken,
)
from wattlas.planning.scenarios.sampling import SETTLED
from wattlas.records import Fact
from wattlas.report.blocks import Prose
from wattlas.report.charts.costs import CostView, LeverSaving, cost_rows, lever_rows
from wattlas.report.charts.front import front_chart
from wattlas.report.charts.ranges import ranges_chart
from wattlas.report.paint.grid import grid
from wattlas.report.paint.html import document_html
from wattlas.report.paint.text import text_of
from wattlas.report.parts import Made
from wattlas.report.plan import plan_blocks
from wattlas.report.plan_answer import plan_answer, plan_cards
from wattlas.report.plan_options import near_optimal_table, option_power
from wattlas.report.study import study_document
from wattlas.report.table import Table
from wattlas.report.words import planning
from wattlas.report.words.language import ENGLISH, language
from wattlas.workflow import StudyResult

FRONT = (
    Point(8.9e6, 1e6, 3e5, 2e6, 2e6, {"wind": 100.0}),
    Point(9.1e6, 2e6, 2e5, 2e6, 2e6, {"wind": 200.0}),
    Point(9.9e6, 2e6, 1e5, 1e6, 1e6, {"wind": 900.0}),
)
SMR = Entry(
    "smr@oslo", "smr", "oslo", 0.7, 0.12, 0.3, 0.0, None, 900, 2034.2, 2036.5, True
)
GAS = Entry("gas@oslo", "gas", "oslo", 1.0, 0.2, 0.1, None, None, 900, None, None, True)
PROMISE = Promise("smr", 0.7, 154_000.0, 80e6)
RANGES = (
    NearOptimal("wind", 8e5, 9e5, 1e6),
    NearOptimal("gas", 0.0, 30.0, 2e3),
)
CUT = ConnectionPoint("oslo", 900.0, 10, 4, 2_000.0, 0.001)
OFFER = OfferTaken("oslo", "interruptible", 60e3, 150e3, 25, 100.0, 4, 2.0, 18e6, 3e6)
SCORES = CarbonScores(4e5, 5e4, False, 0.7, 0.9, 0.94, 0.71, 0.91, 2e6, 0.25)
LIMITS = (LimitViolation("matching_hourly", 0.9, 0.9012, "share", 0.0),)


@pytest.fixture
def full(made):
    """A plan with all that may be asked for."""
    return made.plan(
        fronts={"carbon": FRONT, "water": FRONT},
        entries=(SMR, GAS),
        promises=(PROMISE,),
        near_optimal=RANGES,
        limit_violations=LIMITS,
        connection=(CUT,),
        flexibility=(OFFER,),
        scores=SCORES,
        late=(("nuclear", 2041.0),),
        notes=(Note("lead-times-not-checked"),),
    )


def tables(plan, say=ENGLISH):
    """The texts of a plan's tables, by their keys."""
    shown = [block for block in plan_blocks(plan) if isinstance(block, Table)]
    return {table.key: grid(table, say, "page") for table in shown}


def cells(shown):
    return [line.texts for line in shown.lines]


def prose(plan, say=ENGLISH):
    blocks = plan_blocks(plan)
    paragraphs = [p for b in blocks if isinstance(b, Prose) for p in b.paragraphs]
    notes = [n for b in blocks if isinstance(b, Table) for n in b.notes]
    return [text_of(piece, say) for piece in paragraphs + notes]


def answer(plan):
    return text_of(plan_answer(plan), ENGLISH)


def test_the_answer_says_less_or_more(made):
    """By hand: electricity 4 million against 7, 43 % less; against 2, twice as much."""
    chips = "all at home, at once, on the grid, on the first chip"
    assert answer(made.plan()) == (
        "In 2027 the plan costs 4 million CNY for electricity, 43 % less than the "
        f"baseline: {chips}."
    )
    dear = made.plan(baseline=Lever("baseline", made.figures(2e6, 1e6)))
    assert answer(dear) == (
        "In 2027 the plan costs 4 million CNY for electricity, 100 % more than the "
        f"baseline: {chips}."
    )
    limited = replace(dear, limit_violations=LIMITS)
    assert "which need not keep its limits" in answer(limited)


@pytest.mark.parametrize("base", [0.0, -2e6])
def test_no_share_is_told_of_a_baseline_that_costs_nothing(made, base):
    """Law: money beside money of 0 or below is no percentage: both are told."""
    told = made.plan(baseline=Lever("baseline", made.figures(base, 0.0)))
    assert f"the baseline {base / 1e6:g} million CNY: all" in answer(told)
    same = replace(told, figures=made.figures(base, 0.0))
    assert "as the baseline does" in answer(same)


def test_a_connection_that_cuts_the_same_is_one_row(made):
    """Law: a flat load's connections are alike in every offer, and told once."""
    shown = tables(made.plan(connection=(CUT,) * 8))["connection"]
    assert len(cells(shown)) == 1


def test_four_numbers_with_what_they_are_over(made):
    """By hand: 4 million for a GWh, 114 kW for 8,760 h, 1 kg a kWh, 5 of 9 chips."""
    figures = replace(made.figures(4e6, 5e6), carbon_kg={"oslo": 1e6})
    cards = [
        tuple(text_of(piece, ENGLISH) for piece in (c.value, c.under))
        for c in plan_cards(made.plan(figures=figures))
    ]
    assert cards == [
        ("4 million CNY", "4 CNY for a kWh"),
        ("1 GWh", "114 kW on the mean"),
        ("1 ktCO2e", "1 kgCO2e for a kWh"),
        ("9 million CNY", "of which hardware: 5 million"),
    ]
    bare = made.plan(figures=replace(figures, costs={"oslo": {"grid energy": 4e6}}))
    *_, last = plan_cards(replace(bare, limit_violations=LIMITS))
    pieces = (last.label, last.value, last.under)
    assert [text_of(piece, ENGLISH) for piece in pieces] == [
        "hourly (24/7) CFE score",
        "90.1 %",
        "asked for: 90 %",
    ]


def test_what_a_tonne_less_costs(full):
    """By hand: 0.2 million for 100 t is 2,000 a tonne, 0.8 for the next 100 8,000."""
    told = prose(full)
    assert (
        "Less carbon: the first step, from 300 tCO2e to 200 tCO2e a year, costs 2,000 "
        "CNY a tonne; the last, to 100 tCO2e, costs 8,000 CNY a tonne."
    ) in told
    # Water falls in the second step alone: 0.8 million over 1,000 m3.
    assert (
        "Less water, litres weighted by the stress of their place: from 2,000 m3 to "
        "1,000 m3 a year each m3 costs 800 CNY."
    ) in told
    assert not any("on top of the prices" in text for text in told)


def test_a_front_without_a_step_says_so(full):
    """Law: where no plan has less than the cheapest, no tonne has a price."""
    flat = {of: (front[0], front[0]) for of, front in full.fronts.items()}
    told = prose(replace(full, fronts=flat))
    assert "Less carbon: no plan has less than the cheapest." in told
    assert "Less water: no plan has less than the cheapest." in told
    chinese = prose(replace(full, fronts=flat), language("zh"))
    assert "节水：没有方案的用水少于费用最低的方案。" in chinese


def test_the_page_says_what_whole_units_cost(full):
    """By hand: 0.2 % is said, a hundred-thousandth is a trace of the solver."""
    whole = replace(full, proof=replace(full.proof, whole_gap=0.002))
    line = (
        "Integrality gap: whole units and runs cost 0.2 % more than split ones would."
    )
    assert line in prose(whole)
    assert "多花 0.2 %" in " ".join(prose(whole, language("zh")))
    trace = replace(full, proof=replace(full.proof, whole_gap=1e-5))
    assert not any("whole units" in t for t in prose(trace))


def test_the_front_says_how_far_its_blocks_are_below_the_plan(full):
    """By hand: 8.9 of blocks of 8 h against the plan's 9 million."""
    caption = front_chart(full).caption
    assert "in aggregated time steps of 8 h on the mean" in caption
    assert caption.endswith("the cheapest point is 1.1 % below the plan.")


def test_entries_with_price_year_and_chance(full):
    """By hand: what is worth it first; a year that begins is counted whole."""
    shown = tables(full)["entries"]
    assert [head.text for head in shown.heads][2:4] == [
        "cost now [CNY/kWh]",
        "break-even cost [CNY/kWh]",
    ]
    assert cells(shown) == [
        ("small reactors", "oslo", "0.12", "0.3", "at any up to 900",
         "2035, if late 2037", "70 %", "yes"),
        ("gas", "oslo", "0.2", "0.1", "at none up to 900", "", "", "no"),
    ]  # fmt: skip
    assert (
        "Worth the cost in 2027 if it were there: small reactors in oslo (probability "
        "70 %)."
    ) in prose(full)


def test_promises_limits_and_what_is_late_are_said(full):
    """By hand: 80 million at a chance of 70 % are 56."""
    assert cells(tables(full)["promises"]) == [
        ("small reactors", "154", "80", "70 %", "56")
    ]
    told = prose(full)
    limit = "Hourly (24/7) CFE score: 90.1 % of the energy used; asked for: 90 %."
    assert limit in told
    assert "Not in time for 2027: share of a nuclear plant (2041)." in told


def test_what_a_smaller_connection_cuts(full):
    """By hand: 900 kW suffice where 2,000 kWh, a thousandth, may be cut in 10 h."""
    assert cells(tables(full)["connection"]) == [("oslo", "0.9", "10", "4", "2", "0.1")]


def test_ranges_leave_dust_out(full):
    """By hand: gas of at most 2 MW beside 1,000 is dust at 0.2 %."""
    (row,) = ranges_chart(full).rows
    assert (row["low"], row["plan"], row["high"]) == (800.0, 900.0, 1000.0)
    assert row["label"] == "900 (800-1,000)"
    assert "aggregated time steps of 6 h" in ranges_chart(full).caption


def test_no_sentence_of_a_plan_is_untranslated(full, chinese):
    """Law: whatever the page of a plan says is in the catalogue."""
    say, missing = chinese
    alone = StudyResult(full.title, "", "study", (), full)
    made = Made("wattlas plan study.yaml", date(2027, 1, 1), "title: T", extras="plan")
    html = document_html(study_document(alone), made, say)
    assert missing == set()
    assert "wattlas plan study.yaml" in html
    assert "wattlas[plan]" in html


def test_a_far_baseline_is_off_the_front(full, made):
    """By hand: 700 t against at most 300 of the front would squeeze it; 500 not."""
    for carbon, off in ((7e5, True), (5e5, False)):
        base = replace(made.figures(7e6, 6e6), carbon_kg={"oslo": carbon})
        drawn = front_chart(replace(full, baseline=Lever("baseline", base)))
        said = "Off the panel of carbon: the baseline, 700 tCO2e at 13 million CNY."
        assert (said in drawn.caption) is off
        assert ("Off the panel of water" in drawn.caption) is False


def test_levers_without_chips_have_one_bar(made):
    """By hand: what a site alone saves is the same with and without its chips."""
    saved = [LeverSaving("optimised plan", 3e6, 3e6)]
    assert [r["money"] for r in lever_rows(saved)] == ["electricity alone"]
    saved.append(LeverSaving("hardware choice", 1e6, 4e6))
    assert len(lever_rows(saved)) == 4


def test_dust_of_the_solver_is_no_near_optimal_power(full):
    """By hand: a ten-thousandth of a watt beside a GW is what a tolerance leaves."""
    dust = replace(full, near_optimal=(NearOptimal("wind", 1e-7, 9e5, 1e6),))
    (row,) = near_optimal_table(dust).rows
    assert [number.value for number in row.cells[1:]] == [0.0, 900.0, 1000.0]


def test_traces_of_the_solver_are_none():
    """By hand: 0.05 kW beside 900 is below a ten-thousandth; 50 are shown."""
    point = Point(1e6, 1e6, 1.0, 1.0, 1.0, {"wind": 900.0, "gas": 0.05, "smr": 50.0})
    powers = [option_power(point, o).value for o in ("wind", "gas", "smr", "solar")]
    assert powers == [0.9, 0.0, 0.05, 0.0]
    costs = {"plan": {"grid energy": 100.0, "gas": 0.05, "sold": -0.2}}
    parts = [row["part"] for row in cost_rows(CostView("money", costs))]
    assert parts == ["grid energy", "sold"]


def test_the_campus_says_when_reactors_and_fusion_enter(result_of):
    """Law: the example asks for break-evens; they are printed, and on its page."""
    found = result_of("fusion-and-smr")
    options = {entry.option for entry in found.plan.entries}
    assert {"smr", "fusion-ppa"} <= options
    assert "entries" in tables(found.plan)
    assert any("Break-even with the other options" in t for t in prose(found.plan))


def test_every_drawn_figure_has_a_name():
    """Law: what a range may come from is said in words, never by its key."""
    hints = get_type_hints(Technology)
    drawn = {n for n, hint in hints.items() if Fact in (hint, *get_args(hint))}
    known = planning.SERIES_NAMES.keys() | planning.DRAWN_NAMES.keys()
    assert drawn - set(SETTLED) <= known
    assert "it_power" in known
