"""What the estimate verbs share: one call for each chip, then the printing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from wattlas.cli.showing import record_files, show
from wattlas.parameters import ImageOptions, ServeOptions, TrainOptions, given_of
from wattlas.parameters.output import EstimateOutput
from wattlas.records import Estimate
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
    chips: list[str | None] = [chip.strip() for chip in named if chip.strip()]
    each = [replace(options, hardware=chip) for chip in chips or [None]]
    estimates = [estimate(**given_of(one), **more) for one in each]
    if form.equivalents:
        estimates = [_with_equivalents(one) for one in estimates]
    if len(estimates) == 1:
        record = estimates[0].to_dict()
    else:
        from wattlas.estimation.side_by_side import compare_hardware

        record = compare_hardware(estimates).to_dict()
    show(form, files, record, lambda: _documents(estimates, form))


def _with_equivalents(estimate: Estimate) -> Estimate:
    from wattlas.estimation.equivalents import equivalents_of

    return replace(estimate, equivalents=tuple(equivalents_of(estimate.results)))


def _documents(estimates: list[Estimate], form: EstimateOutput) -> Iterator[Document]:
    """Yield an estimate; or several side by side, then each in brief."""
    from wattlas.report.estimates import brief_document, estimate_document

    asked = {"explain": form.explain, "equivalents": form.equivalents}
    if len(estimates) == 1:
        yield estimate_document(estimates[0], **asked)
        return
    from wattlas.estimation.side_by_side import compare_hardware
    from wattlas.report.comparison import comparison_document

    yield comparison_document(compare_hardware(estimates))
    for item in estimates:
        yield brief_document(item, **asked)
