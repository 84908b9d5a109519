"""Claims as typed data: what a file holds, and what a sentence is read as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    InstanceOf,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
)

from wattlas import quantity
from wattlas.errors import InputError
from wattlas.quantity import Mention


def _amount(value: Any) -> Any:
    if isinstance(value, Mention):
        return value
    try:
        return quantity.read(str(value))
    except InputError as error:
        raise ValueError(f"a quantity: {error}") from error


Amount = Annotated[
    InstanceOf[Mention],
    BeforeValidator(_amount),
    PlainSerializer(quantity.canonical, return_type=str),
    WithJsonSchema({"type": "string", "description": "A quantity as written: 433 MWh"}),
]
"""A quantity as written: ``433 MWh``, ``1872万度/月``, ``2 x 800-1200 W``."""


class _Relation(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Operand(_Relation):
    """One side of a ratio: an amount, or a thing whose figure is known."""

    amount: Amount | None = None
    subject: str = ""
    quantity: str = ""


class Figure(_Relation):
    """A thing has a quantity: training GPT-3 took 1,287 MWh."""

    kind: Literal["figure"] = "figure"
    subject: str
    quantity: str
    value: Amount
    year: int | None = None
    forecast_by: str = ""


class Equivalent(_Relation):
    """A total equals a count of things, each over a distance or a time."""

    kind: Literal["equivalent"] = "equivalent"
    total: Amount | None = None
    subject: str = ""
    quantity: str = "training_energy_kwh"
    year: int | None = None
    count: Amount | None = None
    thing: str
    region: str = ""
    over: Amount | None = None
    at_least: bool = False


class Product(_Relation):
    """A total is the product of factors; the hidden one is solved for."""

    kind: Literal["product"] = "product"
    total: Amount
    factors: tuple[Amount, ...]
    use_of: str = ""
    year: int | None = None


class Ratio(_Relation):
    """One thing is a multiple of another; it may be told `as_change`, as 6 % more."""

    kind: Literal["ratio"] = "ratio"
    value: Amount
    as_change: bool = False
    of: Operand
    to: Operand


class Saving(_Relation):
    """Between two prices, or a saving without a baseline."""

    kind: Literal["saving"] = "saving"
    saved: Amount | None = None
    prices: tuple[Amount, ...] = ()
    subject: str = ""
    against: str = ""
    dearer: bool = False


class Price(_Relation):
    """A price of electricity of a plant or a place."""

    kind: Literal["price"] = "price"
    value: Amount
    subject: str
    as_goal: bool = False


class Growth(_Relation):
    """A series grows at a rate, falls by one, is flat, or is exponential.

    The rate is a year's, or that of all the `years` where it is `of_span`; what grows
    is `quantity`, or electricity.
    """

    kind: Literal["growth"] = "growth"
    subject: str
    quantity: str = ""
    rate: Amount | None = None
    of_span: bool = False
    shape: Literal["", "flat", "exponential", "falling"] = ""
    years: tuple[int, int] | None = None


class Share(_Relation):
    """A part takes a share of a whole."""

    kind: Literal["share"] = "share"
    value: Amount | None = None
    subject: str
    of: str = ""
    over: Amount | None = None
    split: Literal["", "inference", "training", "most"] = ""
    year: int | None = None


class Deal(_Relation):
    """Who invested in, or buys power from, whom; a promise until it is delivered."""

    kind: Literal["deal"] = "deal"
    who: str
    what: str
    form: Literal["investment", "purchase", "hiring"]
    amount: Amount | None = None
    power: Amount | None = None
    year: int | None = None


class Crossing(_Relation):
    """A growing load reaches a level of supply."""

    kind: Literal["crossing"] = "crossing"
    subject: str
    level: str = "world"
    by: int | None = None


class Trend(_Relation):
    """A statement on direction: efficiency lowers use; use outweighs training."""

    kind: Literal["trend"] = "trend"
    claim: Literal["rebound", "serving-outweighs-training"]
    subject: str


class Words(_Relation):
    """A statement without a number that could be checked."""

    kind: Literal["words"] = "words"
    subject: str = ""


Relation = Annotated[
    Figure
    | Equivalent
    | Product
    | Ratio
    | Saving
    | Price
    | Growth
    | Share
    | Deal
    | Crossing
    | Trend
    | Words,
    Field(discriminator="kind"),
]
"""The typed relations that a claim is made of."""


RELATIONS = (
    Figure,
    Equivalent,
    Product,
    Ratio,
    Saving,
    Price,
    Growth,
    Share,
    Deal,
    Crossing,
    Trend,
    Words,
)
"""Every kind of relation, in the order of the page that lists them."""


def amiss_in(kind: str, fields: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return the field of a relation that is not one of it, and why; None if all are.

    >>> amiss_in("trend", {"claim": "rebound", "subject": "ai"}) is None
    True
    >>> amiss_in("figure", {"quantity": "power_w", "value": "5 W"})
    ('subject', 'field required')
    """
    known = {relation.model_fields["kind"].default: relation for relation in RELATIONS}
    if kind not in known:
        return None
    try:
        known[kind].model_validate(dict(fields))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        return place, first["msg"][:1].lower() + first["msg"][1:]
    return None


class Quantity(_Relation):
    """A number that a reader has found in a statement, and what it is bound to."""

    text: str
    value: Amount
    role: Literal["claimed", "baseline", "hypothetical", "forecast", "per", "count"] = (
        "claimed"
    )
    owner: str = ""
    place: str = ""
    period: str = ""
    comparator: str = ""
    hedge: str = ""


class Claim(BaseModel):
    """One claim of a file; `quantities` are all that it states, read by anyone.

    Those that no relation speaks of are counted as not judged.
    """

    model_config = ConfigDict(extra="forbid")

    id: str = ""
    statement: str
    figures_zh: str = ""
    said_by: str = ""
    source: str = ""
    date: Annotated[str, BeforeValidator(str)] = ""
    place: str = ""
    quantities: tuple[Quantity, ...] = ()
    relations: tuple[Relation, ...] = ()
    note: str = ""


class ClaimsFile(BaseModel):
    """A file of claims."""

    model_config = ConfigDict(extra="forbid")

    title: str = ""
    about: str = ""
    claims: list[Claim]


def claims_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of claims, which any reader may write.

    >>> claims_schema()["title"]
    'ClaimsFile'
    """
    schema = ClaimsFile.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
