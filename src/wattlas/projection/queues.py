"""Queues for connections: what was asked for, what is agreed, what draws power."""

from __future__ import annotations

from dataclasses import dataclass, field

from wattlas import facts
from wattlas.plain import Plain, coded
from wattlas.records import Range

TABLE = "outlook_queues"
STAGES = ("asked_gw", "agreed_gw", "running_gw")


@dataclass(frozen=True)
class Queue(Plain):
    """A place's queue of large loads on a date: what stands in each stage. [GW]

    `asked_gw` is all that waits, `agreed_gw` what is contracted or approved,
    `running_gw` what is connected and draws power; None where it is not published.
    """

    place: str = field(metadata=coded("regions"))
    year: int
    source: str
    note: str
    asked_gw: Range | None = None
    agreed_gw: Range | None = None
    running_gw: Range | None = None

    @property
    def running_share(self) -> float | None:
        """What draws power over all that waits and runs, if both are known. [1]"""
        if self.asked_gw is None or self.running_gw is None:
            return None
        return self.running_gw.mid / (self.asked_gw.mid + self.running_gw.mid)


def queues_of(place: str) -> tuple[Queue, ...]:
    """Return the counts of a place's queue, by year; of the world those of all places.

    >>> [queue.year for queue in queues_of("ercot")]
    [2024, 2025, 2026]
    """
    found = (_queue(key) for key in facts.keys(TABLE))
    return tuple(q for q in found if place in ("world", q.place))


def _queue(key: str) -> Queue:
    row = facts.row(TABLE, key)
    stages = facts.numbers(TABLE, key)
    first = next(iter(stages.values()))
    ranges = {name: Range(f.low, f.value, f.high) for name, f in stages.items()}
    return Queue(row["place"], int(row["year"]), first.source, first.note, **ranges)
