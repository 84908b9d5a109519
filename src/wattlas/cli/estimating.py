"""What the estimate verbs share: one call for each chip, then the printing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from wattlas import estimation
from wattlas.cli import options, output
from wattlas.estimation.equivalents import equivalents_of
from wattlas.estimation.side_by_side import compare_hardware
from wattlas.records import Estimate
from wattlas.report import comparison, derivation, equivalents, terminal


def show_estimates(verb: str, given: dict[str, Any], shared: dict[str, Any]) -> None:
    """Estimate for each chip that was named, and print the result."""
    form = {name: shared.pop(name) for name in ("json", "explain", "equivalents")}
    estimate: Callable[..., Estimate] = getattr(estimation, verb)
    shared["overrides"] = options.overrides(shared.pop("overrides"))
    named = (given.pop("hardware") or "").split(",")
    chips = [chip.strip() for chip in named if chip.strip()] or [""]
    estimates = [estimate(hardware=chip or None, **given, **shared) for chip in chips]
    if form["equivalents"]:
        estimates = [
            replace(e, equivalents=tuple(equivalents_of(e.results))) for e in estimates
        ]
    if form["json"]:
        one = len(estimates) == 1
        record = estimates[0] if one else compare_hardware(estimates)
        output.print_json(record.to_dict())
        return
    if len(estimates) > 1:
        output.print_blocks(comparison.blocks(compare_hardware(estimates)))
    for item in estimates:
        output.print_blocks(_blocks(item, form, brief=len(estimates) > 1))


def _blocks(estimate: Estimate, form: dict[str, bool], *, brief: bool) -> list[Any]:
    blocks = list(terminal.estimate_blocks(estimate))
    if brief:
        blocks = [terminal.title(estimate), terminal.results_table(estimate)]
    if form["equivalents"]:
        blocks.append(equivalents.table(estimate.equivalents))
    if form["explain"]:
        blocks.extend(derivation.derivation_trees(estimate.derivation))
    return blocks
