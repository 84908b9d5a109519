"""Whether a batch fits the memory of a chip: networks that read, hear, speak, learn."""

from __future__ import annotations

from dataclasses import replace

from wattlas import facts
from wattlas.chain import item_memory, passes
from wattlas.chain.types import Value
from wattlas.errors import InputError
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.networks import Network
from wattlas.estimation.recorder import inputs_named
from wattlas.notes import Note
from wattlas.records import Fact
from wattlas.units import BYTES_PER_GB

LEAST, USUAL = "low", "value"
"""Ends of what is assumed: by the least a batch is refused, by the usual shortened."""


def check_job(
    inputs: Inputs, network: Network, hardware: str, *, trains: bool = False
) -> None:
    """Refuse a batch that does not fit beside the weights; shorten one not given.

    Weights that are trained take their gradient and optimiser with them.

    Raises
    ------
    InputError
        If what is given does not fit by the least that is taken for it.
    """
    if network.style == "lookup":
        return
    memory = facts.number("hardware", hardware, "memory_gb").value * BYTES_PER_GB
    each = inputs["bytes_per_weight"].mid
    if trains:
        each = facts.number("constants", "tuning", "trained_bytes").low
    weights = network.stored_parameters * each
    least, usual = (_item_bytes(inputs, network, end, trains) for end in (LEAST, USUAL))
    batch = inputs["batch"]
    asked = batch.high if batch.given else 1.0
    most = float(item_memory.largest_batch(memory, weights, least))
    if asked > most:
        raise _refusal(network, hardware, asked, (memory, weights, least), most)
    fits = max(int(item_memory.largest_batch(memory, weights, usual)), 1)
    if not batch.given:
        low, mid, high = (min(x, fits) for x in (batch.low, batch.mid, batch.high))
        inputs.replace(replace(batch, low=low, mid=mid, high=high))
    elif asked > fits:
        said = {"batch": asked, "fits": fits, "hardware": hardware}
        inputs.notes.append(Note("tight-batch", said))


def _item_bytes(inputs: Inputs, network: Network, end: str, trains: bool) -> float:
    """Return what one item takes beside the weights, at an end of what is assumed."""
    v = inputs.mids()
    if network.reads == "image":
        name = "stored_copies" if trains else "live_copies"
        return float(
            item_memory.picture_bytes_held(
                activation_copies=_end(name, end),
                **inputs_named(
                    v, "activations_million bytes_per_weight side_px own_side_px"
                ),
            )
        )
    held: Value = 0.0
    if "item_tokens" in v and trains:
        held = passes.encoder_bytes(
            bytes_per_width=_end("bytes_per_width", end),
            **inputs_named(v, "item_tokens layers hidden_size"),
        )
    elif "item_tokens" in v:
        held = item_memory.live_text_bytes(
            live_bytes_per_width=_end("live_bytes_per_width", end),
            **inputs_named(v, "item_tokens hidden_size"),
        )
    return max(float(held + _cache_bytes(inputs, end)), 1.0)


def _cache_bytes(inputs: Inputs, end: str) -> Value:
    """Return keys and values of a decoder that writes step by step."""
    v = inputs.mids()
    if "steps_per_second" not in v:
        return 0.0
    beams: Value = 1.0
    if "beams" in v:
        beams = inputs["beams"].low if end == LEAST else v["beams"]
    spoken_s = facts.number("constants", "networks-speech", "spoken_together_s")
    sizes = inputs_named(v, "decoder_parameters decoder_layers")
    heard = "item_tokens" in v
    heads = facts.number("constants", "networks-speech", "kv_head_share")
    return (1.0 if heard else getattr(heads, end)) * item_memory.decoder_cache_bytes(
        decoder_layers=v["decoder_layers"],
        hidden_size=item_memory.decoder_width(**sizes),
        heard_tokens=v.get("item_tokens", 0.0),
        written_tokens=passes.of_window(
            v["steps_per_second"], v.get("window_s", getattr(spoken_s, end))
        ),
        beams=beams,
    )


def _end(name: str, end: str) -> float:
    fact: Fact = facts.number("constants", "networks", name)
    return float(getattr(fact, end))


def _refusal(
    network: Network,
    hardware: str,
    batch: float,
    sizes: tuple[float, float, float],
    most: float,
) -> InputError:
    memory, weights, item = (size / BYTES_PER_GB for size in sizes)
    if most < 1.0:
        return InputError(
            "{key} does not fit: weights with what belongs to them take {weights:.3g} "
            "GB and one item {item:.3g} GB, the memory of {hardware} is {memory:.3g} "
            "GB. Use shorter or smaller items, a lower precision or a chip with more "
            "memory.",
            key=network.key,
            weights=weights,
            item=item,
            hardware=hardware,
            memory=memory,
        )
    return InputError(
        "batch = {batch:g} does not fit: weights take {weights:.3g} GB and the items "
        "{items:.3g} GB, the memory of {hardware} is {memory:.3g} GB. At most {most} "
        "fit at once.",
        batch=batch,
        weights=weights,
        items=item * batch,
        hardware=hardware,
        memory=memory,
        most=int(most),
    )
