"""A study for a model card: Hugging Face's emissions block, and a table."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas import __version__
from wattlas.records import RESULT_UNITS, Estimate
from wattlas.report import terminal
from wattlas.report.study import placement_name
from wattlas.report.words import en
from wattlas.units import G_PER_KG
from wattlas.workflow import COMPARED, Placement, StudyResult


def markdown(result: StudyResult) -> str:
    """Return the front matter and a section of a model card, from the first placement.

    The block has the carbon of the training's electricity in grams, the unit of the
    hub; without a training, or without its carbon, there is no block.
    """
    first = result.placements[0]
    parts = [*_block(first), f"## Environmental impact: {result.title}", ""]
    if result.note:
        parts += [result.note.strip(), ""]
    for placement in result.placements:
        parts += [f"**{placement_name(placement)}**", "", *_table(placement), ""]
    parts += [
        f"Estimated with Wattlas {__version__}: central values with 5-95 % ranges of "
        "all inputs, the error of the method included. Sources: "
        f"{' '.join(_sources(result))}.",
    ]
    return "\n".join(parts) + "\n"


def _block(placement: Placement) -> Iterator[str]:
    training = placement.training
    if training is None or "facility_carbon_kgco2e" not in training.results:
        return
    carbon = training.results["facility_carbon_kgco2e"]
    yield "---"
    yield "co2_eq_emissions:"
    yield f"  emissions: {carbon.mid * G_PER_KG:.0f}"
    yield f'  source: "Wattlas {__version__}, estimate{_bounds(training)}"'
    yield '  training_type: "pre-training"'
    where = training.subject.get("site") or training.subject.get("country")
    if where:
        yield f'  geographical_location: "{where}"'
    if training.subject.get("hardware"):
        yield f'  hardware_used: "{training.subject["hardware"]}"'
    yield "---"
    yield ""


def _bounds(training: Estimate) -> str:
    value = training.results["facility_carbon_kgco2e"]
    if value.low == value.high:
        return ""
    low, _, high, unit = terminal.range_cells(value, "kgCO2e")
    return f" (5-95 %: {low}-{high} {unit})"


def _table(placement: Placement) -> Iterator[str]:
    yield "| | low | mid | high | unit |"
    yield "|---|---:|---:|---:|---|"
    for name in COMPARED:
        if name in placement.total:
            cells = terminal.range_cells(placement.total[name], RESULT_UNITS[name])
            yield f"| {en.RESULTS[name]} | {' | '.join(cells)} |"


def _sources(result: StudyResult) -> list[str]:
    keys = (s.key for p in result.placements for e in p.estimates for s in e.sources)
    return list(dict.fromkeys(keys))
