"""The ways to split a replica over chips: those operators take, or any that hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from wattlas.chain.architecture import Architecture
from wattlas.estimation.layouts import (
    DEGREES,
    SERVER_CHIPS,
    Layout,
    Memory,
    degrees_product,
)

WIDEST = 256
"""Chips of the largest replica that is tried unasked: productions spread to 72-320."""
LARGEST_TRIED = 16384
"""Chips of the largest replica where a model fits no smaller one: chips of SRAM alone
hold a quarter of a gigabyte."""


def candidate_layouts(
    architecture: Architecture,
    server_chips: int,
    given: Mapping[str, int],
    memory: Memory | None = None,
) -> list[Layout]:
    """Return the layouts that keep what is given, each once, the fewest chips first.

    As operators do: tensor parallelism stays inside a server and within the heads;
    beyond it dense models take stages, mixtures data-parallel attention with their
    experts spread. Where nothing usual keeps what is given, or holds what `memory`
    says, anything that does.
    """
    widest = WIDEST if memory is None else _widest(memory)
    possible = [x for x in _possible(architecture, given, widest) if _keeps(x, given)]
    usual = _usual(possible, architecture, server_chips, given)
    if memory is not None and not any(memory.room(x) >= 1.0 for x in usual):
        usual = [x for x in possible if memory.room(x) >= 1.0]
    found = set(usual or possible)
    return sorted(found, key=lambda x: (x.chips, x.data_parallel, x.pipeline_parallel))


def _widest(memory: Memory) -> int:
    """Return the most chips that are tried unasked: more where weights alone need them.

    A prompt that is too long for so many chips is none that anybody serves.
    """
    one = Layout(1)
    weights = memory.weights(one)
    if weights <= WIDEST * memory.usable_per_chip:
        return WIDEST
    bytes_held = weights + float(memory.per_request(one))
    needed = 2.0 ** np.ceil(np.log2(bytes_held / memory.usable_per_chip))
    return int(np.clip(2 * needed, WIDEST, LARGEST_TRIED))


def _possible(
    a: Architecture, given: Mapping[str, int], widest: int
) -> Iterator[Layout]:
    chips = given.get("chips")
    most = chips or max(degrees_product(given), given.get("expert_parallel", 1), widest)
    degrees = (
        [n for n in range(1, chips + 1) if chips % n == 0]
        if chips
        else [2**n for n in range(most.bit_length())]
    )
    mixture = bool(a.experts)
    tensor, stages, groups = (
        [given[name]] if name in given else degrees for name in DEGREES[:3]
    )
    for tp, pp, dp in product(tensor, stages, groups):
        spread = given.get("expert_parallel", tp * dp if mixture else 1)
        if tp * pp * dp <= most and pp <= a.layers and tp * dp % spread == 0:
            yield Layout(tp, pp, dp, spread)


def _usual(
    layouts: Sequence[Layout],
    a: Architecture,
    server_chips: int,
    given: Mapping[str, int],
) -> list[Layout]:
    shards = _most_shards(a.query_heads, server_chips)
    layers, experts = a.layers, a.experts
    found = []
    for layout in layouts:
        tp, pp, dp = (getattr(layout, name) for name in DEGREES[:3])
        rules = {
            "tensor_parallel": tp <= shards,
            "pipeline_parallel": pp == 1 or (tp == shards and dp == 1 and pp <= layers),
            "data_parallel": dp == 1 or bool(experts),
            "expert_parallel": layout.expert_parallel <= max(experts, 1),
        }
        if all(kept or name in given for name, kept in rules.items()):
            found.append(layout)
    return found


def _most_shards(heads: int, server_chips: int) -> int:
    """Return the most chips of a server, a power of two, that heads divide over."""
    counts = (n for n in (8, 4, 2) if n <= min(server_chips, SERVER_CHIPS, heads))
    return next((n for n in counts if heads % n == 0), 1)


def _keeps(layout: Layout, given: Mapping[str, int]) -> bool:
    return all(getattr(layout, name) == value for name, value in given.items())
