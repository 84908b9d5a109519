"""Configurations of trainers: what they say of a run, in our words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation import lookup
from wattlas.estimation.input_values import (
    check_limits,
    input_from_quantity,
    parse_given,
)
from wattlas.estimation.trainer_file import TrainerFile, truth
from wattlas.notes import Note
from wattlas.parameters import given_of
from wattlas.parameters.finetuning import FinetuneOptions
from wattlas.study.loader import read_document

LENGTHS = (
    *("sequence_len", "cutoff_len", "max_length", "max_seq_length", "max_seq_len"),
    "model_max_length",
)
PACKED = ("sample_packing", "packing")
RECOMPUTED = (
    *("gradient_checkpointing", "activation_checkpointing"),
    "use_gradient_checkpointing",
)
EPOCHS = ("num_epochs", "num_train_epochs")
MODELS = (
    *("base_model", "model_name_or_path", "model_name", "base_model_name_or_path"),
    "pretrained_model_name_or_path",
)
RANKS = ("lora_r", "lora_rank", "r")
BATCHES = ("per_device_train_batch_size", "micro_batch_size")
LEARNING = ("sft", "pt", "dpo", "")
"""Ways to learn that are read: examples, plain text, pairs; '' as Axolotl's none."""
ADAPTERS = ("lora", "qlora", "")
WORDS: Mapping[str, tuple[str, ...]] = {
    "rl": LEARNING,
    "stage": LEARNING,
    "adapter": ADAPTERS,
    "peft_type": ADAPTERS,
    "finetuning_type": ("full", "lora", "freeze"),
}
"""Fields that name a method, and the words of them that are read."""
OPTIMIZERS = (
    *(("8bit", "adamw-8bit"), ("adafactor", "adafactor"), ("adamw", "adamw")),
    ("sgd", "sgd"),
)
"""What the name of an optimiser has in it, and how it is called here."""
FREEZES = 2
"""Layers that LLaMA-Factory trains where it freezes the others and none are said."""
ACCUMULATION = "gradient_accumulation_steps"
REWARDED = (
    *("num_generations", "rloo_k", "num_ppo_epochs", "reward_funcs", "reward_weights"),
    *("reward_model_path", "reward_model", "reward_pretrain", "missing_eos_penalty"),
    *("response_length", "total_episodes", "n_samples_per_prompt", "trl"),
    *("rollout_batch_size", "actor_rollout_ref", "vllm_mode"),
)
"""Fields that only learning from rewards has: GRPO, RLOO, PPO."""
PAIRED = ("max_completion_length", "max_prompt_length", "precompute_ref_log_probs")
"""Fields that learning from pairs has, and from rewards."""


def with_config(options: FinetuneOptions) -> tuple[FinetuneOptions, list[Note]]:
    """Return options with what their configuration says and they do not; notes.

    What is given counts before the file; what the file says and nothing reads is
    noted.

    Raises
    ------
    InputError
        If the file is no mapping, or holds a value that cannot be.
    """
    if options.config is None:
        return options, []
    data = read_document(Path(options.config), "a configuration").data
    read = TrainerFile(data, options)
    _check_learning(read)
    given = given_of(options)
    # A field of what is given is not read, so that it is told as unused.
    changed = {
        name: value
        for name, make in _FIELDS.items()
        if name not in given and (value := make(read)) is not None
    }
    said = {name for name, value in data.items() if value is not None}
    left = sorted(said - read.used)
    notes = [Note("config-unused", {"names": ", ".join(left)})] if left else []
    return replace(options, **changed), notes


def _check_learning(read: TrainerFile) -> None:
    """Refuse fields of another way to learn than examples, whatever it is called."""
    told = {name for name, value in read.data.items() if value is not None}
    rewarded = next((name for name in REWARDED if name in told), None)
    if rewarded is not None:
        raise InputError(
            "{config}: {name} is a field of learning from rewards, which is estimated "
            "with rl.",
            config=read.options.config,
            name=rewarded,
        )
    paired = next((name for name in PAIRED if name in told), None)
    if paired and (read.options.method or _method(read)) != "dpo":
        raise InputError(
            "{config}: {name} is a field of learning from pairs or rewards: give "
            "method dpo, or estimate it with rl.",
            config=read.options.config,
            name=paired,
        )


def _model(read: TrainerFile) -> str | None:
    name = read.first(*MODELS)
    if name is not None and not isinstance(name, str):
        raise InputError(
            "{config}: the model must be a name, got {name!r}.",
            config=read.options.config,
            name=name,
        )
    return name


def _method(read: TrainerFile) -> str | None:
    """Return the method: pairs before adapters, four bits before sixteen."""
    words = {_word(read, name) for name in WORDS}
    four_bits = _four_bits(read)
    adapters = truth(read, "use_peft") or "lora" in words
    if "dpo" in words:
        return "dpo"
    if "qlora" in words or four_bits:
        return "qlora"
    if adapters:
        return "lora"
    return "continued" if "pt" in words else None


def _four_bits(read: TrainerFile) -> bool:
    """Return whether weights are loaded in 4 bits; other bits stay unread, and told."""
    bits = read.data.get("quantization_bit")
    return bool(truth(read, "load_in_4bit")) or (
        str(bits) == "4" and read.number("quantization_bit") == 4
    )


def _word(read: TrainerFile, name: str) -> str:
    """Return what a field says of the method, '' where it is not there.

    What learns or adapts otherwise is refused: from rewards, pairs by another rule.
    """
    said = read.first(name)
    known, word = WORDS[name], str("" if said is None else said).lower()
    if said is not None and word not in known:
        raise InputError(
            "{config}: {name} is {said!r}, which finetune does not read (known: "
            "{known}). Learning from rewards is estimated with rl.",
            config=read.options.config,
            name=name,
            said=said,
            known=", ".join(filter(None, known)),
        )
    return word


def _samples(read: TrainerFile) -> Any:
    """Return samples that are said, or those of so many steps of a batch."""
    said = read.number("max_samples")
    if not _of_steps(read):
        return said
    if read.options.chips is None:
        raise InputError(
            "{config}: max_steps says how many batches, and a batch has a part for "
            "each chip: give chips.",
            config=read.options.config,
        )
    chips = parse_given("chips", read.options.chips, "1")
    check_limits(input_from_quantity("chips", chips, "1"))
    batch = (read.number(*BATCHES) or 8.0) * (read.number(ACCUMULATION) or 1.0)
    samples = (read.number("max_steps") or 0.0) * batch
    return _range(samples * end for end in (chips.low, chips.mid, chips.high) if end)


def _of_steps(read: TrainerFile) -> bool:
    """Return whether steps, and nothing else of the file, say how many samples."""
    steps = read.first("max_steps")
    return read.data.get("max_samples") is None and steps not in (None, -1)


def _range(ends: Iterable[float]) -> str:
    """Return ends as a value that is given: one where all are the same."""
    return "..".join(dict.fromkeys(repr(end) for end in ends))


def _epochs(read: TrainerFile) -> float | None:
    if read.data.get("max_steps") not in (None, -1):
        read.first(*EPOCHS)
        return 1.0
    return read.number(*EPOCHS)


def _tokens(read: TrainerFile) -> Any:
    """Return the length of a packed batch's parts, or a range below the longest sample.

    Samples that are counted are no parts of a batch: packed, they are as long as ever.
    """
    longest = read.number(*LENGTHS)
    counted = read.options.samples is not None
    if longest is None or (not counted and _packs(read) and _of_steps(read)):
        return longest
    mean = facts.number("constants", "tuning", "mean_over_longest")
    return _range(end * longest for end in (mean.low, mean.value, mean.high))


def _packs(read: TrainerFile) -> bool:
    """Return whether samples are packed: as is given, or as the file says."""
    given = read.options.packing
    return bool(truth(read, *PACKED)) if given is None else given == "yes"


def _yes(names: tuple[str, ...]) -> Callable[[TrainerFile], str | None]:
    def said(read: TrainerFile) -> str | None:
        value = truth(read, *names)
        return None if value is None else ("yes" if value else "no")

    return said


def _precision(read: TrainerFile) -> str | None:
    said = next((p for p in ("bf16", "fp16") if read.data.get(p) is True), None)
    if said is not None:
        read.first(said)
    return said


def _rank(read: TrainerFile) -> float | None:
    """Return the rank of adapters: the usual one where pairs tune some without it."""
    rank = read.number(*RANKS)
    method = read.options.method or _method(read)
    tuned = {str(read.data.get(name)) for name in ("adapter", "finetuning_type")}
    if method == "dpo" and tuned & {"lora", "qlora"}:
        return rank or facts.number("constants", "tuning", "rank").value
    return rank if method in ("lora", "qlora") else None


def _quantized(read: TrainerFile) -> str | None:
    """Return whether pairs tune adapters beside weights in 4 bits."""
    method = read.options.method or _method(read)
    return "yes" if method == "dpo" and _four_bits(read) else None


def _trained_share(read: TrainerFile) -> float | None:
    """Return the share of the layers that is not frozen.

    Weights that are named one by one are no share that could be read.
    """
    if read.data.get("unfrozen_parameters") and read.options.trained_share is None:
        raise InputError(
            "{config}: unfrozen_parameters trains a part of the weights, and its names "
            "say no share: give trained_share.",
            config=read.options.config,
        )
    read.first("unfrozen_parameters")
    if read.data.get("finetuning_type") != "freeze":
        return None
    layers = abs(float(read.first("freeze_trainable_layers") or FREEZES))
    model = read.options.model or _model(read)
    if model is None:
        return None
    return min(layers / lookup.find_model(model).architecture.layers, 1.0)


def _optimizer(read: TrainerFile) -> str | None:
    """Return the optimiser by what it holds; one that is not known stays unread."""
    said = str(read.data.get("optim") or read.data.get("optimizer") or "").lower()
    known = (name for word, name in OPTIMIZERS if word in said)
    found = next(known, None)
    if found is not None:
        read.first("optim", "optimizer")
    return found


_FIELDS: Mapping[str, Callable[[TrainerFile], Any]] = {
    "model": _model,
    "method": _method,
    "samples": _samples,
    "epochs": _epochs,
    "tokens": _tokens,
    "packing": _yes(PACKED),
    "recompute": _yes(RECOMPUTED),
    "batch": lambda read: read.number(*BATCHES),
    "precision": _precision,
    "rank": _rank,
    "quantized": _quantized,
    "trained_share": _trained_share,
    "optimizer": _optimizer,
}
"""By option: how it is found in a configuration."""
