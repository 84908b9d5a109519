"""Layouts worth deploying, as a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from wattlas.plain import Plain, coded
from wattlas.records import Range, Source


@dataclass(frozen=True)
class DeployOption(Plain):
    """One layout on one chip: how many replicas, how fast, what a request takes.

    `batch` is the largest that keeps the latency; `limit` is what keeps it from being
    larger: memory, scheduler, rate, ttft or tpot. `best` names what no other option is
    better at: cost, energy, latency. `it_power_kw` is the mean power of all replicas'
    servers.
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


@dataclass(frozen=True)
class Deployment(Plain):
    """The options of a deployment, chip by chip; `refused` says why a chip has none."""

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
