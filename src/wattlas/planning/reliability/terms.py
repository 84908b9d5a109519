"""What a study demands of the sureness of its power, read before anything is solved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from wattlas.errors import InputError
from wattlas.hours import Clock
from wattlas.parameters.reliability import OutageSection
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
        Outage(amount(o, "hours"), o.start or "", _begin(o, year))
        for o in section.outages
    )
    backup = tuple(dict.fromkeys(section.backup))
    return Demanded(share, section.n_minus, backup, tuple(outages))


def _begin(section: OutageSection, year: int) -> int | None:
    if section.start is None:
        return None
    try:
        moment = datetime.fromisoformat(section.start)
    except ValueError as error:
        raise InputError(
            "reliability: an outage starts at a time such as {year}-07-15T14:00, got "
            "{start!r}.",
            year=year,
            start=section.start,
        ) from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    hour = int((moment - datetime(year, 1, 1, tzinfo=UTC)).total_seconds() // 3600)
    if not 0 <= hour < Clock(year).hours:
        raise InputError(
            "reliability: the outage of {start} is not in the year {year} that the "
            "plan covers: give a start in it, or none.",
            start=section.start,
            year=year,
        )
    return hour
