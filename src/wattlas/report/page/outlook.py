"""An outlook as a page: the answer first, then demand, supply, causes and errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from wattlas.projection import Outlook, OutlookContext
from wattlas.records import Input
from wattlas.report.charts.outlook import fan_chart, tornado_chart
from wattlas.report.charts.theme import Drawing, unchecked
from wattlas.report.outlook import (
    cell,
    changes,
    late,
    middle_year,
    summary,
    title,
    unit_of,
)
from wattlas.report.page import outlook_grids as grids
from wattlas.report.page.blocks import Block, Card, Figure, Fold, Page, Prose
from wattlas.report.page.crossing import curve_blocks
from wattlas.report.page.parts import Head, Made, cited, page_of, sources_grid
from wattlas.report.terminal import range_cells
from wattlas.report.words import outlook as words
from wattlas.report.words import outlook_page as own
from wattlas.report.words import page as page_words
from wattlas.report.words.language import Language

Draw: TypeAlias = Callable[[Outlook, Language], Drawing]
MOST_CARDS = 4


def outlook_page(found: Outlook, made: Made, say: Language) -> Page:
    """Return the page of one outlook in a language.

    What stands beside it in its record is shown: errors, the default, crossing years.
    """
    beside = found.context
    built: dict[str, Sequence[Block]] = {
        "demand": list(_demand(found, beside, say)),
        "binds": list(_binds(found, say)),
        "footprint": [
            grids.quantities_grid(found, grids.FOOTPRINT, own.FOOTPRINT, say)
        ],
        "causes": list(_causes(found, say)),
        "crossing": list(curve_blocks(beside.crossings if beside else None, say)),
        "today": [grids.base_grid(found, say), Prose((say(words.ON_ONE_BASE),))],
        "assumed": list(_assumed([found], say)),
        "method": list(_method([found], beside, say)),
        "cite": list(cited(title(found, say), made, say)),
    }
    head = Head(
        title(found, say), found.note, summary(found, say), tuple(_cards(found, say))
    )
    return page_of(head, built, made, say)


def cases_page(found: Sequence[Outlook], made: Made, say: Language) -> Page:
    """Return the page of a scenario's cases side by side."""
    name = found[0].scenario
    built: dict[str, Sequence[Block]] = {
        "cases": [grids.cases_grid(found, say), Prose((say(words.IN_BRACKETS),))],
        "demand": [_fold(item, say) for item in found],
        "assumed": list(_assumed(found, say)),
        "method": list(_method(found, found[0].context, say)),
        "cite": list(cited(name, made, say)),
    }
    cards = tuple(_case_card(item, say) for item in found[:MOST_CARDS])
    head = Head(name, found[0].note, _cases_answer(found, say), cards)
    return page_of(head, built, made, say)


def _cards(found: Outlook, say: Language) -> Iterator[Card]:
    first, middle = found.years[0], middle_year(found)
    for label, quantity, year in (
        ("ai_demand_twh", "ai_demand_twh", first),
        ("asked", "ai_demand_twh", middle),
        ("ai_served_twh", "ai_served_twh", middle),
        ("ai_carbon_mtco2e", "ai_carbon_mtco2e", middle),
    ):
        yield _card(say(own.CARDS[label], year=year), found, quantity, year, say)


def _card(label: str, found: Outlook, quantity: str, year: int, say: Language) -> Card:
    value, unit = found.at(quantity, year), unit_of(quantity)
    low, mid, high, _ = range_cells(value, unit)
    return Card(label, mid, unit, say(page_words.RANGE, low=low, high=high))


def _case_card(found: Outlook, say: Language) -> Card:
    year = found.years[-1]
    label = f"{found.case}: {say(own.CARDS['ai_served_twh'], year=year)}"
    return _card(label, found, "ai_served_twh", year, say)


def _cases_answer(found: Sequence[Outlook], say: Language) -> str:
    year = min(item.years[-1] for item in found)
    ordered = sorted(found, key=lambda item: item.at("ai_served_twh", year).mid)
    least, most = ordered[0], ordered[-1]
    return say(
        own.CASES_ANSWER,
        year=year,
        count=len(found),
        least=cell(least.at("ai_served_twh", year)),
        least_case=least.case,
        most=cell(most.at("ai_served_twh", year)),
        most_case=most.case,
    )


def _sets(found: Outlook, say: Language) -> str:
    changed = changes(found) or say(words.NOTHING_SET)
    return say(own.CASE_SETS, case=found.case, changes=changed)


def _fold(found: Outlook, say: Language) -> Fold:
    drawings = (_drawn(fan_chart, found, say), _drawn(tornado_chart, found, say))
    figures = (Figure.of(d, d.title) for d in drawings)
    return Fold(_sets(found, say), (Prose((summary(found, say),)), *figures))


def _drawn(draw: Draw, found: Outlook, say: Language) -> Drawing:
    with unchecked():
        return draw(found, say)


def _demand(
    found: Outlook, beside: OutlookContext | None, say: Language
) -> Iterator[Block]:
    yield Figure.of(_drawn(fan_chart, found, say))
    yield grids.demand_grid(found, say)
    yield Prose((say(words.IN_BRACKETS),))
    if beside is not None and beside.default is not None:
        yield Prose((say(words.AGAINST, changes=changes(found)),))
        yield grids.changes_grid(found, beside.default, say)


def _binds(found: Outlook, say: Language) -> Iterator[Block]:
    yield grids.quantities_grid(found, grids.SUPPLY, own.SUPPLY, say)
    yield Prose((late(found, say),))
    yield grids.binds_grid(found, say)
    if found.region == "world":
        yield grids.regions_grid(found, say)
    yield grids.options_grid(found, say)


def _causes(found: Outlook, say: Language) -> Iterator[Block]:
    yield Figure.of(_drawn(tornado_chart, found, say))
    for year in found.swings:
        yield grids.swings_grid(found, year, say)


def _assumed(found: Sequence[Outlook], say: Language) -> Iterator[Block]:
    yield Prose((say(own.ASSUMED),))
    taken: dict[str, Input] = {}
    for item in found:
        if item.given:
            named = say(own.GIVEN_OF, case=item.case) if item.case else say(own.GIVEN)
            yield grids.inputs_grid(named, item.given.values(), say)
        taken |= {i.name: i for i in item.inputs if not i.given}
    yield grids.inputs_grid(say(own.DEFAULTS), taken.values(), say)


def _method(
    found: Sequence[Outlook], beside: OutlookContext | None, say: Language
) -> Iterator[Block]:
    how, ranges = own.METHOD
    first = found[0]
    drawn = say(ranges, draws=f"{first.draws:,}", seed=first.seed)
    sources = [s for item in found for s in item.sources]
    if beside is None:
        yield Prose((say(how), drawn, say(words.LIMITS_OF_IT)))
    else:
        yield Prose((say(how), drawn, say(own.BACKTESTED)))
        yield grids.backtest_grid(beside.backtest, say)
        yield Prose((say(words.LESSON), say(words.LIMITS_OF_IT)))
        sources += beside.backtest.sources
    yield sources_grid([s.key for s in sources], say)
