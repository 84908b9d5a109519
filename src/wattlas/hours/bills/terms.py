"""The terms of a bill on the hours of a year: energy, demand, fixed, export."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Integers = NDArray[np.int64]

WindowKind: TypeAlias = Literal["monthly", "time-of-use", "coincident"]


@dataclass(frozen=True, slots=True)
class Tier:
    """A price that holds up to an amount; `most` is None where it has no end."""

    price: float
    most: float | None = None


@dataclass(frozen=True)
class DemandWindow:
    """Hours of one month whose highest power is billed once.

    `tiers` have the price of a kW and the kW up to which it holds. `hours` are indices
    into the year. The power that is billed is at least `ratchet_share` of the highest
    power in each window of `ratchet_of` (indices into `BillTerms.demand`).
    """

    kind: WindowKind
    period: int
    month: int
    hours: Integers
    tiers: tuple[Tier, ...]
    ratchet_share: float = 0.0
    ratchet_of: tuple[int, ...] = ()


@dataclass(frozen=True)
class BillTerms:
    """What a bill charges in a year, each charge as it is filed.

    `energy_price_per_kwh` has a row for each tier of a month's energy and a column for
    each hour; `tier_end_kwh` a row for each month, and in it up to which energy of the
    month each tier goes (the last: infinity). `month` is that of each hour, 0 to 11, on
    the bill's clock. `sell_price_per_kwh` is what an exported kWh brings by the hour,
    or None where the file says nothing of it. `unused` names what the file has and
    these terms leave out.
    """

    name: str
    utility: str
    currency: str
    timezone: str
    month: Integers
    energy_price_per_kwh: Array
    tier_end_kwh: Array
    demand: tuple[DemandWindow, ...] = ()
    sell_price_per_kwh: Array | None = None
    fixed_per_month: float = 0.0
    minimum_per_month: float = 0.0
    minimum_per_year: float = 0.0
    unused: tuple[str, ...] = ()

    def at_rate(self, rate: float, currency: str) -> BillTerms:
        """Return the terms with every amount so often: another currency, a tax."""
        demand = tuple(
            replace(w, tiers=tuple(replace(t, price=t.price * rate) for t in w.tiers))
            for w in self.demand
        )
        sold = self.sell_price_per_kwh
        return replace(
            self,
            currency=currency,
            energy_price_per_kwh=self.energy_price_per_kwh * rate,
            demand=demand,
            sell_price_per_kwh=None if sold is None else sold * rate,
            fixed_per_month=self.fixed_per_month * rate,
            minimum_per_month=self.minimum_per_month * rate,
            minimum_per_year=self.minimum_per_year * rate,
        )
