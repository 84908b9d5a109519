"""What the estimate verbs share: one call for each chip, then the printing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wattlas import estimation
from wattlas.cli import options, output
from wattlas.estimation.equivalents import equivalents_of
from wattlas.estimation.side_by_side import compare_hardware
from wattlas.records import Estimate
from wattlas.report.comparison import comparison_document
from wattlas.report.estimates import brief_document, estimate_document


def show_estimates(verb: str, given: dict[str, Any], shared: dict[str, Any]) -> None:
    """Estimate for each chip that was named, and print the result."""
    output.set_language(shared.pop("language"))
    form = {name: shared.pop(name) for name in ("json", "explain", "equivalents")}
    estimate: Callable[..., Estimate] = getattr(estimation, verb)
    shared["overrides"] = options.overrides(shared.pop("overrides"))
    named = (given.pop("hardware") or "").split(",")
    chips = [chip.strip() for chip in named if chip.strip()] or [""]
    estimates = [estimate(hardware=chip or None, **given, **shared) for chip in chips]
    if form["json"]:
        output.print_json(_record(estimates, form["equivalents"]))
        return
    if len(estimates) > 1:
        output.print_document(comparison_document(compare_hardware(estimates)))
    document = estimate_document if len(estimates) == 1 else brief_document
    asked = {name: form[name] for name in ("explain", "equivalents")}
    for item in estimates:
        output.print_document(document(item, **asked))


def _record(estimates: list[Estimate], with_equivalents: bool) -> dict[str, Any]:
    records = [e.to_dict() for e in estimates]
    if with_equivalents:
        for record, estimate in zip(records, estimates, strict=True):
            record["equivalents"] = [
                e.to_dict() for e in equivalents_of(estimate.results)
            ]
    if len(records) == 1:
        return records[0]
    return compare_hardware(estimates).to_dict() | {"estimates": records}
