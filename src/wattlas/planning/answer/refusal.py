"""The sentence that says what cannot be met, and what would mend it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from wattlas.errors import Message, Several
from wattlas.planning.answer.infeasible import Relaxation
from wattlas.planning.supply import Grid

THOUSAND = 1000.0
NEARLY = 1e-4
"""Share of a power that is the solver's tolerance."""
_RELAXED = {
    "connection_limit": "{amount} MW more of connection at {where}{queue}",
    "offered": "{amount} MW less to give up when called at {where}",
    "power_balance": "{amount} MWh less of load at {where}, in {hours} hours",
    "carbon_cap": "a carbon cap higher by {amount} t",
    "water_cap": "a water cap higher by {amount} m3",
    "capital_budget": "{amount} million {currency} more of capital",
    "training_done": "{amount} thousand chip-hours less of training",
    "chip_stock": "{amount} thousand chips more",
    "training_power_cap": "{amount} MW more of power cap for training",
    "matching_hourly": "a matching share lower by {amount}",
    "matching_monthly": "a matching share lower by {amount}",
    "matching_annual": "a matching share lower by {amount}",
}
"""By limit: what mends the plan."""


def refusal(
    ways: Iterable[tuple[Relaxation, ...]], currency: str, grids: Collection[Grid] = ()
) -> Message:
    """Return the sentence of a plan that is not possible, with each way to mend it.

    Where the queue of one of the `grids` gives the connection later, that is said.

    >>> print(refusal([(Relaxation("connection_limit", "a", 12.0, "MW"),)], "CNY"))
    No plan meets every demand and limit. What would mend it: 12 MW more of
    connection at a.
    """
    found = list(ways)
    if () in found:
        return Message(
            "No plan was found that meets every demand and limit at every "
            "hour, with whole units and runs; with units split and hours in "
            "blocks there is one. Give a larger max_units, size or "
            "connection, or longer training."
        )
    words = [
        Several((_words(r, currency, grids) for r in way), " and ") for way in found
    ]
    if not words:
        return Message("No plan meets every demand, whatever the limits.")
    return Message(
        "No plan meets every demand and limit. What would mend it: {words}.",
        words=Several(words, "; or "),
    )


def _words(r: Relaxation, currency: str, grids: Collection[Grid]) -> Message:
    hours = f"{r.hours:,}" if r.hours is not None else ""
    return Message(
        _RELAXED[r.limit],
        amount=_rounded(r.amount),
        where=r.where,
        hours=hours,
        currency=currency,
        queue=_queue(r, grids) if r.limit == "connection_limit" else "",
    )


def _queue(r: Relaxation, grids: Collection[Grid]) -> Message | str:
    """Return in which year the queue gives a connection, else what it comes to."""
    grid = next((g for g in grids if g.site == r.where and g.later_kw), None)
    if grid is None:
        return ""
    needed_kw = (float(np.max(grid.limit_kw)) + r.amount * THOUSAND) * (1 - NEARLY)
    enough = ((year, kw) for year, kw in grid.later_kw if kw >= needed_kw)
    year, kw = next(enough, grid.later_kw[-1])
    return Message(
        " (its queue gives {there} MW in {year})",
        there=_rounded(kw / THOUSAND),
        year=str(year),
    )


def _rounded(amount: float) -> str:
    """Return a number with three significant digits and grouped thousands."""
    return f"{float(f'{amount:.3g}'):,g}"
