"""What was done to the files of hours that a study gives: filled, laid on its year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wattlas.hours import Clock, SiteHours
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
class _Laid:
    """A file of hours: what it gives and to what, its year, what of it was filled.

    `fill` is the name of the fill that is asked for, or nothing.
    """

    series: str
    of: str
    year: int | None
    filled_h: float
    longest_fill_h: float
    fill: str = ""


def file_notes(
    study: Study, hours: Mapping[str, SiteHours], year: int
) -> Iterator[Note]:
    """Yield what is to be said of every file of hours, of sites and of all else."""
    files = [*_of_sites(study, hours), *_of_others(study, year)]
    for file in files:
        said = {"series": file.series, "site": file.of}
        if file.filled_h:
            filled = {"hours": file.filled_h, "longest": file.longest_fill_h}
            yield Note("filled", said | filled)
        if file.year not in (None, year):
            laid = {"year": file.year, "planned_year": year}
            yield Note("other-year", said | laid)
    whole = tuple(f.fill for f in files if f.fill and not f.filled_h)
    if whole:
        yield Note("unused-no-gap", {"names": whole})


def _of_sites(study: Study, hours: Mapping[str, SiteHours]) -> Iterator[_Laid]:
    """Yield the files that become series of a site's hours."""
    for site in study.sites:
        given = {series: field for field, series in OF_SITE.items()}
        for name, p in hours[site.use].provenance.items():
            field = given.get(name, "")
            source = getattr(site, field) if field else None
            asked = source is not None and source.fill
            fill = f"sites.{site.use}.{field}.fill" if asked else ""
            yield _Laid(name, site.use, p.year, p.filled_h, p.longest_fill_h, fill)


def _of_others(study: Study, year: int) -> Iterator[_Laid]:
    """Yield the files that become no series of a site's hours."""
    for of, field, source, quantity in _other_sources(study):
        file = read_series(source, quantity, Clock(year))
        asked = not isinstance(source, str) and source.fill
        yield _Laid(
            series=field,
            of=of,
            year=file.year,
            filled_h=file.filled_h,
            longest_fill_h=file.longest_fill_h,
            fill=f"{of}.{field}.fill" if asked else "",
        )


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
