"""A session on the terminal while it runs: watts now, energy so far, share, cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.table import Table

from wattlas.metering.channel import WHOLE_SCOPES
from wattlas.metering.session import Session, Snapshot
from wattlas.report.format import per_cent, significant, unit_for
from wattlas.report.terminal import plain_table
from wattlas.units import kwh_from_joules

REFRESHES_PER_SECOND = 2


class LiveView:
    """The table that is drawn again and again; `price` is money for a kWh."""

    def __init__(
        self, session: Session, price: float | None = None, currency: str = ""
    ) -> None:
        self._session = session
        self._begin = session.snapshot()
        self._price, self._currency = price, currency

    def __rich__(self) -> Table:
        return self.table(self._session.snapshot())

    def table(self, now: Snapshot) -> Table:
        """Return the table at a moment."""
        watts = self._session.power_w()
        seconds = now.at_s - self._begin.at_s
        first = f"{significant(seconds, 4)} s"
        heads = ["W now", "energy", "this run", "method"]
        heads += ["cost"] if self._price is not None else []
        table = plain_table(first, *heads)
        for device in self._session.devices:
            total = now.totals[device.key].since(self._begin.totals[device.key])
            power = watts.get(device.key)
            cells = [significant(power) if power is not None else "–"]
            cells += [_energy(total.joules), _share(total.own, total.joules)]
            cells.append(device.method)
            cells += [self._cost(total.joules)] if self._price is not None else []
            table.add_row(device.name, *cells)
        table.add_row("together", *self._together(now, watts), style="bold")
        return table

    def _together(self, now: Snapshot, watts: dict[str, float]) -> list[str]:
        devices = self._session.devices
        whole = [d for scope in WHOLE_SCOPES for d in devices if d.scope == scope]
        counted = whole[:1] or devices
        totals = [now.totals[d.key].since(self._begin.totals[d.key]) for d in counted]
        joules = sum(t.joules for t in totals)
        power = sum(watts.get(d.key, 0.0) for d in counted)
        own = sum(t.own for t in totals)
        cells = [significant(power), _energy(joules), _share(own, joules), ""]
        return [*cells, self._cost(joules)] if self._price is not None else cells

    def _cost(self, joules: float) -> str:
        cost = float(kwh_from_joules(joules)) * (self._price or 0.0)
        return f"{significant(cost)} {self._currency}".strip()


@contextmanager
def shown(view: LiveView) -> Iterator[None]:
    """Show a view on stderr until the block ends."""
    console = Console(stderr=True)
    with Live(
        view, console=console, refresh_per_second=REFRESHES_PER_SECOND, transient=True
    ):
        yield


def _energy(joules: float) -> str:
    size, unit = unit_for(joules, "J")
    return f"{significant(joules / size)} {unit}"


def _share(own: float, joules: float) -> str:
    return per_cent(own / joules) if joules > 0 else ""
