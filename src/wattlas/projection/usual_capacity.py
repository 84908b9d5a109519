"""What a grid's highest hour and firm capacity usually are, to remark on others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wattlas import facts
from wattlas.chain.types import Array
from wattlas.estimation.remarks import outside_usual
from wattlas.notes import Note
from wattlas.parameters import Quantity
from wattlas.projection.places import TABLE, is_place
from wattlas.records import Input
from wattlas.units import HOURS_PER_YEAR

OF_COUNTED = (0.5, 2.0)
"""Of a count, and of firm capacity over the highest hour: what a slip is beyond."""
OF_MEAN = (1.0, 4.0)
"""The highest hour over the mean of the year: never below, in small grids to 4."""


def unusual_capacity(
    place: str, peak: Input, firm: Input, all_twh: Array
) -> Iterator[Note]:
    """Yield a note for what is given and is far from what the place is known to take.

    Beside the place's own count where there is one; else the highest hour beside its
    mean of the year (`all_twh`, draws of its electricity), and what is firm beside that
    hour.
    """
    mean_gw = float(np.median(all_twh)) * 1e3 / HOURS_PER_YEAR
    beside = {
        "peak_gw": (peak, mean_gw, OF_MEAN),
        "firm_gw": (firm, peak.mid, OF_COUNTED),
    }
    for quantity, (item, basis, ratios) in beside.items():
        counted = facts.find_number(TABLE, place, quantity) if is_place(place) else None
        if counted is not None:
            basis, ratios = counted.value, OF_COUNTED
        if item.given:
            low, high = (ratio * basis for ratio in ratios)
            limits = Quantity(unit=item.unit, usual=(low, high))
            note = outside_usual(item.name, item.mid, item.unit, limits)
            yield from (note,) if note else ()
