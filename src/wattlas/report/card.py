"""A study for a model card: Hugging Face's emissions block, and a table."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas import __version__
from wattlas.records import RESULT_UNITS, Estimate
from wattlas.report.blocks import Block, Heading, Prose
from wattlas.report.estimates import named_ranges
from wattlas.report.names import placement_name
from wattlas.report.paint.markdown import blocks_markdown
from wattlas.report.paint.text import figure_text
from wattlas.report.table import Word, joined, ranged, word
from wattlas.report.words import en
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import G_PER_KG
from wattlas.workflow import COMPARED, Placement, StudyResult


def markdown(result: StudyResult, say: Language = ENGLISH) -> str:
    """Return the front matter and a section of a model card, from the first placement.

    The block has the carbon of the training's electricity in grams, the unit of the
    hub; without a training, or without its carbon, there is no block.
    """
    block = "\n".join(_block(result.placements[0]))
    return block + blocks_markdown(_section(result), say)


def _section(result: StudyResult) -> Iterator[Block]:
    yield Heading(word(en.CARD_TITLE, title=result.title), level=2)
    if result.note:
        yield Prose(tuple(result.note.splitlines()))
    for placement in result.placements:
        yield Heading(placement_name(placement))
        yield named_ranges(
            "results",
            (
                (Word(en.RESULTS[name]), placement.total[name], RESULT_UNITS[name])
                for name in COMPARED
                if name in placement.total
            ),
        )
    keys = joined(_sources(result), " ")
    yield Prose((word(en.CARD_FOOT, version=__version__, sources=keys),))


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
    yield ""


def _bounds(training: Estimate) -> str:
    value = training.results["facility_carbon_kgco2e"]
    if value.low == value.high:
        return ""
    shown = ranged(value, "kgCO2e")
    low, high = (figure_text(v or 0.0, shown) for v in (shown.low, shown.high))
    return f" (5-95 %: {low}-{high} {shown.unit})"


def _sources(result: StudyResult) -> list[str]:
    keys = (s.key for p in result.placements for e in p.estimates for s in e.sources)
    return list(dict.fromkeys(keys))
