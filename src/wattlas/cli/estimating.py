"""What the estimate verbs share: one call for each chip, then the printing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from wattlas.cli.showing import record_files, show
from wattlas.parameters import ImageOptions, ServeOptions, TrainOptions, given_of
from wattlas.parameters.output import EstimateOutput
from wattlas.records import Estimate

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
    record = _record(estimates, form.equivalents)
    show(form, files, record, lambda: _blocks(estimates, form))


def _record(estimates: list[Estimate], with_equivalents: bool) -> dict[str, Any]:
    records = [e.to_dict() for e in estimates]
    if with_equivalents:
        from wattlas.estimation.equivalents import equivalents_of

        for record, estimate in zip(records, estimates, strict=True):
            record["equivalents"] = [
                e.to_dict() for e in equivalents_of(estimate.results)
            ]
    if len(records) == 1:
        return records[0]
    from wattlas.estimation.side_by_side import compare_hardware

    return compare_hardware(estimates).to_dict() | {"estimates": records}


def _blocks(estimates: list[Estimate], form: EstimateOutput) -> list[Any]:
    several = len(estimates) > 1
    blocks: list[Any] = []
    if several:
        from wattlas.estimation.side_by_side import compare_hardware
        from wattlas.report import comparison

        blocks.extend(comparison.blocks(compare_hardware(estimates)))
    for item in estimates:
        blocks.extend(_blocks_of(item, form, brief=several))
    return blocks


def _blocks_of(estimate: Estimate, form: EstimateOutput, *, brief: bool) -> list[Any]:
    from wattlas.report import terminal

    blocks = list(terminal.estimate_blocks(estimate))
    if brief:
        blocks = [terminal.title(estimate), terminal.results_table(estimate)]
    if form.equivalents:
        from wattlas.estimation.equivalents import equivalents_of
        from wattlas.report import equivalents

        blocks.append(equivalents.table(equivalents_of(estimate.results)))
    if form.explain:
        from wattlas.report import derivation

        blocks.extend(derivation.derivation_trees(estimate.derivation))
    return blocks
