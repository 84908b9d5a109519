"""Estimates as aligned text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.records import BOUNDARIES, RESULT_UNITS, Estimate, Input, Range
from wattlas.report.format import per_cent, significant, unit_for
from wattlas.report.paint.word_table import WordTable
from wattlas.report.words import en
from wattlas.report.words.language import ENGLISH, Language

WIDTH_SHOWN = 0.02
MISSING = "–"
WORD_COLUMNS = frozenset(
    {"unit", "source", "note", "where, when", "model", "chip", "place", "each"}
    | {"device", "status", "method", "what", "would give"}
)


def estimate_blocks(estimate: Estimate) -> Iterable[RenderableType]:
    """Yield an estimate's blocks: title, results, stages, uses, inputs, sources."""
    yield title(estimate)
    yield results_table(estimate)
    if len(estimate.stages) > 1:
        yield stages_table(estimate)
    if estimate.per:
        yield uses_table(estimate)
    if estimate.extras:
        yield extras_table(estimate)
    yield from notes(estimate)
    yield inputs_table("Given", estimate.given.values())
    yield inputs_table("Assumed (change: --set NAME=VALUE)", _shown(estimate))
    yield from footer(estimate)


def title(estimate: Estimate) -> Text:
    """Return the line that says what was estimated, where, for which basis."""
    subject = estimate.subject
    what = subject.get("model") or "a model"
    on = f" on {subject['hardware']}" if subject.get("hardware") else ""
    where = subject.get("site") or subject.get("country")
    at = f" at {where}" if where else ""
    verb = {"train": "Training", "serve": "Serving", "generate": "Generating with"}
    words = f"{verb.get(estimate.kind, estimate.kind)} {what}{on}{at}"
    return Text(f"{words}: {en.BASES[estimate.basis]}", style="bold")


def results_table(estimate: Estimate) -> Table:
    """Return the results with low, mid, high and unit."""
    table = plain_table("", "low", "mid", "high", "unit")
    for name, value in estimate.results.items():
        table.add_row(en.RESULTS[name], *range_cells(value, RESULT_UNITS[name]))
    return table


def stages_table(estimate: Estimate) -> Table:
    """Return the stages by boundary, mid values, in one unit."""
    boundaries = [b for b in BOUNDARIES if f"{b}_energy_kwh" in estimate.results]
    highest = max(estimate.results[f"{b}_energy_kwh"].mid for b in boundaries)
    size, unit = unit_for(highest, "kWh")
    table = plain_table(f"energy by stage, mid, {unit}", *boundaries)
    for stage, results in estimate.stages.items():
        table.add_row(en.STAGES[stage], *_mids(results, boundaries, size))
    totals = _mids(estimate.results, boundaries, size)
    table.add_row(f"total: {en.BASES[estimate.basis]}", *totals, style="bold")
    ranges = [estimate.results[f"{b}_energy_kwh"] for b in boundaries]
    if any(r.low < r.high for r in ranges):
        table.add_row("  5-95 % range", *(_interval(r, size) for r in ranges))
    return table


def uses_table(estimate: Estimate) -> Table:
    """Return one row for each unit of use: energy with its range, the rest mid."""
    names = [n for n in _PER_USE if n in estimate.results]
    heads = [en.SHORT_RESULTS[n] for n in names[1:]]
    table = plain_table("", "energy", "(5-95 %)", *heads)
    for column in table.columns[1:]:
        # A number and its unit may stand on two lines.
        column.no_wrap = column.header == "(5-95 %)"
    for use, results in estimate.per.items():
        energy = results[names[0]]
        low, mid, high, unit = range_cells(energy, "kWh")
        undated = (replace(results[n], year="") for n in names[1:])
        cells = [
            range_cells(value, RESULT_UNITS[n])
            for n, value in zip(names[1:], undated, strict=True)
        ]
        rest = [f"{cell[1]} {cell[3]}" for cell in cells]
        table.add_row(en.UNITS_OF_USE[use], f"{mid} {unit}", f"{low}-{high}", *rest)
    return table


def extras_table(estimate: Estimate) -> Table:
    """Return the results that belong to one kind of estimate alone."""
    table = plain_table("", "low", "mid", "high", "unit")
    for name, value in estimate.extras.items():
        unit = en.EXTRA_UNITS.get(name, "")
        table.add_row(en.EXTRAS[name], *range_cells(value, unit))
    return table


def inputs_table(heading: str, inputs: Iterable[Input]) -> Table:
    """Return inputs with range, unit and source."""
    table = plain_table(heading, "low", "mid", "high", "unit", "source")
    for item in inputs:
        values = [significant(v) for v in (item.low, item.mid, item.high)]
        cells = ["", values[1], ""] if item.exact else values
        unit = "" if item.unit == "1" else item.unit
        table.add_row(item.label, *cells, unit, f"\\[{item.source}]")
    return table


def notes(estimate: Estimate, say: Language = ENGLISH) -> Iterable[Text]:
    """Yield the sentences of an estimate's notes and of what is absent."""
    lines = [note(code, say) for code in estimate.notes]
    for reason, names in _absent(estimate.absent, say).items():
        lines.append(say(en.ABSENT_LINE, names=", ".join(names), reason=reason))
    if lines:
        yield Text("\n".join(lines))


def note(code: str, say: Language = ENGLISH) -> str:
    """Return the sentence of a note's code."""
    name, *values = code.split(":")
    return say(en.NOTES[name]).format(*values)


def footer(estimate: Estimate) -> Iterable[Text]:
    """Yield what causes the width, and the sources."""
    shares = [(k, s) for k, s in estimate.width.items() if s >= WIDTH_SHOWN]
    if shares:
        causes = ", ".join(f"{label} {per_cent(share)}" for label, share in shares[:5])
        yield Text(f"Width of the {estimate.boundary} energy comes from: {causes}.")
    keys = " ".join(s.key for s in estimate.sources)
    yield Text(f"Sources (wattlas facts sources KEY): {keys}")


def range_cells(
    value: Range, unit: str, size: float | None = None
) -> tuple[str, str, str, str]:
    """Return low, mid, high and the unit of a range, in a handy or a given size."""
    shown = value.mid or value.high
    size, name = unit_for(shown if size is None else size, unit)
    if value.currency:
        name = f"{name} {value.currency}{value.year}".strip()
    numbers = [significant(v / size) for v in (value.low, value.mid, value.high)]
    return numbers[0], numbers[1], numbers[2], name


def plain_table(first: str, *others: str) -> Table:
    """Return a table without lines: the first column left, numbers right.

    Where the terminal is narrow words wrap; numbers are never cut.
    """
    table = WordTable()
    table.add_column(first, justify="left", overflow="fold")
    for name in others:
        words = name in WORD_COLUMNS
        table.add_column(
            name,
            justify="left" if words else "right",
            no_wrap=not words,
            overflow="fold",
        )
    return table


def in_language(table: Table, say: Language) -> Table:
    """Return a table with its heads in a language."""
    for column in table.columns:
        column.header = say(str(column.header))
    return table


_PER_USE = (
    "facility_energy_kwh",
    "electricity_cost",
    "total_cost",
    "facility_carbon_kgco2e",
    "site_water_l",
)


def _shown(estimate: Estimate) -> list[Input]:
    named = set(estimate.width)
    return [
        i
        for i in estimate.assumed.values()
        if not i.exact or i.label in named or i.source == "assumed"
    ]


def _interval(value: Range, size: float) -> str:
    low, high = significant(value.low / size), significant(value.high / size)
    return low if low == high else f"{low}-{high}"


def _mids(
    results: Mapping[str, Range], boundaries: Iterable[str], size: float
) -> list[str]:
    values = (results.get(f"{b}_energy_kwh") for b in boundaries)
    return [significant(v.mid / size) if v else MISSING for v in values]


def _absent(absent: Mapping[str, str], say: Language) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, code in absent.items():
        option = say(en.STAGE_OPTIONS[name]) if name in en.STAGE_OPTIONS else ""
        reason = say(en.ABSENT[code]).format(option=option)
        label = en.ABSENT_NAMES.get(name) or en.RESULTS.get(name, name)
        grouped.setdefault(reason, []).append(say(label))
    return grouped
