"""What the estimate verbs share: one call for each chip, then the printing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wattlas.cli.showing import record_files, show
from wattlas.parameters.chips import ChipOptions
from wattlas.parameters.output import EstimateOutput
from wattlas.records import Estimate

if TYPE_CHECKING:
    from wattlas.estimation.side_by_side import HardwareComparison
    from wattlas.report.blocks import Document


def show_estimates(
    estimate: Callable[..., Estimate],
    options: ChipOptions,
    form: EstimateOutput,
    **more: str,
) -> None:
    """Estimate for each chip that was named, and print the result.

    `more` is what the verb itself says, beside its options.
    """
    from wattlas.estimation.side_by_side import estimate_each

    files = record_files(form, options)
    record = estimate_each(estimate, options, equivalents=form.equivalents, **more)
    show(form, files, record.to_dict(), lambda: [_document(record, form.explain)])


def _document(record: Estimate | HardwareComparison, explain: bool) -> Document:
    """Return an estimate; or several side by side, then each in brief."""
    if isinstance(record, Estimate):
        from wattlas.report.estimates import estimate_document

        return estimate_document(record, explain=explain)
    from wattlas.report.comparison import comparison_document

    return comparison_document(record, explain=explain)
