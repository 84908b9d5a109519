"""Tables of an outlook: demand, supply, causes, today's energy, options, inputs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wattlas.projection import Outlook
from wattlas.projection.record import ALL, RANGED_UNTIL, Path
from wattlas.records import Input
from wattlas.report.outlook_cells import (
    energy,
    figure,
    input_name,
    input_value,
    milestones,
    place_name,
    ranged,
    short,
    unit_of,
)
from wattlas.report.table import (
    EVERYWHERE,
    PAGE,
    Column,
    Number,
    Piece,
    Row,
    Surface,
    Table,
    Word,
    share,
    word,
)
from wattlas.report.words import outlook as words
from wattlas.report.words import outlook_page as own
from wattlas.report.words import outlook_supply as supply

MOST_SWINGS = 12
SUPPLY = (
    "ai_demand_twh",
    "ai_served_twh",
    "ai_delayed_twh",
    "ai_unserved_twh",
    "data_centre_demand_twh",
    "data_centre_served_twh",
    "generation_twh",
    "share_of_generation",
    "data_centre_share",
    "data_centre_peak_gw",
    "share_of_peak",
)
FOOTPRINT = ("ai_served_twh", "ai_carbon_mtco2e", "ai_water_gl")
CHANGED = (
    ("ai_demand_twh", "mid"),
    ("ai_served_twh", "mid"),
    ("ai_served_twh", "high"),
    ("ai_unserved_twh", "high"),
    ("ai_carbon_mtco2e", "mid"),
)
"""What a study is compared by with the default: medians, and where supply binds."""
COMPARED = (
    "ai_demand_twh",
    "ai_served_twh",
    "ai_unserved_twh",
    "data_centre_served_twh",
    "ai_carbon_mtco2e",
)
"""What cases are compared by."""


def demand_table(outlook: Outlook) -> Table:
    """Return the demand of AI by method, before supply. [TWh]"""
    methods = (*outlook.methods, *((ALL,) if len(outlook.methods) > 1 else ()))
    rows = [
        _path_row(outlook, Word(words.METHODS[m]), outlook.paths[m]["ai_demand_twh"])
        for m in methods
    ]
    if len(methods) > 1:
        rows[-1] = replace(rows[-1], role="total")
    return _by_year("demand", own.DEMAND, own.METHOD_HEAD, outlook, rows)


def scenarios_table(outlook: Outlook) -> Table:
    """Return what AI is served by scenario, in years that have no one range. [TWh]"""
    years = [y for y in milestones(outlook) if y > RANGED_UNTIL]
    columns = (
        Column("scenario", Word(own.SCENARIO_HEAD), kind="word"),
        *(_year(y, "TWh") for y in years),
    )
    rows = tuple(
        Row((Word(words.SCENARIOS[name]), *(energy(path.at(y)) for y in years)))
        for name, path in outlook.scenarios.items()
    )
    return Table("scenarios", Word(own.SCENARIOS), columns, rows)


def quantities_table(outlook: Outlook, key: str, names: Sequence[str]) -> Table:
    """Return quantities of all methods together, each in its unit."""
    years = milestones(outlook)
    columns = (
        Column("quantity", Word(own.QUANTITY_HEAD), kind="word"),
        *map(_year, years),
        Column("unit", Word("unit"), kind="unit"),
    )
    rows = tuple(
        Row((Word(words.QUANTITIES[name]), *_figures(outlook, name), unit_of(name)))
        for name in names
    )
    return Table(key, Word(own.QUANTITIES[key]), columns, rows)


def _figures(outlook: Outlook, name: str) -> Iterator[Number]:
    years = milestones(outlook)
    return (figure(ranged(outlook.at(name, y), y), name) for y in years)


def _year(year: int, unit: str = "") -> Column:
    return Column(str(year), str(year), unit)


def binds_table(outlook: Outlook) -> Table:
    """Return how often connections are the tighter limit, and supply is short."""
    years = [y for y in milestones(outlook) if y in outlook.grid_binds]
    columns = (Column("limit", kind="word"), *map(_year, years))
    rows = tuple(
        Row((Word(text), *(share(chances[y]) for y in years)))
        for text, chances in (
            (own.CONNECTIONS, outlook.grid_binds),
            (supply.SHORT, outlook.short),
        )
    )
    return Table("binds", Word(own.BINDS), columns, rows)


def regions_table(outlook: Outlook) -> Table:
    """Return what AI is served in each region. [TWh]"""
    rows = [_path_row(outlook, place_name(k), p) for k, p in outlook.regions.items()]
    return _by_year("regions", own.REGIONS, own.REGION_HEAD, outlook, rows)


def options_table(outlook: Outlook) -> Table:
    """Return what each option adds to the world's generation in a year. [TWh]"""
    years = [y for y in milestones(outlook) if y > outlook.years[0]]
    sources = {i.name: i.source for i in outlook.inputs}
    columns = (
        Column("option", Word(own.OPTION_HEAD), kind="word"),
        *(_year(y, "TWh") for y in years),
        Column("source", Word("source"), kind="word"),
    )
    rows = tuple(
        Row(
            (
                Word(words.OPTIONS[key]),
                *(energy(ranged(path.at(y), y)) for y in years),
                sources[f"added_gw.{key}"],
            )
        )
        for key, path in outlook.options.items()
    )
    return Table("options", Word(own.ADDED), columns, rows, folded=True)


def _path_row(outlook: Outlook, name: Piece, path: Path) -> Row:
    years = milestones(outlook)
    return Row((name, *(energy(ranged(path.at(y), y)) for y in years)))


def _by_year(
    key: str, title: str, head: str, outlook: Outlook, rows: Sequence[Row]
) -> Table:
    years = (_year(y, "TWh") for y in milestones(outlook))
    columns = (Column(key, Word(head), kind="word"), *years)
    return Table(key, Word(title), columns, tuple(rows), folded=key == "regions")


def swings_table(outlook: Outlook, year: int) -> Table:
    """Return what each input alone moves, with the ends of its range."""
    inputs = {i.name: i for i in outlook.inputs}
    columns = (
        Column("what", Word("input"), kind="word"),
        Column("input", "--set", kind="word", wraps=False),
        Column("ends", Word(own.ENDS)),
        Column("at_from", Word(own.THEN), "TWh"),
        Column("at_to", Word(own.AND_THEN), "TWh"),
        Column("share", Word(own.SHARE)),
    )
    rows = []
    for s in outlook.swings[year][:MOST_SWINGS]:
        item = inputs.get(s.name)
        ends = replace(input_value(item), form="interval") if item else None
        moved = (Number(s.at_low), Number(s.at_high), share(s.share))
        option = s.name if item else "--method"
        rows.append(Row((input_name(s.name), option, ends, *moved)))
    title = word(own.SWINGS, year=str(year))
    return Table(f"swings-{year}", title, columns, tuple(rows), folded=True)


def base_table(outlook: Outlook) -> Table:
    """Return today's electricity of AI by each way to count it. [TWh]"""
    columns = (
        Column("count", Word(own.COUNT_HEAD), kind="word"),
        Column("energy", unit="TWh", spread=True),
        Column("source", Word("source"), kind="word"),
    )
    rows = tuple(
        Row(
            (Word(words.BASE[b.name]), energy(b.energy_twh), b.source),
            role="part" if b.name in words.PARTS_OF_BASE else "",
        )
        for b in outlook.base
    )
    return Table("base", Word(own.BASE), columns, rows)


def changes_table(outlook: Outlook, default: Outlook) -> Table:
    """Return what the given inputs change: this study beside the default one."""
    years = [y for y in milestones(outlook) if y > outlook.years[0]]
    columns = [Column("quantity", kind="word")]
    for year in years:
        columns.append(Column(f"{year}_before", word(own.BEFORE, year=str(year))))
        columns.append(Column(f"{year}_now", word(own.NOW, year=str(year))))
    columns.append(Column("unit", Word("unit"), kind="unit"))
    rows = tuple(
        Row(
            (
                word(words.ENDS[end], quantity=Word(words.QUANTITIES[name])),
                *(
                    Number(short(getattr(o.at(name, y), end)))
                    for y in years
                    for o in (default, outlook)
                ),
                unit_of(name),
            )
        )
        for name, end in CHANGED
    )
    return Table("changes", Word(own.CHANGES), tuple(columns), rows)


def changes(outlook: Outlook) -> str:
    """Return the inputs that a study was given, as they are set."""
    given = outlook.given.values()
    return ", ".join(
        f"{i.name} = {i.mid:g}" if i.exact else f"{i.name} = {i.low:g}..{i.high:g}"
        for i in given
    )


def cases_table(cases: Sequence[Outlook]) -> Table:
    """Return for each quantity a row a case, over the years that all have."""
    years = [y for y in milestones(cases[0]) if all(y in c.years for c in cases)]
    columns = (
        Column("quantity", kind="word"),
        Column("case", Word(own.CASE_HEAD), kind="word"),
        *map(_year, years),
        Column("unit", Word("unit"), kind="unit"),
    )
    rows = tuple(
        Row(
            (
                Word(words.QUANTITIES[name]),
                case.case,
                *(figure(ranged(case.at(name, y), y), name) for y in years),
                unit_of(name),
            )
        )
        for name in COMPARED
        for case in cases
    )
    return Table("cases", Word(own.CASES), columns, rows, grouped=True)


def inputs_table(
    title: Piece,
    inputs: Iterable[Input],
    surfaces: frozenset[Surface] = EVERYWHERE,
    notes: frozenset[Surface] = EVERYWHERE,
) -> Table:
    """Return inputs with range, unit, source and, on some surfaces, the reason."""
    columns = (
        Column("input", "--set", kind="word", wraps=False),
        Column("what", Word("input"), kind="word", surfaces=PAGE),
        Column("value", spread=True),
        Column("source", Word("source"), kind="word"),
        Column("note", Word("note"), kind="word", surfaces=notes),
    )
    rows = tuple(
        Row(
            (
                i.name,
                input_name(i.name),
                input_value(i),
                i.source,
                i.note,
            )
        )
        for i in inputs
    )
    return Table("inputs", title, columns, rows, folded=True, surfaces=surfaces)
