"""Today's AI electricity by each method alone, beside what others say."""

from __future__ import annotations

from wattlas import facts
from wattlas.chain import growth
from wattlas.chain.types import Value
from wattlas.draws import interval
from wattlas.parameters.outlook import METHODS
from wattlas.projection.demand import Values, own_base_twh, tokens_twh
from wattlas.projection.history import BASE_YEAR
from wattlas.projection.record import Beside
from wattlas.records import Fact, Range

FULL_LOAD = 1.0


def base_estimates(v: Values) -> tuple[Beside, ...]:
    """Return AI electricity of the base year by method, and by others. [TWh]

    What others give as power is turned to energy with the load that stands beside it.
    """
    own = [Beside(m, _range(own_base_twh(m, v)), "computed") for m in METHODS]
    tokens = tokens_twh(v, float(BASE_YEAR))
    return (*own, Beside("tokens", _range(tokens), "computed"), *_others(v))


def _others(v: Values) -> tuple[Beside, ...]:
    servers = facts.number("outlook", "ai", "base_twh")
    systems = facts.number("ai_trends", "ai-systems", "it_power_gw")
    sites = facts.number(
        "ai_trends", f"frontier-sites-{BASE_YEAR}", "facility_power_gw"
    )
    load, pue = v["load.chips"], v["pue.ai"]
    return (
        Beside(
            "servers", Range(servers.low, servers.value, servers.high), servers.source
        ),
        Beside("systems", _of_power(systems, load, pue), systems.source),
        Beside("sites", _of_power(sites, load, FULL_LOAD), sites.source),
    )


def _of_power(fact: Fact, load: Value, pue: Value) -> Range:
    """Return the energy of a year at the power of its end: the most of that year."""
    low, mid, high = (
        _range(growth.energy_twh(p * pue, load))
        for p in (fact.low, fact.value, fact.high)
    )
    return Range(low.low, mid.mid, high.high)


def _range(values: Value) -> Range:
    import numpy as np

    array = np.ravel(np.asarray(values, dtype=float))
    low, high = interval(array)
    return Range(low, float(np.median(array)), high)
