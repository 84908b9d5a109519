"""How a replica may be laid out over chips, and how many requests each way holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from wattlas import facts
from wattlas.chain import cache, counts, engine_step
from wattlas.chain.architecture import Architecture
from wattlas.chain.types import Value
from wattlas.errors import ContradictionError, InputError, Message
from wattlas.estimation.inputs import Inputs
from wattlas.records import Input
from wattlas.units import BYTES_PER_GB

SERVER_CHIPS = 8
ALONE = ("laptop", "desktop", "box", "module", "board")
"""Forms of machines of one chip each."""
OUTSIDE_HALLS = (*ALONE, "card")
"""Forms of machines that stand at home, in an office or outdoors: no hall cools them.

A card is one of those that are sold for desks.
"""
"""Chips whose links carry an all-reduce of every layer, where no table says."""
LARGEST_REPLICA = 1024
"""Chips beyond which no replica is looked for."""
DEGREES = ("tensor_parallel", "pipeline_parallel", "data_parallel", "expert_parallel")
NEVER = 1e18
"""More tokens than any step has: the wide tile is never reached."""


@dataclass(frozen=True)
class Layout:
    """One way to split a model: shards of a layer, stages, groups, expert chips."""

    tensor_parallel: int
    pipeline_parallel: int = 1
    data_parallel: int = 1
    expert_parallel: int = 1

    @property
    def chips(self) -> int:
        """Chips of the replica."""
        return self.tensor_parallel * self.pipeline_parallel * self.data_parallel

    @property
    def name(self) -> str:
        """The layout as engineers write it.

        >>> Layout(8).name, Layout(1, 1, 32, 32).name
        ('TP8', 'DP32 EP32')
        """
        degrees = {
            "TP": self.tensor_parallel,
            "PP": self.pipeline_parallel,
            "DP": self.data_parallel,
            "EP": self.expert_parallel,
        }
        parts = [f"{word}{count}" for word, count in degrees.items() if count > 1]
        return " ".join(parts) or "one chip"


@dataclass(frozen=True)
class Memory:
    """What a replica holds, in bytes: weights, the cache of a request, room of a chip.

    `kv_heads` and `latent` say how often the cache repeats over the shards of a layer.
    `host_share` of all layers, with their cache, lies in `host_bytes` of the host.
    """

    dense_weights: float
    expert_weights: float
    cache_per_request: Value
    state_per_request: float
    usable_per_chip: float
    kv_heads: int
    latent: bool
    host_share: float = 0.0
    host_bytes: float = 0.0

    @classmethod
    def of(cls, v: Mapping[str, Value], architecture: Architecture) -> Memory:
        """Return what the central inputs of a replica say of its memory."""
        experts = float(v.get("expert_parameters", 0.0))
        dense = counts.total_parameters(architecture) - experts
        context = float(v["prompt_tokens"]) + float(v["output_tokens"])
        elements = float(cache.kv_elements(architecture, context))
        usable = float(v["memory_gb"]) * BYTES_PER_GB
        return cls(
            dense_weights=dense * float(v["bytes_per_dense_weight"]),
            expert_weights=experts * float(v.get("bytes_per_expert_weight", 0.0)),
            cache_per_request=elements * float(v["bytes_per_kv_element"]),
            state_per_request=cache.state_bytes_per_sequence(architecture),
            usable_per_chip=usable * float(v["usable_memory_share"]),
            kv_heads=max(architecture.kv_heads, 1),
            latent=architecture.uses_latent_attention,
        )

    def weights(self, layout: Layout) -> float:
        """Return the weights of a replica: dense ones once in each data group."""
        return self.dense_weights * layout.data_parallel + self.expert_weights

    def per_request(self, layout: Layout) -> Value:
        """Return cache and state of one request, over the shards that repeat it."""
        copies = engine_step.cache_copies(
            layout.tensor_parallel, self.kv_heads, float(self.latent)
        )
        return self.cache_per_request * float(copies) + self.state_per_request

    def room(self, layout: Layout) -> Value:
        """Return the requests that fit beside the weights; negative without room."""
        chips_bytes = layout.chips * self.usable_per_chip
        on_chips = self._room(layout, chips_bytes, 1.0 - self.host_share)
        if not self.host_share:
            return on_chips
        return np.minimum(
            on_chips, self._room(layout, self.host_bytes, self.host_share)
        )

    def _room(self, layout: Layout, there: float, share: float) -> Value:
        free = there - self.weights(layout) * share
        return free / np.maximum(self.per_request(layout) * share, 1.0)


def fewest_chips(memory: Memory, batch: float) -> int:
    """Return the smallest power of two of chips that holds weights and a batch.

    Raises
    ------
    InputError
        If even the largest replica does not hold them.
    """
    chips = 1
    while memory.room(Layout(chips)) < batch:
        chips *= 2
        if chips > LARGEST_REPLICA:
            needed = memory.weights(Layout(1)) + batch * memory.per_request(Layout(1))
            raise InputError(
                "A replica would need over {largest_replica} chips for {needed:.3g} "
                "GB. Choose a smaller batch or context, or a chip with more memory.",
                largest_replica=LARGEST_REPLICA,
                needed=needed / BYTES_PER_GB,
            )
    return chips


def add_split(inputs: Inputs, layout: Layout) -> None:
    """Add the inputs of a layout that is known, each as it is or as set by name."""
    for name in ("data_parallel", "pipeline_parallel", "expert_parallel"):
        inputs.add(exact_input(name, float(getattr(layout, name))))
    spread = int(inputs["expert_parallel"].mid)
    inputs.add(exact_input("wide_tile_tokens", wide_tile_tokens(inputs, spread)))


def exact_input(name: str, value: float) -> Input:
    """Return an input of a layout that is known."""
    return Input(name, value, value, value, "fixed", "1", "assumed")


def degrees_product(given: Mapping[str, int]) -> int:
    """Return the chips that tensor, pipeline and data parallelism say, where given."""
    return prod(given.get(name, 1) for name in DEGREES[:3])


def check_given(given: Mapping[str, int], architecture: Architecture) -> None:
    """Raise InputError if the degrees that are given contradict each other.

    Raises
    ------
    ContradictionError
        If tensor, pipeline and data parallelism do not multiply to the chips.
    InputError
        If there are no experts to spread, or fewer layers than stages.
    """
    degrees, chips = degrees_product(given), given.get("chips")
    named = [n for n in DEGREES[:3] if n in given]
    if chips is not None and (
        chips % degrees or (len(named) == 3 and chips != degrees)
    ):
        raise ContradictionError(
            "chips = {chips} is not {named} = {degrees} times a whole number: tensor "
            "x pipeline x data parallelism are the chips of a replica.",
            chips=chips,
            named=" x ".join(named),
            degrees=degrees,
        )
    stages = given.get("pipeline_parallel", 1)
    if stages > architecture.layers:
        raise InputError(
            "pipeline_parallel = {stages}: {name} has {layers} layers, and a stage "
            "needs one. Give fewer stages.",
            stages=stages,
            name=architecture.name,
            layers=architecture.layers,
        )
    spread = given.get("expert_parallel", 1)
    if spread > 1 and not architecture.experts:
        raise InputError(
            "expert_parallel = {spread}: {name} has no experts to spread. Leave it "
            "out.",
            spread=spread,
            name=architecture.name,
        )


def server_chips_of(hardware: str) -> int:
    """Return the chips of the server that a chip stands in, else eight.

    A laptop, a board or a small computer is one chip.

    >>> server_chips_of("h100-sxm"), server_chips_of("gb200"), server_chips_of("m4")
    (8, 72, 1)
    """
    if facts.row("hardware", hardware)["form"] in ALONE:
        return 1
    server = facts.row("hardware", hardware).get("server", "")
    fact = facts.find_number("servers", server, "chips") if server else None
    return SERVER_CHIPS if fact is None else int(fact.value)


def wide_tile_tokens(inputs: Inputs, expert_parallel: int) -> float:
    """Return the tokens of a step above which experts run on wide tiles. [token]"""
    bytes_per_weight = inputs["bytes_per_expert_weight"].mid
    if "experts" not in inputs or bytes_per_weight < 1:
        return NEVER
    if bytes_per_weight < 2:
        return 0.0
    return inputs["experts"].mid / expert_parallel


def does_not_fit(layouts: Sequence[Layout], memory: Memory) -> Message:
    """Return what is said where no layout holds the model and a request."""
    if not layouts:
        return Message(
            "No layout has these degrees: tensor x pipeline x data parallelism are the "
            "chips of a replica, and experts are spread over a divisor of tensor x "
            "data parallelism. Leave one of them out."
        )
    largest = max(layouts, key=lambda x: x.chips * memory.usable_per_chip)
    weights = memory.weights(largest)
    request = memory.per_request(largest)
    return Message(
        "The model does not fit: weights take {weights:.3g} GB and a request "
        "{request:.3g} GB, {chips} chips offer {chips_2:.3g} GB. Use more "
        "chips, a chip with more memory, a shorter context or a lower "
        "precision.",
        weights=weights / BYTES_PER_GB,
        request=request / BYTES_PER_GB,
        chips=largest.chips,
        chips_2=largest.chips * memory.usable_per_chip / BYTES_PER_GB,
    )
