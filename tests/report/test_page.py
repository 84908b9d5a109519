"""The page of a study: says what the record says, alone, in two languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser

import pytest

from wattlas.errors import UnknownNameError
from wattlas.report.answer import chosen, is_choice
from wattlas.report.charts.causes import cause_rows
from wattlas.report.charts.figures import document_drawings
from wattlas.report.charts.flow import energy_flow, flow_chart, placed
from wattlas.report.charts.places import place_rows
from wattlas.report.paint.html import document_html
from wattlas.report.paint.text import text_of as said
from wattlas.report.parts import Made
from wattlas.report.study import study_document
from wattlas.report.words.language import ENGLISH, language

STUDIES = ("bloom", "chatgpt-2023", "east-data-west-compute", "bloom-serving")
MADE = Made("wattlas run study.yaml", date(2026, 11, 25), "title: a study\n")


@pytest.fixture(scope="module")
def results(result_of):
    return {name: result_of(name) for name in STUDIES}


@pytest.fixture(scope="module")
def east(results):
    return results["east-data-west-compute"]


@dataclass
class Text(HTMLParser):
    """The text of a page without its style."""

    parts: list[str] = field(default_factory=list)
    quiet: bool = False

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        self.quiet = tag == "style"

    def handle_data(self, data):
        if not self.quiet:
            self.parts.append(data)


def text_of(html):
    """Return the visible text of a page, blanks folded."""
    reader = Text()
    reader.feed(html)
    return " ".join(" ".join(reader.parts).split())


def test_the_first_screen_says_the_record(east):
    """By hand: what is decided, then the lowest electricity cost with its range."""
    costs = [p.total["electricity_cost"] for p in east.placements]
    best = min(costs, key=lambda cost: cost.mid)
    assert best == chosen(east).total["electricity_cost"]
    low, mid, high = (f"{v / 1e6:.3g}" for v in (best.low, best.mid, best.high))
    share = f"{100 * (1 - best.mid / costs[0].mid):.0f} %"
    page = study_document(east)
    told = said(page.answer, ENGLISH)
    assert told.startswith("In 2027 the plan costs ")
    assert told.endswith(
        "qingyang has the lowest electricity cost of 2 alternatives, "
        f"for training and the whole service: {mid} million CNY ({low} to {high}), "
        f"{share} less than shanghai."
    )
    assert page.sections[0].key == "plan"
    assert len(page.cards) == 4
    assert all(card.under for card in page.cards)


def test_cases_of_one_thing_are_no_alternatives(results):
    """By hand: BLOOM as published and as estimated are two views of one run."""
    assert not is_choice(results["bloom"])
    page = study_document(results["bloom"])
    assert said(page.answer, ENGLISH) == (
        "Facility energy of one training run: 828 MWh, as much as 76.7 US households "
        "use in a year; 662 MWh to 828 MWh over 2 cases."
    )


def test_parts_of_the_flow_add_up(results):
    """Law: at every node of the flow the parts are the whole."""
    for result in results.values():
        for placement in result.placements:
            flow = energy_flow(placement)
            for node in (p.flow for p in placed(flow)):
                if node.parts:
                    parts = sum(part.energy_kwh for part in node.parts)
                    assert parts == pytest.approx(node.energy_kwh)
                    assert all(part.energy_kwh >= 0 for part in node.parts)


def test_charts_show_what_the_record_says(east):
    """Law: rows of the charts are the totals and the width of the record."""
    rows = [r for r in place_rows(east.placements) if r["result"] == "electricity cost"]
    costs = [p.total["electricity_cost"] for p in east.placements]
    assert [r["mid"] for r in rows] == [pytest.approx(c.mid / 1e6) for c in costs]
    assert [r["low"] for r in rows] == [pytest.approx(c.low / 1e6) for c in costs]
    estimate = east.placements[0].estimates[0]
    shares = {r["input"]: r["share"] for r in cause_rows(estimate)}
    assert shares == {k: estimate.width[k] for k in shares}
    assert len(shares) >= 2


def test_a_flow_needs_two_boundaries(results):
    """Law: where one boundary is known there is nothing to draw."""
    metered = results["bloom-serving"].placements[0]
    drawn = flow_chart(metered)
    known = [
        b for b in ("facility", "it", "chip") if f"{b}_energy_kwh" in metered.total
    ]
    assert (drawn is None) == (len(known) < 2)


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("name", STUDIES)
def test_a_page_stands_alone(results, name, code):
    """Law: no script, no address to load, under 3 MB, every section linked."""
    html = document_html(study_document(results[name]), MADE, language(code))
    assert len(html.encode()) < 3_000_000
    assert "<script" not in html
    assert not re.search(r'(?:src|href)="(?!#)', html)
    assert "url(" not in html
    links = set(re.findall(r'href="#([\w-]+)"', html))
    assert links == set(re.findall(r'<section id="([\w-]+)"', html))
    assert re.search(r'role="img" tabindex="0" aria-label="[^"]{20,}', html)


def test_no_sentence_of_a_page_is_untranslated(results, chinese):
    """Law: whatever a page says is in the catalogue; names and units stay."""
    say, missing = chinese
    for result in results.values():
        document_html(study_document(result), MADE, say)
    assert missing == set()


def test_every_word_of_the_page_is_in_the_catalogue(messages):
    """Law: also the sentences that no example needs."""
    from wattlas.hours.records import PROVENANCES
    from wattlas.report.words import en, page, plan_charts, plan_page, planning

    def walk(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, tuple):
            for inner in value:
                yield from walk(inner)

    shown = ("RESULTS", "STAGES", "BASES", "ABSENT", "ABSENT_LINE", "STAGE_OPTIONS")
    shown += ("ABSENT_NAMES", "STAGES_CHART")
    of_plans = ("PARTS", "LEVERS", "BASELINE", "TOGETHER", "WHOLE", "LATE")
    modules = (page, plan_charts, plan_page)
    values = [v for m in modules for name, v in vars(m).items() if name.isupper()]
    values += [getattr(en, name) for name in shown]
    values += [getattr(planning, name) for name in of_plans]
    texts = {t for value in values for t in walk(value)} | set(PROVENANCES)
    assert {t for t in texts if t} - messages == set()


def test_an_unknown_language_is_refused():
    """Bad input: the sentence names the languages there are."""
    with pytest.raises(UnknownNameError) as error:
        language("zn")
    assert str(error.value) == "The language must be one of en, zh, got 'zn'."


def test_every_chart_is_named_and_draws(east):
    """Law: charts of a study have distinct names, words and an SVG body."""
    found = document_drawings(study_document(east), ENGLISH)
    of_estimates = {"flow", "stages", "places", "causes-train", "causes-serve"}
    of_plan = {"map", "levers", "schedule", "dispatch", "worst-week", "costs"}
    assert set(found) == of_estimates | of_plan
    for drawing in found.values():
        assert all((drawing.alt, drawing.caption, drawing.rows))
        svg = drawing.svg()
        assert svg.startswith("<svg")
        assert "var(--ink)" in svg
