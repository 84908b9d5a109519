"""An outlook as a document: the answer, then demand, supply, causes and errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from wattlas.projection import Outlook
from wattlas.projection.record import RANGED_UNTIL, OutlookCases, OutlookInputs
from wattlas.records import Input
from wattlas.report import outlook_tables as tables
from wattlas.report.backtest import summaries_table
from wattlas.report.blocks import (
    Block,
    Card,
    Document,
    Figure,
    Fold,
    Prose,
    sections_of,
)
from wattlas.report.charts.outlook import fan_chart, tornado_chart
from wattlas.report.crossing import curve_blocks
from wattlas.report.outlook_cells import figure
from wattlas.report.outlook_queues import limits_blocks
from wattlas.report.outlook_sentences import (
    cases_answer,
    evidence,
    late,
    middle_year,
    summary,
    title,
)
from wattlas.report.parts import figure_card, source_blocks
from wattlas.report.table import (
    PAGE,
    TERMINAL,
    Piece,
    Word,
    joined,
    word,
)
from wattlas.report.words import backtest
from wattlas.report.words import outlook as words
from wattlas.report.words import outlook_page as own
from wattlas.report.words.parts_page import SECTIONS

MOST_CARDS = 4


def outlook_document(outlook: Outlook) -> Document:
    """Return one outlook as a document."""
    context, keys = outlook.context, _source_keys([outlook])
    crossings = context.crossings if context else None
    built: dict[str, Sequence[Block]] = {
        "demand": list(_demand(outlook)),
        "binds": list(_binds(outlook)),
        "footprint": [tables.quantities_table(outlook, "footprint", tables.FOOTPRINT)],
        "causes": list(_causes(outlook)),
        "crossing": _on_pages(curve_blocks(crossings)) if crossings else [],
        "today": [tables.base_table(outlook), Prose((Word(words.ON_ONE_BASE),))],
        "assumed": list(_assumed([outlook])),
        "method": [*_method(outlook), *source_blocks(keys)],
    }
    return Document(
        title(outlook),
        sections_of(SECTIONS, built),
        note=outlook.note,
        answer=summary(outlook),
        cards=tuple(_cards(outlook)),
    )


def cases_document(cases: Sequence[Outlook]) -> Document:
    """Return the cases of a scenario side by side as a document."""
    keys = _source_keys(cases)
    built: dict[str, Sequence[Block]] = {
        "cases": [
            tables.cases_table(cases),
            Prose((Word(words.IN_BRACKETS),)),
            Prose((Word(words.IN_FULL),), surfaces=TERMINAL),
        ],
        "demand": [b for n, case in enumerate(cases, start=1) for b in _case(case, n)],
        "assumed": list(_assumed(cases)),
        "method": [*_method(cases[0]), *source_blocks(keys)],
    }
    return Document(
        cases[0].scenario,
        sections_of(SECTIONS, built),
        note=cases[0].note,
        answer=cases_answer(cases),
        cards=tuple(_case_card(case) for case in cases[:MOST_CARDS]),
    )


def saved_cases_document(cases: OutlookCases) -> Document:
    """Return a record of cases side by side as a document."""
    return cases_document(cases.cases)


def inputs_document(inputs: OutlookInputs) -> Document:
    """Return every input of an outlook as a document."""
    built = {"assumed": [tables.inputs_table("", inputs.inputs)]}
    return Document("", sections_of(SECTIONS, built))


def _on_pages(blocks: Iterable[Block]) -> list[Block]:
    """Return blocks that a terminal leaves out: they have verbs of their own."""
    return [replace(block, surfaces=PAGE) for block in blocks]


def _source_keys(cases: Sequence[Outlook]) -> list[str]:
    """Return the sources of outlooks and of the back-test beside the first."""
    keys = [s.key for case in cases for s in case.sources]
    context = cases[0].context
    return [*keys, *(s.key for s in context.backtest.sources)] if context else keys


def _cards(outlook: Outlook) -> Iterator[Card]:
    first, middle = outlook.years[0], middle_year(outlook)
    for label, quantity, year in (
        ("now", "ai_demand_twh", first),
        ("ai_demand_twh", "ai_demand_twh", middle),
        ("ai_served_twh", "ai_served_twh", middle),
        ("ai_carbon_mtco2e", "ai_carbon_mtco2e", middle),
    ):
        said = word(own.CARDS[label], year=str(year))
        yield _card(said, outlook, quantity, year)


def _card(label: Piece, outlook: Outlook, quantity: str, year: int) -> Card:
    value = figure(outlook.at(quantity, year), quantity, unit=True)
    return figure_card(label, value)


def _case_card(case: Outlook) -> Card:
    year = case.years[-1]
    served = word(own.CARDS["ai_served_twh"], year=str(year))
    return _card(joined((case.case, served), ": "), case, "ai_served_twh", year)


def _case(case: Outlook, number: int) -> Iterator[Block]:
    """Yield what a case sets and its answer; on a page its charts too."""
    changed = tables.changes(case) or Word(words.NOTHING_SET)
    sets = joined((case.case, changed), ": ")
    answer = Prose((summary(case),))
    figures = (
        Figure(f"fan-{number}", partial(fan_chart, case)),
        Figure(f"tornado-{number}", partial(tornado_chart, case)),
    )
    yield Fold(sets, (answer, *figures))


def _demand(outlook: Outlook) -> Iterator[Block]:
    yield Figure("fan", partial(fan_chart, outlook))
    if outlook.context is not None and outlook.context.default is not None:
        yield Prose((word(words.AGAINST, changes=tables.changes(outlook)),))
        yield tables.changes_table(outlook, outlook.context.default)
    yield tables.demand_table(outlook)
    yield Prose((Word(words.IN_BRACKETS),))
    if outlook.years[-1] > RANGED_UNTIL:
        yield Prose((Word(words.AFTER_RANGES),))
        if outlook.scenarios:
            yield tables.scenarios_table(outlook)


def _binds(outlook: Outlook) -> Iterator[Block]:
    yield tables.quantities_table(outlook, "supply", tables.SUPPLY)
    yield Prose((late(outlook), *evidence(outlook)))
    yield tables.binds_table(outlook)
    yield from limits_blocks(outlook)
    if outlook.region == "world":
        yield tables.regions_table(outlook)
    yield tables.options_table(outlook)


def _causes(outlook: Outlook) -> Iterator[Block]:
    yield Figure("tornado", partial(tornado_chart, outlook))
    for year in outlook.swings:
        yield tables.swings_table(outlook, year)
    # On a page it stands under the chart.
    yield Prose((Word(words.ALONE),), surfaces=TERMINAL)


def _assumed(cases: Sequence[Outlook]) -> Iterator[Block]:
    yield Prose((Word(own.ASSUMED),), surfaces=PAGE)
    taken: dict[str, Input] = {}
    for case in cases:
        of_case = word(own.GIVEN_OF, case=case.case) if case.case else Word(own.GIVEN)
        yield tables.inputs_table(of_case, case.given.values(), PAGE)
        taken |= {i.name: i for i in case.inputs if not i.given}
    yield tables.inputs_table(Word(own.DEFAULTS), taken.values(), PAGE)


def _method(outlook: Outlook) -> Iterator[Block]:
    how, ranges = own.METHOD
    drawn = word(ranges, draws=f"{outlook.draws:,}", seed=str(outlook.seed))
    yield Prose((Word(how), drawn), surfaces=PAGE)
    if outlook.context is not None:
        yield Prose((Word(own.BACKTESTED),), surfaces=PAGE)
        yield from _on_pages([summaries_table(outlook.context.backtest)])
        yield Prose((Word(backtest.LESSON),), surfaces=PAGE)
    yield Prose((Word(words.LIMITS_OF_IT),))
