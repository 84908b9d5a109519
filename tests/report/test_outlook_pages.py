"""Pages of outlooks and crossing years: what they say is what the records say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

import wattlas
from wattlas.projection import OutlookContext
from wattlas.report.page import crossing, outlook, render
from wattlas.report.page.blocks import Figure, Fold, Grid
from wattlas.report.page.parts import Made
from wattlas.report.words.language import ENGLISH, language

MADE = Made("wattlas outlook -o x.html", date(2026, 11, 25))
FASTER = {"growth.shipments": "1.5..1.8"}


@pytest.fixture(scope="module")
def curve():
    return wattlas.crossing(growth=(1.3, 2.1), draws=64)


@pytest.fixture(scope="module")
def errors():
    return wattlas.backtest()


@pytest.fixture(scope="module")
def study():
    return wattlas.outlook(draws=64, to=2032, overrides=FASTER)


@pytest.fixture(scope="module")
def beside(study, curve, errors):
    return OutlookContext(errors, wattlas.outlook(draws=64, to=2032), curve)


@pytest.fixture(scope="module")
def cases(study):
    other = wattlas.outlook(draws=64, to=2032)
    named = {"it goes on": study, "as it is": other}
    return [replace(o, scenario="A boom", case=name) for name, o in named.items()]


def grids(page, section):
    (found,) = [s for s in page.sections if s.key == section]
    return [b for b in found.blocks if isinstance(b, Grid)]


def test_the_first_screen_says_the_record(study, beside):
    """Law: three figures of 2030 and one of 2025, three digits, each with its range."""
    page = outlook.outlook_page(replace(study, context=beside), MADE, ENGLISH)
    served = study.at("ai_served_twh", 2030)
    assert [card.label for card in page.cards][2] == "AI gets in 2030"
    shown = page.cards[2]
    assert float(shown.value.replace(",", "")) == pytest.approx(served.mid, rel=0.005)
    low, high = (float(x.replace(",", "")) for x in shown.interval.split(" to "))
    assert (low, high) == pytest.approx((served.low, served.high), rel=0.005)
    assert page.answer.startswith("AI draws ")


def test_what_is_given_is_named_and_held_against_the_default(study, beside):
    """Law: the given input, and a row for each figure that is compared."""
    page = outlook.outlook_page(replace(study, context=beside), MADE, ENGLISH)
    given, taken = grids(page, "assumed")
    assert [row[0] for row in given.rows] == [
        "growth of shipments now (growth.shipments)"
    ]
    assert len(given.rows) + len(taken.rows) == len(study.inputs)
    assert grids(page, "demand")[1].title == "Against the default study"


def test_a_region_has_neither_curve_nor_regions(errors):
    """Law: crossing years and shares by region are the world's."""
    study = wattlas.outlook(region="us", draws=64, to=2032)
    page = outlook.outlook_page(
        replace(study, context=OutlookContext(errors)), MADE, ENGLISH
    )
    assert "crossing" not in [s.key for s in page.sections]
    assert "What AI gets by region, TWh a year" not in [
        g.title for g in grids(page, "binds")
    ]


def test_the_errors_of_past_outlooks_stand_on_the_page(study, beside, errors):
    """Law: a row for each summary of the back-test."""
    page = outlook.outlook_page(replace(study, context=beside), MADE, ENGLISH)
    summary = grids(page, "method")[0]
    assert len(summary.rows) == len(errors.summaries)


def test_cases_stand_side_by_side_with_their_charts(cases, errors):
    """Law: each case has a row a figure, a card, and a fold with two charts."""
    page = outlook.cases_page(
        [replace(cases[0], context=OutlookContext(errors)), *cases[1:]], MADE, ENGLISH
    )
    (table,) = grids(page, "cases")
    assert {row[1] for row in table.rows} == {"it goes on", "as it is"}
    folds = [b for s in page.sections for b in s.blocks if isinstance(b, Fold)]
    assert [sum(isinstance(b, Figure) for b in f.blocks) for f in folds] == [2, 2]
    assert [card.label.partition(":")[0] for card in page.cards] == [
        "it goes on",
        "as it is",
    ]
    ends = sorted(o.at("ai_served_twh", 2032).mid for o in cases)
    figures = [
        float(x.replace(",", "")) for x in re.findall(r"([\d.,]+) \(", page.answer)
    ]
    assert figures == pytest.approx(ends, rel=0.005)


def test_the_page_of_crossing_years_says_both_ends(curve):
    """By hand: at x 2.1 a year from 93 TWh all electricity is reached in 2033."""
    page = crossing.crossing_page(curve, MADE, ENGLISH)
    assert "; at x 2.1 a year it would in 2033" in page.answer
    assert "It cannot: at x 2.1 it outgrows what there is of chips" in page.answer
    assert [card.value for card in page.cards] == ["2050", "2033"]


@pytest.mark.parametrize(
    ("growth", "answer"),
    [
        (
            (1.001,),
            "At +0.1 % a year AI would never take 100 % of the world's electricity.",
        ),
        (
            (1.001, 1.02),
            "At +0.1 % a year AI would never take 100 % of the world's electricity; "
            "at +2 % a year neither.",
        ),
    ],
)
def test_growth_that_gets_nowhere_is_said_once_and_plainly(growth, answer):
    """Law: generation grows by more than 2 % a year, so neither ever catches up."""
    slow = wattlas.crossing(growth=growth, draws=64)
    page = crossing.crossing_page(slow, MADE, ENGLISH)
    assert page.answer == answer
    assert [card.value for card in page.cards] == ["never"] * len(growth)
    assert not any(isinstance(b, Figure) for s in page.sections for b in s.blocks)
    chinese = crossing.crossing_page(slow, MADE, language("zh"))
    assert chinese.answer.startswith("若每年 +0.1 %，AI永远不会用掉")
    assert "永不" in render(chinese)


def test_one_growth_has_one_sentence(curve):
    """Law: where the slowest is the fastest, it is not said twice."""
    page = crossing.crossing_page(replace(curve, rows=curve.rows[:1]), MADE, ENGLISH)
    assert page.answer.count("+30 %") == 2
    assert "in 2050 (" in page.answer
    assert ". It cannot: at +30 %" in page.answer


@pytest.mark.parametrize("code", ["en", "zh"])
def test_pages_stand_alone(study, beside, cases, curve, code):
    """Law: no script, no address, every link of the contents leads to a section."""
    say = language(code)
    pages = (
        outlook.outlook_page(replace(study, context=beside), MADE, say),
        outlook.cases_page([replace(cases[0], context=beside), *cases[1:]], MADE, say),
        crossing.crossing_page(curve, MADE, say),
    )
    for page in pages:
        html = render(page)
        assert "<script" not in html
        assert not re.search(r'(?:src|href)="(?!#)', html)
        links = set(re.findall(r'href="#([\w-]+)"', html))
        assert links == set(re.findall(r'<section id="([\w-]+)"', html))


def test_the_fan_says_its_figures_to_those_who_cannot_see_it(study):
    """Law: the text alternative holds the answer."""
    from wattlas.report.charts.outlook import fan_chart
    from wattlas.report.outlook import summary

    assert summary(study) in fan_chart(study).alt
