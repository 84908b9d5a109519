"""Make a plan fit to be dispatched: enough chips, in order, no traces of options."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wattlas.planning.solve import LinearProgram

if TYPE_CHECKING:
    from wattlas.planning.solve.matrices import Array, Indices

IDLE = {
    "capacity_mw": ("output_mw",),
    "store_mw": ("charge_mw", "discharge_mw", "level_mwh", "ready_mw"),
}
"""Flows that stand still where a capacity is not built."""
HELD = ("taken_k", "returned_k")
"""Decisions with time that are kept as planned: chips are held as capacities are."""
TRACE_MW = 0.1
"""Capacity at a mean load of 100 MW that an interior point left without meaning."""


def dispatchable(lp: LinearProgram, planned: Array) -> Array:
    """Return a plan that its hours can keep."""
    return _without_traces(lp, _with_orderly_chips(lp, _with_enough_chips(lp, planned)))


def _with_enough_chips(lp: LinearProgram, planned: Array) -> Array:
    """Return a plan whose halls hold all the chips that they need."""
    x = np.clip(planned, lp.low, lp.high)
    if "chips_for_serving" in lp.rows:
        block = lp.rows["chips_for_serving"]
        lacking = (lp.matrix @ x)[block.position].max(axis=block.dims.index("time"))
        x[lp.columns["serving_chips_k"].position] += np.maximum(lacking, 0.0)
    return x


def _with_orderly_chips(lp: LinearProgram, planned: Array) -> Array:
    """Return a plan whose training takes chips once and gives back what it took.

    An interior point keeps these rows to its tolerance only, and a week in which fewer
    than no chips are held has no dispatch.
    """
    if "taken_k" not in lp.columns:
        return planned
    x = planned.copy()
    taken, returned = (lp.columns[n].position for n in ("taken_k", "returned_k"))
    x[taken] = np.maximum.accumulate(x[taken], axis=-1)
    x[returned] = np.minimum(np.maximum.accumulate(x[returned], axis=-1), x[taken])
    return x


def _without_traces(lp: LinearProgram, planned: Array) -> Array:
    """Return a plan without the traces of capacity that interior points leave."""
    x = planned.copy()
    for sizes, flows in IDLE.items():
        for name in (n for n in flows if n in lp.columns):
            x[_of_absent(lp, sizes, name, x, TRACE_MW)] = 0.0
    for sizes in IDLE:
        if sizes in lp.columns:
            position = lp.columns[sizes].position
            traces = position[x[position] < TRACE_MW]
            x[traces] = np.maximum(lp.low[traces], 0.0)
    return x


def idle(lp: LinearProgram, x: Array) -> Indices:
    """Return what does not move: chips held, and the flows of what is not built."""
    found = [np.zeros(0, dtype=np.int64)]
    found += [lp.columns[n].position.ravel() for n in HELD if n in lp.columns]
    for sizes, flows in IDLE.items():
        for name in (n for n in flows if n in lp.columns):
            found.append(_of_absent(lp, sizes, name, x, least=0.0).ravel())
    return np.concatenate(found)


def _of_absent(
    lp: LinearProgram, sizes: str, flow: str, x: Array, least: float
) -> Indices:
    """Return the flow of what is not built; not all that is built need have it."""
    (dimension,) = lp.columns[sizes].dims
    built = dict(
        zip(
            lp.columns[sizes].labels[dimension],
            x[lp.columns[sizes].position],
            strict=True,
        )
    )
    labels = lp.columns[flow].labels[dimension]
    absent = np.array([built[k] <= least for k in labels], bool)
    return np.asarray(lp.columns[flow].position[absent])
