"""What a study gives outside the usual, with the unit that was probably meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wattlas.estimation.remarks import outside_usual
from wattlas.hours import SiteHours
from wattlas.notes import Note
from wattlas.parameters import quantity
from wattlas.study import Study
from wattlas.study.limits import field_name, given_fields, parsed

OF_SERIES = {
    "price_series": "price_per_kwh",
    "carbon_series": "intensity_kgco2e_per_kwh",
}
"""The files of a site whose values have a usual range, and the series they become."""


def unusual(
    study: Study, hours: Mapping[str, SiteHours], currency: str
) -> tuple[Note, ...]:
    """Return a note for each figure, and mean of a series, outside the usual.

    >>> from wattlas.study import Study
    >>> dear = {"use": "oslo", "price": "60 EUR/kWh"}
    >>> (note,) = unusual(Study.from_dict({"title": "T", "sites": [dear]}), {}, "EUR")
    >>> note.code, note.values["name"], note.values["meant"]
    ('unusual-unit', 'sites.0.price', '60 EUR/MWh')
    """
    return (*_of_figures(study, currency), *_of_series(study, hours))


def _of_figures(study: Study, currency: str) -> Iterator[Note]:
    for item, value, loc in given_fields(study):
        if not item.quantity:
            continue
        limits = item.parameter.limits
        read = parsed(field_name(loc), value, item.parameter, in_currency=True)
        middle = (read.low + read.high) / 2 if read.mid is None else read.mid
        unit = limits.unit.replace("money", read.currency or currency)
        note = outside_usual(field_name(loc), middle, unit, limits)
        if note is not None:
            yield note


def _of_series(study: Study, hours: Mapping[str, SiteHours]) -> Iterator[Note]:
    for site in study.sites:
        for field, name in OF_SERIES.items():
            if not getattr(site, field) or site.use not in hours:
                continue
            known, limits = hours[site.use], quantity(name)
            unit = limits.unit.replace("money", known.currency)
            mean = float(getattr(known, name).mean())
            note = outside_usual(f"sites.{site.use}.{field}", mean, unit, limits)
            if note is not None:
                yield note
