"""The heat of its servers that a study lets a site sell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from wattlas.planning.ask.money import Purse, amount, power_kw
from wattlas.planning.ask.option import annuity
from wattlas.planning.supply import UNLIMITED, HeatSale
from wattlas.planning.tariff import MONTHS
from wattlas.study import SiteSection

OF = "heat"


def heat_sales(
    sections: Iterable[SiteSection],
    purse: Purse,
    months: np.ndarray,
    discount_rate: float,
) -> Iterator[HeatSale]:
    """Yield what each site may sell of its heat.

    `months` are those of the hours, counted from 0.
    """
    for site in sections:
        section = site.heat
        if section is None:
            continue
        season = (section.last_month - section.first_month) % MONTHS
        since = (months + 1 - section.first_month) % MONTHS
        capital = fixed = 0.0
        if section.capital_cost is not None:
            capital = purse.given(section, "capital_cost", OF)
        if section.fixed_cost is not None:
            fixed = purse.given(section, "fixed_cost", OF)
        life = amount(section, "life_years", OF)
        yearly = capital * annuity(discount_rate, life) if capital else 0.0
        yield HeatSale(
            site=site.use,
            price_per_kwh=purse.given(section, "price", OF),
            share=amount(section, "share", OF),
            taken=since <= season,
            annual_cost_per_kw=yearly + fixed,
            capital_cost_per_kw=capital,
            life_years=life,
            max_kw=UNLIMITED if section.max is None else power_kw(section, "max", OF),
        )
