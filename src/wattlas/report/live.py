"""A session on the terminal while it runs: watts now, energy so far, share, cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console, RenderableType
from rich.live import Live

from wattlas.metering.channel import counting
from wattlas.metering.parts import Device
from wattlas.metering.running import Snapshot
from wattlas.metering.session import Session
from wattlas.report.paint.grid import grid
from wattlas.report.paint.terminal import rich_table
from wattlas.report.table import (
    ABSENT,
    Cell,
    Column,
    Number,
    Row,
    Table,
    Word,
    handy,
    share,
)
from wattlas.report.words import metering as words
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import kwh_from_joules

REFRESHES_PER_SECOND = 2


class LiveView:
    """The table that is drawn again and again; `price` is money for a kWh."""

    def __init__(
        self,
        session: Session,
        price: float | None = None,
        currency: str = "",
        say: Language = ENGLISH,
    ) -> None:
        self._session = session
        self._begin = session.snapshot()
        self._price, self._currency, self._say = price, currency, say

    def __rich__(self) -> RenderableType:
        table = self.table(self._session.snapshot())
        return rich_table(grid(table, self._say, "terminal"))

    def table(self, now: Snapshot) -> Table:
        """Return the table at a moment."""
        seconds = now.at_s - self._begin.at_s
        columns = (
            Column("device", Number(seconds, "s", digits=4), kind="word"),
            Column("power", Word(words.NOW_HEAD), "W"),
            Column("energy", Word(words.ENERGY_HEAD)),
            Column("own", Word(words.OWN)),
            Column("method", Word(words.METHOD_HEAD), kind="word"),
            Column("cost", Word(words.COST_HEAD), self._currency),
        )
        watts, devices = self._session.power_w(), self._session.devices
        rows = [
            Row((d.name, *self._cells(now, [d], watts, Word(words.METHODS[d.method]))))
            for d in devices
        ]
        scopes = counting(device.scope for device in devices)
        counted = [device for device in devices if device.scope in scopes]
        together = self._cells(now, counted, watts, None)
        rows.append(Row((Word(words.TOGETHER), *together), role="total"))
        return Table("live", "", columns, tuple(rows)).without_empty()

    def _cells(
        self,
        now: Snapshot,
        devices: Sequence[Device],
        watts: dict[str, float],
        method: Word | None,
    ) -> tuple[Cell, ...]:
        totals = [now.totals[d.key].since(self._begin.totals[d.key]) for d in devices]
        joules, own = sum(t.joules for t in totals), sum(t.own for t in totals)
        known = [watts[d.key] for d in devices if d.key in watts]
        kwh = float(kwh_from_joules(joules))
        return (
            Number(sum(known)) if known else ABSENT,
            handy(joules, "J"),
            share(own / joules) if joules > 0 else None,
            method,
            None if self._price is None else Number(kwh * self._price),
        )


@contextmanager
def shown(view: LiveView) -> Iterator[None]:
    """Show a view on stderr until the block ends."""
    console = Console(stderr=True)
    with Live(
        view, console=console, refresh_per_second=REFRESHES_PER_SECOND, transient=True
    ):
        yield
