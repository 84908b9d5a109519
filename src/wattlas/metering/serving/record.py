"""What was served, and what it drew: the record of the serving meter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wattlas.metering.parts import Part, sum_of
from wattlas.plain import Plain
from wattlas.records import Range


@dataclass(frozen=True)
class ServedModel(Plain):
    """One model: its work, its energy, and the joules of each unit of work.

    `energy_j` is the board's, where several were served from nothing to all of it.
    `requests` and `joules_per_request` hold what was in flight at both ends.
    `prompt_tokens` are those of the prompts, of which `cached_prompt_tokens` were not
    computed; `joules_per_prompt_token` is of one that was. `is_regressed` says whether
    windows of different mix told prompt and output apart.
    `predicted_joules_per_request` is what the tables say of model and chip.
    """

    model: str
    requests: Range
    prompt_tokens: float
    cached_prompt_tokens: float
    output_tokens: float
    energy_j: Range
    joules_per_request: Range | None
    joules_per_prompt_token: Range | None
    joules_per_output_token: Range | None
    is_regressed: bool
    restarted: bool = False
    predicted_joules_per_request: Range | None = None


@dataclass(frozen=True)
class ServingMeasurement(Plain):
    """What an engine served from `t0` to `t1` [s since 1970], and what it drew."""

    KINDS: ClassVar[tuple[str, ...]] = ("serving-measurement",)
    ROWS: ClassVar[str] = "models"

    t0: float
    t1: float
    parts: tuple[Part, ...]
    models: tuple[ServedModel, ...]
    readings: int
    lost_readings: int = 0

    @property
    def duration_s(self) -> float:
        """How long it took. [s]"""
        return self.t1 - self.t0

    @property
    def energy_j(self) -> Range | None:
        """Energy of the boards; None if nothing was metered. [J]"""
        return sum_of(part.energy_j for part in self.parts)
