"""Frozen records that rooms hand to each other: values and codes, no sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

SCHEMA = 1
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
class Source:
    """Where a fact comes from."""

    key: str
    title: str
    publisher: str
    year: str
    url: str
    licence: str


@dataclass(frozen=True, slots=True)
class Fact:
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
class Range:
    """A result: the chain at its central inputs, and the 5th and 95th percentile.

    >>> Range(1.0, 2.0, 4.0).scaled(10)
    Range(low=10.0, mid=20.0, high=40.0, currency='', year='')
    """

    low: float
    mid: float
    high: float
    currency: str = ""
    year: str = ""

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

    def to_dict(self) -> dict[str, float | str]:
        """Return the range as plain data; money carries currency and year."""
        data: dict[str, float | str] = {
            "low": self.low,
            "mid": self.mid,
            "high": self.high,
        }
        if self.currency:
            data |= {"currency": self.currency, "year": self.year}
        return data


@dataclass(frozen=True, slots=True)
class Input:
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

    def to_dict(self) -> dict[str, float | str]:
        """Return the input as plain data."""
        return {
            "low": self.low,
            "mid": self.mid,
            "high": self.high,
            "unit": self.unit,
            "year": self.year,
            "source": self.source,
            "note": self.note,
        }


@dataclass(frozen=True, init=False)
class Step:
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
    inputs: tuple[tuple[str, float | str, Step | Input | None], ...]

    def __init__(
        self,
        name: str,
        formula: str | Callable[[], str],
        meaning: str,
        value: float,
        inputs: tuple[tuple[str, float | str, Step | Input | None], ...],
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


@dataclass(frozen=True, repr=False)
class Estimate:
    """What an estimate says: results by stage and unit of use, and how it knows.

    `results` are the sums over `stages` for one `basis` (a run, 1,000 requests, a
    year); `per` holds the same names for other units of use; `extras` what the kind
    has beside them (break-even, times). A missing name is absent: why is in `absent`.
    """

    kind: str
    basis: str
    boundary: str
    subject: Mapping[str, Any]
    results: Results
    stages: Mapping[str, Results]
    per: Mapping[str, Results]
    extras: Mapping[str, Range]
    inputs: tuple[Input, ...]
    absent: Mapping[str, str]
    width: Mapping[str, float]
    sources: tuple[Source, ...]
    samples: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    derivation: tuple[Step, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = ()
    """`samples` are the draws behind `results`: estimates add up draw by draw."""

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

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data, unrounded, as ``--json`` prints it."""
        return {
            "schema": SCHEMA,
            "kind": self.kind,
            "basis": self.basis,
            "boundary": self.boundary,
            "subject": dict(self.subject),
            "results": _plain(self.results),
            "per": {unit: _plain(results) for unit, results in self.per.items()},
            "stages": {stage: _plain(r) for stage, r in self.stages.items()},
            "extras": _plain(self.extras),
            "given": {k: i.to_dict() for k, i in self.given.items()},
            "assumed": {k: i.to_dict() for k, i in self.assumed.items()},
            "absent": dict(self.absent),
            "width": dict(self.width),
            "notes": list(self.notes),
            "sources": [s.key for s in self.sources],
        }


def _plain(results: Results) -> dict[str, dict[str, float | str]]:
    return {name: value.to_dict() for name, value in results.items()}


def walk(step: Step) -> Iterator[Step]:
    """Yield a derivation's steps, the result first."""
    yield step
    for _, _, parent in step.inputs:
        if isinstance(parent, Step):
            yield from walk(parent)
