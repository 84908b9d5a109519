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
    place = "world" if options.region == "any" else options.region
    compared = (f.compared_year for f in found.rows if f.region == place)
    years = {YEAR, *(year for year in compared if year is not None)}
    mine = outlook(region=place, to=max(years))
    served = {year: mine.at(SERVED[options.scope], year) for year in sorted(years)}
    return replace(found, ours=Ours(place, served[YEAR], served))
