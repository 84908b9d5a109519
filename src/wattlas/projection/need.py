"""What must be true for so many TWh by a year: growth, chips, plants, land, carbon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from wattlas import facts, units
from wattlas.chain import growth
from wattlas.chain.types import Value
from wattlas.draws import finite_arithmetic, interval
from wattlas.errors import InputError, Message
from wattlas.estimation.input_values import parse_given
from wattlas.parameters import keywords, quantity
from wattlas.parameters.outlook import NeedOptions
from wattlas.plain import Plain, coded, written
from wattlas.projection.assumptions import Assumptions, assumptions
from wattlas.projection.crossing import BASES, yearly_limits
from wattlas.projection.history import BASE_YEAR, history
from wattlas.projection.settings import enough_draws, last_year
from wattlas.records import Range, Source

H100_W = "power_limit_w"
GENERATED = ("solar", "wind", "gas", "reactor", "smr", "fusion")
"""The options that a need is counted in."""


@dataclass(frozen=True)
class Line(Plain):
    """One thing that must be true, with what there is of it now, where known."""

    name: str = field(metadata=coded("needs"))
    needed: Range
    unit: str
    now: Range | None
    source: str


@dataclass(frozen=True)
class Need(Plain):
    """What an energy by a year asks for."""

    KINDS: ClassVar[tuple[str, ...]] = ("need",)
    SHOWN: ClassVar[tuple[str, ...]] = ("base_year",)
    ROWS: ClassVar[str] = "lines"

    twh: float = field(metadata=written("energy_twh"))
    by: int
    scope: str = field(metadata=coded("outlook-scopes"))
    base_twh: Range
    lines: tuple[Line, ...] = field(metadata=written("needs"))
    limits: Mapping[str, Range] = field(
        metadata=coded(name="share_of_limit", keys="need-limits")
    )
    sources: tuple[Source, ...]

    @property
    def base_year(self) -> int:
        """The year of the base."""
        return BASE_YEAR


@keywords(NeedOptions)
@finite_arithmetic()
def need(options: NeedOptions) -> Need:
    """What must be true for AI, or all data centres, to take so many TWh by a year.

    Growth, power, chips, plants of each kind if it alone did it, land, carbon and
    water, beside what there is today; and which share of all that is added until then
    it would take.

    Raises
    ------
    InputError
        If the energy is not above today's, or the year is not possible.

    Examples
    --------
    >>> found = need(twh=1000, by=2030)
    >>> growth = next(line for line in found.lines if line.name == "growth")
    >>> 1.5 < growth.needed.mid < 1.7
    True
    """
    scope, by = options.scope, options.by
    wanted, years = _wanted(options.twh), last_year("by", by) - BASE_YEAR
    inputs = assumptions(options.overrides, options.without)
    base = _base(inputs, scope, wanted, by)
    v = inputs.draw(enough_draws(options.draws), options.seed)
    more = wanted - v[BASES[scope]]
    lines = (
        *_demand_lines(v, scope, (wanted, more, years)),
        *(_option_line(key, v, more / years) for key in GENERATED),
        *_footprint_lines(v, more),
    )
    limits = _limits(v, more, by)
    inputs.refuse_unread(v, Message("what {scope} would need", scope=scope))
    return Need(
        twh=wanted,
        by=by,
        scope=scope,
        base_twh=base,
        lines=lines,
        limits=limits,
        sources=tuple(map(facts.source, dict.fromkeys(_keys(lines)))),
    )


def _base(inputs: Assumptions, scope: str, wanted: float, by: int) -> Range:
    """Return today's energy of the scope; raise if nothing is to be added. [TWh]"""
    base = inputs[BASES[scope]]
    if wanted <= base.high:
        raise InputError(
            "{wanted:g} TWh by {by} is not above all of today's range, {low:g} to "
            "{high:g} TWh: perhaps nothing must be added. Give more than {high:g}.",
            wanted=wanted,
            by=by,
            low=base.low,
            high=base.high,
        )
    return Range(base.low, base.mid, base.high)


def _wanted(twh: float | str) -> float:
    try:
        energy = float(twh)
    except (TypeError, ValueError):
        parsed = parse_given("twh", str(twh), "kWh", needs_unit=True)
        energy = parsed.low / units.KWH_PER_TWH
    if not 0 < energy < float("inf"):
        raise InputError(
            "twh must be an energy above 0 TWh, got {twh}.",
            twh=twh,
        )
    limits = quantity("demand_twh")
    if limits.refuses(energy, energy) is not None:
        raise InputError(limits.refusal("twh", energy, "TWh"))
    return energy


def _demand_lines(
    v: Mapping[str, Value], scope: str, need: tuple[float, Value, int]
) -> tuple[Line, ...]:
    wanted, more, years = need
    base = v[BASES[scope]]
    mean_gw = growth.capacity_gw(np.asarray(wanted), 1.0)
    connected = growth.capacity_gw(more, v["load.facility"]) / years
    lines = (
        _line("growth", growth.growth_needed(base, wanted, years), "1"),
        _line("share_of_generation", wanted / _generation(v, years), "1"),
        _line("mean_power_gw", mean_gw, "GW"),
        _line("connected_gw_per_year", connected, "GW/year", v["connection_gw.2025"]),
    )
    return (*lines, *_chip_lines(v, more, years)) if scope == "ai" else lines


def _chip_lines(v: Mapping[str, Value], more: Value, years: int) -> tuple[Line, ...]:
    """Chips that must be added, by the power limit of an H100; none retires."""
    per_chip_kw = facts.number("hardware", "h100-sxm", H100_W).value / units.W_PER_KW
    limits_gw = growth.capacity_gw(
        more, v["load.chips"] * v["overhead.it"] * v["pue.ai"]
    )
    chips = limits_gw * units.KW_PER_GW / per_chip_kw / units.MILLION
    shipped = v["shipped_chips.2025"] * v["chip_power_w.2025"] / units.W_PER_KW
    return (
        _line("h100_limits_million", chips, "million"),
        _line(
            "h100_limits_million_per_year",
            chips / years,
            "million/year",
            shipped / per_chip_kw,
            "epoch-chips2026",
        ),
    )


def _option_line(key: str, v: Mapping[str, Value], more_per_year: Value) -> Line:
    """Capacity of one option a year, if it alone gave the energy."""
    gw = growth.capacity_gw(more_per_year, v[f"capacity_factor.{key}"])
    now = v[f"added_gw.{key}"] if key not in ("smr", "fusion") else None
    source = facts.number("power_options", key, "added_gw").source
    if f"unit_gw.{key}" in v and key != "gas":
        each = v[f"unit_gw.{key}"]
        now = None if now is None else now / each
        return _line(f"{key}_units_per_year", gw / each, "units/year", now, source)
    return _line(f"{key}_gw_per_year", gw, "GW/year", now, source)


def _footprint_lines(v: Mapping[str, Value], more: Value) -> tuple[Line, ...]:
    land = more * v["land_km2_per_twh.solar"]
    per_mt, per_gl = units.KG_PER_MT, units.L_PER_GL
    kwh = more * units.KWH_PER_TWH
    carbon = [
        _line(
            f"{key}_carbon_mtco2e",
            kwh * v[f"intensity_kgco2e_per_kwh.{key}"] / per_mt,
            "MtCO2e/year",
            None,
            facts.number("power_options", key, "intensity_kgco2e_per_kwh").source,
        )
        for key in ("solar", "gas", "reactor")
    ]
    water = [
        _line(
            f"{key}_water_gl",
            kwh * v[f"grid_water_l_per_kwh.{key}"] / per_gl,
            "GL/year",
            None,
            facts.number("power_options", key, "grid_water_l_per_kwh").source,
        )
        for key in ("solar", "gas", "reactor")
    ]
    solar = _line("solar_land_km2", land, "km2", None, "bolinger2022")
    return (solar, *carbon, *water)


def _limits(v: Mapping[str, Value], more: Value, by: int) -> dict[str, Range]:
    """Share that the added energy takes of all that each limit adds until then. [1]"""
    years = np.arange(BASE_YEAR + 1.0, by + 1).reshape(1, -1, 1)
    wanted = np.asarray(more).reshape(-1)
    return {
        name: _range(wanted / limit.sum(axis=1))
        for name, limit in yearly_limits(v, years).items()
    }


def _generation(v: Mapping[str, Value], years: int) -> Value:
    now = history("world")[BASE_YEAR].generation_twh
    return now * v["generation_growth.world"] ** years


def _line(
    name: str,
    needed: Value,
    unit: str,
    now: Value | None = None,
    source: str = "iea-energy-ai2025",
) -> Line:
    there = None if now is None else _range(now)
    return Line(name, _range(needed), unit, there, source if there else "computed")


def _range(values: Value) -> Range:
    array = np.ravel(np.asarray(values, dtype=float))
    low, high = interval(array)
    return Range(low, float(np.median(array)), high)


def _keys(lines: tuple[Line, ...]) -> list[str]:
    bases = ["gartner2025", "iea-key-questions2026", "owid-ember2026"]
    return bases + [line.source for line in lines if line.source != "computed"]
