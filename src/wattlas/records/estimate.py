"""What an estimate says: results by stage and unit of use, and how it knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from wattlas.notes import Note
from wattlas.plain import Plain, coded, written
from wattlas.plain.tidy import ranges
from wattlas.records.agreement import disagreements
from wattlas.records.derivation import DERIVATION, Step
from wattlas.records.figures import RESULT_UNITS, Input, Range, Results, Source
from wattlas.records.inputs import INPUTS, given_first


@dataclass(frozen=True)
class Equivalent(Plain):
    """How many of one thing a result amounts to.

    The range is that of the result; the thing counts at its central value, which
    stands beside it with its own range.
    """

    key: str
    result: str = field(metadata=coded("results"))
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

    KINDS: ClassVar[tuple[str, ...]] = (
        *("train", "serve", "generate", "metered", "finetune", "rl", "agent"),
        *("embed", "classify", "transcribe", "speak"),
    )

    kind: str
    basis: str = field(metadata=coded("bases"))
    boundary: str = field(metadata=coded("boundaries"))
    subject: Mapping[str, Any]
    results: Results = field(metadata=coded(keys="results"))
    stages: Mapping[str, Results] = field(metadata=coded(keys="stages"))
    per: Mapping[str, Results] = field(metadata=coded(keys="uses"))
    extras: Mapping[str, Range] = field(metadata=coded(keys="extras"))
    inputs: tuple[Input, ...] = field(metadata=written(codec=INPUTS))
    absent: Mapping[str, str] = field(metadata=coded("absent"))
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

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield each field that contradicts others, and how."""
        return disagreements(self)

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
