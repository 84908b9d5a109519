"""What the estimate verbs share: one call for each chip, then the printing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from wattlas.cli.showing import record_files, show
from wattlas.errors import InputError
from wattlas.parameters.advising import EVERY_WAY
from wattlas.parameters.chips import ChipOptions
from wattlas.parameters.output import EstimateOutput
from wattlas.records import Estimate

if TYPE_CHECKING:
    from wattlas.cli.files import Files
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
    files = record_files(form, options)
    if form.compare is not None:
        _show_advice(estimate, options, (form, files), more)
        return
    if form.least != "energy":
        raise InputError("least ranks what other ways save: it goes with --compare.")
    from wattlas.estimation.side_by_side import estimate_each

    record = estimate_each(estimate, options, equivalents=form.equivalents, **more)
    show(form, files, record.to_dict(), lambda: [_document(record, form.explain)])


def _show_advice(
    estimate: Callable[..., Estimate],
    options: ChipOptions,
    output: tuple[EstimateOutput, Files],
    more: Mapping[str, str],
) -> None:
    """Print what other ways of the work would save."""
    form, files = output
    from wattlas.report.advice import advice_document
    from wattlas.workflow.advice import advise_on

    if form.explain or form.equivalents:
        raise InputError("compare goes without --explain and --equivalents.")
    advice = advise_on(estimate, options, form.compare or EVERY_WAY, form.least, **more)
    show(form, files, advice.to_dict(), lambda: [advice_document(advice)])


def _document(record: Estimate | HardwareComparison, explain: bool) -> Document:
    """Return an estimate; or several side by side, then each in brief."""
    if isinstance(record, Estimate):
        from wattlas.report.estimates import estimate_document

        return estimate_document(record, explain=explain)
    from wattlas.report.comparison import comparison_document

    return comparison_document(record, explain=explain)
