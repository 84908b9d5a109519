"""Layouts worth deploying, as a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from wattlas.notes import Note
from wattlas.plain import Plain, coded, written
from wattlas.records import Range, Source


@dataclass(frozen=True)
class DeployOption(Plain):
    """One layout on one chip: how many replicas, how fast, what a request takes.

    `batch` is the largest that keeps the latency; `limit` is what keeps it from being
    larger: memory, scheduler, rate, ttft or tpot. `best` names what no other option is
    better at: cost, energy, latency. `it_power_kw` is the mean power of all replicas'
    servers. Where prompts are computed on other chips, `prefill_replicas` are theirs,
    of `prefill_chips` each.
    """

    hardware: str
    precision: str
    layout: str
    chips: int
    batch: float
    replicas: int
    limit: str = field(metadata=coded("deploy-limits"))
    ttft_s: float
    tpot_s: float
    it_power_kw: float
    best: tuple[str, ...] = field(metadata=coded("deploy-best"))
    per_request: Mapping[str, Range] = field(metadata=coded(keys="results"))
    prefill_chips: int | None = field(default=None, metadata=written(omit=True))
    prefill_replicas: int | None = field(default=None, metadata=written(omit=True))

    @property
    def all_chips(self) -> int:
        """Chips of all replicas, those of prompts included."""
        apart = (self.prefill_chips or 0) * (self.prefill_replicas or 0)
        return self.chips * self.replicas + apart


@dataclass(frozen=True)
class Deployment(Plain):
    """The options of a deployment, chip by chip; `refused` says why a chip has none.

    `notes` are what is to be said of the question, whatever the layout.
    """

    KINDS: ClassVar[tuple[str, ...]] = ("deploy",)
    ROWS: ClassVar[str] = "options"

    model: str
    requests_per_second: float
    prompt_tokens: float
    output_tokens: float
    ttft_s: float
    tpot_s: float
    place: str | None
    options: tuple[DeployOption, ...]
    refused: Mapping[str, str]
    sources: tuple[Source, ...] = ()
    notes: tuple[Note, ...] = ()

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield options of which none takes the least energy, or one has none."""
        if not any("energy" in option.best for option in self.options):
            yield "options", "must have one that is best at energy"
        for number, option in enumerate(self.options):
            if "facility_energy_kwh" not in option.per_request:
                yield f"options[{number}].per_request", "lacks facility_energy_kwh"
