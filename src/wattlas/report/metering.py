"""A measurement as a document: devices, whose energy it was, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wattlas.metering.channel import MODEL
from wattlas.metering.parts import Device, Measurement
from wattlas.records import Range
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.format import unit_for
from wattlas.report.table import (
    Cell,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    handy,
    joined,
    ranged,
    share,
    word,
)
from wattlas.report.words import metering as words
from wattlas.report.words.parts_page import SECTIONS
from wattlas.units import kwh_from_joules


def measurement_document(
    measurement: Measurement, more: Sequence[Piece] = ()
) -> Document:
    """Return what was measured as a document; `more` sentences stand at its end."""
    said = (*notes(measurement), *more, *_truth(measurement))
    blocks: list[Block] = [
        devices_table(measurement),
        shares_table(measurement),
        work_table(measurement),
        *([Prose(said)] if said else []),
    ]
    return Document(title(measurement), sections_of(SECTIONS, {"results": blocks}))


def title(measurement: Measurement) -> Word:
    """Return the line that says what was measured, how long, at which mean power."""
    seconds, energy = measurement.duration_s, measurement.energy_j
    values: dict[str, Piece] = {
        "name": measurement.name,
        "time": Number(seconds, "s", digits=4),
    }
    if energy is None or seconds <= 0:
        return Word(words.TITLE, values)
    values["power"] = handy(energy.mid / seconds, "W")
    return Word(words.TITLE_WITH_POWER, values)


def devices_table(measurement: Measurement) -> Table:
    """Return each device with its range, unit and method, and their sum."""
    columns = (
        Column("device", Word(words.DEVICE_HEAD), kind="word"),
        Column("energy", spread=True),
        Column("source", Word("source"), kind="word"),
    )
    rows = [
        Row((part.device.name, ranged(part.energy_j, "J"), origin(part.device)))
        for part in measurement.parts
    ]
    energy = measurement.energy_j
    if energy is not None and len(measurement.parts) > 1:
        scope = measurement.boundary
        in_kwh = handy(float(kwh_from_joules(energy.mid)), "kWh")
        total = (Word(words.HEADLINE[scope]), ranged(energy, "J"), in_kwh)
        rows.append(Row(total, role="total"))
    return Table("devices", "", columns, tuple(rows))


def origin(device: Device) -> Piece:
    """Return how a device was read, and from where."""
    how = Word(words.METHODS.get(device.method, device.method))
    source = device.source
    return how if source.startswith(MODEL) else joined((how, source), ": ")


def shares_table(measurement: Measurement) -> Table:
    """Return whose energy it was: this run's, other processes', nobody's."""
    columns = (
        Column("whose", Word(words.WHOSE_HEAD), kind="word"),
        Column("energy", spread=True),
        Column("share", Word(words.SHARE_HEAD)),
    )
    energy, own = measurement.energy_j, measurement.own_j
    if energy is None or own is None:
        return Table("shares", "", columns, ())
    total = energy.mid or energy.high
    size, unit = unit_for(total, "J")
    other = sum(p.other_j for p in measurement.headline)
    idle = sum(p.idle_j for p in measurement.headline)
    rows = [Row((Word(words.OWN), ranged(own, "J", total), _share(own.mid, energy)))]
    for name, joules in ((words.OTHER, other), (words.IDLE, idle)):
        cells = (Word(name), Number(joules / size, unit), _share(joules, energy))
        rows.append(Row(cells))
    return Table("shares", "", columns, tuple(rows))


def work_table(measurement: Measurement) -> Table:
    """Return the energy for each unit of the work that was reported."""
    columns = (
        Column("work", Word(words.WORK_HEAD), kind="word"),
        Column("energy", spread=True),
        Column("count", Word(words.COUNT_HEAD)),
    )
    rows = []
    for name, count in measurement.work.items():
        per = measurement.joules_per(name)
        if per is not None:
            label = word(words.PER, unit=name.removesuffix("s"))
            rows.append(Row((label, ranged(per, "J"), Number(count))))
    return Table("work", "", columns, tuple(rows))


def notes(measurement: Measurement) -> Iterator[Piece]:
    """Yield what went wrong, what is modelled, what is not metered."""
    for part in measurement.parts:
        for flag in sorted(part.flags):
            yield flag_sentence(part.device.name, flag)
    modelled = [p.device.name for p in measurement.parts if p.device.method == MODEL]
    if modelled and len(modelled) == len(measurement.parts):
        yield Word(words.ALL_MODELLED)
    elif modelled:
        yield word(words.SOME_MODELLED, devices=joined(modelled))
    if measurement.parts and not measurement.wholes:
        yield Word(words.NOT_IN_COMPONENTS)


def flag_sentence(device: Piece, flag: str) -> Word:
    """Return what is wrong with the readings of a device."""
    return word(words.FLAG, device=device, flag=Word(words.FLAGS[flag]))


def scenarios_table(names: Iterable[str]) -> Table:
    """Return the scenarios of the simulated machine and what each shows."""
    columns = (
        Column("scenario", Word(words.SCENARIO_HEAD), kind="word", wraps=False),
        Column("note", Word("note"), kind="word"),
    )
    rows = tuple(Row((name, Word(words.SCENARIOS[name]))) for name in names)
    return Table("scenarios", "", columns, rows)


def cost(energy: Range, price: float, currency: str) -> Word:
    """Return what the metered energy costs, without what no counter sees."""
    money = float(kwh_from_joules(energy.mid)) * price
    per_kwh = Number(price, f"{currency}/kWh")
    return word(words.COST, money=Number(money, currency), price=per_kwh)


def truth(truth_j: float, seconds: float, energy: Range | None) -> Word:
    """Return the exact answer of a simulated machine beside what was metered."""
    values: dict[str, Piece] = {
        "truth": Number(truth_j, "J", digits=6),
        "time": Number(seconds, "s", digits=6),
    }
    if energy is None:
        return Word(words.TRUTH_ALONE, values)
    return Word(words.TRUTH, values | {"metered": Number(energy.mid, "J", digits=6)})


def _truth(measurement: Measurement) -> Iterator[Word]:
    if measurement.truth_j is not None:
        seconds, energy = measurement.duration_s, measurement.energy_j
        yield truth(measurement.truth_j, seconds, energy)


def _share(joules: float, energy: Range) -> Cell:
    return share(joules / energy.mid) if energy.mid > 0 else None
