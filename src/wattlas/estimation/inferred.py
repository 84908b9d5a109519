"""Models whose makers publish no architecture: inferred from what their use costs.

The price of their tokens, or also the speed at which they come, says how large an open
model of that price is. A usual model of that size stands for the closed one, and what
the method errs by on open models treated as closed is an input of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import NoReturn

from wattlas import facts
from wattlas.chain.architecture import Architecture
from wattlas.errors import InputError, UnknownNameError
from wattlas.estimation.input_values import exact
from wattlas.estimation.inputs import Inputs
from wattlas.estimation.typical import typical_architecture
from wattlas.notes import Note
from wattlas.parameters import ServeOptions
from wattlas.records import Input
from wattlas.units import PARAMETERS_PER_BILLION

TABLE = "api_prices"
BY_PRICE, BY_PRICE_AND_SPEED = "inferred-model", "inferred-model-speed"
"""Groups of constants: of the price alone, and of price and speed."""
CHIPS = "api_chips"
GIVEN, FIT = "given", "closed-fit"
"""Sources: of what the user gives, and of the inference."""


@dataclass(frozen=True)
class ApiPrice:
    """What a million tokens of prompt and of answer cost. [USD per million tokens]"""

    prompt: float
    output: float
    source: str = GIVEN
    context_tokens: int = 0

    @property
    def blended(self) -> float:
        """The price of a usual mix: three tokens of prompt for one of the answer.

        >>> ApiPrice(1.25, 10.0).blended
        3.4375
        """
        share = facts.number("constants", BY_PRICE, "prompt_price_share").value
        return share * self.prompt + (1.0 - share) * self.output


@dataclass(frozen=True)
class Inference:
    """What a closed model was taken to be, and from what.

    `is_held` says that a price and a speed tell of a size that no open model has.
    """

    price: ApiPrice
    tokens_per_s: float | None
    active_parameters: float
    price_over_known: float
    is_held: bool = False

    @property
    def group(self) -> str:
        """The constants of the method that was used."""
        return BY_PRICE if self.tokens_per_s is None else BY_PRICE_AND_SPEED

    @property
    def is_dear(self) -> bool:
        """Whether the price lies where few open models are."""
        return self.price.blended > _constant(BY_PRICE, "dear_usd_per_m")


def price_of(key: str) -> ApiPrice | None:
    """Return the price of a key of the tables, or None where none is listed.

    >>> price_of("gpt-5").prompt, price_of("sora") is None
    (1.25, True)
    """
    row = facts.row(TABLE, key)
    if not row:
        return None
    return ApiPrice(
        float(row["input_usd_per_m"]),
        float(row["output_usd_per_m"]),
        row["source"],
        int(row["context_tokens"] or 0),
    )


def infer_model(key: str, options: ServeOptions | None) -> Inference | None:
    """Return what a closed model is taken to be, or None where nothing is known of it.

    Prices and a speed that the user gives stand in the place of the listed ones.

    Raises
    ------
    InputError
        If only one of the two prices is given, or a value is not possible.
    """
    given = given_numbers(options)
    prices = given.get("prompt_price"), given.get("output_price")
    if None not in prices:
        price: ApiPrice | None = ApiPrice(*prices)  # type: ignore[arg-type]
    elif prices == (None, None):
        price = price_of(key)
    else:
        raise InputError(
            "A model is inferred from both of its prices: give prompt_price and "
            "output_price, in USD for a million tokens."
        )
    return None if price is None else infer(price, given.get("tokens_per_s"))


def infer(price: ApiPrice, tokens_per_s: float | None = None) -> Inference:
    """Return the model that open ones of a price, and of a speed, are like.

    Beyond the price of the dearest open model nothing is known of the size: the model
    stays that of the dearest, and the price over it is kept.

    >>> round(infer(ApiPrice(1.0, 1.0)).active_parameters / 1e9)
    25
    >>> infer(ApiPrice(15.0, 75.0)).price_over_known > 5
    True
    """
    group = BY_PRICE if tokens_per_s is None else BY_PRICE_AND_SPEED
    known = _constant(group, "dearest_known_usd_per_m")
    within = min(price.blended, known)
    size = log(_constant(group, "active_billion_at_one_usd"))
    size += _constant(group, "price_exponent") * log(within)
    if tokens_per_s is not None:
        size += _constant(group, "speed_exponent") * log(tokens_per_s)
    limits = facts.number("constants", BY_PRICE, "known_active_billion")
    held = min(max(exp(size), limits.low), limits.high)
    return Inference(
        price=price,
        tokens_per_s=tokens_per_s,
        active_parameters=held * PARAMETERS_PER_BILLION,
        price_over_known=price.blended / within,
        is_held=not limits.low <= exp(size) <= limits.high,
    )


def inferred_architecture(key: str, found: Inference) -> Architecture:
    """Return the usual architecture of a model's inferred size."""
    ratio = _constant(BY_PRICE, "total_over_active")
    active = found.active_parameters
    return typical_architecture(key, active, ratio * active, found.price.context_tokens)


def add_inference(inputs: Inputs, key: str, found: Inference) -> None:
    """Add the error of the method, what lies beyond it, and what is said of both."""
    group = found.group
    ratio = "dear_model_ratio" if found.is_dear else "model_ratio"
    # The models of one developer are priced alike: their errors are one draw.
    maker = facts.row("undisclosed", key).get("developer", key)
    error = facts.number("constants", group, ratio)
    inputs.take("inferred_model_error", error, maker)
    inputs.add(_stated("price_over_known", found.price_over_known, found))
    if found.price_over_known > 1.0:
        inputs.constant("beyond_price_exponent", BY_PRICE)
    else:
        exponent = facts.number("constants", BY_PRICE, "beyond_price_exponent")
        inputs.take("beyond_price_exponent", exact(exponent))
    values = {"prompt_price": found.price.prompt, "output_price": found.price.output}
    for name, value in values.items():
        inputs.add(_stated(name, value, found))
        inputs.keep(name)
    if found.tokens_per_s is not None:
        inputs.add(_exact_input("tokens_per_s", found.tokens_per_s, GIVEN))
        inputs.keep("tokens_per_s")
    _say(inputs, key, found)


def add_chip_choice(inputs: Inputs, hardware: str) -> None:
    """Add the error of a chip that is not known, and say which stands for it."""
    own = f"inferred-chip-{facts.row('hardware', hardware)['kind']}"
    fact = facts.find_number("constants", own, "chip_ratio")
    fact = fact or facts.number("constants", "inferred-chip", "chip_ratio")
    inputs.take("inferred_chip_error", fact)
    inputs.notes.append(Note("chip-inferred", {"chip": hardware}))


def usual_chip(developer: str) -> str:
    """Return the chip that stands for those on which a maker's API runs.

    >>> usual_chip("Google"), usual_chip("OpenAI")
    ('tpu-v7', 'h200-sxm')
    """
    key = facts.find(CHIPS, developer) or "others"
    return facts.row(CHIPS, key)["hardware"].split(";")[0]


def refuse_without_price(key: str) -> NoReturn:
    """Refuse a closed model of which not even a price is known."""
    row = facts.row("undisclosed", key)
    raise UnknownNameError(
        "{name} cannot be inferred: {reason}, and no price of its tokens is listed. "
        "Give prompt_price and output_price, or a config.json of the architecture that "
        "you suppose.",
        name=row["name"],
        reason=row["reason"].rstrip("."),
    )


def _say(inputs: Inputs, key: str, found: Inference) -> None:
    active = found.active_parameters / PARAMETERS_PER_BILLION
    said = {
        "model": facts.row("undisclosed", key).get("name", key),
        "prompt": found.price.prompt,
        "output": found.price.output,
        "active": active,
    }
    if found.tokens_per_s is None:
        inputs.notes.append(Note("model-inferred", said))
    else:
        speed = {"speed": found.tokens_per_s}
        inputs.notes.append(Note("model-inferred-speed", said | speed))
    blend = found.price.blended
    if found.is_held:
        inputs.notes.append(Note("size-held", {"active": active, "price": blend}))
    if found.is_dear:
        dear = _constant(BY_PRICE, "dear_usd_per_m")
        inputs.notes.append(Note("dear-price", {"dear": dear}))
    if found.price_over_known > 1.0:
        known = _constant(found.group, "dearest_known_usd_per_m")
        inputs.notes.append(Note("beyond-price", {"price": blend, "known": known}))


def _stated(name: str, value: float, found: Inference) -> Input:
    """Return a price, or what follows from it, with the source of the price."""
    follows = name == "price_over_known" and found.price.source == GIVEN
    return _exact_input(name, value, FIT if follows else found.price.source)


def _exact_input(name: str, value: float, source: str) -> Input:
    given = source == GIVEN
    return Input(name, value, value, value, "fixed", "1", source, given)


def given_numbers(options: ServeOptions | None) -> dict[str, float]:
    """Return prices and speed that are given, as exact numbers."""
    if options is None:
        return {}
    inputs = Inputs()
    values = {
        "prompt_price": options.prompt_price,
        "output_price": options.output_price,
        "tokens_per_s": options.speed,
    }
    use = "says the size of the model"
    given = [name for name, value in values.items() if inputs.give(name, value, "1")]
    return {name: inputs.exact(name, use) for name in given}


def _constant(group: str, name: str) -> float:
    return facts.number("constants", group, name).value
