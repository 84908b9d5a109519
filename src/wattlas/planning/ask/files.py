"""What was done to the files of hours that a study gives: filled, laid on its year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wattlas.hours import Clock, SiteHours
from wattlas.hours.records import Laying
from wattlas.hours.series import read_series
from wattlas.hours.shapes import is_file
from wattlas.notes import Note
from wattlas.planning.ask.yields import FLAT, SERIES
from wattlas.study import Study

OF_SITE = {
    "price_series": "price_per_kwh",
    "carbon_series": "intensity_kgco2e_per_kwh",
    "solar_series": "solar_capacity_factor",
    "wind_series": "wind_capacity_factor",
}
"""The files of a site that become series of its hours, and these series."""


@dataclass(frozen=True)
class _File:
    """A file of hours: what it gives, and to what; how it was laid on the year.

    `fill` is the name of the fill that is asked for, or nothing.
    """

    series: str
    of: str
    laying: Laying
    fill: str = ""


def file_notes(
    study: Study, hours: Mapping[str, SiteHours], year: int
) -> Iterator[Note]:
    """Yield what is to be said of every file of hours, of sites and of all else."""
    files = [*_of_sites(study, hours), *_of_others(study, year)]
    for file in files:
        yield from _of_file(file, year)
    whole = tuple(f.fill for f in files if f.fill and not f.laying.filled_h)
    if whole:
        yield Note("unused-no-gap", {"names": whole})


def _of_file(file: _File, year: int) -> Iterator[Note]:
    said = {"series": file.series, "site": file.of}
    laying = file.laying
    if laying.column:
        yield Note("column-taken", said | {"column": laying.column})
    if laying.filled_h:
        filled = {"hours": laying.filled_h, "longest": laying.longest_fill_h}
        yield Note("filled", said | filled)
    if laying.year != year:
        laid = {"year": laying.year, "planned_year": year}
        yield Note("other-year", said | laid)
    if laying.repeats_28:
        yield Note("no-leap-day", said)
    if laying.wrapped_h:
        wrapped = {"hours": laying.wrapped_h, "planned_year": year}
        yield Note("wrapped", said | wrapped)


def _of_sites(study: Study, hours: Mapping[str, SiteHours]) -> Iterator[_File]:
    """Yield the files that become series of a site's hours."""
    given = {series: field for field, series in OF_SITE.items()}
    for site in study.sites:
        for name, known in hours[site.use].provenance.items():
            if known.laying is None:
                continue
            field = given.get(name, "")
            source = getattr(site, field) if field else None
            asked = source is not None and source.fill
            fill = f"sites.{site.use}.{field}.fill" if asked else ""
            yield _File(name, site.use, known.laying, fill)


def _of_others(study: Study, year: int) -> Iterator[_File]:
    """Yield the files that become no series of a site's hours."""
    for of, field, source, quantity in _other_sources(study):
        laying = read_series(source, quantity, Clock(year)).laying
        asked = not isinstance(source, str) and source.fill
        yield _File(field, of, laying, f"{of}.{field}.fill" if asked else "")


def _other_sources(study: Study) -> Iterator[tuple[str, str, Any, str]]:
    """Yield whose each file is, its field, what is said of it, and its quantity."""
    clean, sold = "clean_share_series", "export_price_series"
    found: list[tuple[str, str, Any, str]] = [
        (s.use, clean, s.clean_share_series, "output_share") for s in study.sites
    ]
    for option in study.power:
        given = None if option.shape in (FLAT, *SERIES) else option.shape
        found += [
            (option.use, sold, option.export_price_series, "price_per_kwh"),
            (option.use, "shape", given, "output_share"),
        ]
    shapes = [("load", "shape", load.shape) for load in study.load]
    if study.serve is not None:
        shapes.append(("serve", "peak_hours", study.serve.peak_hours or FLAT))
    found += [(*named, "requests_of_hour") for named in shapes if is_file(named[-1])]
    yield from (item for item in found if item[2] is not None)
