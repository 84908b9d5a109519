"""Serving and training of a problem as links of a PyPSA network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from wattlas.planning.problem import Problem
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.supply import UNLIMITED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

ENDLESS_MW = 1e6
"""Power of a connection without a limit."""


def add_serving(n: Any, problem: Problem) -> None:
    """Add a bus of requests for each origin, and one for each hall that serves."""
    serving = problem.serving
    if serving is None:
        return
    for i, origin in enumerate(serving.origins):
        n.add("Bus", f"requests {origin}")
        millions = serving.requests_per_h[i] / 1e6
        n.add("Load", f"requests {origin}", bus=f"requests {origin}", p_set=millions)
    for site in dict.fromkeys(s for _, s in serving.routes):
        for chip in serving.chips:
            _add_hall(n, problem, site, chip)
            for origin in (o for o, s in serving.routes if s == site):
                n.add(
                    "Link",
                    f"{origin} to {site} {chip.key}",
                    bus0=f"hall {site} {chip.key}",
                    bus1=f"requests {origin}",
                    p_nom=ENDLESS_MW,
                )


def _add_hall(n: Any, problem: Problem, site: str, chip: Any) -> None:
    hall = f"hall {site} {chip.key}"
    mw_per_million = chip.it_energy_kwh * THOUSAND * problem.pue[site]
    top = float(mw_per_million.max())
    # Thousand chips for each MW that the hall draws at the highest PUE.
    chips_k = chip.chip_hours * THOUSAND / top
    n.add("Bus", hall)
    n.add(
        "Link",
        hall,
        bus0=site,
        bus1=hall,
        p_nom_extendable=True,
        p_max_pu=mw_per_million / top,
        efficiency=1.0 / mw_per_million,
        capital_cost=chips_k * chip.chip_hour_cost * problem.hours,
    )


def add_training(n: Any, problem: Problem) -> None:
    """Add the run as a tank of chip-hours that must be full at the deadline."""
    training = problem.training
    if training is None:
        return
    site, chip = training.sites[0], training.chips[0]
    power = chip.it_energy_kwh / chip.chip_hours * problem.pue[site]
    window = np.zeros(problem.hours)
    window[training.start : training.deadline] = 1.0
    due = np.zeros(problem.hours)
    due[training.deadline - 1] = chip.chip_hours / THOUSAND
    top = float(power.max())
    most = min(
        training.max_chips, training.power_cap_kw / (power / problem.pue[site])[0]
    )
    n.add("Bus", "training")
    n.add("Load", "training", bus="training", p_set=due)
    n.add("Store", "training", bus="training", e_nom=ENDLESS_MW * 100, e_cyclic=False)
    n.add(
        "Link",
        "training",
        bus0=site,
        bus1="training",
        p_nom=min(most, UNLIMITED) / THOUSAND * top if most < UNLIMITED else ENDLESS_MW,
        p_max_pu=window * power / top,
        efficiency=1.0 / power,
    )
