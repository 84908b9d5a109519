"""From series to devices: which of them show one device, and which is believed."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wattlas.errors import InputError, Message
from wattlas.metering.ledger.imports.asked import Asked, LeftOut
from wattlas.metering.ledger.imports.metrics import (
    COUNTER,
    LIMIT,
    POWER,
    Metric,
    counts_energy,
    metric_of,
    rank_of,
)
from wattlas.metering.ledger.imports.places import (
    IDENTITY,
    Owner,
    device_key,
    host_of,
    owner_of,
)
from wattlas.metering.ledger.imports.selector import Selector
from wattlas.metering.ledger.imports.series import Series, ordered
from wattlas.metering.ledger.imports.units import factor_of

NOBODY: frozenset[Owner] = frozenset()


@dataclass(frozen=True)
class Shown:
    """A series, what it counts and whose it is; `factor` makes joules or watts."""

    series: Series
    metric: Metric
    key: str
    name: str
    host: str
    owner: Owner | None
    factor: float


@dataclass
class Line:
    """The readings of one device by one metric: each time once, with who held it.

    `times` [s since 1970], `values` [J or W], None of what is none.
    """

    metric: Metric
    times: array[float] = field(default_factory=lambda: array("d"))
    values: list[float | None] = field(default_factory=list)
    owners: dict[float, frozenset[Owner]] = field(default_factory=dict)


@dataclass
class Found:
    """One device: its counter or power, the power beside a counter, its limit. [W]"""

    key: str
    name: str
    host: str
    line: Line
    beside: Line | None = None
    limit_w: float | None = None


def shown_of(
    series: Iterable[Series], asked: Asked, chosen: Selector | None, left: LeftOut
) -> list[Shown]:
    """Return the series that count energy; what cannot be used is left out and told."""
    found = []
    for item in series:
        try:
            metric = metric_of(item, asked, chosen)
            if metric is None:
                if counts_energy(item):
                    text = "{what} may be energy too: --query with --scope imports it."
                    left.add(Message(text, what=item.metric))
                continue
            host = host_of(item, asked.host)
            key, name = device_key(item, metric, host)
        except InputError as error:
            left.add(Message("{what}: {error}", what=item.metric, error=error))
            continue
        factor, _ = factor_of(metric.unit)
        owner = owner_of(item) if metric.owned else None
        found.append(Shown(ordered(item, left), metric, key, name, host, owner, factor))
    return found


def devices_of(shown: Iterable[Shown], left: LeftOut) -> Iterator[Found]:
    """Yield the devices that series show, each once, by the metric that is believed.

    Slices of one card repeat its counter, several exporters one package: what one of
    them says is taken. A counter that never moved is none; the power stands for it.
    """
    groups: dict[tuple[str, str], list[Shown]] = {}
    for item in shown:
        is_card = IDENTITY.fullmatch(item.key) is not None
        place = item.key if is_card else item.host
        groups.setdefault((place, item.metric.scope), []).append(item)
    for (place, _), items in groups.items():
        yield from _of_place(place, items, left)


def _of_place(place: str, items: list[Shown], left: LeftOut) -> Iterator[Found]:
    """Yield the devices of one scope of a machine, or one card, by the best source."""
    readings = [item for item in items if item.metric.role != LIMIT]
    alive = [item for item in readings if _is_alive(item, left)]
    order = sorted({_rank(item) for item in alive})
    if not order:
        return
    kept = [item for item in alive if _rank(item) == order[0]]
    for source in sorted({i.metric.source for i in alive if _rank(i) != order[0]}):
        if source != kept[0].metric.source:
            text = "{what} shows {place} once more: {source} is taken."
            first = kept[0].metric.source
            left.add(Message(text, what=source, place=place, source=first))
    counts = kept[0].metric.role == COUNTER
    for key, same in _by_key(_without_twins(kept, left)).items():
        beside = [i for i in alive if i.key == key and i.metric.role == POWER]
        limits = [i for i in items if i.key == key and i.metric.role == LIMIT]
        line = _line(same)
        power = _line(_first_metric(beside)) if counts and beside else None
        yield Found(key, same[0].name, same[0].host, line, power, _most(limits))


def _rank(item: Shown) -> tuple[bool, int]:
    return item.metric.role != COUNTER, rank_of(item.metric)


def _first_metric(items: list[Shown]) -> list[Shown]:
    best = min(map(_rank, items))
    return [item for item in items if _rank(item) == best]


def _is_alive(item: Shown, left: LeftOut) -> bool:
    """Say whether a series has two readings, and a counter ever moved."""
    values = [value for _, value in item.series.readings() if value is not None]
    if len(values) < 2:
        text = "{what} of {device} has {count} readings; energy needs two at least."
        count = len(values)
        left.add(Message(text, what=item.series.metric, device=item.key, count=count))
        return False
    if item.metric.role == COUNTER and len(set(values)) == 1:
        text = "{what} of {device} never moved from {value:g}: it is no counter."
        value = values[0]
        left.add(Message(text, what=item.series.metric, device=item.key, value=value))
        return False
    return True


def _without_twins(items: list[Shown], left: LeftOut) -> list[Shown]:
    """Return series without those of dies that show one counter of their package."""
    if items[0].metric.role != COUNTER or items[0].metric.scope != "package":
        return items
    kept: list[Shown] = []
    for item in items:
        of = (item.series.times, item.series.values)
        twin = next((k for k in kept if (k.series.times, k.series.values) == of), None)
        if twin is None or twin.key == item.key:
            kept.append(item)
        else:
            text = "{what} shows what {other} shows: it counts once."
            left.add(Message(text, what=item.key, other=twin.key))
    return kept


def _by_key(items: list[Shown]) -> dict[str, list[Shown]]:
    found: dict[str, list[Shown]] = {}
    for item in items:
        found.setdefault(item.key, []).append(item)
    return found


def _most(limits: list[Shown]) -> float | None:
    """Return the highest limit that a device had in the time. [W]"""
    values = [
        value * item.factor
        for item in limits
        for _, value in item.series.readings()
        if value is not None
    ]
    return max(values, default=0.0) or None


def _line(items: list[Shown]) -> Line:
    """Return the readings of series of one device, each time once.

    Where several have one, that of the series that was read before: two slices of a
    card show its counter at moments that differ a little.
    """
    items = sorted(items, key=lambda i: sorted(i.series.labels.items()))
    at: dict[float, list[tuple[int, float | None]]] = {}
    for number, item in enumerate(items):
        for at_s, value in item.series.readings():
            at.setdefault(at_s, []).append((number, value))
    line, last = Line(items[0].metric), 0
    for at_s in sorted(at):
        there = [pair for pair in at[at_s] if pair[1] is not None]
        number, value = min(there or at[at_s], key=lambda p: (p[0] != last, p[0]))
        last = number
        line.times.append(at_s)
        line.values.append(None if value is None else value * items[number].factor)
        owners = {items[n].owner for n, _ in at[at_s]} - {None}
        line.owners[at_s] = frozenset(o for o in owners if o is not None)
    return line


def names_of(owners: Iterable[Owner]) -> str:
    """Return the names of owners one after the other.

    >>> names_of([Owner("b"), Owner("a")])
    'a, b'
    """
    return ", ".join(
        owner for owner, _ in sorted(Counter(o.job for o in owners).items())
    )
