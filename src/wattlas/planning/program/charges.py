"""The charges of a bill: highest powers, ratchets, tiers, least charges, standing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.errors import needs_extra
from wattlas.planning.program.frame import THOUSAND, Frame
from wattlas.planning.program.grid import drawn_mw
from wattlas.planning.tariff import MONTHS, EnergyRise, Window, energy_rises

with needs_extra("A plan", "plan"):
    import pandas as pd
    import xarray as xr

if TYPE_CHECKING:
    import linopy


def add_charges(m: linopy.Model, f: Frame) -> None:
    """Add the amounts that bills charge for, as decisions."""
    names = {
        "peak_mw": ("window", [w.label for w in f.windows]),
        "billed_mw": ("window", [w.label for w in _ratcheted(f)]),
        "dearer_mw": ("step", [label for label, _, _ in _power_steps(f)]),
        "dearer_mwh": ("tier", [_tier_label(r) for r in _energy_steps(f)]),
        "lacking_k": ("bill", [label for label, *_ in _least_bills(f)]),
    }
    for name, (dimension, labels) in names.items():
        if labels:
            index = pd.Index(labels, name=dimension)
            m.add_variables(lower=0, coords=[index], name=name)
    if f.standing:
        index = pd.Index(list(f.standing), name="site")
        least = [float(f.is_used(site)) for site in f.standing]
        low = xr.DataArray(least, coords=[index])
        m.add_variables(lower=low, upper=1, coords=[index], name="connected")


def highest_power(m: linopy.Model, f: Frame) -> None:
    """A demand charge is for the highest power drawn in its hours.

    ``peak[window] >= import + sum(off-site output - sold)``
    """
    if not f.windows:
        return
    layers = list(dict.fromkeys((w.site, w.layer) for w in f.windows))
    names = pd.Index([" of ".join(layer) for layer in layers], name="layer")
    label = np.full((len(layers), f.problem.hours), f.windows[0].label, dtype=object)
    inside = np.zeros(label.shape, dtype=bool)
    for w in f.windows:
        row = layers.index((w.site, w.layer))
        label[row, w.hours], inside[row, w.hours] = w.label, True
    coords = {"layer": names, "time": f.time}
    dims = ["layer", "time"]
    site = xr.DataArray([s for s, _ in layers], coords=[names], name="site")
    drawn = drawn_mw(m, f).sel(site=site).drop_vars("site")
    peak = (1.0 * m["peak_mw"]).sel(window=xr.DataArray(label, coords, dims))
    room = drawn - peak.drop_vars("window")
    mask = xr.DataArray(inside, coords, dims)
    m.add_constraints(room <= 0, name="highest_power", mask=mask)


def ratchet(m: linopy.Model, f: Frame) -> None:
    """A month is billed for at least a share of the highest power of others.

    ``billed[window] >= peak[window], ratchet_share * peak[looked at]``
    """
    pairs = [(w.label, w.label, 1.0) for w in _ratcheted(f)]
    pairs += [(w.label, x, w.ratchet_share) for w in _ratcheted(f) for x in w.looks_at]
    if not pairs:
        return
    pair = pd.RangeIndex(len(pairs), name="pair")
    billed, looked, share = (
        xr.DataArray([p[i] for p in pairs], coords=[pair]) for i in range(3)
    )
    least = share * (1.0 * m["peak_mw"]).sel(window=looked).drop_vars("window")
    room = (1.0 * m["billed_mw"]).sel(window=billed).drop_vars("window") - least
    m.add_constraints(room >= 0, name="ratchet")


def dearer_power(m: linopy.Model, f: Frame) -> None:
    """Power above the start of a dearer tier pays what that costs more.

    ``dearer >= billed - start``
    """
    steps = _power_steps(f)
    if not steps:
        return
    index = pd.Index([label for label, _, _ in steps], name="step")
    start = xr.DataArray([s / THOUSAND for _, _, (s, _) in steps], coords=[index])
    over = 1.0 * m["dearer_mw"] - _billed_mw(m, f, [w for _, w, _ in steps], index)
    m.add_constraints(over >= -start, name="dearer_power")


def dearer_energy(m: linopy.Model, f: Frame) -> None:
    """Energy of a month above the start of a dearer tier pays what that costs more.

    ``dearer_energy >= sum[month](import) - start``
    """
    rises = _energy_steps(f)
    if not rises:
        return
    index = pd.Index([_tier_label(r) for r in rises], name="tier")
    start = xr.DataArray([r.start_kwh / THOUSAND for r in rises], coords=[index])
    rows = [f.months_of(r.site) == r.month for r in rises]
    inside = f.series(index, [row.astype(float) for row in rows])
    site = xr.DataArray([r.site for r in rises], coords=[index], name="site")
    bought = (1.0 * m["import_mw"]).sel(site=site).drop_vars("site")
    over = 1.0 * m["dearer_mwh"] - (inside * bought).sum("time")
    m.add_constraints(over >= -start, name="dearer_energy")


def least_charge(m: linopy.Model, f: Frame) -> None:
    """A bill below its least is filled up to it.

    ``lacking + energy + demand - sales >= (least - standing) * connected``
    """
    bills = _least_bills(f)
    if not bills:
        return
    with needs_extra("A plan", "plan"):
        import linopy
    rows = []
    for _, site, month, amount in bills:
        counted = [x for x, s, k, _ in bills if s == site and month in (None, k)]
        paid = (1.0 * m["lacking_k"].sel(bill=counted)).sum()
        standing = f.standing[site] / (1 if month is None else MONTHS)
        least = (amount - standing) / THOUSAND
        there = least * m["connected"].sel(site=site, drop=True)
        rows.append(paid + _bill_k(m, f, site, month) - there)
    index = pd.Index([label for label, *_ in bills], name="bill")
    every = linopy.merge(rows, dim="bill").assign_coords(bill=index)
    m.add_constraints(every >= 0, name="least_charge")


def connected(m: linopy.Model, f: Frame) -> None:
    """A site where a load is placed pays its standing charges.

    ``connected >= share``
    """
    if "connected" not in m.variables or not len(f.place):
        return
    stands = [s for s in f.stands if s.site in f.standing]
    if not stands:
        return
    index = pd.Index([s.label for s in stands], name="place")
    site = xr.DataArray([s.site for s in stands], coords=[index], name="site")
    there = (1.0 * m["connected"]).sel(site=site).drop_vars("site")
    share = 1.0 * m["place_share"].sel(place=index)
    m.add_constraints(there - share >= 0, name="connected")


def charges_k(m: linopy.Model, f: Frame) -> Any:
    """Return what bills charge beside energy at its price. [thousands]

    ``sum(charge * billed) + sum(rise * dearer) + sum(lacking) + standing * connected``
    """
    total: Any = 0.0
    if f.windows:
        index = pd.Index([w.label for w in f.windows], name="step")
        price = xr.DataArray([w.price for w in f.windows], coords=[index])
        total = total + (price * _billed_mw(m, f, f.windows, index)).sum()
    if steps := _power_steps(f):
        rise = [r for _, _, (_, r) in steps]
        rises = xr.DataArray(rise, coords=[m["dearer_mw"].indexes["step"]])
        total = total + (rises * m["dearer_mw"]).sum()
    if tiers := _energy_steps(f):
        rises = xr.DataArray(
            [r.rise for r in tiers], coords=[m["dearer_mwh"].indexes["tier"]]
        )
        total = total + (rises * m["dearer_mwh"]).sum()
    if "lacking_k" in m.variables:
        total = total + m["lacking_k"].sum()
    if f.standing:
        paid = [c / THOUSAND for c in f.standing.values()]
        sites = m["connected"].indexes["site"]
        total = total + (xr.DataArray(paid, coords=[sites]) * m["connected"]).sum()
    return total


def _billed_mw(
    m: linopy.Model, f: Frame, windows: Sequence[Window], index: pd.Index[Any]
) -> Any:
    """Return the power that each of some windows is billed for, by another index."""
    ratcheted = {w.label for w in _ratcheted(f)}
    total: Any = 0.0
    for name, chosen in (
        ("peak_mw", [w.label not in ratcheted for w in windows]),
        ("billed_mw", [w.label in ratcheted for w in windows]),
    ):
        kept = [i for i, is_so in zip(index, chosen, strict=True) if is_so]
        if kept:
            labels = [
                w.label for w, is_so in zip(windows, chosen, strict=True) if is_so
            ]
            at = xr.DataArray(
                labels, coords=[pd.Index(kept, name=index.name)], name="window"
            )
            own = (1.0 * m[name]).sel(window=at).drop_vars("window")
            total = total + own.reindex({index.name: index}).fillna(0)
    return total


def _ratcheted(f: Frame) -> list[Window]:
    return [w for w in f.windows if w.looks_at]


def _power_steps(f: Frame) -> list[tuple[str, Window, tuple[float, float]]]:
    """Return the steps at which a window's price of power rises: start and rise."""
    return [
        (f"{w.label} above {start:g}", w, (start, rise))
        for w in f.windows
        for start, rise in w.rises
    ]


def _energy_steps(f: Frame) -> list[EnergyRise]:
    return [rise for grid in f.problem.grids for rise in energy_rises(grid)]


def _tier_label(rise: EnergyRise) -> str:
    return f"{rise.month + 1} above {rise.start_kwh:g}@{rise.site}"


def _least_bills(f: Frame) -> list[tuple[str, str, int | None, float]]:
    """Return label, site, month (None for the year) and least amount of bills."""
    found: list[tuple[str, str, int | None, float]] = []
    for grid in f.problem.grids:
        if grid.terms is None:
            continue
        if grid.terms.minimum_per_month > 0:
            for month in np.unique(grid.terms.month).tolist():
                label = f"bill {month + 1}@{grid.site}"
                found.append((label, grid.site, month, grid.terms.minimum_per_month))
        if grid.terms.minimum_per_year > 0:
            label = f"bill of the year@{grid.site}"
            found.append((label, grid.site, None, grid.terms.minimum_per_year))
    return found


def _bill_k(m: linopy.Model, f: Frame, site: str, month: int | None) -> Any:
    """Return energy and demand less sales of a site in a month or the year."""
    hours = f.months_of(site) == month if month is not None else np.ones(1, bool)
    weight = np.broadcast_to(hours.astype(float), f.problem.hours)
    grid = next(g for g in f.problem.grids if g.site == site)
    inside = xr.DataArray(weight * grid.price_per_kwh, coords=[f.time])
    total = (inside * m["import_mw"].sel(site=site, drop=True)).sum()
    mine = [w for w in f.windows if w.site == site and month in (None, w.month)]
    if mine:
        index = pd.Index([w.label for w in mine], name="step")
        price = xr.DataArray([w.price for w in mine], coords=[index])
        total = total + (price * _billed_mw(m, f, mine, index)).sum()
    for label, window, (_, rise) in _power_steps(f):
        if window in mine:
            total = total + rise * m["dearer_mw"].sel(step=label, drop=True)
    for tier in _energy_steps(f):
        if tier.site == site and month in (None, tier.month):
            own = m["dearer_mwh"].sel(tier=_tier_label(tier), drop=True)
            total = total + tier.rise * own
    if site in f.exporting:
        price = xr.DataArray(weight * np.asarray(grid.export_price_per_kwh), [f.time])
        total = total - (price * m["export_mw"].sel(site=site, drop=True)).sum()
    return total
