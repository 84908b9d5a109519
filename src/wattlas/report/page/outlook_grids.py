"""Tables of an outlook on its page, from the record alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wattlas.projection import Backtest, Outlook
from wattlas.records import Input
from wattlas.report.format import per_cent, significant
from wattlas.report.outlook import (
    CHANGED,
    cell,
    milestones,
    place_name,
    share_cell,
    unit_of,
)
from wattlas.report.page.blocks import Grid
from wattlas.report.page.parts import NUMBERS, heads
from wattlas.report.scenarios import COMPARED
from wattlas.report.terminal import MISSING
from wattlas.report.words import outlook as words
from wattlas.report.words import outlook_page as own
from wattlas.report.words.language import Language

SUPPLY = (
    "ai_demand_twh",
    "ai_served_twh",
    "ai_delayed_twh",
    "ai_unserved_twh",
    "data_centre_demand_twh",
    "data_centre_served_twh",
    "generation_twh",
    "share_of_generation",
)
MOST_SWINGS = 20
FOOTPRINT = ("ai_served_twh", "ai_carbon_mtco2e", "ai_water_gl")


def demand_grid(found: Outlook, say: Language) -> Grid:
    """Return what AI asks for by each method. [TWh]"""
    methods = (*found.methods, *(("all",) if len(found.methods) > 1 else ()))
    rows = tuple(
        (
            say(words.METHODS[m]),
            *(cell(found.at("ai_demand_twh", y, m)) for y in milestones(found)),
        )
        for m in methods
    )
    return _by_year(say(own.DEMAND), say(own.METHOD_HEAD), found, rows)


def quantities_grid(
    found: Outlook, names: Sequence[str], title: str, say: Language
) -> Grid:
    """Return quantities of all methods together, each in its unit."""
    rows = tuple(
        (say(words.QUANTITIES[name]), *_cells(found, name), _unit(name))
        for name in names
    )
    years = map(str, milestones(found))
    named = ("", *years, say("unit"))
    return Grid(say(title), named, rows, frozenset(range(1, len(named) - 1)))


def _cells(found: Outlook, name: str) -> tuple[str, ...]:
    share = name == "share_of_generation"
    ranges = (found.at(name, year) for year in milestones(found))
    return tuple(share_cell(r, unit=False) if share else cell(r) for r in ranges)


def _unit(name: str) -> str:
    return "%" if name == "share_of_generation" else unit_of(name)


def binds_grid(found: Outlook, say: Language) -> Grid:
    """Return how often connections are the tighter limit, by year."""
    years = [y for y in milestones(found) if y in found.grid_binds]
    row = (say(own.CONNECTIONS), *(per_cent(found.grid_binds[y]) for y in years))
    named = ("", *map(str, years))
    return Grid(say(own.BINDS), named, (row,), frozenset(range(1, len(named))))


def regions_grid(found: Outlook, say: Language) -> Grid:
    """Return what AI is served in each region. [TWh]"""
    rows = tuple(
        (place_name(key, say), *(cell(path.at(y)) for y in milestones(found)))
        for key, path in found.regions.items()
    )
    return _by_year(say(own.REGIONS), say(own.REGION_HEAD), found, rows, folded=True)


def options_grid(found: Outlook, say: Language) -> Grid:
    """Return what each option adds to the world's generation in a year. [TWh]"""
    rows = tuple(
        (say(words.OPTIONS[key]), *(cell(path.at(y)) for y in milestones(found)))
        for key, path in found.options.items()
    )
    return _by_year(say(own.ADDED), say(own.OPTION_HEAD), found, rows, folded=True)


def _by_year(
    title: str,
    head: str,
    found: Outlook,
    rows: tuple[tuple[str, ...], ...],
    folded: bool = False,
) -> Grid:
    named = (head, *map(str, milestones(found)))
    return Grid(title, named, rows, frozenset(range(1, len(named))), folded)


def swings_grid(found: Outlook, year: int, say: Language) -> Grid:
    """Return what each input alone moves, with the ends of its range. [TWh]"""
    inputs = {i.name: i for i in found.inputs}
    rows = []
    for s in found.swings[year][:MOST_SWINGS]:
        item = inputs.get(s.name)
        ends = (significant(item.low), significant(item.high)) if item else ("", "")
        moved = (significant(s.at_low), significant(s.at_high), f"{s.share:.2f}")
        rows.append((input_name(s.name, say), s.name, *ends, *moved))
    named = heads(
        say, "input", "--set", own.FROM, own.TO, own.THEN, own.AND_THEN, own.SHARE
    )
    title = say(own.SWINGS, year=year)
    return Grid(title, named, tuple(rows), frozenset(range(2, 7)), folded=True)


def input_name(name: str, say: Language) -> str:
    """Return an input in words, where it has some, else its name."""
    return say(words.INPUTS[name]) if name in words.INPUTS else name


def base_grid(found: Outlook, say: Language) -> Grid:
    """Return today's electricity of AI by each way to count it. [TWh]"""
    rows = tuple(
        (
            say(words.BASE[b.name]),
            *map(significant, (b.energy_twh.low, b.energy_twh.mid, b.energy_twh.high)),
            b.source,
        )
        for b in found.base
    )
    named = heads(say, own.COUNT_HEAD, "low", "mid", "high", "source")
    return Grid(say(own.BASE), named, rows, NUMBERS)


def changes_grid(found: Outlook, default: Outlook, say: Language) -> Grid:
    """Return what the given inputs change against the default study."""
    years = [y for y in milestones(found) if y > found.years[0]]
    rows = tuple(
        (
            say(words.HIGH if end == "high" else words.MEDIAN).format(
                say(words.QUANTITIES[name])
            ),
            *(
                significant(getattr(o.at(name, y), end))
                for y in years
                for o in (default, found)
            ),
            unit_of(name),
        )
        for name, end in CHANGED
    )
    named = [say(t, year=y) for y in years for t in (own.BEFORE, own.NOW)]
    shown = ("", *named, say("unit"))
    return Grid(say(own.CHANGES), shown, rows, frozenset(range(1, len(shown) - 1)))


def cases_grid(found: Sequence[Outlook], say: Language) -> Grid:
    """Return a row for each quantity and case, over the years that all have."""
    shared = set.intersection(*(set(milestones(item)) for item in found))
    years = sorted(shared)
    rows = tuple(
        (
            say(words.QUANTITIES[name]),
            item.case,
            *(cell(item.at(name, y)) for y in years),
            unit_of(name),
        )
        for name in COMPARED
        for item in found
    )
    named = ("", say(own.CASE_HEAD), *map(str, years), say("unit"))
    return Grid(say(own.CASES), named, rows, frozenset(range(2, len(named) - 1)))


def inputs_grid(title: str, inputs: Iterable[Input], say: Language) -> Grid:
    """Return inputs with their range, unit and source."""
    rows = []
    for i in inputs:
        ends = tuple(f"{v:.4g}" for v in (i.low, i.mid, i.high))
        shown = ("", ends[1], "") if i.exact else ends
        unit = "" if i.unit == "1" else i.unit
        named = input_name(i.name, say)
        text = i.name if named == i.name else f"{named} ({i.name})"
        rows.append((text, *shown, unit, i.source))
    names = heads(say, "input", "low", "mid", "high", "unit", "source")
    return Grid(title, names, tuple(rows), NUMBERS, folded=True)


def backtest_grid(found: Backtest, say: Language) -> Grid:
    """Return the errors of past outlooks in short."""
    rows = tuple(
        (
            say(words.GROUPS[s.name]),
            str(s.count),
            significant(s.median_ratio, 2),
            per_cent(s.median_error),
            say(own.INSIDE, inside=s.inside, ranges=s.ranges) if s.ranges else MISSING,
        )
        for s in found.summaries
    )
    named = heads(say, *own.BACKTEST_HEADS)
    return Grid(say(own.BACKTEST), named, rows, frozenset(range(1, 5)))
