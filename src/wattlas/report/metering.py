"""A measurement as aligned text: devices, whose energy it was, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.metering.channel import MODEL
from wattlas.metering.parts import Measurement
from wattlas.records import Range
from wattlas.report.format import per_cent, significant, unit_for
from wattlas.report.terminal import plain_table, range_cells
from wattlas.report.words import metering as words
from wattlas.units import kwh_from_joules


def measurement_blocks(found: Measurement) -> Iterator[RenderableType]:
    """Yield what was measured: by device, by whose it was, and per unit of work."""
    yield title(found)
    yield devices_table(found)
    if found.energy_j is not None:
        yield shares_table(found)
    if found.work:
        yield work_table(found)
    lines = list(notes(found))
    if lines:
        yield Text("\n".join(lines))


def title(found: Measurement) -> Text:
    """Return the line that says what was measured, how long, at which mean power."""
    seconds = significant(found.duration_s, 4)
    text = f"{found.name}: {seconds} s"
    energy = found.energy_j
    if energy is not None and found.duration_s > 0:
        text += f", {_power(energy.mid / found.duration_s)} on average"
    return Text(text, style="bold")


def devices_table(found: Measurement) -> Table:
    """Return each device with its range, unit and method, and their sum."""
    table = plain_table("", "low", "mid", "high", "unit", "source")
    for part in found.parts:
        how = words.METHODS.get(part.device.method, part.device.method)
        source = part.device.source
        named = how if source.startswith("model") else f"{how}: {source}"
        table.add_row(part.device.name, *range_cells(part.energy_j, "J"), named)
    energy = found.energy_j
    if energy is not None and len(found.parts) > 1:
        scope = found.whole.device.scope if found.whole else "components"
        cells = range_cells(energy, "J")
        table.add_row(words.HEADLINE[scope], *cells, _in_kwh(energy), style="bold")
    return table


def shares_table(found: Measurement) -> Table:
    """Return whose energy it was: this run's, other processes', nobody's."""
    table = plain_table("of which", "low", "mid", "high", "unit", "share")
    energy, own = found.energy_j, found.own_j
    if energy is None or own is None:
        return table
    size, unit = unit_for(energy.mid or energy.high, "J")
    other = sum(p.other_j for p in found.headline)
    idle = sum(p.idle_j for p in found.headline)
    table.add_row(
        "this run", *range_cells(own, "J", size)[:3], unit, _share(own.mid, energy)
    )
    for name, joules in (("other processes", other), ("idle", idle)):
        figure = significant(joules / size)
        table.add_row(name, "", figure, "", unit, _share(joules, energy))
    return table


def work_table(found: Measurement) -> Table:
    """Return the energy for each unit of the work that was reported."""
    table = plain_table("work", "low", "mid", "high", "unit", "count")
    for name, count in found.work.items():
        per = found.joules_per(name)
        if per is not None:
            label = f"per {name.removesuffix('s')}"
            table.add_row(label, *range_cells(per, "J"), significant(count))
    return table


def notes(found: Measurement) -> Iterator[str]:
    """Yield the sentences on what went wrong, what is modelled, what is not metered."""
    for part in found.parts:
        for flag in sorted(part.flags):
            yield f"{part.device.name}: {words.FLAGS[flag]}."
    modelled = [p.device.name for p in found.parts if p.device.method == MODEL]
    if modelled and len(modelled) == len(found.parts):
        yield words.ALL_MODELLED
    elif modelled:
        yield words.SOME_MODELLED.format(", ".join(modelled))
    if found.parts and found.whole is None:
        yield words.NOT_IN_COMPONENTS


def scenarios_table(names: Iterable[str]) -> Table:
    """Return the scenarios of the simulated machine and what each shows."""
    table = plain_table("scenario", "note")
    for name in names:
        table.add_row(name, words.SCENARIOS[name])
    return table


def cost(energy: Range, price: float, currency: str) -> Text:
    """Return what the metered energy costs, without what no counter sees."""
    money = float(kwh_from_joules(energy.mid)) * price
    return Text(words.COST.format(significant(money), currency, significant(price)))


def truth(truth_j: float, seconds: float, energy: Range | None) -> Text:
    """Return the exact answer of a simulated machine beside what was metered."""
    metered = f"{energy.mid:.6g}" if energy else "nothing,"
    return Text(words.TRUTH.format(f"{truth_j:.6g}", f"{seconds:.6g}", metered))


def _power(watts: float) -> str:
    size, unit = unit_for(watts, "W")
    return f"{significant(watts / size)} {unit}"


def _in_kwh(energy: Range) -> str:
    kwh = float(kwh_from_joules(energy.mid))
    size, unit = unit_for(kwh, "kWh")
    return f"{significant(kwh / size)} {unit}"


def _share(joules: float, energy: Range) -> str:
    return per_cent(joules / energy.mid) if energy.mid > 0 else ""
