"""The same work on several chips: what one saves, and which growth undoes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np

from wattlas.errors import InputError
from wattlas.estimation.combine import share_of_draws_below
from wattlas.estimation.equivalents import equivalents_of
from wattlas.estimation.own_chips import find_chip
from wattlas.parameters import ImageOptions, ServeOptions, TrainOptions, given_of
from wattlas.parameters.several import each_once
from wattlas.plain import Plain, coded
from wattlas.plain.agreement import alike
from wattlas.records import Estimate, Range

BOUNDARY_RESULT = "facility_energy_kwh"
REBOUND = "growth-of-use-undoes-saving"
"""Code of the sentence: the saving lasts while use grows by less than the rebound
factor; it is gone where use grows in proportion as energy per work falls, that is at
an elasticity of one."""
FIRST, SAVES, USES_MORE, SAME = "first", "saves", "uses-more", "same"


@dataclass(frozen=True)
class HardwareRow(Plain):
    """One chip beside the first: its energy for the same work.

    `rebound_factor` is how many times the work would have to be done on this chip
    until it uses as much as the work once on the first; `below_first` the share of
    the draws in which this chip uses less, absent where they cannot be paired.
    Replicas of a service may differ in chips and batch, which stand beside.
    """

    hardware: str
    facility_energy_kwh: Range
    ratio_to_first: float
    saving_share: float
    rebound_factor: float
    verdict: str
    below_first: float | None = None
    chips_per_replica: float | None = None
    batch: float | None = None


@dataclass(frozen=True)
class HardwareComparison(Plain):
    """The same work on several chips, in the order in which they were given."""

    KINDS: ClassVar[tuple[str, ...]] = ("hardware-comparison",)
    ROWS: ClassVar[str] = "rows"

    estimated: str = field(metadata=coded("kinds"))
    basis: str = field(metadata=coded("bases"))
    model: str
    rows: tuple[HardwareRow, ...]
    estimates: tuple[Estimate, ...]
    rules: tuple[str, ...] = field(default=(REBOUND,), metadata=coded("rules"))

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield rows that are not those of the estimates."""
        if len(self.rows) != len(self.estimates) or not self.rows:
            yield "rows", f"must be one for each of {len(self.estimates)} estimates"
            return
        first = self.rows[0].facility_energy_kwh.mid
        for number, (row, estimate) in enumerate(
            zip(self.rows, self.estimates, strict=True)
        ):
            place, energy = f"rows[{number}]", row.facility_energy_kwh
            if energy != estimate.results.get("facility_energy_kwh"):
                yield f"{place}.facility_energy_kwh", "is not that of its estimate"
            if not alike(row.ratio_to_first * first, energy.mid):
                yield f"{place}.ratio_to_first", "is not that of the energies"
            if not alike(row.saving_share, 1 - row.ratio_to_first):
                yield f"{place}.saving_share", "is not 1 - ratio_to_first"


def estimate_each(
    estimate: Callable[..., Estimate],
    options: TrainOptions | ServeOptions | ImageOptions,
    *,
    equivalents: bool = False,
    **more: str,
) -> Estimate | HardwareComparison:
    """Return the estimate of the chip that is named, or of several side by side.

    `more` is what the estimate is given beside its options; with `equivalents` each
    holds what its figures compare with.

    Raises
    ------
    InputError
        If a chip is unknown or named twice, or the estimate refuses a value.
    """
    named = (options.hardware or "").split(",")
    known = (find_chip(chip.strip()) for chip in named if chip.strip())
    chips: tuple[str | None, ...] = each_once("hardware", known)
    each = [replace(options, hardware=chip) for chip in chips or (None,)]
    estimates = [estimate(**given_of(one), **more) for one in each]
    if equivalents:
        estimates = [
            replace(one, equivalents=tuple(equivalents_of(one.results)))
            for one in estimates
        ]
    return estimates[0] if len(estimates) == 1 else compare_hardware(estimates)


def compare_hardware(estimates: Sequence[Estimate]) -> HardwareComparison:
    """Return the facility energy of one piece of work on several chips.

    The ratio is that of the central values; the first estimate is the yardstick.

    Raises
    ------
    InputError
        If there is no estimate, or they are not of the same work.

    Examples
    --------
    >>> from wattlas.estimation.api import train
    >>> chips = ("a100-sxm4-80gb", "h100-sxm")
    >>> found = compare_hardware([train(model="bloom", hardware=c) for c in chips])
    >>> [row.verdict for row in found.rows]
    ['first', 'saves']
    """
    _check_same_work(estimates)
    first = estimates[0]
    return HardwareComparison(
        estimated=first.kind,
        basis=first.basis,
        model=str(first.subject.get("model") or ""),
        rows=tuple(_row(e, first) for e in estimates),
        estimates=tuple(estimates),
    )


def _row(estimate: Estimate, first: Estimate) -> HardwareRow:
    energy = estimate.results[BOUNDARY_RESULT]
    ratio = energy.mid / first.results[BOUNDARY_RESULT].mid
    return HardwareRow(
        hardware=str(estimate.subject.get("hardware") or ""),
        facility_energy_kwh=energy,
        ratio_to_first=ratio,
        saving_share=1 - ratio,
        rebound_factor=1 / ratio,
        verdict=FIRST if estimate is first else _verdict(ratio),
        below_first=_below_first(estimate.samples, first.samples),
        chips_per_replica=_input(estimate, "chips_per_replica"),
        batch=_input(estimate, "batch"),
    )


def _input(estimate: Estimate, name: str) -> float | None:
    return next((i.mid for i in estimate.inputs if i.name == name), None)


def _verdict(ratio: float) -> str:
    if ratio == 1:
        return SAME
    return SAVES if ratio < 1 else USES_MORE


def _below_first(
    samples: Mapping[str, Any], first_samples: Mapping[str, Any]
) -> float | None:
    if BOUNDARY_RESULT not in samples or BOUNDARY_RESULT not in first_samples:
        return None
    if np.shape(samples[BOUNDARY_RESULT]) != np.shape(first_samples[BOUNDARY_RESULT]):
        return None
    return share_of_draws_below(samples, first_samples, BOUNDARY_RESULT)


def _check_same_work(estimates: Sequence[Estimate]) -> None:
    if not estimates:
        raise InputError("Nothing to set side by side: give at least one estimate.")
    works = {(e.kind, e.basis, e.subject.get("model")) for e in estimates}
    if len(works) > 1:
        shown = "; ".join(sorted(f"{k} {m or ''} ({b})" for k, b, m in works))
        raise InputError(
            "Only estimates of the same work can be set side by side, got {shown}. "
            "Change the hardware alone.",
            shown=shown,
        )
    for estimate in estimates:
        energy = estimate.results.get(BOUNDARY_RESULT)
        if energy is None or energy.mid <= 0:
            raise InputError(
                "{subject} has no facility energy to compare.",
                subject=estimate.subject.get("hardware"),
            )
