"""What each number that comes in may be: unit, allowed and usual range, zero.

*Allowed* is what can be: outside it a value is refused, wherever it comes from.
*Usual* is what is met: outside it a remark says so, and names the unit that was
probably meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from wattlas.parameters.limits import Quantity
from wattlas.parameters.quantities.estimates import (
    GENERATION,
    MACHINES,
    SERVERS,
    SERVING,
    TRAINING,
    WORK,
)
from wattlas.parameters.quantities.kinds import COUNTS, share, whole
from wattlas.parameters.quantities.outlook import OUTLOOK
from wattlas.parameters.quantities.plans import (
    FLEXIBILITY,
    LOADS,
    PLAN,
    POWER_OPTIONS,
)
from wattlas.parameters.quantities.sites import PLACE, SITES, WEATHER

RUNS = {
    "sentences": whole("sentences", 1),
    "scenarios": whole("draws of figures", 0, 100_000),
    "workers": whole("processes", 1, 10_000),
    "port": whole("a port", 1, 65_535),
    "tokens_handled": Quantity(meaning="tokens", zero=True, slips=COUNTS),
    "samples_handled": Quantity(meaning="samples", zero=True, slips=COUNTS),
    "draws.any": whole("draws", 1, 10_000_000),
    "draws": whole("draws; fewer give no 5-95 % range", 16, 10_000_000),
    "seed": whole("a seed", 0),
}

QUANTITIES: Mapping[str, Quantity] = MappingProxyType(
    PLACE
    | TRAINING
    | SERVING
    | GENERATION
    | SERVERS
    | MACHINES
    | WORK
    | SITES
    | WEATHER
    | POWER_OPTIONS
    | LOADS
    | FLEXIBILITY
    | PLAN
    | OUTLOOK
    | RUNS
)
"""Every quantity that has limits of its own, by name; any other is above 0."""
_PLAIN = Quantity()
_FRACTIONS = ("_share", "_efficiency")
_FRACTION = share("a fraction of 1")


def quantity(name: str) -> Quantity:
    """Return what a number may be, by its name.

    What is not declared is any number above 0; by its name a share or an efficiency,
    at most 1.

    >>> print(quantity("pue").allowed, "or", quantity("usable_memory_share").allowed)
    1 to 5 or > 0 and at most 1
    """
    plain = _FRACTION if name.endswith(_FRACTIONS) else _PLAIN
    return QUANTITIES.get(name, plain)


def outlook_quantity(name: str) -> Quantity:
    """Return what an input of an outlook may be, by its name.

    >>> print(outlook_quantity("pue.ai").allowed)
    1 to 5
    """
    return quantity(f"outlook.{name.partition('.')[0]}")


def units_of(names: Iterable[str]) -> dict[str, str]:
    """Return the unit of each quantity, by name."""
    return {name: quantity(name).unit for name in names}
