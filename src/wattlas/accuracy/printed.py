"""The range of a row whose configuration is known: the one that an estimate prints.

The row's inputs run through the links of the chain twice, as `estimate` runs them: at
their centre and over draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from wattlas.accuracy.configurations import Configuration
from wattlas.accuracy.inference import distance
from wattlas.accuracy.items import ItemConfiguration
from wattlas.chain.hardware import metered_chip_power_w
from wattlas.chain.types import Value
from wattlas.estimation.evaluate import Outcome, Runs, range_of, run_twice
from wattlas.estimation.generate import generation_chain
from wattlas.estimation.request_work import RequestWork, request_work
from wattlas.estimation.uncertainty import add_errors
from wattlas.records import Range
from wattlas.units import J_PER_KWH, SECONDS_PER_HOUR

Ranges = Mapping[str, Range]
"""Energy [J] and time [s] of a token or an item, power of the chips [W]."""


def text_ranges(configuration: Configuration) -> Ranges:
    """Return what a token takes of the chips of a replica."""
    inputs = configuration.all_inputs()
    add_errors(inputs, distance(configuration))
    chain = partial(request_work, architecture=configuration.model.architecture)
    runs: Runs[RequestWork] = run_twice(chain, inputs)
    tokens = configuration.values["output_tokens"]
    chips = configuration.values["chips_per_replica"]
    centre, spread = runs.centre, runs.spread
    return {
        "energy": _scaled(
            centre.chip_energy_kwh, spread.chip_energy_kwh, J_PER_KWH / tokens
        ),
        "power": _scaled(
            centre.chip_power_w,
            metered_chip_power_w(
                spread.chip_power_w,
                runs.arrays["power_error"],
                runs.arrays["power_limit_w"],
            ),
            chips,
        ),
        "time": _scaled(
            centre.chip_hours, spread.chip_hours, SECONDS_PER_HOUR / tokens / chips
        ),
    }


def item_ranges(configuration: ItemConfiguration) -> Ranges:
    """Return what an image or a video takes of the chips of a replica."""
    runs: Runs[Outcome] = run_twice(generation_chain, configuration.all_inputs())
    chips = configuration.chips
    centre, spread = (run.stages["serving"] for run in (runs.centre, runs.spread))
    return {
        "energy": _scaled(
            centre["chip_energy_kwh"], spread["chip_energy_kwh"], J_PER_KWH
        ),
        "power": _scaled(
            runs.centre.extras["chip_power_w"],
            runs.spread.extras["chip_power_w"],
            chips,
        ),
        "time": _scaled(
            centre["chip_hours"], spread["chip_hours"], SECONDS_PER_HOUR / chips
        ),
    }


def _scaled(centre: Value, spread: object, factor: float) -> Range:
    return range_of(float(centre) * factor, np.asarray(spread) * factor)
