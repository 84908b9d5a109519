"""The page on accuracy as Markdown: tables and pictures from a validation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wattlas.accuracy import Validation
from wattlas.accuracy.scores import Score
from wattlas.report.accuracy import HEADS, score_cells, score_name
from wattlas.report.format import significant
from wattlas.report.words import accuracy as words

NEWEST = "text 2025, family left out"


def page(known: Validation, unknown: Validation) -> str:
    """Return the page from two validations: configuration known, and model alone."""
    parts = [
        words.HEAD,
        *_held_out(known),
        words.BASELINES,
        score_table(known.baselines),
        words.SHIPPED,
        *(score_table(_of(known.scores, name)) for name in ("text", "image", "video")),
        words.UNKNOWN,
        score_table([s for s in unknown.scores if s.cut == "all" and _scored(s)]),
        words.SCATTER,
        _scatter(known),
        words.TRAINING,
        score_table(known.training),
        _hours(known),
        words.ENERGIES,
        _energies(known),
        words.DISCLOSURES,
        _disclosures(known),
        words.WEAK,
        words.DATA,
        words.AGAIN,
    ]
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


def _held_out(found: Validation) -> Iterable[str]:
    for name in dict.fromkeys(s.table for s in found.held_out):
        yield f"### {name[0].upper()}{name[1:]}"
        yield score_table(_of(found.held_out, name))
        if name == NEWEST:
            yield words.PICTURES


def _of(scores: Sequence[Score], table: str) -> list[Score]:
    return [s for s in scores if s.table == table and (s.cut == "all" or _is_energy(s))]


def _is_energy(s: Score) -> bool:
    return s.quantity == "energy"


def _scored(s: Score) -> bool:
    return s.table in ("text", "image", "video")


def score_table(scores: Sequence[Score]) -> str:
    """Return errors as a Markdown table; every quantity first, then cut by cut."""
    several = len({s.table for s in scores}) > 1
    rows = []
    for s in sorted(scores, key=lambda s: s.cut != "all"):
        name = score_name(s).strip()
        rows.append([f"{s.table}: {name}" if several else name, *score_cells(s)])
    return table(("", *HEADS), rows)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table: the first column to the left, the others right.

    >>> print(table(("", "rows"), [["energy", "412"]]))
    |  | rows |
    |---|---:|
    | energy | 412 |
    """
    lines = [heads, *rows]
    body = ["| " + " | ".join(cells) + " |" for cells in lines]
    return "\n".join([body[0], "|---|" + "---:|" * (len(heads) - 1), *body[1:]])


def _scatter(found: Validation) -> str:
    rows = [
        [f"{s.what}, {s.chip}", str(s.pairs), f"{100 * s.energy_scatter:.1f} %"]
        for s in found.scatter
    ]
    return table(("", "pairs", "median"), rows)


def _hours(found: Validation) -> str:
    rows = []
    for run in found.runs:
        hours, found_hours = run.published_chip_hours, run.chip_hours
        if found_hours and hours and run.hours_scored:
            three = (found_hours.low, found_hours.mid, found_hours.high, hours)
            ratio = f"{found_hours.mid / hours:.2f}"
            name = f"{run.model}, {run.hardware}"
            rows.append([name, *map(significant, three), ratio])
    return table(("chip-hours", "low", "mid", "high", "published", "ratio"), rows)


def _energies(found: Validation) -> str:
    heads = ("MWh", "low", "mid", "high", "measured", "ratio", "boundary", "from")
    rows = []
    for run in found.runs:
        value = run.published_energy_mwh
        if run.energy_mwh and value and run.energy_scored:
            energy = run.energy_mwh
            three = (energy.low, energy.mid, energy.high, value)
            cells = [*map(significant, three), f"{energy.mid / value:.2f}"]
            name = f"{run.model}, {run.hardware}"
            rows.append([name, *cells, run.boundary, run.energy_from])
    return table(heads, rows)


def _disclosures(found: Validation) -> str:
    heads = ("", "low", "mid", "high", "published", "unit", "boundary", "inside")
    rows = [
        [
            d.name,
            *map(significant, (d.low, d.mid, d.high, d.published)),
            d.unit,
            d.boundary,
            "yes" if d.inside else "no",
        ]
        for d in found.disclosures
    ]
    return table(heads, rows)
