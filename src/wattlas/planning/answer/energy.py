"""Energy, money, carbon and water of a plan, as records: values, nothing computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from wattlas.plain import Plain, Unloaded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]
else:
    Array = Unloaded


CHIP_LINES = ("serving chips", "training chips")


SHADOW_LINES = ("carbon price", "water price")


@dataclass(frozen=True)
class Exported(Plain):
    """Energy that a site's plants sell, beside its load. [kWh, money, kg, L]

    Cost, carbon and water are those of the plants, by the share of their energy that
    is sold: they are no part of the figures of the load.
    """

    energy_kwh: float
    revenue: float
    cost: float
    carbon_kg: float
    water_l: float


@dataclass(frozen=True)
class Figures(Plain):
    """What a plan takes: costs by site and line, energies by site and supply.

    `costs[site][line]` is money; `supply_kwh[site][option]` what came from where;
    `load_kwh` what the building drew, `it_kwh` the servers. `carbon_kg` is of the load;
    what is `exported` stands apart, and `curtailed_kwh` is what plants of sun, wind and
    contracts could have given, with what is thrown away of others. `shed_kwh` is what
    the servers of a site were to draw and did not, `heat_kwh` the heat that is sold.
    """

    SHOWN: ClassVar[tuple[str, ...]] = (
        "electricity_cost",
        "load_cost",
        "chip_cost",
        "total_cost",
        "facility_kwh",
        "carbon",
        "water",
    )

    costs: Mapping[str, Mapping[str, float]]
    supply_kwh: Mapping[str, Mapping[str, float]]
    load_kwh: Mapping[str, float]
    it_kwh: Mapping[str, float]
    carbon_kg: Mapping[str, float]
    site_water_l: Mapping[str, float]
    grid_water_l: Mapping[str, float]
    requests: float = 0.0
    output_tokens: float = 0.0
    matched_kwh: float | None = None
    exported: Mapping[str, Exported] = field(default_factory=dict)
    curtailed_kwh: Mapping[str, float] = field(default_factory=dict)
    shed_kwh: Mapping[str, float] = field(default_factory=dict)
    heat_kwh: Mapping[str, float] = field(default_factory=dict)

    @property
    def electricity_cost(self) -> float:
        """Cost of electricity less sales, with prices of carbon and water, no chips."""
        return self.total_cost - self.chip_cost

    @property
    def load_cost(self) -> float:
        """Cost of the load's electricity, without what is sold and its cost."""
        margins = (e.revenue - e.cost for e in self.exported.values())
        return self.electricity_cost + sum(margins)

    @property
    def chip_cost(self) -> float:
        """Cost of the chips' hours."""
        lines = (site.get(c, 0.0) for site in self.costs.values() for c in CHIP_LINES)
        return sum(lines)

    @property
    def total_cost(self) -> float:
        """Cost of electricity and chips."""
        return sum(sum(site.values()) for site in self.costs.values())

    @property
    def facility_kwh(self) -> float:
        """Energy that all buildings drew."""
        return sum(self.load_kwh.values())

    @property
    def carbon(self) -> float:
        """Carbon of all electricity. [kg]"""
        return sum(self.carbon_kg.values())

    @property
    def water(self) -> float:
        """Water on site and at plants. [L]"""
        return sum(self.site_water_l.values()) + sum(self.grid_water_l.values())
