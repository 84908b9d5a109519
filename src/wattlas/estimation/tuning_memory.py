"""What a tuning run holds in memory, and the chips that it needs for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, inf
from pathlib import Path

from wattlas import facts
from wattlas.chain import counts, item_memory, tuning
from wattlas.errors import InputError, Message
from wattlas.estimation import lookup
from wattlas.estimation.input_values import exact
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.recorder import inputs_named
from wattlas.estimation.tuning import Tuning
from wattlas.notes import Note
from wattlas.parameters import Given
from wattlas.records import Input
from wattlas.units import BYTES_PER_GB

PAIR = 2.0
"""Answers of a sample that dpo computes at once."""

HOLD_LESS = {"full": "lora, qlora", "continued": "lora, qlora", "lora": "qlora"}
"""By method: those that hold less and are asked for in the same way."""


@dataclass(frozen=True)
class Held:
    """What a run holds, in GB: by all chips together, and by each for its samples.

    `sample` is what one of the `batch` takes.
    """

    shared: float
    sample: float
    batch: float

    def chips(self, memory: float, usable: float) -> int | None:
        """Return the fewest chips that hold it, or None where no number does.

        What is shared leaves room for other things on each chip; with the samples of a
        batch a chip is full. Chips may also share one sample, not a batch.
        """
        fewest = max(1, ceil(self.shared / (memory * usable)))
        if self.batch <= 1:
            return max(fewest, ceil((self.shared + self.sample) / memory))
        room = memory - self.sample * self.batch
        return max(fewest, ceil(self.shared / room)) if room > 0 else None

    def largest_batch(self, memory: float, usable: float, chips: float) -> int:
        """Return the largest batch that so many chips hold beside the rest, or 0."""
        most = max(1, int((memory - self.shared / chips) / self.sample))
        few = replace(self, batch=most).chips(memory, usable)
        return most if few is not None and few <= chips else 0


def add_chips(
    inputs: Inputs,
    run: Tuning,
    given: Given,
    more: float = 0.0,
    recompute: str | None = None,
    batch: Given = None,
) -> None:
    """Add the chips that are given, or as few as hold the run; refuse too few.

    `more` are weights in 16 bits beside the model that is tuned: of a teacher, of
    models that judge, of the engine that answers.

    Raises
    ------
    InputError
        If the chips that are given, or any number of them, do not hold it.
    """
    if not inputs.give("batch", batch, "1"):
        one = Input("batch", 1.0, 1.0, 1.0, "fixed", "1", "assumed")
        inputs.add(one)
    inputs.keep("batch")
    _add_trained_bytes(inputs, run)
    held = _held(inputs, run, more, recompute != "no")
    memory = facts.number("hardware", run.hardware, "memory_gb").value
    usable = facts.number("constants", "tuning", "usable_memory_share").value
    few = held.chips(memory, usable)
    has = inputs["chips"].high if inputs.give("chips", given, "1") else inf
    most = held.largest_batch(memory, usable, has)
    if few is None:
        raise _sample_refusal(run, held, memory, most)
    if has == inf:
        inputs.add(Input("chips", few, few, few, "fixed", "1", "assumed"))
        if few > 1:
            inputs.notes.append(Note("chips-needed", {"chips": few}))
    elif has < few:
        raise _chips_refusal(run, held, (has, few, most), memory)


def _held(inputs: Inputs, run: Tuning, more: float, recomputes: bool) -> Held:
    v = inputs.mids()
    a = run.model.architecture
    if run.method == "rl":
        v |= {"sample_tokens": v["prompt_tokens"] + v["output_tokens"]}
    sample = item_memory.tuning_activation_bytes(
        bytes_per_width=facts.number("constants", "networks", "bytes_per_width").low,
        logit_bytes=facts.number("constants", "tuning", "logit_bytes").low,
        vocabulary=a.vocab_size,
        recomputed=float(recomputes),
        **inputs_named(v, "layers hidden_size sample_tokens"),
    )
    pairs = PAIR if run.method == "dpo" else 1.0
    return Held(
        shared=_weights_gb(inputs, run) + more * _bytes_of("bf16") / BYTES_PER_GB,
        sample=float(sample) * pairs / BYTES_PER_GB,
        batch=inputs["batch"].high,
    )


def _weights_gb(inputs: Inputs, run: Tuning) -> float:
    """Return weights, gradients and optimiser of the model that is tuned. [GB]"""
    trained = inputs["trained_bytes"].mid
    per, adapters = trained, 0.0
    if run.adapters:
        per = _bytes_of("int4" if run.quantized else "bf16")
        names = "rank active_parameters hidden_size adapter_width"
        sizes = inputs_named(inputs.mids(), names)
        adapters = float(tuning.adapter_parameters(**sizes))
    elif run.method == "dpo":
        per += _bytes_of("bf16")
    elif "trained_share" in inputs:
        share = inputs["trained_share"].mid
        per = float(tuning.part_trained_bytes(share, _bytes_of("bf16"), trained))
    total = counts.total_parameters(run.model.architecture)
    return float(tuning.tuning_memory_gb(total, per, trained, adapters))


def _add_trained_bytes(inputs: Inputs, run: Tuning) -> None:
    """Add what a trained weight takes with its gradient and optimiser. [byte]"""
    own = facts.find_number("constants", f"tuning-{run.optimizer}", "trained_bytes")
    usual = facts.number("constants", "tuning", "trained_bytes")
    inputs.take("trained_bytes", exact(own or usual))
    inputs.keep("trained_bytes")


def _bytes_of(precision: str) -> float:
    return facts.number("precisions", precision, "bytes_per_weight").value


def weights_of(model: str | Path | None) -> float:
    """Return the weights of a model by its name, 0 where there is none. [1]"""
    if model is None:
        return 0.0
    return counts.total_parameters(lookup.find_model(model).architecture)


def _sample_refusal(run: Tuning, held: Held, memory: float, most: int) -> InputError:
    return InputError(
        "batch = {batch:g} does not fit: its samples take {needed:.3g} GB of "
        "activations and logits, and {hardware} has {memory:.3g} GB. {advice}",
        batch=held.batch,
        needed=held.sample * held.batch,
        hardware=run.hardware,
        memory=memory,
        advice=_advice(most),
    )


def _advice(most: int) -> Message:
    if most >= 1:
        return Message("Use a batch of at most {most}.", most=most)
    return Message(
        "Use more chips, a batch of 1, recompute activations or use shorter samples."
    )


def _chips_refusal(
    run: Tuning, held: Held, chips: tuple[float, int, int], memory: float
) -> InputError:
    given, few, most = chips
    methods = HOLD_LESS.get(run.method)
    less = Message(" Or use a method that holds less ({methods}).", methods=methods)
    smaller = Message(" Or use a batch of at most {most}.", most=most)
    return InputError(
        "{model} does not fit: {method} holds {needed:.3g} GB of weights and "
        "optimiser and {sample:.3g} GB of activations for a batch, {chips:g} x "
        "{hardware} have {memory:.3g} GB. {few} chips hold it.{less}{smaller}",
        model=run.model.key,
        method=run.method,
        needed=held.shared,
        sample=held.sample * held.batch,
        chips=given,
        hardware=run.hardware,
        memory=given * memory,
        few=few,
        less=less if methods else "",
        smaller=smaller if most >= 1 else "",
    )
