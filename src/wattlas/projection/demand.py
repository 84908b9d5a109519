"""Demand of AI by three methods, and of all other data centres: world and regions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from wattlas import facts, units
from wattlas.chain import growth
from wattlas.chain.types import Value
from wattlas.estimation.recorder import StepCaller, plain_step
from wattlas.projection.history import BASE_YEAR

Values = Mapping[str, Value]
OLDEST_SHIPMENT = 2021
LAST_COUNT, YEARS_OF_COUNTS = 2024, 4
"""The last year in which every region is counted, and the years of growth before."""

YEARS_OF_SHIFT = 10.0
YEARS_OF_ERROR = 10.0
"""The error of growth adds up for so many years: longer ones were not back-tested."""

LEAST_TWH = 0.01
"""A region where draws would take data centres away gets next to nothing."""


@dataclass(frozen=True)
class Demand:
    """Energy of a year by draw, year and region, at the facility. [TWh]"""

    ai_twh: Value
    conventional_twh: Value

    @property
    def data_centres_twh(self) -> Value:
        """All data centres: AI and the rest. [TWh]"""
        return self.ai_twh + self.conventional_twh


def long_run(v: Values, step: StepCaller = plain_step) -> tuple[Value, Value]:
    """Return the growth of use and of energy after the boom. [1/year]"""
    efficiency = v["growth.efficiency"]
    use = step(
        growth.use_growth,
        income_growth=v["growth.income"],
        efficiency_growth=efficiency,
        elasticity=v["rebound.elasticity"],
    )
    energy = step(growth.energy_growth, use_growth=use, efficiency_growth=efficiency)
    return use, energy


def stock_twh(v: Values, years: Value, step: StepCaller = plain_step) -> Value:
    """AI demand of the world from chips by year of shipment. [TWh]

    Parameters
    ----------
    v : mapping of input name to float or (draws, 1, 1)
    years : (1, years, 1) or float
        Calendar years, from 2022 on.
    step : caller of links
        Keeps the derivation, or does nothing.
    """
    return step(
        growth.stock_energy_twh,
        chip_stock_gw=chip_stock_gw(v, years, step),
        chip_load=v["load.chips"],
        it_overhead=v["overhead.it"],
        pue=v["pue.ai"],
    )


def chip_stock_gw(v: Values, years: Value, step: StepCaller = plain_step) -> Value:
    """Power limits of all chips that run in the middle of a year. [GW]"""
    _, energy = long_run(v, step)
    wanted = np.asarray(years, dtype=int)
    vintages = np.arange(OLDEST_SHIPMENT, wanted.max() + 1).reshape(1, -1, 1)
    shipped = np.asarray(shipped_gw(v, vintages, energy))
    stock = np.zeros((1, 1, 1))
    for age in range(vintages.size):
        share = growth.surviving_share(float(age), v["life_years.chips"])
        # Half of a year's shipments run in the middle of that year.
        weight = np.where(wanted - age < OLDEST_SHIPMENT, 0.0, 1.0 if age else 0.5)
        column = np.maximum(wanted - age - OLDEST_SHIPMENT, 0).ravel()
        stock = stock + weight * share * shipped[:, column]
    return float(stock[0, 0, 0]) if stock.size == 1 else stock


def shipped_gw(v: Values, years: Value, long_run_growth: Value) -> Value:
    """Power limits of the chips shipped in a year since the first count. [GW]"""
    ahead = np.maximum(np.asarray(years) - BASE_YEAR, 0.0)
    shipped: Value = _shipped_then(v, BASE_YEAR) * np.ones(np.shape(years))
    # Up to the base year nothing has grown, and nothing is read of growth.
    if np.any(ahead):
        shipped = shipped * growth.growth_index(
            v["growth.shipments"] * v["growth.chip-power"],
            long_run_growth,
            v["halving_years.shipments"],
            ahead,
        )
    for year in np.intersect1d(years, np.arange(OLDEST_SHIPMENT, BASE_YEAR)):
        shipped = np.where(
            np.asarray(years) == year, _shipped_then(v, int(year)), shipped
        )
    return shipped


def _shipped_then(v: Values, year: int) -> Value:
    # Million chips times W are MW.
    shipped_mw = v[f"shipped_chips.{year}"] * v[f"chip_power_w.{year}"]
    return shipped_mw / units.MW_PER_GW


def compute_twh(v: Values, years: Value, step: StepCaller = plain_step) -> Value:
    """AI demand of the world from the compute of training, and inference. [TWh]

    Parameters and shapes as of `stock_twh`.
    """
    _, energy = long_run(v, step)
    training = step(
        growth.training_energy_twh,
        training_flop=v["frontier_flop.2025"] * v["runs_multiple.all"],
        flop_per_j=v["chip_flop_per_j.2025"],
        mfu=v["mfu.training"],
        it_overhead=v["overhead.it"],
        pue=v["pue.ai"],
    )
    efficiency_now = v["growth.efficiency"] * v["growth.precision"]
    index = step(
        growth.growth_index,
        growth_now=v["growth.training"] / efficiency_now,
        growth_long_run=energy,
        halving_years=v["halving_years.training"],
        years=years - BASE_YEAR,
    )
    now = step(
        growth.all_from_training_twh,
        training_energy_twh=training,
        inference_share=v["inference_share.ai"],
    )
    return step(growth.grown_twh, energy_now_twh=now, index=index)


def adoption_twh(v: Values, years: Value, step: StepCaller = plain_step) -> Value:
    """AI demand of the world from users, requests, tokens and joules. [TWh]

    Parameters and shapes as of `stock_twh`.
    """
    return step(
        growth.all_ai_twh,
        token_energy_twh=tokens_twh(v, years, step),
        other_ai_multiple=v["other_ai.multiple"],
    )


def tokens_twh(v: Values, years: Value, step: StepCaller = plain_step) -> Value:
    """Demand of counted tokens alone: assistants, agents, programs. [TWh]"""
    use, _ = long_run(v, step)
    ahead = years - BASE_YEAR
    slowing = {"halving_years": v["halving_years.tokens"], "years": ahead}
    users = step(
        growth.logistic_level,
        level_now=v["users.2025"],
        level_limit=v["users.limit"],
        growth_now=v["growth.users"],
        years=ahead,
    )

    def index(now: str, later: Value) -> Value:
        return step(
            growth.growth_index, growth_now=v[now], growth_long_run=later, **slowing
        )

    return step(
        growth.token_energy_twh,
        users_billion=users,
        requests_per_user_day=v["requests.per-user-day"]
        * index("growth.requests", 1.0),
        tokens_per_request=v["tokens.per-request"] * index("growth.tokens", use),
        token_energy_j=v["token_energy_j.2025"]
        * index("growth.token-energy", 1 / v["growth.efficiency"]),
    )


WORLD: Mapping[str, Callable[..., Value]] = {
    "stock": stock_twh,
    "compute": compute_twh,
    "adoption": adoption_twh,
}
"""The methods, by name."""


def world_twh(
    method: str, v: Values, years: Value, step: StepCaller = plain_step
) -> Value:
    """AI demand of the world by a method, from the base that all share. [TWh]

    What a method says of growth is kept; its base year is that of the stock of chips,
    the best known of the three. Spending bends it, further gains in efficiency scale
    it.
    """
    wanted = WORLD[method](v, years, step)
    if method != "stock":
        base = float(BASE_YEAR)
        wanted = wanted / WORLD[method](v, base) * stock_twh(v, base)
    return step(
        growth.limited_twh, wanted_twh=wanted, limit_twh=spending_twh(v, years, step)
    ) * step(
        growth.rebound_factor,
        efficiency_gain=v["growth.extra-efficiency"] ** (years - BASE_YEAR),
        elasticity=v["rebound.elasticity"],
    )


def own_base_twh(method: str, v: Values) -> Value:
    """AI demand of the base year as a method alone would have it. [TWh]"""
    return WORLD[method](v, float(BASE_YEAR))


def spending_twh(v: Values, years: Value, step: StepCaller = plain_step) -> Value:
    """AI demand that the world economy can pay for. [TWh]"""
    return step(
        growth.spending_limit_twh,
        product_usd=v["product_usd.2025"] * v["growth.income"] ** (years - BASE_YEAR),
        spending_share=v["spending_share.limit"],
        all_cost_usd_per_kwh=v["all_cost_usd_per_kwh.ai"],
    )


def conventional_twh(v: Values, years: Value) -> Value:
    """Demand of all data centres but AI servers, world. [TWh]"""
    return v["base_twh.conventional"] * growth.growth_index(
        v["growth.conventional"],
        v["growth.conventional-long-run"],
        v["halving_years.conventional"],
        years - BASE_YEAR,
    )


def demand(method: str, v: Values, years: Value, shares: tuple[Value, Value]) -> Demand:
    """Return the demand of a method by draw, year and region, with `region_shares`."""
    new, old = shares
    return Demand(
        ai_twh=world_twh(method, v, years) * new,
        conventional_twh=conventional_twh(v, years) * old,
    )


def region_shares(v: Values, years: Value) -> tuple[Value, Value]:
    """Return each region's share of AI and of other data centres. [1]

    AI is shared as data centres were added from 2020 to 2024; all others as they stood
    in 2024, when AI's part of that year is taken out. Weights of the regions move both,
    fully after ten years.
    """
    ai, stood = counted_twh(v)
    others = np.maximum(stood - ai, LEAST_TWH)
    weights = _by_region(v, "weight", facts.keys("outlook_regions")) ** np.minimum(
        (years - BASE_YEAR) / YEARS_OF_SHIFT, 1.0
    )
    return _normalised(ai * weights), _normalised(others * weights)


def counted_twh(v: Values) -> tuple[Value, Value]:
    """Return AI and all data centres of each region in the last counted year. [TWh]

    AI by the chips that were shipped, shared as data centres were added.
    """
    keys = facts.keys("outlook_regions")
    stood = _by_region(v, f"data_centre_{LAST_COUNT}_twh", keys)
    then = stood / _by_region(v, "data_centre_growth", keys) ** YEARS_OF_COUNTS
    added = np.maximum(stood - then, LEAST_TWH)
    return _normalised(added) * stock_twh(v, float(LAST_COUNT)), stood


def missed_factor(v: Values, years: Value) -> Value:
    """Return what projections miss, by draw, year and region, as a factor. [1]

    The error of growth of the back-test, of the world and of the region itself.
    """
    error = v["error.growth"] + _by_region(v, "error", facts.keys("outlook_regions"))
    return np.exp(error * np.minimum(years - BASE_YEAR, YEARS_OF_ERROR))


def _by_region(v: Values, quantity: str, keys: list[str]) -> Value:
    # What is given is one number, whatever the draws of the others.
    parts = (np.reshape(v[f"{quantity}.{k}"], (-1, 1, 1)) for k in keys)
    return np.concatenate(np.broadcast_arrays(*parts), axis=-1)


def _normalised(parts: Value) -> Value:
    shares: Value = parts / np.sum(parts, axis=-1, keepdims=True)
    return shares
