"""How sure the power of a site is, as a record: values and codes, no sentences."""

from __future__ import annotations

from dataclasses import dataclass, field

from wattlas.plain import Plain, coded
from wattlas.records import Range


@dataclass(frozen=True)
class Backup(Plain):
    """One way to back a site up, of the size that is enough. [kW, kWh, money]

    `enough` says whether it reaches what is demanded at any size; `annual_cost` is with
    capital annualised and the fuel of expected outages. The plan has what is `chosen`.
    """

    kind: str = field(metadata=coded("backups"))
    power_kw: float
    units: int
    energy_kwh: float | None
    capital: float
    life_years: float
    annual_cost: float
    enough: bool
    chosen: bool = False


@dataclass(frozen=True)
class OutageStudy(Plain):
    """An outage of the grid: how long, when, and what it leaves unserved. [h, kWh]

    Without a `start` it may begin at any hour: the mean over begins, and `worst_kwh`
    that of the worst. `survival` is the probability that all is served throughout.
    """

    hours: float
    start: str
    expected_unserved_kwh: Range
    worst_kwh: float
    survival: Range


@dataclass(frozen=True)
class SiteReliability(Plain):
    """How sure the power of a site is, with the backup that is chosen. [kW, kWh, 1]

    `firm_kw` is what feed, units at the site and backup give together, `firm_less_kw`
    without the `n_minus` largest of them. `availability` is the share of the load's
    energy that is served, `expected_unserved_kwh` what is not, in a year. `demand_met`
    says whether that is as sure as is demanded, None where nothing is.
    """

    site: str
    peak_kw: float
    firm_kw: float
    firm_less_kw: float
    n_minus: int
    availability: Range
    expected_unserved_kwh: Range
    demand_met: bool | None
    backups: tuple[Backup, ...]
    outages: tuple[OutageStudy, ...]

    @property
    def chosen(self) -> Backup | None:
        """The backup that the plan has; None where it needs none."""
        return next((b for b in self.backups if b.chosen), None)
