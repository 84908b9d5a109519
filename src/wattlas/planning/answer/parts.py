"""The parts of a plan's record: values and codes, no sentences, nothing computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from wattlas.plain import Plain, Unloaded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]
else:
    Array = Unloaded

ENOUGH = 1e-3
"""Share of a limit whose miss is not worth sizing again."""
FINAL_H = 4
"""Mean length of blocks for results (benchmarks/README). [h]"""
SLACK = 0.01
"""How much more than the least cost a near-optimal plan may cost."""


@dataclass(frozen=True)
class LimitViolation(Plain):
    """What a limit of the year asks for, and what the plan reaches at every hour.

    Both are a share of the energy used (in the worst month where it is monthly), kg of
    carbon, or litres of water weighted by stress. `missed_share` is what is missed over
    what is asked for; 0 where the limit holds.
    """

    limit: str
    asked: float
    reached: float
    unit: str
    missed_share: float


@dataclass(frozen=True)
class Size(Plain):
    """What is built or bought of an option at a site. [kW, kWh, share of a year]"""

    key: str
    option: str
    site: str
    power_kw: float
    energy_kwh: float | None = None
    units: int | None = None
    used_share: float | None = None


@dataclass(frozen=True)
class TrainingPlan(Plain):
    """Where and when the run is trained. [hours of the year, chips, kWh]

    The window is that of the study, from its start to its deadline; from the first hour
    of training to the last where the study gives none.
    """

    site: str
    chip: str
    first_hour: int
    last_hour: int
    chips: float
    running_hours: float
    waiting_chip_hours: float
    it_energy_kwh: float
    window_first_hour: int
    window_last_hour: int


@dataclass(frozen=True)
class ConnectionPoint(Plain):
    """What a connection of a site would cut of the plan's year. [kW, h, kWh]

    `curtailed_hours` are those in which more is drawn, `longest_hours` so many of them
    in a row at most; `curtailed_share` is over the energy that the building draws.
    """

    site: str
    connection_kw: float
    curtailed_hours: int
    longest_hours: int
    curtailed_kwh: float
    curtailed_share: float


@dataclass(frozen=True)
class CarbonScores(Plain):
    """How clean a plan is by each account. [kg, share of the energy used, kWh]

    By location what comes over the grid emits as the grid does, contracts or not; by
    market contracts count, certificates and virtual contracts claim what is bought, and
    the rest emits as the residual mix, where `residual_known`, else as the mean. Shares
    are of plants and contracts, with certificates, and with the clean share of the grid
    besides, which is None where that is not known. The reuse factor is heat sold over
    the energy used (ISO/IEC 30134-6).
    """

    location_kg: float
    market_kg: float
    residual_known: bool
    hourly_share: float
    hourly_share_with_certificates: float
    hourly_share_with_grid: float | None
    annual_share: float
    annual_share_with_certificates: float
    certified_kwh: float
    energy_reuse_factor: float = 0.0


@dataclass(frozen=True)
class OfferTaken(Plain):
    """Power of the grid that a site gives up when it is called. [kW, h, money]

    `baseline_kw` is the least power from which it is counted; `paid` is of the plan's
    hours, `paid_for_calls` what of it is for the energy of its `events`.
    """

    site: str
    kind: str
    offered_kw: float
    baseline_kw: float
    events: int
    called_hours: float
    event_hours: int
    notice_hours: float
    paid: float
    paid_for_calls: float


@dataclass(frozen=True)
class Proof(Plain):
    """How good the plan is, and how it was found.

    `beside_block_hours` is the mean length of the blocks in which levers, entries,
    promises and fronts were solved. `gap` is cost at every hour over that in blocks,
    less one; in a proof the distance of primal and dual. `whole_gap` is what whole
    units and runs cost over split ones. `monthly_routing` says that sizing parted the
    requests of a month alike in all its hours, as it does where there are many sites.
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
    monthly_routing: bool = False


@dataclass(frozen=True, eq=False)
class Series(Plain):
    """One quantity of one site at every hour of the year, in UTC from 1 January.

    `option` is the plant, store or contract that gives it; "" of the site itself.
    """

    site: str
    option: str
    quantity: str
    unit: str
    values: Array

    def __eq__(self, other: object) -> bool:
        """Say whether labels and all values are the same."""
        if not isinstance(other, Series):
            return NotImplemented
        same = self.labels == other.labels and len(self.values) == len(other.values)
        return same and bool((self.values == other.values).all())

    __hash__ = None  # type: ignore[assignment]

    @property
    def labels(self) -> tuple[str, str, str, str]:
        """Site, option, quantity and unit."""
        return self.site, self.option, self.quantity, self.unit


@dataclass(frozen=True)
class SeriesProvenance(Plain):
    """How a series of a site is known: its kind, and the keys of its sources."""

    kind: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ServingChips(Plain):
    """Chips of one kind that a site holds for serving."""

    site: str
    chip: str
    chips: float


@dataclass(frozen=True)
class Route(Plain):
    """Requests of one origin that one site serves, as a share of all requests.

    A plan fixes the sums of origins and of sites alone: with several of both the share
    is split in proportion, and is not `exact`.
    """

    origin: str
    site: str
    share: float
    exact: bool = True


@dataclass(frozen=True)
class Position(Plain):
    """Where a place of the plan lies, and its clock. [degrees]"""

    latitude: float
    longitude: float
    timezone: str


@dataclass(frozen=True)
class Week(Plain):
    """A week of the year that stands for it, by its first hour, a Monday at 0:00 UTC.

    `kind` is `typical` (nearest to the mean of the year), `dearest` or `least-free`.
    `value` is of the week and `mean` of the year: money per kWh that the buildings draw
    where it is the dearest, the share of carbon-free supply where it has the least.
    """

    kind: str
    first_hour: int
    value: float | None = None
    mean: float | None = None
