"""What the next unit of an option costs, after those that were built before it."""

from __future__ import annotations

from math import log2

from wattlas.errors import InputError
from wattlas.parameters.power import PowerSection
from wattlas.planning.ask.money import amount
from wattlas.records import Fact


def next_unit_cost_share(learning_rate: float, units_before: float) -> float:
    """Return the capital cost of the next unit over that of the first. [1]

    ``share = (1 - learning rate) ** log2(units before + 1)``

    Each doubling of the units built takes the same share off (Wright 1936).

    >>> round(next_unit_cost_share(learning_rate=0.1, units_before=3), 3)
    0.81
    """
    return float((1.0 - learning_rate) ** log2(units_before + 1.0))


def learnt_share(section: PowerSection, known: Fact | None) -> float:
    """Return the share of an option's capital cost that is left after learning. [1]

    One without `units_before`: the cost of the tables is that of the first unit.

    Raises
    ------
    InputError
        If a rate has no units, or units have no rate.
    """
    if section.units_before is None:
        if section.learning is None:
            return 1.0
        raise InputError(
            "power: {use} has a learning rate and no units: give units_before, the "
            "units built before yours, such as 10.",
            use=section.use,
        )
    before = amount(section, "units_before", section.use)
    if section.learning is not None:
        rate = amount(section, "learning", section.use)
    elif known is not None:
        rate = known.value
    else:
        raise InputError(
            "power: the tables have no learning rate of {use}: give learning with "
            "units_before, such as 0.1.",
            use=section.use,
        )
    return next_unit_cost_share(rate, before)
