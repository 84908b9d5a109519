"""An estimate as a document: results, stages, uses, inputs, what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from wattlas.records import BOUNDARIES, RESULT_UNITS, Estimate, Input, Range
from wattlas.report.answer import estimate_answer
from wattlas.report.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    Prose,
    sections_of,
)
from wattlas.report.charts.causes import causes_chart
from wattlas.report.derivation import derivation_blocks
from wattlas.report.equivalents import equivalents_table
from wattlas.report.format import unit_for
from wattlas.report.parts import source_blocks
from wattlas.report.table import (
    ABSENT,
    Cell,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    ranged,
    share,
    word,
)
from wattlas.report.words import en
from wattlas.report.words.inputs import input_name
from wattlas.report.words.notes import note_sentence
from wattlas.report.words.parts_page import NAMED_SHARE, SECTIONS

LEAST_SENSITIVITY = 0.02
MOST_CAUSES = 5
_PER_USE = (
    "facility_energy_kwh",
    "electricity_cost",
    "total_cost",
    "facility_carbon_kgco2e",
    "site_water_l",
)


def estimate_document(estimate: Estimate, *, explain: bool = False) -> Document:
    """Return an estimate as a document, with derivations where they are asked for."""
    built: dict[str, list[Block]] = {
        "results": [
            results_table(estimate),
            *([stages_table(estimate)] if len(estimate.stages) > 1 else []),
            uses_table(estimate),
            extras_table(estimate),
            *notes_blocks([estimate]),
        ],
        "equivalents": _equivalents(estimate),
        "causes": [
            Figure(f"causes-{estimate.kind}", partial(causes_chart, estimate), "")
        ],
        "assumed": [
            inputs_table(en.USER_INPUTS, estimate.given.values()),
            inputs_table(en.DEFAULTS, defaults([estimate])),
            *sensitivity_blocks(estimate),
        ],
        "equations": derivation_blocks(estimate.derivation) if explain else [],
        "sources": source_blocks(s.key for s in estimate.sources),
    }
    return Document(
        estimate_title(estimate),
        sections_of(SECTIONS, built),
        answer=estimate_answer(estimate),
    )


def brief_blocks(estimate: Estimate, *, explain: bool = False) -> list[Block]:
    """Return an estimate beside others: its results, and what is asked for."""
    return [
        Heading(estimate_title(estimate)),
        results_table(estimate),
        *_equivalents(estimate),
        *(derivation_blocks(estimate.derivation) if explain else []),
    ]


def _equivalents(estimate: Estimate) -> list[Block]:
    known = estimate.equivalents
    return [equivalents_table(known)] if known else []


def estimate_title(estimate: Estimate) -> Word:
    """Return the line that says what was estimated, where, for which basis."""
    subject = estimate.subject
    where = subject.get("site") or subject.get("country")
    return word(
        en.ESTIMATE_TITLE,
        verb=Word(en.VERBS[estimate.kind]),
        model=model_named(subject),
        on=_on_chips(estimate),
        at=word(en.AT_PLACE, place=where) if where else "",
        basis=Word(en.BASES[estimate.basis]),
    )


CHIPS = ("chips_per_replica", "chips")
"""Inputs that say how many chips work together."""
_WHY_CHIPS = {"chips-needed": en.ON_NEEDED_CHIPS, "chips-chosen": en.ON_CHOSEN_CHIPS}


def _on_chips(estimate: Estimate) -> Piece:
    """Return on what chips, how many where several, and why where nobody said so."""
    hardware = estimate.subject.get("hardware")
    if not hardware:
        return ""
    mids = {i.name: i.mid for i in estimate.inputs}
    chips = next((mids[name] for name in CHIPS if name in mids), 1.0)
    if chips <= 1:
        return word(en.ON_HARDWARE, hardware=hardware)
    why = (_WHY_CHIPS.get(note.code) for note in estimate.notes)
    text = next((found for found in why if found), en.ON_CHIPS)
    return word(text, chips=Number(chips, form="count"), hardware=hardware)


def model_named(subject: Mapping[str, Any]) -> Piece:
    """Return the model of a subject, with a word where it is inferred."""
    name = subject.get("model")
    if not name:
        return Word(en.A_MODEL)
    if subject.get("architecture") == "inferred":
        return word(en.INFERRED_MODEL, model=name)
    return str(name)


def results_table(estimate: Estimate) -> Table:
    """Return the results with their ranges."""
    return named_ranges(
        "results",
        (
            (Word(en.RESULTS[name]), value, RESULT_UNITS[name])
            for name, value in estimate.results.items()
        ),
    )


def extras_table(estimate: Estimate) -> Table:
    """Return the results that belong to one kind of estimate alone."""
    return named_ranges(
        "extras",
        (
            (Word(en.EXTRAS[name]), value, en.EXTRA_UNITS.get(name, ""))
            for name, value in estimate.extras.items()
        ),
    )


def named_ranges(
    key: str, lines: Iterable[tuple[Piece, Range, str]], title: Piece = ""
) -> Table:
    """Return results by name, each in its own unit."""
    columns = (
        Column("result", kind="word"),
        Column("value", spread=True),
    )
    rows = tuple(Row((name, ranged(value, unit))) for name, value, unit in lines)
    return Table(key, title, columns, rows)


def stages_table(estimate: Estimate) -> Table:
    """Return the stages by boundary, in one unit."""
    boundaries = [b for b in BOUNDARIES if f"{b}_energy_kwh" in estimate.results]
    totals = [estimate.results[f"{b}_energy_kwh"] for b in boundaries]
    size, unit = unit_for(max((t.mid for t in totals), default=0.0), "kWh")
    columns = (
        Column("stage", Word(en.STAGE), kind="word"),
        *(Column(b, Word(en.BOUNDARY_NAMES[b]), unit) for b in boundaries),
    )
    rows = [
        Row((Word(en.STAGES[stage]), *_mids(results, boundaries, size)))
        for stage, results in estimate.stages.items()
    ]
    whole = word(en.TOTAL_OF, basis=Word(en.BASES[estimate.basis]))
    rows.append(Row((whole, *_mids(estimate.results, boundaries, size)), role="total"))
    if any(t.low < t.high for t in totals):
        rows.append(Row((Word(en.RANGE), *(_interval(t, size) for t in totals))))
    return Table("stages", Word(en.BY_STAGE), columns, tuple(rows))


def uses_table(estimate: Estimate) -> Table:
    """Return one row for each unit of use: energy with its range, the rest mid."""
    names = [n for n in _PER_USE if n in estimate.results]
    energy, *rest = [Column(n, Word(en.SHORT_RESULTS[n])) for n in names]
    between = Column("energy_interval", Word(en.INTERVAL))
    columns = (Column("use", kind="word"), energy, between, *rest)
    rows = []
    for use, results in estimate.per.items():
        whole, *others = (ranged(results[n], RESULT_UNITS[n]) for n in names)
        years = [results[n].year for n in names]
        mids = [
            Number(one.value, one.unit.removesuffix(year))
            for one, year in zip((whole, *others), years, strict=True)
        ]
        interval = replace(whole, unit="", form="interval")
        rows.append(Row((Word(en.UNITS_OF_USE[use]), mids[0], interval, *mids[1:])))
    return Table("uses", "", columns, tuple(rows))


def inputs_table(title: str, inputs: Iterable[Input], *, folded: bool = False) -> Table:
    """Return inputs with range, unit and source."""
    columns = (
        Column("input", Word(en.INPUT), kind="word"),
        Column("value", spread=True),
        Column("source", Word(en.SOURCE), kind="word"),
    )
    rows = tuple(Row((i.label, _value(i), i.source)) for i in inputs)
    return Table("inputs", Word(title), columns, rows, folded=folded)


def defaults(estimates: Iterable[Estimate]) -> list[Input]:
    """Return the defaults that have a width, cause some, or were not confirmed."""
    shown = {
        (i.label, i.mid): i
        for estimate in estimates
        for i in estimate.assumed.values()
        if not i.exact or i.label in estimate.width or i.source == "assumed"
    }
    return list(shown.values())


def notes_blocks(estimates: Iterable[Estimate]) -> list[Block]:
    """Return what estimates remark and what is absent, each sentence once."""
    lines = [line for estimate in estimates for line in _notes(estimate)]
    once = [line for i, line in enumerate(lines) if line not in lines[:i]]
    return [Prose(tuple(once))] if once else []


def sensitivity_blocks(estimate: Estimate) -> list[Block]:
    """Return which inputs the range of an estimate comes from."""
    inputs = {i.label: i for i in estimate.inputs}
    causes = [
        word(NAMED_SHARE, name=_cause(inputs.get(label), label), share=share(part))
        for label, part in estimate.width.items()
        if part >= LEAST_SENSITIVITY
    ][:MOST_CAUSES]
    if not causes:
        return []
    name = Word(en.RESULTS[f"{estimate.boundary}_energy_kwh"])
    return [Prose((word(en.SENSITIVITY, result=name, causes=joined(causes)),))]


def _cause(item: Input | None, label: str) -> Piece:
    return input_name(item.name, item.place) if item is not None else label


def _notes(estimate: Estimate) -> Iterator[Word]:
    yield from map(note_sentence, estimate.notes)
    grouped: dict[tuple[str, str], list[str]] = {}
    for name, code in estimate.absent.items():
        option = en.STAGE_OPTIONS.get(name, "") if "{" in en.ABSENT[code] else ""
        grouped.setdefault((code, option), []).append(name)
    for (code, option), names in grouped.items():
        reason = Word(en.ABSENT[code], {"option": Word(option)} if option else {})
        labels = (Word(en.ABSENT_NAMES.get(n) or en.RESULTS.get(n, n)) for n in names)
        yield word(en.ABSENT_LINE, names=joined(labels), reason=reason)


def _value(item: Input) -> Number:
    unit = "" if item.unit == "1" else item.unit
    if item.exact:
        return Number(item.mid, unit)
    return Number(item.mid, unit, item.low, item.high)


def _interval(value: Range, size: float) -> Number:
    low, high = value.low / size, value.high / size
    return Number(value.mid / size, "", low, high, form="interval")


def _mids(
    results: Mapping[str, Range], boundaries: Iterable[str], size: float
) -> Iterator[Cell]:
    for boundary in boundaries:
        value = results.get(f"{boundary}_energy_kwh")
        yield ABSENT if value is None else Number(value.mid / size)
