"""What the estimate verbs share: one call for each chip, then the printing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from wattlas import facts
from wattlas.cli.showing import record_files, show
from wattlas.parameters import ImageOptions, ServeOptions, TrainOptions, given_of
from wattlas.parameters.output import EstimateOutput
from wattlas.parameters.several import each_once
from wattlas.records import Estimate

if TYPE_CHECKING:
    from wattlas.estimation.side_by_side import HardwareComparison
    from wattlas.report.blocks import Document

Options = TrainOptions | ServeOptions | ImageOptions


def show_estimates(
    estimate: Callable[..., Estimate],
    options: Options,
    form: EstimateOutput,
    **more: str,
) -> None:
    """Estimate for each chip that was named, and print the result.

    `more` is what the verb itself says, beside its options.
    """
    files = record_files(form, options)
    named = (options.hardware or "").split(",")
    known = (facts.resolve("hardware", chip.strip()) for chip in named if chip.strip())
    chips: tuple[str | None, ...] = each_once("hardware", known)
    each = [replace(options, hardware=chip) for chip in chips or (None,)]
    estimates = [estimate(**given_of(one), **more) for one in each]
    if form.equivalents:
        estimates = [_with_equivalents(one) for one in estimates]
    record = estimates[0] if len(estimates) == 1 else _side_by_side(estimates)
    show(form, files, record.to_dict(), lambda: [_document(record, form.explain)])


def _side_by_side(estimates: list[Estimate]) -> HardwareComparison:
    from wattlas.estimation.side_by_side import compare_hardware

    return compare_hardware(estimates)


def _with_equivalents(estimate: Estimate) -> Estimate:
    from wattlas.estimation.equivalents import equivalents_of

    return replace(estimate, equivalents=tuple(equivalents_of(estimate.results)))


def _document(record: Estimate | HardwareComparison, explain: bool) -> Document:
    """Return an estimate; or several side by side, then each in brief."""
    if isinstance(record, Estimate):
        from wattlas.report.estimates import estimate_document

        return estimate_document(record, explain=explain)
    from wattlas.report.comparison import comparison_document

    return comparison_document(record, explain=explain)
