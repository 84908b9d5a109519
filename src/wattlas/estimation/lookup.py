"""Models and chips: what the user names, to architectures and inputs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wattlas import facts
from wattlas.chain import counts
from wattlas.chain.architecture import Architecture
from wattlas.chain.architecture_rows import architecture_from_row
from wattlas.errors import InputError, Message, UnknownNameError
from wattlas.estimation.inputs import (
    Inputs,
    input_from_fact,
    input_from_quantity,
    parse_given,
    scaled,
)
from wattlas.estimation.model_files import read_model_file
from wattlas.estimation.place import in_currency
from wattlas.estimation.rates import currency_code
from wattlas.notes import Note
from wattlas.parameters import Given
from wattlas.records import Fact, Input

DEFAULT_PRECISION = "bf16"


@dataclass(frozen=True)
class Model:
    """A model that the chain can work with: its key or path, and its architecture.

    `unread` are the fields of a configuration that could matter and were left aside.
    """

    key: str
    architecture: Architecture
    weight_precision: str
    training_tokens: float | None
    source: str
    assumed: bool
    unread: tuple[str, ...] = ()


def find_model(name: str | Path, accept_unread: bool = False) -> Model:
    """Return the model of a key, an alias or a Hugging Face config.json.

    Raises
    ------
    UnknownNameError
        If no model has the name, or its maker publishes no architecture.
    InputError
        If the file is not a config.json that can be read; one with a kind or fields
        that are not known is read with `accept_unread` alone.

    Examples
    --------
    >>> find_model("BLOOM").key
    'bloom-176b'
    """
    text = str(name)
    if text.endswith(".json"):
        return _model_of_config(Path(text), accept_unread)
    _refuse_undisclosed(text)
    _refuse_generator(text)
    key = facts.resolve("models", text)
    row = facts.row("models", key)
    tokens = row.get("default_tokens", "")
    return Model(
        key=key,
        architecture=architecture_of(key),
        weight_precision=row.get("weight_precision") or DEFAULT_PRECISION,
        training_tokens=float(tokens) if tokens else None,
        source=row["source"],
        assumed=row.get("status") == "assumed",
    )


def note_unread(inputs: Inputs, model: Model | None, accepted: bool) -> None:
    """Note the fields that were left aside, or that nothing had to be accepted."""
    unread = model.unread if model else ()
    inputs.notes += [Note("unread-field", {"field": field}) for field in unread]
    if accepted and not unread:
        inputs.notes.append(Note("not-used", {"name": "accept_unread"}))


def architecture_of(key: str) -> Architecture:
    """Return the architecture of a key of the table of models.

    >>> architecture_of("llama-3.1-8b").kv_heads
    8
    """
    return architecture_from_row(facts.row("models", key), facts.rows("layers", key))


def _model_of_config(path: Path, accept_unread: bool) -> Model:
    read = read_model_file(path, accept_unread)
    part = "experts" if read.architecture.experts else "attention"
    precision = read.precisions.main(part) or DEFAULT_PRECISION
    return Model(
        str(path), read.architecture, precision, None, "given", False, read.unread
    )


def _refuse_undisclosed(name: str) -> None:
    key = facts.find("undisclosed", name)
    if key is None:
        return
    row = facts.row("undisclosed", key)
    raise UnknownNameError(
        "{name} cannot be estimated by name: {reason}. Give --model a config.json of "
        "the architecture that you suppose.",
        name=row["name"],
        reason=Message(row["reason"].rstrip(".")),
    )


def _refuse_generator(name: str) -> None:
    key = facts.find("generators", name)
    if key is None:
        return
    raise UnknownNameError(
        "{key} makes images or videos, not text: it is estimated with generate. "
        "Language models: wattlas facts models.",
        key=key,
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
            "{hardware} has no {precision} arithmetic; it has {has}. Choose one of "
            "these with --precision.",
            hardware=hardware,
            precision=precision,
            has=has,
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
    row = facts.row("hardware", hardware)
    own = f"hosts-{row['generation']}"
    known = facts.find_number("constants", own, "host_power_share")
    group = own if known else f"hosts-{row['kind']}"
    inputs.constant("host_power_share", group, place=hardware)
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
        own = currency_code(parsed.currency or currency or "USD")
        item = input_from_quantity("chip_hour_cost", parsed, f"{own}/h")
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
    if (model.assumed or model.unread) and name.endswith("parameters"):
        return assumed_size(name, value, model.key)
    given = model.source == "given"
    return Input(name, value, value, value, "fixed", "1", model.source, given=given)


def assumed_size(name: str, value: float, key: str) -> Input:
    """Return the size of a model whose maker does not publish it, with its range."""
    ratio = facts.number("constants", "models", "assumed_size_ratio")
    item = input_from_fact(name, ratio, key)
    return scaled(item, value, "1", "")


def add_model_work(
    inputs: Inputs, model: Model, tokens: Given, sequence_tokens: Given
) -> None:
    """Add active parameters, training tokens and attention work for each token."""
    a = model.architecture
    active = counts.trained_parameters_per_token(a)
    inputs.add(of_model("active_parameters", active, model))
    if not inputs.give("training_tokens", tokens, "1") and model.training_tokens:
        inputs.add(of_model("training_tokens", model.training_tokens, model))
    inputs.constant("sequence_tokens", "training", sequence_tokens)


def default_precision(model: Model, hardware: str) -> str:
    """Return the model's own weight precision if the chip has it, else bf16."""
    has = precisions_of(hardware)
    return (
        model.weight_precision if model.weight_precision in has else DEFAULT_PRECISION
    )
