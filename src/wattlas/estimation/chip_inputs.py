"""The inputs of a chip: its limits, peak rates, host, carbon and cost."""

from __future__ import annotations

from wattlas import facts
from wattlas.errors import InputError
from wattlas.estimation.input_values import (
    input_from_fact,
    input_from_quantity,
    parse_given,
    scaled,
)
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.layouts import OUTSIDE_HALLS
from wattlas.estimation.lookup import DEFAULT_PRECISION, Model
from wattlas.estimation.place import in_currency
from wattlas.estimation.rates import currency_code
from wattlas.notes import Note
from wattlas.parameters import Given
from wattlas.records import Fact

WIDE = ("fp32", "bf16", "fp16")
"""Number formats of weights that nobody quantised."""


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


def training_precision(given: str | None) -> str:
    """Return the key of the number format in which a model is trained.

    >>> training_precision(None), training_precision("FP8")
    ('bf16', 'fp8')

    Raises
    ------
    InputError
        If weights are kept in the format, but no products are trained in it.
    """
    key = facts.resolve("precisions", given or DEFAULT_PRECISION)
    trained = [k for k in facts.keys("precisions") if _trains(k)]
    if key not in trained:
        raise InputError(
            "precision {key} is a format in which models answer: none is trained in "
            "it. Give one of {trained}.",
            key=key,
            trained=", ".join(trained),
        )
    return key


def _trains(precision: str) -> bool:
    return facts.row("precisions", precision)["trains"] == "yes"


def is_faster(hardware: str, precision: str) -> bool:
    """Say whether a chip's rate at a precision is above its usual one.

    >>> is_faster("h100-sxm", "fp8"), is_faster("h100-sxm", "fp16")
    (True, False)
    """
    usual = peak_fact(hardware, DEFAULT_PRECISION).value
    return peak_fact(hardware, precision).value > usual


def note_same_rate(inputs: Inputs, given: str | None) -> None:
    """Note a number format that is given and counts at the rate of the usual one."""
    if given is None:
        return
    usual = facts.row("precisions", DEFAULT_PRECISION)["peak_quantity"]
    key = facts.resolve("precisions", given)
    same = facts.row("precisions", key)["peak_quantity"] == usual
    if same and key != DEFAULT_PRECISION:
        inputs.notes.append(Note("not-used", {"name": "precision"}))


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
    outside = facts.row("hardware", hardware)["form"] in OUTSIDE_HALLS
    group = "outside-halls" if outside else "hosts"
    inputs.constant("server_embodied_kgco2e_per_chip", group)
    inputs.constant("fleet_busy_share", "hardware")


def add_host(inputs: Inputs, hardware: str) -> None:
    """Add what the servers draw for each chip beside the chip, and their losses."""
    row = facts.row("hardware", hardware)
    known = facts.find_number("hardware", hardware, "host_power_w")
    if known is not None:
        limit_w = inputs["power_limit_w"].mid
        share = input_from_fact("host_power_share", known, hardware)
        inputs.add(scaled(share, 1 / limit_w, "1", ""))
    else:
        own = f"hosts-{row['generation']}"
        fitted = facts.find_number("constants", own, "host_power_share")
        group = own if fitted else f"hosts-{row['kind']}"
        inputs.constant("host_power_share", group, place=hardware)
    if row["form"] not in OUTSIDE_HALLS:
        inputs.constant("supply_loss", "hosts")
        inputs.constant("network_share", "hosts")
        return
    for name in ("supply_loss", "network_share"):
        inputs.constant(name, "outside-halls")
    pue = inputs["pue"]
    if not pue.given and facts.find("sites", pue.place) is None:
        inputs.constant("pue", "outside-halls", place=pue.place)


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


_READ_AS = {"fp4": "int4", "nvfp4": "int4", "fp8": "fp8", "int8": "int8"}
"""Formats of weights that a chip without their products expands as it reads them."""


def default_precision(model: Model, hardware: str) -> str:
    """Return the format in which a chip runs a model's weights.

    It is the model's own if the chip has it; elsewhere 4-bit and 8-bit weights are held
    as they are and expanded as they are read, and others are widened to bf16.

    >>> from wattlas.estimation.lookup import find_model
    >>> default_precision(find_model("llama-3.1-405b-fp4"), "h100-sxm")
    'int4'
    """
    own = model.weight_precision
    if own in precisions_of(hardware):
        return own
    return _READ_AS.get(own, DEFAULT_PRECISION)


def products_of(model: Model, precision: str, hardware: str) -> str:
    """Return the format of the products of weights: bf16 where they are expanded.

    >>> from wattlas.estimation.lookup import find_model
    >>> model = find_model("deepseek-v3")
    >>> products_of(model, "fp8", "h100-sxm")
    'fp8'
    >>> products_of(model, "fp8", "a100-sxm4-80gb")
    'bf16'
    """
    alone = model.expanded and precision == model.weight_precision
    has = not alone and precision in precisions_of(hardware)
    return precision if has else DEFAULT_PRECISION
