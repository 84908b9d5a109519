"""Servers: what the user names or describes, to inputs of the comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from wattlas import facts
from wattlas.errors import ContradictionError, InputError
from wattlas.estimation.input_values import input_from_quantity, parse_given
from wattlas.estimation.inputs import Inputs
from wattlas.notes import Note
from wattlas.parameters import Given
from wattlas.records import Fact

TABLE = ("supplies", "supply_w", "nameplate_w", "typical_w", "idle_w", "chips")
"""The figures that the comparison takes from the table of servers as they are."""

UNKNOWN_OF_CUSTOM = (
    "typical_w",
    "idle_w",
    "chips",
    "tflops_per_typical_w",
    "embodied_kgco2e",
)
"""What the supplies of a server do not tell."""

_SUPPLIES = re.compile(r"\s*(\d+)\s*[x×*]\s*(\d.*W)\s*")


@dataclass(frozen=True)
class ServerOptions:
    """A server of the tables, or one of which only the supplies are known.

    `server` is a key, an alias, or the supplies in words: ``"4 x 1800 W"``.
    """

    server: str | None = None
    supplies: Given = None
    supply_w: Given = None


@dataclass(frozen=True)
class FoundServer:
    """A server with the inputs that are known of it."""

    key: str
    row: Mapping[str, str]
    inputs: Inputs


def find_server(options: ServerOptions) -> FoundServer:
    """Return the server of a name, or the one that its supplies describe.

    Raises
    ------
    InputError
        If neither is given, or both, or the name is unknown.

    Examples
    --------
    >>> find_server(ServerOptions("8x H100")).key
    'dgx-h100'
    >>> find_server(ServerOptions("4 x 1800 W")).inputs["supply_w"].mid
    1800.0
    """
    by_supplies = options.supplies is not None or options.supply_w is not None
    if options.server is None:
        return _custom(options.supplies, options.supply_w)
    if by_supplies:
        raise ContradictionError(
            "Give the server {server} or its supplies, not both.",
            server=options.server,
        )
    words = _SUPPLIES.fullmatch(options.server)
    if words:
        return _custom(words[1], words[2])
    return _known(facts.resolve("servers", options.server))


def _known(key: str) -> FoundServer:
    row = facts.row("servers", key)
    inputs = Inputs()
    for name in TABLE:
        _take(inputs, name, facts.find_number("servers", key, name), key)
    host = facts.find_number("servers", key, "embodied_kgco2e")
    _take(inputs, "host_embodied_kgco2e", host, key)
    if "chips" in inputs:
        _add_chips(inputs, row["hardware"])
    else:
        inputs.is_absent("chips", "no-chips")
        inputs.is_absent("tflops_per_typical_w", "no-rate-of-cpus")
    return FoundServer(key, row, inputs)


def _add_chips(inputs: Inputs, chip: str) -> None:
    peak = facts.find_number("hardware", chip, "peak_16bit_tflops")
    made = facts.find_number("hardware", chip, "embodied_kgco2e")
    if peak is None:
        inputs.is_absent("tflops_per_typical_w", "no-peak-rate")
    else:
        inputs.take("chip_peak_tflops", peak, chip)
    if made is None:
        inputs.is_absent("embodied_kgco2e", "no-embodied")
    else:
        inputs.take("chip_embodied_kgco2e", made, chip)


def _take(inputs: Inputs, name: str, fact: Fact | None, place: str) -> None:
    if fact is None:
        inputs.is_absent(name, "not-in-tables")
    else:
        inputs.take(name, fact, place)


def _custom(supplies: Given, supply_w: Given) -> FoundServer:
    if supplies is None or supply_w is None:
        raise InputError(
            "A server needs its name (wattlas facts servers), or supplies and "
            "supply_w: how many, and the rating of one in watts."
        )
    count = parse_given("supplies", supplies, "1")
    rating = parse_given("supply_w", supply_w, "W")
    key = f"{_shown(count.low, count.high)} x {_shown(rating.low, rating.high)} W"
    inputs = Inputs()
    for name, parsed, unit in (("supplies", count, "1"), ("supply_w", rating, "W")):
        inputs.add(input_from_quantity(name, parsed, unit, place=key))
    if inputs["supplies"].low < 1:
        raise InputError(
            "supplies must be >= 1, got {low:g}.",
            low=inputs["supplies"].low,
        )
    for name in UNKNOWN_OF_CUSTOM:
        inputs.is_absent(name, "only-supplies-known")
    inputs.notes.append(Note("nameplate-from-supplies"))
    return FoundServer(key, {"name": key, "kind": "custom", "hardware": ""}, inputs)


def _shown(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}..{high:g}"
