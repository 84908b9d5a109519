"""The answer to a plan, as a record: values and codes, no sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wattlas.planning.answer.entering import Entry
from wattlas.planning.answer.figures import Figures
from wattlas.planning.answer.levers import LeftOut, Lever
from wattlas.planning.answer.marginal import BreakEven, Shadow
from wattlas.planning.answer.pareto import Point
from wattlas.planning.answer.storing import StoreBreakEven
from wattlas.planning.kept import Kept
from wattlas.records import SCHEMA

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]


@dataclass(frozen=True)
class Size:
    """What is built or bought of an option at a site. [kW, kWh, share of a year]"""

    key: str
    option: str
    site: str
    power_kw: float
    energy_kwh: float | None = None
    units: int | None = None
    used_share: float | None = None


@dataclass(frozen=True)
class NearOptimal:
    """Least and most of an option over all sites within 1 % of the least cost. [kW]"""

    option: str
    low_kw: float
    kw: float
    high_kw: float


@dataclass(frozen=True)
class Promise:
    """An option that may not come: what the plan would save with it. [money a year]"""

    option: str
    chance: float
    power_kw: float
    saving: float


@dataclass(frozen=True)
class TrainingPlan:
    """Where and when the run is trained. [hours of the year, chips, kWh]"""

    site: str
    chip: str
    first_hour: int
    last_hour: int
    chips: float
    running_hours: float
    waiting_chip_hours: float
    it_energy_kwh: float


@dataclass(frozen=True)
class Proof:
    """How good the plan is, and how it was found.

    `beside_block_hours` is the mean length of the blocks in which levers, entries,
    promises and fronts were solved. `gap` is cost at every hour over that in blocks,
    less one; in a proof the distance of primal and dual. `whole_gap` is what whole
    units and runs cost over split ones.
    """

    method: str
    block_hours: float
    beside_block_hours: float
    gap: float
    whole_gap: float
    proven: bool
    tolerance: float
    rows: int
    columns: int
    seconds: Mapping[str, float]


@dataclass(frozen=True)
class Plan:
    """Where, when and on what power the work of a study runs, and what that takes."""

    title: str
    year: int
    currency: str
    currency_year: str
    home: str
    figures: Figures
    sizes: tuple[Size, ...]
    training: TrainingPlan | None
    serving_share: Mapping[str, float]
    serving_chips: Mapping[str, float]
    baseline: Lever | None
    levers: tuple[Lever, ...]
    left_out: tuple[LeftOut, ...]
    shadows: tuple[Shadow, ...]
    marginal_price: Mapping[str, float]
    break_evens: tuple[BreakEven, ...]
    store_break_evens: tuple[StoreBreakEven, ...]
    entries: tuple[Entry, ...]
    promises: tuple[Promise, ...]
    near_optimal: tuple[NearOptimal, ...]
    fronts: Mapping[str, tuple[Point, ...]]
    late: tuple[tuple[str, float], ...]
    kept: tuple[Kept, ...]
    proof: Proof
    provenance: Mapping[str, Mapping[str, tuple[str, str]]]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    series: Mapping[str, Array] = field(default_factory=dict, repr=False, compare=False)
    """`series` are hourly flows by name, such as ``qingyang.grid_kw``, all in kW."""

    @property
    def saving(self) -> float | None:
        """What the plan saves against the baseline, in a year, chips included."""
        if self.baseline is None:
            return None
        return self.baseline.figures.total_cost - self.figures.total_cost

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data, unrounded; series stand in files."""
        from dataclasses import asdict

        out: dict[str, Any] = {"schema": SCHEMA, "kind": "plan"}
        for name in self.__dataclass_fields__:
            if name not in ("series", "figures", "baseline", "levers"):
                out[name] = _plain(getattr(self, name))
        out["figures"] = _figures(self.figures)
        out["baseline"] = _figures(self.baseline.figures) if self.baseline else None
        out["levers"] = {lever.name: _figures(lever.figures) for lever in self.levers}
        out["proof"] = asdict(self.proof)
        return out


def _plain(value: Any) -> Any:
    from dataclasses import asdict, is_dataclass

    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def _figures(found: Figures) -> dict[str, Any]:
    from dataclasses import asdict

    totals = ("electricity_cost", "chip_cost", "total_cost", "facility_kwh", "carbon")
    return asdict(found) | {name: getattr(found, name) for name in totals}
