"""What is to be said of a problem's inputs: what was split, filled, laid on a year."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wattlas.hours import SiteHours
from wattlas.notes import Note
from wattlas.parameters import given_of
from wattlas.planning.ask.bills import bill_notes
from wattlas.planning.ask.files import file_notes
from wattlas.planning.ask.load import kept_warm
from wattlas.planning.problem import Problem
from wattlas.planning.supply import BEHIND_METER
from wattlas.study import SiteSection, Study

TOLD_AFTER = (
    "tax_rate",
    "depreciation",
    "credits",
    "production_credits",
    "escalation",
)
"""Fields of the money over years that the program of a year knows nothing of."""


def _of_money(
    study: Study, hours: Mapping[str, SiteHours], problem: Problem
) -> list[Note]:
    """Return what is to be said of prices that a study gives or leaves out."""
    notes: list[Note] = []
    for section in study.sites:
        if is_split(section, hours[section.use]):
            notes.append(Note("price-split", {"site": section.use}))
    for grid in problem.grids:
        above = grid.export_price_per_kwh > np.asarray(grid.price_per_kwh)
        if above.any() and any(
            p.site == grid.site and p.node == BEHIND_METER for p in problem.plants
        ):
            values = {"hours": int(above.sum()), "site": grid.site}
            notes.append(Note("export-above-import", values))
    return notes


def _told_after(study: Study) -> list[Note]:
    """Return what moves the money over years, and not the sizes that it is told of."""
    money = study.plan.finance if study.plan else None
    given = given_of(money) if money else {}
    names = tuple(f"plan.finance.{name}" for name in TOLD_AFTER if name in given)
    return [Note("told-after", {"names": names})] if names else []


def is_split(section: SiteSection, hours: SiteHours) -> bool:
    """Say whether a demand charge is taken out of an all-in price of a site."""
    all_in = section.price is None or section.price_basis == "all-in"
    series = section.price_series is not None
    return all_in and not series and bool(hours.demand_charge_per_kw_month)


def notes_of(
    study: Study, hours: Mapping[str, SiteHours], problem: Problem, year: int
) -> tuple[Note, ...]:
    """Return what is to be said of the inputs of a problem."""
    notes = []
    if study.plan is None or study.plan.decided is None:
        notes.append(Note("lead-times-not-checked"))
    if study.serve is not None and study.serve.kept_warm is None:
        notes.append(Note("kept-warm", {"share": kept_warm(study.serve)}))
    matching = study.plan.matching if study.plan else None
    if matching is not None and problem.limits.matching is None:
        start = {"year": matching.start, "planned_year": year}
        notes.append(Note("matching-later", start))
    notes += _of_money(study, hours, problem)
    notes += _told_after(study)
    notes += bill_notes(problem)
    for name in ("intensity_kgco2e_per_kwh", "wue_l_per_kwh", "grid_water_l_per_kwh"):
        missing = [s for s, h in hours.items() if getattr(h, name) is None]
        if missing:
            notes.append(Note("absent", {"series": name, "sites": tuple(missing)}))
    notes += file_notes(study, hours, year)
    marginal = [s for s, h in hours.items() if h.intensity_kind == "marginal"]
    if marginal:
        notes.append(Note("marginal-carbon", {"sites": tuple(marginal)}))
    return tuple(notes)
