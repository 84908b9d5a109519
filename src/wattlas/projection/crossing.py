"""In which year AI would take a share of all generation, and what stops it before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from wattlas import facts
from wattlas.chain import growth as links
from wattlas.chain.types import Value
from wattlas.errors import ContradictionError, InputError
from wattlas.parameters import Given, quantity
from wattlas.parameters.drawing import DRAWS, SEED
from wattlas.projection.assumptions import Assumptions, assumptions
from wattlas.projection.demand import long_run, shipped_gw
from wattlas.projection.history import BASE_YEAR, history
from wattlas.projection.record import Array
from wattlas.projection.settings import enough_draws
from wattlas.projection.supply import world_limits_twh, world_option_twh
from wattlas.records import SCHEMA, Range, Source

GROWTHS = (1.1, 1.15, 1.2, 1.26, 1.3, 1.36, 1.5, 1.75, 2.1, 2.5)
SHARES = (0.05, 0.1, 0.25, 1.0)
LIMITS = ("connections", "chips", "gas", "generation")
"""What stops an exponential: grid connections, chips, gas turbines, new plants."""

BASES = {"ai": "base_twh.ai", "data-centres": "base_twh.data-centres"}
USED = (
    "generation_growth.world",
    "connection_gw.2025",
    "shipped_chips.2025",
    "added_gw.gas",
    "load.chips",
)
"""The inputs that a reader should see the sources of, beside the base."""

FURTHEST = 2150
NEVER = float("inf")


@dataclass(frozen=True)
class Crossing:
    """What one growth leads to: years by share, and years by limit."""

    growth: float
    years: Mapping[float, Range]
    limits: Mapping[str, Range]

    @property
    def first_limit(self) -> str | None:
        """The limit that is reached first, or None if none is before 2150."""
        name = min(self.limits, key=lambda n: self.limits[n].mid)
        return name if self.limits[name].mid < NEVER else None


@dataclass(frozen=True)
class Crossings:
    """Crossing years as a curve over growth."""

    scope: str
    base_twh: Range
    world_growth: Range
    generation_twh: float
    shares: tuple[float, ...]
    rows: tuple[Crossing, ...]
    sources: tuple[Source, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data; a year that never comes is null."""
        return {
            "schema": SCHEMA,
            "kind": "crossing",
            "scope": self.scope,
            "base_year": BASE_YEAR,
            "base_twh": self.base_twh.to_dict(),
            "generation_twh": self.generation_twh,
            "generation_growth": self.world_growth.to_dict(),
            "rows": [
                {
                    "growth": r.growth,
                    "years": {f"{s:g}": _plain(y) for s, y in r.years.items()},
                    "limits": {n: _plain(y) for n, y in r.limits.items()},
                    "first_limit": r.first_limit,
                }
                for r in self.rows
            ],
            "sources": [s.key for s in self.sources],
        }


def _plain(years: Range) -> dict[str, float | None]:
    ends = {"low": years.low, "mid": years.mid, "high": years.high}
    return {name: None if y == NEVER else y for name, y in ends.items()}


def crossing(
    *,
    growth: float | Sequence[float] = GROWTHS,
    scope: str = "ai",
    base_twh: Given = None,
    world_growth: Given = None,
    shares: Sequence[float] = SHARES,
    overrides: Mapping[str, Given] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Crossings:
    """Years in which a steady growth would take shares of the world's generation.

    Parameters
    ----------
    growth : float or sequence of float
        Factors per year: 1.3 is +30 % a year for ever.
    scope : str
        ``ai`` (servers for AI) or ``data-centres`` (all).
    base_twh : number or range, optional
        Energy of 2025 at the facility; else that of the tables. [TWh]
    world_growth : number or range, optional
        Growth of the world's generation, a factor per year; else from history.
    shares : sequence of float
        Shares of generation, above 0 and up to 1.
    overrides : mapping of input name to number or range
        Inputs of the limits, as in `outlook`.

    Returns
    -------
    Crossings
        Calendar years with 5-95 % ranges; infinite where it never happens.

    Raises
    ------
    InputError
        If a growth, a share or a name is not possible.

    Examples
    --------
    AI servers at 93 TWh and doubling each year, with the limit that comes first:

    >>> found = crossing(growth=2.1, base_twh=93, world_growth=1.03)
    >>> round(found.rows[0].years[1.0].mid), found.rows[0].first_limit
    (2033, 'chips')
    """
    growths = _growths(growth)
    wanted = _shares(shares)
    inputs = _inputs(scope, base_twh, world_growth, overrides)
    v = inputs.draw(enough_draws(draws), seed)
    base, pace = v[BASES[scope]], v["generation_growth.world"]
    years = np.arange(BASE_YEAR + 1.0, FURTHEST + 1).reshape(1, -1, 1)
    ceilings = yearly_limits(v, years)
    rows = tuple(
        Crossing(
            g,
            {s: _crossing(base, g, s, pace) for s in wanted},
            {n: _reached(base, g, limit, years) for n, limit in ceilings.items()},
        )
        for g in growths
    )
    inputs.refuse_unread(v, f"a crossing of {scope}")
    return Crossings(
        scope=scope,
        base_twh=_range(inputs, BASES[scope]),
        world_growth=_range(inputs, "generation_growth.world"),
        generation_twh=history("world")[BASE_YEAR].generation_twh,
        shares=wanted,
        rows=rows,
        sources=_sources(inputs, scope),
    )


def yearly_limits(v: Mapping[str, Value], years: Value) -> dict[str, Array]:
    """Return how much demand can grow in a year by each limit, world. [TWh a year]

    Each taken whole by the demand in question, which is the most generous reading:
    every connection, every chip, every gas turbine, all net new generation.
    """
    _, energy = long_run(v)
    per_chip = v["overhead.it"] * v["pue.ai"]
    chips_gw = shipped_gw(v, years, energy) * per_chip
    connected, net, onsite = world_limits_twh(v, years)
    found = {
        "connections": connected + onsite,
        "chips": links.energy_twh(chips_gw, v["load.chips"]),
        "gas": world_option_twh("gas", v, years),
        "generation": net,
    }
    return {name: np.asarray(limit)[..., 0] for name, limit in found.items()}


def _crossing(base: Value, growth: float, share: float, pace: Value) -> Range:
    total = history("world")[BASE_YEAR].generation_twh * share
    years = links.crossing_years(base, growth, total, pace)
    return _year_range(BASE_YEAR + np.ravel(np.asarray(years)))


def _reached(base: Value, growth: float, limit: Array, years: Array) -> Range:
    """Return the first year in which demand grows by more than a limit allows."""
    ahead = (years - BASE_YEAR)[..., 0]
    with np.errstate(over="ignore"):
        step = np.asarray(base).reshape(-1, 1) * growth ** (ahead - 1) * (growth - 1)
    over = step > limit
    first = np.where(over.any(axis=1), BASE_YEAR + 1.0 + over.argmax(axis=1), NEVER)
    return _year_range(first)


def _year_range(years: Array) -> Range:
    # Percentiles of whole draws: an average of a year and never is no year.
    low, mid, high = np.quantile(years, (0.05, 0.5, 0.95), method="inverted_cdf")
    return Range(float(low), float(mid), float(high))


def _inputs(
    scope: str, base: Given, pace: Given, overrides: Mapping[str, Given] | None
) -> Assumptions:
    if scope not in BASES:
        raise InputError(f"scope must be ai or data-centres, got {scope!r}.")
    given = dict(overrides or {})
    for name, value in ((BASES[scope], base), ("generation_growth.world", pace)):
        if value is not None and name in given:
            raise ContradictionError(
                f"{name} is given twice: as an option and by its name."
            )
        if value is not None:
            given[name] = value
    return assumptions(given)


def _growths(growth: float | Sequence[float]) -> tuple[float, ...]:
    found = (growth,) if isinstance(growth, int | float) else tuple(growth)
    for g in found:
        if isinstance(g, bool) or not 1.0 < g <= 20.0:
            raise InputError(
                f"growth must be a factor per year above 1 and up to 20 (1.3 is "
                f"+30 %), got {g:g}."
            )
    return tuple(sorted(set(found)))


def _shares(shares: Sequence[float]) -> tuple[float, ...]:
    limits = quantity("outlook.share_of_generation")
    for share in shares:
        if limits.refuses(share, share) is not None:
            raise InputError(limits.refusal("shares", share))
    return tuple(sorted(set(shares)))


def _range(inputs: Assumptions, name: str) -> Range:
    item = inputs[name]
    return Range(item.low, item.mid, item.high)


def _sources(inputs: Assumptions, scope: str) -> tuple[Source, ...]:
    used = (BASES[scope], *USED)
    return tuple(facts.source(k) for k in dict.fromkeys(inputs[n].source for n in used))
