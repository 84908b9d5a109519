"""What a study demands of the sureness of its power, read before anything is solved."""

from __future__ import annotations

from dataclasses import dataclass

from wattlas.planning.ask.moments import hour_in
from wattlas.planning.ask.money import amount
from wattlas.planning.needs import year_of
from wattlas.study import Study


@dataclass(frozen=True)
class Outage:
    """An outage that is looked at: its hours, and the hour of the year it begins."""

    hours: float
    start: str
    begin: int | None


@dataclass(frozen=True)
class Demanded:
    """Share of the energy that must be served (0: none is demanded), and the rest."""

    availability: float
    n_minus: int
    backup: tuple[str, ...]
    outages: tuple[Outage, ...]


def demanded_of(study: Study) -> Demanded | None:
    """Return what a study demands; None where it says nothing of it.

    Raises
    ------
    InputError
        If an outage begins outside of the study's year, or at no time.
    """
    section = study.plan.reliability if study.plan else None
    if section is None:
        return None
    share = 0.0
    if section.availability is not None:
        share = amount(section, "availability")
    year = year_of(study)
    outages = (
        Outage(
            amount(o, "hours"),
            o.start or "",
            None
            if o.start is None
            else hour_in(year, o.start, "reliability: an outage"),
        )
        for o in section.outages
    )
    backup = tuple(dict.fromkeys(section.backup))
    return Demanded(share, section.n_minus, backup, tuple(outages))
