"""Pages of outlooks and crossing years: what they say is what the records say."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

import wattlas
from wattlas.projection import OutlookContext
from wattlas.report import outlook
from wattlas.report.blocks import Figure, Fold
from wattlas.report.charts.figures import document_drawings
from wattlas.report.crossing import crossing_document
from wattlas.report.paint.html import document_html
from wattlas.report.paint.text import text_of
from wattlas.report.parts import Made
from wattlas.report.table import Table
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


def tables(document, section):
    (found,) = [s for s in document.sections if s.key == section]
    return [b for b in found.blocks if isinstance(b, Table)]


def said(piece, say=ENGLISH):
    return text_of(piece, say)


def test_the_first_screen_says_the_record(study, beside):
    """Law: a figure of 2025 and three of 2030, unrounded, each with its range."""
    document = outlook.outlook_document(replace(study, context=beside))
    served = study.at("ai_served_twh", 2030)
    shown = document.cards[2]
    assert said(shown.label) == "AI served in 2030"
    value = shown.value
    assert (value.low, value.value, value.high) == (served.low, served.mid, served.high)
    assert value.unit == "TWh"
    assert said(document.answer).startswith("AI draws ")


def test_what_is_given_is_named_and_held_against_the_default(study, beside):
    """Law: the given input, and a row for each figure that is compared."""
    document = outlook.outlook_document(replace(study, context=beside))
    given, taken = tables(document, "assumed")
    assert [row.cells[0] for row in given.rows] == ["growth.shipments"]
    assert said(given.rows[0].cells[1]) == "growth of shipments now"
    assert len(given.rows) + len(taken.rows) == len(study.inputs)
    assert said(tables(document, "demand")[0].title) == "Against the default study"


def test_a_region_has_neither_curve_nor_regions():
    """Law: crossing years and shares by region are the world's."""
    study = wattlas.outlook(region="us", draws=64, to=2032)
    document = outlook.outlook_document(study)
    assert "crossing" not in [s.key for s in document.sections]
    assert "regions" not in [t.key for t in tables(document, "binds")]


def test_the_errors_of_past_outlooks_stand_beside(study, beside, errors):
    """Law: a row for each summary of the back-test."""
    document = outlook.outlook_document(replace(study, context=beside))
    summary = tables(document, "method")[0]
    assert len(summary.rows) == len(errors.summaries)


def test_cases_stand_side_by_side_with_their_charts(cases, errors):
    """Law: each case has a row a figure, a card, and a fold with two charts."""
    first = replace(cases[0], context=OutlookContext(errors))
    document = outlook.cases_document([first, *cases[1:]])
    (table,) = tables(document, "cases")
    assert {row.cells[1] for row in table.rows} == {"it goes on", "as it is"}
    folds = [b for s in document.sections for b in s.blocks if isinstance(b, Fold)]
    assert [sum(isinstance(b, Figure) for b in f.blocks) for f in folds] == [2, 2]
    assert [said(card.label).partition(":")[0] for card in document.cards] == [
        "it goes on",
        "as it is",
    ]
    ends = sorted(o.at("ai_served_twh", 2032).mid for o in cases)
    answer = said(document.answer)
    figures = [float(x.replace(",", "")) for x in re.findall(r"([\d.,]+) \(", answer)]
    assert figures == pytest.approx(ends, rel=0.005)


def test_cases_of_other_lengths_share_the_years_that_all_have(study):
    """By hand: to 2032 and to 2035 the last common milestone is 2032's own end."""
    longer = replace(wattlas.outlook(draws=64, to=2035), case="longer")
    table = outlook.tables.cases_table([replace(study, case="shorter"), longer])
    assert [c.key for c in table.columns[2:-1]] == ["2025", "2027", "2030", "2032"]


def test_crossing_years_say_both_ends(curve):
    """By hand: at +110 % a year from 93 TWh all electricity is reached in 2033."""
    document = crossing_document(curve)
    answer = said(document.answer)
    assert "; at +110 % a year it would in 2033" in answer
    assert "at +110 % a year the first binding constraint is connections" in answer
    assert [said(c.value)[:4] for c in document.cards] == ["2050", "2033"]


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
    document = crossing_document(slow)
    assert said(document.answer) == answer
    assert [said(card.value) for card in document.cards] == ["never"] * len(growth)
    assert document_drawings(document, ENGLISH) == {}
    zh = language("zh")
    assert said(document.answer, zh).startswith("若每年 +0.1 %，AI 永远不会用掉")
    assert "永不" in document_html(document, MADE, zh)


def test_one_growth_has_one_sentence(curve):
    """Law: where the slowest is the fastest, it is not said twice."""
    answer = said(crossing_document(replace(curve, rows=curve.rows[:1])).answer)
    assert answer.count("+30 %") == 2
    assert "in 2050 (" in answer
    assert ". It cannot: at +30 %" in answer


@pytest.mark.parametrize("code", ["en", "zh"])
def test_pages_stand_alone(study, beside, cases, curve, code):
    """Law: no script, no address, every link of the contents leads to a section."""
    say = language(code)
    documents = (
        outlook.outlook_document(replace(study, context=beside)),
        outlook.cases_document([replace(cases[0], context=beside), *cases[1:]]),
        crossing_document(curve),
    )
    for document in documents:
        html = document_html(document, MADE, say)
        assert "<script" not in html
        assert not re.search(r'(?:src|href)="(?!#)', html)
        links = set(re.findall(r'href="#([\w-]+)"', html))
        assert links == set(re.findall(r'<section id="([\w-]+)"', html))


def test_the_fan_says_its_figures_to_those_who_cannot_see_it(study):
    """Law: the text alternative holds the answer."""
    from wattlas.report.charts.outlook import fan_chart
    from wattlas.report.outlook_sentences import summary

    assert said(summary(study)) in fan_chart(study).alt
