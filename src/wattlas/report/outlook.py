"""An outlook as aligned text: the answer, demand, supply, causes, today, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table
from rich.text import Text

from wattlas import facts
from wattlas.projection import Outlook
from wattlas.records import Input, Range
from wattlas.report.format import per_cent, significant
from wattlas.report.terminal import plain_table
from wattlas.report.words import outlook as words
from wattlas.report.words.language import ENGLISH, Language

MILESTONES = (2025, 2027, 2030, 2035, 2040, 2050)
MOST_YEARS, FEW_YEARS, WIDE = 4, 3, 100
SHOWN_SWINGS = 9
SUPPLIED = (
    "ai_demand_twh",
    "ai_served_twh",
    "ai_delayed_twh",
    "ai_unserved_twh",
    "data_centre_demand_twh",
    "data_centre_served_twh",
    "generation_twh",
    "share_of_generation",
    "ai_carbon_mtco2e",
    "ai_water_gl",
)
CHANGED = (
    ("ai_demand_twh", "mid"),
    ("ai_served_twh", "mid"),
    ("ai_served_twh", "high"),
    ("ai_unserved_twh", "high"),
    ("ai_carbon_mtco2e", "mid"),
)
"""What a study is compared by with the default: medians, and where supply binds."""


def blocks(found: Outlook, default: Outlook | None = None) -> Iterable[RenderableType]:
    """Yield the blocks of an outlook, beside the default study where one is given."""
    yield Text(title(found), style="bold")
    if found.note:
        yield Text(found.note)
    yield Text(summary(found))
    if default is not None:
        yield Text(words.AGAINST.format(changes=changes(found)))
        yield changes_table(found, default)
    yield ByWidth(partial(demand_table, found), found)
    yield ByWidth(partial(supply_table, found), found)
    yield Text(f"{words.IN_BRACKETS} {late(found)}")
    if found.region == "world":
        yield ByWidth(partial(regions_table, found), found)
    for year in found.swings:
        yield swings_table(found, year)
    yield Text(words.ALONE)
    yield base_table(found)
    yield Text(words.ON_ONE_BASE)
    yield ByWidth(partial(options_table, found), found)
    yield Text(words.LIMITS_OF_IT)
    keys = " ".join(s.key for s in found.sources)
    yield Text(f"Sources (wattlas facts sources KEY): {keys}")


def title(found: Outlook, say: Language = ENGLISH) -> str:
    """Return the line that says what the outlook is of."""
    span = f"{found.years[0]}-{found.years[-1]}"
    text = say(words.TITLE, place=place_name(found.region, say), span=span)
    text = f"{found.title}: {text}" if found.title else text
    return text[0].upper() + text[1:]


def place_name(region: str, say: Language = ENGLISH) -> str:
    """Return the name of a region as people say it.

    >>> place_name("world"), place_name("china")
    ('the world', 'China')
    """
    if region == "world":
        return say(words.THE_WORLD)
    row = facts.row("outlook_regions", region)
    return row.get(f"name_{say.code}") or row["name_en"]


def middle_year(found: Outlook) -> int:
    """Return the year that the answer is about: 2030, or the last if that is sooner."""
    return 2030 if 2030 in found.years else found.years[-1]


def summary(found: Outlook, say: Language = ENGLISH) -> str:
    """Return the answer in two sentences."""
    first, last = found.years[0], found.years[-1]
    middle = middle_year(found)
    return say(
        words.SUMMARY if last > middle else words.SHORT_SUMMARY,
        first=first,
        middle=middle,
        last=last,
        place=say(words.WHOSE["world" if found.region == "world" else "region"]),
        now=cell(found.at("ai_demand_twh", first)),
        now_share=share_cell(found.at("share_of_generation", first)),
        asked=cell(found.at("ai_demand_twh", middle)),
        got=cell(found.at("ai_served_twh", middle)),
        later=cell(found.at("ai_demand_twh", last)),
        latest=cell(found.at("ai_served_twh", last)),
    )


def milestones(found: Outlook, count: int = MOST_YEARS) -> list[int]:
    """Return the years that tables show: the first, the last, and some between."""
    years = sorted({*(y for y in MILESTONES if y in found.years), found.years[-1]})
    for spare in (2027, 2035, 2040):
        if len(years) > count and spare in years[1:-1]:
            years.remove(spare)
    return years


class ByWidth:
    """A table with as many years as the terminal has room for."""

    def __init__(self, build: Callable[[list[int]], Table], found: Outlook) -> None:
        self._build, self._found = build, found

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        """Yield the table with four years, or three where it is narrow."""
        wide = options.max_width >= WIDE
        yield self._build(milestones(self._found, MOST_YEARS if wide else FEW_YEARS))


def demand_table(found: Outlook, years: list[int]) -> Table:
    """Return the demand of AI by method, before supply. [TWh]"""
    table = plain_table("AI asks for, TWh", *map(str, years))
    for method in (*found.methods, *(("all",) if len(found.methods) > 1 else ())):
        cells = [cell(found.at("ai_demand_twh", y, method)) for y in years]
        bold = "bold" if method == "all" else ""
        table.add_row(words.METHODS[method], *cells, style=bold)
    return narrowing(table)


def supply_table(found: Outlook, years: list[int]) -> Table:
    """Return demand against supply, all methods together."""
    table = plain_table("demand, supply", *map(str, years), "unit")
    for quantity in SUPPLIED:
        ranges = [found.at(quantity, y) for y in years]
        share = quantity == "share_of_generation"
        cells = [share_cell(r, unit=False) if share else cell(r) for r in ranges]
        unit = "%" if share else unit_of(quantity)
        table.add_row(words.QUANTITIES[quantity], *cells, unit)
    return narrowing(table)


def unit_of(quantity: str) -> str:
    """Return the unit of a quantity, as it is printed."""
    return {"ai_carbon_mtco2e": "MtCO2e", "ai_water_gl": "GL"}.get(quantity, "TWh")


def narrowing(table: Table) -> Table:
    """Return a table whose ranges may stand under their median where it is narrow."""
    for i, column in enumerate(table.columns):
        column.no_wrap = i == 0
    return table


def regions_table(found: Outlook, years: list[int]) -> Table:
    """Return what AI is served in each region. [TWh]"""
    table = plain_table("served by region, TWh", *map(str, years))
    for region, path in found.regions.items():
        table.add_row(region, *(cell(path.at(y)) for y in years))
    return narrowing(table)


def swings_table(found: Outlook, year: int) -> Table:
    """Return what moves the served energy of a year most. [TWh]"""
    heads = ("--set", "from", "to", "TWh then", "and then", "share")
    table = plain_table(f"what matters, {year}", *heads)
    table.columns[1].justify = "left"
    inputs = {i.name: i for i in found.inputs}
    for s in found.swings[year][:SHOWN_SWINGS]:
        item = inputs.get(s.name)
        ends = (significant(item.low), significant(item.high)) if item else ("", "")
        row = (*ends, significant(s.at_low), significant(s.at_high))
        name = s.name if item else "--method"
        phrase = words.INPUTS.get(s.name, "")
        table.add_row(phrase, name, *row, f"{s.share:.2f}")
    return narrowing(table)


def base_table(found: Outlook) -> Table:
    """Return today's AI electricity by each method alone, beside others. [TWh]"""
    table = plain_table("AI in 2025, TWh", "low", "mid", "high", "source")
    for b in found.base:
        e = b.energy_twh
        numbers = map(significant, (e.low, e.mid, e.high))
        table.add_row(words.BASE[b.name], *numbers, f"\\[{b.source}]")
    return narrowing(table)


def options_table(found: Outlook, years: list[int]) -> Table:
    """Return what each option adds to the world's generation in a year. [TWh]"""
    years = [y for y in years if y > found.years[0]]
    heads = (*map(str, years), "source")
    table = plain_table("added a year, world, TWh", *heads)
    inputs = {i.name: i for i in found.inputs}
    for key, path in found.options.items():
        source = f"\\[{inputs[f'added_gw.{key}'].source}]"
        table.add_row(words.OPTIONS[key], *(cell(path.at(y)) for y in years), source)
    return narrowing(table)


def inputs_table(inputs: Iterable[Input]) -> Table:
    """Return inputs with range, unit, source and the reason for them."""
    table = plain_table("input", "low", "mid", "high", "unit", "source", "note")
    for i in inputs:
        cells = ["", f"{i.mid:g}", ""] if i.exact else [f"{v:.4g}" for v in _three(i)]
        unit = "" if i.unit == "1" else i.unit
        table.add_row(i.name, *cells, unit, f"\\[{i.source}]", i.note)
    table.columns[0].no_wrap = True
    return table


def _three(item: Input) -> tuple[float, float, float]:
    return item.low, item.mid, item.high


def changes_table(found: Outlook, default: Outlook) -> Table:
    """Return what the given inputs change: this study beside the default one."""
    years = [y for y in milestones(found) if y > found.years[0]]
    heads = [f"{y} {which}" for y in years for which in ("before", "now")]
    table = plain_table("", *heads, "unit")
    pair = (default, found)
    for quantity, end in CHANGED:
        name = words.QUANTITIES[quantity]
        label = words.HIGH if end == "high" else words.MEDIAN
        values = (getattr(o.at(quantity, y), end) for y in years for o in pair)
        table.add_row(label.format(name), *map(_short, values), unit_of(quantity))
    return narrowing(table)


def changes(found: Outlook) -> str:
    """Return the inputs that a study was given, as they are set."""
    given = found.given.values()
    return ", ".join(
        f"{i.name} = {i.mid:g}" if i.exact else f"{i.name} = {i.low:g}..{i.high:g}"
        for i in given
    )


def cell(value: Range) -> str:
    """Print a range as its median and, in brackets, its ends.

    >>> cell(Range(1.0, 2.0, 4.0)), cell(Range(2.0, 2.0, 2.0)), cell(Range(0, 0, 0))
    ('2 (1-4)', '2', '0')
    """
    low, mid, high = (_short(v) for v in (value.low, value.mid, value.high))
    return mid if low == high else f"{mid} ({low}-{high})"


def share_cell(value: Range, unit: bool = True) -> str:
    """Print a range of shares in per cent."""
    low, mid, high = (_short(100 * v, 2) for v in (value.low, value.mid, value.high))
    text = mid if low == high else f"{mid} ({low}-{high})"
    return f"{mid} % ({low}-{high} %)" if unit and low != high else text


def _short(value: float, digits: int = 3) -> str:
    return "0" if abs(value) < 0.005 else significant(value, digits)


def late(found: Outlook, say: Language = ENGLISH) -> str:
    """Return what is counted as late and as carbon, and what binds in the middle."""
    patience = next(i.mid for i in found.inputs if i.name == "patience.years")
    middle = middle_year(found)
    return say(
        words.LATE,
        patience=significant(patience),
        middle=middle,
        binds=per_cent(found.grid_binds[middle]),
    )
