"""Models and chips: what the user names, to architectures and inputs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from wattlas import facts
from wattlas.chain import counts
from wattlas.chain.architecture import Architecture, architecture_from_row
from wattlas.chain.cache import attention_flop_per_token
from wattlas.chain.huggingface import architecture_from_config
from wattlas.errors import InputError, UnknownNameError
from wattlas.estimation.inputs import Given, Inputs, input_from_fact, parse_given
from wattlas.estimation.inputs import input_from_quantity as _input_of
from wattlas.estimation.place import in_currency
from wattlas.records import Fact, Input

DEFAULT_PRECISION = "bf16"


@dataclass(frozen=True)
class Model:
    """A model that the chain can work with: its key or path, and its architecture."""

    key: str
    architecture: Architecture
    weight_precision: str
    training_tokens: float | None
    source: str
    assumed: bool


def find_model(name: str | Path) -> Model:
    """Return the model of a key, an alias or a Hugging Face config.json.

    Raises
    ------
    UnknownNameError
        If no model has the name, or its maker publishes no architecture.
    InputError
        If the file is not a config.json that can be read.

    Examples
    --------
    >>> find_model("BLOOM").key
    'bloom-176b'
    """
    text = str(name)
    if text.endswith(".json"):
        return _model_of_config(Path(text))
    _refuse_undisclosed(text)
    _refuse_generator(text)
    key = facts.resolve("models", text)
    row = facts.row("models", key)
    tokens = row.get("default_tokens", "")
    return Model(
        key=key,
        architecture=architecture_from_row(row),
        weight_precision=row.get("weight_precision") or DEFAULT_PRECISION,
        training_tokens=float(tokens) if tokens else None,
        source=row["source"],
        assumed=row.get("status") == "assumed",
    )


def _model_of_config(path: Path) -> Model:
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror}.") from error
    except ValueError as error:
        raise InputError(f"{path} is no JSON file: {error}.") from error
    if not isinstance(config, dict):
        raise InputError(f"{path} holds no model configuration: an object is expected.")
    architecture = architecture_from_config(config, str(path))
    return Model(str(path), architecture, DEFAULT_PRECISION, None, "given", False)


def _refuse_undisclosed(name: str) -> None:
    try:
        key = facts.resolve("undisclosed", name)
    except UnknownNameError:
        return
    row = facts.row("undisclosed", key)
    raise UnknownNameError(
        f"{row['name']} cannot be estimated by name: {row['reason'].rstrip('.')}. "
        f"Give --model a config.json of the architecture that you suppose."
    )


def _refuse_generator(name: str) -> None:
    try:
        key = facts.resolve("generators", name)
    except UnknownNameError:
        return
    raise UnknownNameError(
        f"{key} makes images or videos, not text: it is estimated with generate. "
        f"Language models: wattlas facts models."
    )


def add_chip(inputs: Inputs, hardware: str, precision: str) -> None:
    """Add a chip's power limit, peak rate at a precision, and embodied carbon."""
    chip = facts.numbers("hardware", hardware)
    inputs.take("power_limit_w", chip["power_limit_w"], hardware)
    inputs.take("peak_tflops", peak_fact(hardware, precision), hardware)
    add_embodied(inputs, hardware)


def peak_fact(hardware: str, precision: str) -> Fact:
    """Return a chip's dense peak rate at a precision; refuse what it does not have.

    >>> peak_fact("a100-sxm4-80gb", "bf16").value
    312.0
    """
    key = facts.resolve("precisions", precision)
    quantity = facts.row("precisions", key)["peak_quantity"]
    fact = facts.find_number("hardware", hardware, quantity)
    if fact is None:
        has = ", ".join(precisions_of(hardware))
        raise InputError(
            f"{hardware} has no {precision} arithmetic; it has {has}. "
            f"Choose one of these with --precision."
        )
    return fact


def precisions_of(hardware: str) -> list[str]:
    """Return the precisions for which a chip has a peak rate."""
    known = facts.numbers("hardware", hardware)
    return [
        key
        for key in facts.keys("precisions")
        if facts.row("precisions", key)["peak_quantity"] in known
    ]


def add_embodied(inputs: Inputs, hardware: str) -> None:
    """Add embodied carbon of chip and server, lifetime and busy share."""
    fact = facts.find_number("hardware", hardware, "embodied_kgco2e")
    if fact is None:
        inputs.is_absent("lifecycle_carbon_kgco2e", "no-embodied")
        return
    inputs.take("chip_embodied_kgco2e", fact, hardware)
    inputs.constant("server_embodied_kgco2e_per_chip", "hosts")
    inputs.constant("fleet_busy_share", "hardware")


def add_host(inputs: Inputs, hardware: str) -> None:
    """Add what the servers draw for each chip beside the chip, and their losses."""
    kind = facts.row("hardware", hardware)["kind"]
    inputs.constant("host_power_share", f"hosts-{kind}")
    inputs.constant("supply_loss", "hosts")
    inputs.constant("network_share", "hosts")


def add_chip_hour_cost(
    inputs: Inputs, hardware: str, value: Given, currency: str | None
) -> None:
    """Add the cost of a chip-hour without electricity, in the currency of the price."""
    if "price_per_kwh" in inputs:
        currency = inputs["price_per_kwh"].unit.partition("/")[0]
    if value is not None:
        parsed = parse_given("chip_hour_cost", value, "money/h")
        own = parsed.currency or (currency or "USD").upper()
        item = _input_of("chip_hour_cost", parsed, f"{own}/h")
    else:
        fact = facts.find_number("hardware", hardware, "chip_hour_cost")
        if fact is None:
            inputs.is_absent("total_cost", "no-chip-hour-cost")
            return
        item = input_from_fact("chip_hour_cost", fact, hardware)
    inputs.add(in_currency(inputs, item, currency))


def of_model(name: str, value: float, model: Model) -> Input:
    """Return an input that follows from a model's architecture.

    Sizes of a model whose architecture is assumed carry a range.
    """
    assumed = model.assumed and name.endswith("parameters")
    low, high = (value / 1.25, value * 1.25) if assumed else (value, value)
    shape = "lognormal" if assumed else "fixed"
    return Input(name, value, low, high, shape, "1", model.source)


def add_model_work(
    inputs: Inputs, model: Model, tokens: Given, sequence_tokens: Given
) -> None:
    """Add active parameters, training tokens and attention work for each token."""
    a = model.architecture
    active = float(counts.active_parameters(a))
    inputs.add(of_model("active_parameters", active, model))
    if not inputs.give("training_tokens", tokens, "1") and model.training_tokens:
        inputs.add(of_model("training_tokens", model.training_tokens, model))
    constant = facts.number("constants", "training", "sequence_tokens")
    length = constant.value
    if sequence_tokens is not None:
        parsed = parse_given("sequence_tokens", sequence_tokens, "1")
        length = parsed.mid or parsed.low
        if length <= 0:
            raise InputError(f"sequence_tokens must be > 0, got {length:g}.")
    work = float(attention_flop_per_token(a, length / 2))
    inputs.add(of_model("attention_flop_per_token", work, model))


def default_precision(model: Model, hardware: str) -> str:
    """Return the model's own weight precision if the chip has it, else bf16."""
    has = precisions_of(hardware)
    return (
        model.weight_precision if model.weight_precision in has else DEFAULT_PRECISION
    )
