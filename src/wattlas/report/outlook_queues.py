"""What limits new demand of a place: whose connections it has, and its queue."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.projection import Outlook
from wattlas.projection.assumptions import CONNECTS
from wattlas.projection.queues import STAGES, Queue
from wattlas.report.blocks import Block, Prose
from wattlas.report.outlook_cells import input_value, place_name, plain
from wattlas.report.table import PAGE, Column, Number, Row, Table, Word, word
from wattlas.report.words import outlook_supply as words


def limits_blocks(outlook: Outlook) -> Iterator[Block]:
    """Yield whose connections a place has, and the counts of its queue."""
    if outlook.region != "world":
        yield Prose((_connects(outlook),))
    if outlook.queues:
        yield queues_table(outlook)
        yield Prose((Word(words.QUEUES_MEAN),))


def _connects(outlook: Outlook) -> Word:
    """Return whether connections are the place's own or its part of the world's."""
    place = place_name(outlook.region)
    name = f"{CONNECTS}.{outlook.region}"
    own = next((i for i in outlook.inputs if i.name == name), None)
    if own is None:
        return word(words.PART_OF_WORLD, place=place)
    told = {"place": place, "rate": input_value(own)}
    if own.given:
        return word(words.GIVEN_CONNECTIONS, **told)
    return word(words.OWN_CONNECTIONS, **told, year=own.year, source=own.source)


def queues_table(outlook: Outlook) -> Table:
    """Return the stages of queues, a row a place and year. [GW]"""
    columns = (
        Column("place", Word(words.PLACE_HEAD), kind="word"),
        Column("year", Word(words.YEAR_HEAD)),
        *(Column(stage, Word(words.STAGES[stage]), "GW") for stage in STAGES),
        Column("share", Word(words.RUNNING_SHARE), "%"),
        Column("source", Word("source"), kind="word"),
        Column("note", Word("note"), kind="word", surfaces=PAGE),
    )
    rows = tuple(map(_row, outlook.queues))
    return Table("queues", Word(words.QUEUES), columns, rows).without_empty()


def _row(queue: Queue) -> Row:
    stages = [getattr(queue, stage) for stage in STAGES]
    running = queue.running_share
    return Row(
        (
            place_name(queue.place),
            Number(queue.year, form="year"),
            *(plain(stage) if stage else None for stage in stages),
            None if running is None else Number(100 * running, digits=2),
            queue.source,
            queue.note,
        )
    )
