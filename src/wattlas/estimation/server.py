"""Compare servers: what their supplies could give, and what they really draw."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from wattlas.chain.types import Value
from wattlas.draws import finite_arithmetic
from wattlas.estimation.evaluate import range_of, sources_of
from wattlas.estimation.remarks import unusual
from wattlas.estimation.server_lookup import (
    TABLE,
    FoundServer,
    ServerOptions,
    find_server,
)
from wattlas.notes import Note
from wattlas.parameters import ServersOptions, keywords
from wattlas.parameters.drawing import DRAWS, SEED
from wattlas.plain import Plain, coded, written
from wattlas.plain.agreement import alike
from wattlas.plain.tidy import ranges
from wattlas.records import INPUTS, Input, Range, Source, given_first
from wattlas.units import HOURS_PER_YEAR, kwh_from_watt_hours

FIGURES = {
    "supplies": "1",
    "supply_w": "W",
    "supplies_w": "W",
    "one_supply_failed_w": "W",
    "one_feed_lost_w": "W",
    "nameplate_w": "W",
    "typical_w": "W",
    "idle_w": "W",
    "typical_year_kwh": "kWh",
    "chips": "1",
    "peak_16bit_tflops": "TFLOP/s",
    "tflops_per_typical_w": "TFLOP/s/W",
    "host_embodied_kgco2e": "kgCO2e",
    "embodied_kgco2e": "kgCO2e",
}
"""Every figure of a server in print order, with its unit."""
COMPARED = (
    "supplies",
    "supplies_w",
    "nameplate_w",
    "typical_w",
    "idle_w",
    "typical_year_kwh",
    "tflops_per_typical_w",
    "embodied_kgco2e",
)
"""The figures of which the ratio of two servers is given."""
RULES = ("supplies-are-not-draw",)
"""Rules that every comparison states: the supplies' rating is no energy."""


@dataclass(frozen=True)
class ServerFigures(Plain):
    """What is known of one server; a missing figure is absent, with its reason."""

    key: str = field(metadata=written("server"))
    name: str
    kind: str
    hardware: str
    figures: Mapping[str, Range] = field(metadata=coded(keys="server-figures"))
    absent: Mapping[str, str] = field(metadata=coded("server-reasons"))
    notes: tuple[Note, ...] = ()

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield figures that do not follow from the others, or are absent too."""
        value = {name: figure.mid for name, figure in self.figures.items()}
        for name in self.figures.keys() & self.absent.keys():
            yield f"absent.{name}", "stands in figures"
        for name, figure in self.figures.items():
            if figure.low < 0:
                yield f"figures.{name}.low", f"must be >= 0, got {figure.low:g}"
        if {"supplies", "supply_w"} <= value.keys():
            follows = _supply_figures(value["supplies"], value["supply_w"])
            for name in follows.keys() & value.keys():
                if not alike(value[name], float(follows[name])):
                    yield f"figures.{name}.mid", "does not follow from the supplies"


@dataclass(frozen=True)
class ServerComparison(Plain):
    """Two servers side by side: figures of each, and ratios of first to second."""

    KINDS: ClassVar[tuple[str, ...]] = ("server",)

    server: ServerFigures
    against: ServerFigures | None
    ratios: Mapping[str, Range] = field(metadata=coded(keys="server-figures"))
    rules: tuple[str, ...] = field(metadata=coded("rules"))
    inputs: tuple[Input, ...] = field(metadata=written(codec=INPUTS))
    sources: tuple[Source, ...] = field(default=())
    remarks: tuple[Note, ...] = ()

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield ratios that are not those of the figures of the two servers."""
        if self.against is None:
            if self.ratios:
                yield "ratios", "needs a server under against"
            return
        first, second = self.server.figures, self.against.figures
        for name, ratio in self.ratios.items():
            if name not in first or name not in second:
                yield f"ratios.{name}", "needs that figure of both servers"
            elif not alike(ratio.mid * second[name].mid, first[name].mid):
                yield f"ratios.{name}.mid", "is not that of the figures"

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each figure of each server."""
        for found in (self.server, self.against):
            if found is not None:
                yield from ranges(found.figures, FIGURES, server=found.key)


@keywords(ServersOptions)
@finite_arithmetic()
def server(options: ServersOptions) -> ServerComparison:
    """Compare a server with another: what both draw, and what their supplies could.

    Raises
    ------
    InputError
        If a value is impossible, a name unknown, or a server given twice.

    Examples
    --------
    >>> claim = server(server="4 x 1800 W", against="2 x 800..1200 W")
    >>> ratio = claim.ratios["nameplate_w"]
    >>> round(ratio.low, 1), round(ratio.high, 1)
    (3.0, 4.5)
    """
    first = ServerOptions(options.server, options.supplies, options.supply_w)
    second = ServerOptions(
        options.against, options.against_supplies, options.against_supply_w
    )
    return compare_servers(first, None if second == ServerOptions() else second)


def compare_servers(
    server: ServerOptions,
    against: ServerOptions | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> ServerComparison:
    """Return the figures of one or two servers, and their ratios over draws."""
    found = [find_server(o) for o in (server, against) if o is not None]
    mids = [_figures(s.inputs.mids()) for s in found]
    spreads = [_figures(s.inputs.draw(draws, seed)) for s in found]
    records = [
        _record(s, mid, spread)
        for s, mid, spread in zip(found, mids, spreads, strict=True)
    ]
    items = {i.label: i for s in found for i in s.inputs.items}
    return ServerComparison(
        server=records[0],
        against=records[1] if len(records) == 2 else None,
        ratios=_ratios(mids, spreads),
        rules=RULES,
        inputs=given_first(items.values()),
        sources=sources_of(items.values()),
        remarks=tuple(unusual(items.values())),
    )


def _figures(v: Mapping[str, Value]) -> dict[str, Value]:
    out = {name: v[name] for name in TABLE if name in v}
    if "supplies" in v and "supply_w" in v:
        out |= _supply_figures(v["supplies"], v["supply_w"])
    if "nameplate_w" not in v and "typical_w" not in v and "supplies_w" in out:
        out["nameplate_w"] = out["supplies_w"]
    if "typical_w" in v:
        out["typical_year_kwh"] = kwh_from_watt_hours(v["typical_w"], HOURS_PER_YEAR)
    out |= _chip_figures(v)
    return {name: out[name] for name in FIGURES if name in out}


def _supply_figures(supplies: Value, supply_w: Value) -> dict[str, Value]:
    return {
        "supplies_w": supplies * supply_w,
        "one_supply_failed_w": (supplies - 1) * supply_w,
        # Two feeds share the supplies: when one is lost, half of them are left.
        "one_feed_lost_w": np.floor(supplies / 2) * supply_w,
    }


def _chip_figures(v: Mapping[str, Value]) -> dict[str, Value]:
    out: dict[str, Value] = {}
    chips = v.get("chips", 0.0)
    if "chip_peak_tflops" in v:
        out["peak_16bit_tflops"] = chips * v["chip_peak_tflops"]
        if "typical_w" in v:
            out["tflops_per_typical_w"] = out["peak_16bit_tflops"] / v["typical_w"]
    if "host_embodied_kgco2e" in v:
        out["host_embodied_kgco2e"] = v["host_embodied_kgco2e"]
        if "chips" not in v or "chip_embodied_kgco2e" in v:
            made = chips * v.get("chip_embodied_kgco2e", 0.0)
            out["embodied_kgco2e"] = v["host_embodied_kgco2e"] + made
    return out


def _record(
    found: FoundServer, mids: Mapping[str, Value], spreads: Mapping[str, Value]
) -> ServerFigures:
    return ServerFigures(
        key=found.key,
        name=found.row["name"],
        kind=found.row["kind"],
        hardware=found.row["hardware"],
        figures={name: range_of(value, spreads[name]) for name, value in mids.items()},
        absent=dict(found.inputs.absent),
        notes=tuple(found.inputs.notes),
    )


def _ratios(
    mids: list[dict[str, Value]], spreads: list[dict[str, Value]]
) -> dict[str, Range]:
    if len(mids) < 2:
        return {}
    names = [n for n in COMPARED if n in mids[0] and n in mids[1]]
    return {
        name: range_of(
            mids[0][name] / mids[1][name], spreads[0][name] / spreads[1][name]
        )
        for name in names
    }
