"""Cases of a scenario side by side, as aligned text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wattlas.projection import Outlook
from wattlas.report.outlook import (
    cell,
    changes,
    milestones,
    narrowing,
    summary,
    unit_of,
)
from wattlas.report.terminal import plain_table
from wattlas.report.words import outlook as words

COMPARED = (
    "ai_demand_twh",
    "ai_served_twh",
    "ai_unserved_twh",
    "data_centre_served_twh",
    "ai_carbon_mtco2e",
)


def blocks(found: Sequence[Outlook]) -> Iterable[RenderableType]:
    """Yield the blocks of cases: what each sets, its answer, and all side by side."""
    yield Text(found[0].scenario, style="bold")
    if found[0].note:
        yield Text(found[0].note)
    for item in found:
        yield Text(f"{item.case}: {changes(item) or words.NOTHING_SET}", style="bold")
        yield Text(summary(item))
    yield cases_table(found)
    yield Text(f"{words.IN_BRACKETS} {words.IN_FULL}")
    keys = dict.fromkeys(s.key for item in found for s in item.sources)
    yield Text(f"Sources (wattlas facts sources KEY): {' '.join(keys)}")


def cases_table(found: Sequence[Outlook]) -> Table:
    """Return for each quantity a row a case, over the years that all have."""
    shared = set.intersection(*(set(item.years) for item in found))
    years = [y for y in milestones(found[0]) if y in shared]
    table = plain_table("case", *map(str, years), "unit")
    for quantity in COMPARED:
        table.add_row(Text(words.QUANTITIES[quantity], style="bold"))
        for item in found:
            cells = [cell(item.at(quantity, y)) for y in years]
            name = Padding(Text(item.case), (0, 0, 0, 2))
            table.add_row(name, *cells, unit_of(quantity))
    return narrowing(table)
