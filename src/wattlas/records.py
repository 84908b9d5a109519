"""Frozen records that rooms hand to each other: values and codes, no sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from wattlas.errors import InputError
from wattlas.notes import Note
from wattlas.plain import Codec, Plain, written
from wattlas.plain.reading import read
from wattlas.plain.tidy import ranges

BOUNDARIES = ("chip", "it", "facility", "lifecycle")
STAGES = ("training", "development", "idle", "serving")
RESULT_UNITS = {
    "chip_hours": "h",
    "chip_energy_kwh": "kWh",
    "it_energy_kwh": "kWh",
    "facility_energy_kwh": "kWh",
    "electricity_cost": "",
    "total_cost": "",
    "facility_carbon_kgco2e": "kgCO2e",
    "lifecycle_carbon_kgco2e": "kgCO2e",
    "site_water_l": "L",
    "grid_water_l": "L",
}
"""The names of every result, in print order, with their units ("" is money)."""


@dataclass(frozen=True, slots=True)
class Source(Plain):
    """Where a fact comes from."""

    key: str
    title: str
    publisher: str
    year: str
    url: str
    licence: str


@dataclass(frozen=True, slots=True)
class Fact(Plain):
    """One figure of the tables: central value, 90 % interval, unit and source."""

    key: str
    quantity: str
    value: float
    low: float
    high: float
    shape: str
    unit: str
    year: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Range(Plain):
    """A result: the chain at its central inputs, and the 5th and 95th percentile.

    >>> Range(1.0, 2.0, 4.0).scaled(10)
    Range(low=10.0, mid=20.0, high=40.0, currency='', year='')
    """

    low: float
    mid: float
    high: float
    currency: str = field(default="", metadata=written(omit=True))
    year: str = field(default="", metadata=written(omit=True))

    def scaled(self, factor: float) -> Range:
        """Return the range times a positive factor."""
        return Range(
            self.low * factor,
            self.mid * factor,
            self.high * factor,
            self.currency,
            self.year,
        )

    def contains(self, value: float) -> bool:
        """Say whether a value lies between low and high."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Input(Plain):
    """One named input of an estimate, with its 90 % interval, unit and source.

    `name` is the parameter of the chain's functions; `place` makes it the input of
    one place (``pue@qingyang``), so that one draw serves every stage there.
    """

    name: str
    mid: float
    low: float
    high: float
    shape: str
    unit: str
    source: str
    given: bool = False
    place: str = ""
    note: str = ""
    year: str = ""

    @property
    def label(self) -> str:
        """The name by which the input is drawn: ``name`` or ``name@place``."""
        return f"{self.name}@{self.place}" if self.place else self.name

    @property
    def exact(self) -> bool:
        """Whether the input has no width."""
        return self.low == self.high


@dataclass(frozen=True, init=False)
class Step(Plain):
    """One step of a derivation: a chain function at the central inputs.

    `formula` is the expression that gives the value, in the names of the inputs; ''
    where the function iterates. It may be given as a function, which is called when
    the formula is first read: few derivations are.

    >>> Step("facility_energy_kwh", lambda: "it_energy_kwh * pue", "", 1.2, ()).formula
    'it_energy_kwh * pue'
    """

    name: str
    formula: str
    meaning: str
    value: float
    inputs: tuple[tuple[str, float | str, Step | Input | None], ...] = field(
        default=(), metadata=written(skip=True)
    )
    """Name, value and origin of each; steps are shared, so a derivation is a graph."""

    def __init__(
        self,
        name: str,
        formula: str | Callable[[], str],
        meaning: str,
        value: float,
        inputs: tuple[tuple[str, float | str, Step | Input | None], ...] = (),
    ) -> None:
        """Take the fields; a formula that is a function is kept until it is read."""
        vars(self).update(name=name, meaning=meaning, value=value, inputs=inputs)
        vars(self)["formula" if isinstance(formula, str) else "_formula"] = formula

    def __getattr__(self, name: str) -> str:
        """Return the formula when it is first read."""
        if name != "formula" or "_formula" not in vars(self):
            raise AttributeError(name)
        text: str = vars(self).pop("_formula")()
        vars(self)["formula"] = text
        return text


Results = Mapping[str, Range]


def walk(step: Step) -> Iterator[Step]:
    """Yield a derivation's steps, the result first."""
    yield step
    for _, _, parent in step.inputs:
        if isinstance(parent, Step):
            yield from walk(parent)


def _write_derivation(record: Any) -> dict[str, Any]:
    """Return a graph of steps as a list: each step once, its parents before it."""
    order: dict[int, Step] = {}

    def visit(step: Step) -> None:
        if id(step) in order:
            return
        for _, _, parent in step.inputs:
            if isinstance(parent, Step):
                visit(parent)
        order[id(step)] = step

    for result in record.derivation:
        visit(result)
    places = {key: place for place, key in enumerate(order)}
    steps = [
        s.to_dict() | {"inputs": [_origin_data(i, places) for i in s.inputs]}
        for s in order.values()
    ]
    results = [places[id(s)] for s in record.derivation]
    return {"derivation": {"steps": steps, "results": results}}


def _origin_data(
    item: tuple[str, float | str, Step | Input | None], places: Mapping[int, int]
) -> dict[str, Any]:
    name, value, origin = item
    data = {"name": name, "value": value if isinstance(value, str) else float(value)}
    if isinstance(origin, Step):
        return data | {"step": places[id(origin)]}
    return data | {"input": origin.label} if origin is not None else data


def _read_derivation(
    data: Mapping[str, Any], path: str, fields: Mapping[str, Any]
) -> tuple[Step, ...]:
    inputs = {i.label: i for i in fields["inputs"]}
    steps: list[Step] = []
    try:
        graph = data["derivation"]
        for item in graph["steps"]:
            own = {k: v for k, v in item.items() if k != "inputs"}
            origins = (_read_origin(i, steps, inputs) for i in item["inputs"])
            steps.append(replace(Step.from_dict(own), inputs=tuple(origins)))
        return tuple(steps[place] for place in graph["results"])
    except (AttributeError, IndexError, KeyError, TypeError) as error:
        raise InputError(
            "{path}.derivation must list steps whose inputs stand before them, got "
            "{error}.",
            path=path,
            error=error,
        ) from error


def _read_origin(
    item: Mapping[str, Any], steps: list[Step], inputs: Mapping[str, Input]
) -> tuple[str, float | str, Step | Input | None]:
    origin: Step | Input | None = None
    if "step" in item:
        origin = steps[item["step"]]
    elif "input" in item:
        origin = inputs[item["input"]]
    return item["name"], item["value"], origin


DERIVATION = Codec(
    {"derivation": Mapping[str, Any]}, _write_derivation, _read_derivation
)
"""A derivation as a flat list of steps, whose inputs are places in it, or labels."""


def given_first(inputs: Iterable[Input]) -> tuple[Input, ...]:
    """Return inputs in the order in which records hold them."""
    return tuple(sorted(inputs, key=lambda item: not item.given))


def _write_inputs(record: Any) -> dict[str, Any]:
    return {
        "given": {i.label: i.to_dict() for i in record.inputs if i.given},
        "assumed": {i.label: i.to_dict() for i in record.inputs if not i.given},
    }


def _read_inputs(
    data: Mapping[str, Any], path: str, _: Mapping[str, Any]
) -> tuple[Input, ...]:
    return tuple(
        read(Input, item, f"{path}.{key}.{label}")
        for key in ("given", "assumed")
        for label, item in read(Mapping[str, Any], data.get(key), path).items()
    )


def _write_named(record: Any) -> dict[str, Any]:
    return {"inputs": {i.label: i.to_dict() for i in record.inputs}}


def _read_named(
    data: Mapping[str, Any], path: str, _: Mapping[str, Any]
) -> tuple[Input, ...]:
    named = read(Mapping[str, Input], data.get("inputs"), f"{path}.inputs")
    return tuple(named.values())


NAMED_INPUTS = Codec({"inputs": Mapping[str, Input]}, _write_named, _read_named)
"""Inputs by label, in their order."""


INPUTS = Codec(
    {"given": Mapping[str, Input], "assumed": Mapping[str, Input]},
    _write_inputs,
    _read_inputs,
)
"""Inputs by label, those that the user gave first."""


@dataclass(frozen=True)
class Equivalent(Plain):
    """How many of one thing a result amounts to.

    The range is that of the result; the thing counts at its central value, which
    stands beside it with its own range.
    """

    key: str
    result: str
    count: Range
    each: Range
    unit: str
    region: str
    year: str
    source: str


@dataclass(frozen=True, repr=False)
class Estimate(Plain):
    """What an estimate says: results by stage and unit of use, and how it knows.

    `results` are the sums over `stages` for one `basis` (a run, 1,000 requests, a
    year); `per` holds the same names for other units of use; `extras` what the kind
    has beside them (break-even, times). A missing name is absent: why is in `absent`.
    `samples` are the draws behind `results`: estimates add up draw by draw. They are
    not written. `equivalents` are what the results compare with, where that is asked.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("train", "serve", "generate", "metered")

    kind: str
    basis: str
    boundary: str
    subject: Mapping[str, Any]
    results: Results
    stages: Mapping[str, Results]
    per: Mapping[str, Results]
    extras: Mapping[str, Range]
    inputs: tuple[Input, ...] = field(metadata=written(codec=INPUTS))
    absent: Mapping[str, str]
    width: Mapping[str, float]
    sources: tuple[Source, ...]
    samples: Mapping[str, Any] = field(
        default_factory=dict, repr=False, compare=False, metadata=written(skip=True)
    )
    derivation: tuple[Step, ...] = field(
        default=(), repr=False, metadata=written(codec=DERIVATION)
    )
    notes: tuple[Note, ...] = ()
    equivalents: tuple[Equivalent, ...] = field(default=(), metadata=written(omit=True))

    def __post_init__(self) -> None:
        """Put the inputs that the user gave first: so they are written."""
        object.__setattr__(self, "inputs", given_first(self.inputs))

    def __repr__(self) -> str:
        """Return what was estimated and the headline energy, in one line."""
        of = ", ".join(str(v) for v in self.subject.values() if v)
        name = f"{self.boundary}_energy_kwh"
        value = self.results.get(name)
        if value is None:
            return f"<Estimate {self.kind} {of}>"
        bounds = f"{value.low:.3g}..{value.mid:.3g}..{value.high:.3g}"
        return f"<Estimate {self.kind} {of}: {name}={bounds}>"

    @property
    def given(self) -> dict[str, Input]:
        """The inputs that the user gave, by label."""
        return {i.label: i for i in self.inputs if i.given}

    @property
    def assumed(self) -> dict[str, Input]:
        """The inputs that were taken from the tables, by label."""
        return {i.label: i for i in self.inputs if not i.given}

    def tidy(self) -> Iterator[dict[str, Any]]:
        """Yield a row for each result: of all, of a stage, of a unit of use."""
        labelled: list[tuple[str, str, Results]] = [("", "", self.results)]
        labelled += [(stage, "", results) for stage, results in self.stages.items()]
        labelled += [("", unit, results) for unit, results in self.per.items()]
        for stage, per, results in [*labelled, ("", "", self.extras)]:
            yield from ranges(results, RESULT_UNITS, stage=stage, per=per)
