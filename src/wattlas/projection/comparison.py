"""Published forecasts beside what the outlook itself has."""

from __future__ import annotations

from dataclasses import replace

from wattlas.parameters import keywords
from wattlas.parameters.outlook import ForecastsOptions
from wattlas.projection.forecasts import YEAR, Forecasts, Ours, on_scope
from wattlas.projection.run import outlook

SERVED = {"all": "data_centre_served_twh", "ai": "ai_served_twh"}
"""The quantity of the outlook on each scope."""


@keywords(ForecastsOptions)
def forecasts(options: ForecastsOptions) -> Forecasts:
    """Published forecasts on one scope: all data centres, or AI alone. [TWh]

    Cryptocurrencies are taken out, GW become TWh by a load factor, shares of a
    country's electricity by its generation. Forecasts of another scope or region are
    left out and listed with the reason.

    Raises
    ------
    InputError
        If the scope is unknown.
    UnknownNameError
        If no forecast is of the region.

    Examples
    --------
    >>> base = forecasts().rows[0]
    >>> base.publisher, round(base.horizon_twh.mid), round(base.growth, 3)
    ('IEA', 946, 1.147)
    """
    found = on_scope(options.scope, options.region)
    regions = dict.fromkeys([_place(options.region), *(f.region for f in found.rows)])
    return replace(found, ours=tuple(_ours(r, found, options.scope) for r in regions))


def _place(region: str) -> str:
    return "world" if region == "any" else region


def _ours(region: str, found: Forecasts, scope: str) -> Ours:
    """Return ours of a region, in the years that its forecasts are held against."""
    compared = (f.compared_year for f in found.rows if f.region == region)
    years = {YEAR, *(year for year in compared if year is not None)}
    mine = outlook(region=region, to=max(years))
    served = {year: mine.at(SERVED[scope], year) for year in sorted(years)}
    return Ours(region, served[YEAR], served)
