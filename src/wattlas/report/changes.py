"""Changes of an outlook as documents: what if, efficiency and rebound, presets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wattlas.projection import Efficiency, Presets, WhatIf
from wattlas.projection.changes import TOGETHER, Change
from wattlas.projection.efficiency import ASSUMED
from wattlas.projection.presets import Preset
from wattlas.records import Input, Range
from wattlas.report.blocks import Block, Document, Prose, sections_of
from wattlas.report.outlook_cells import (
    energy,
    input_name,
    input_value,
    place_name,
)
from wattlas.report.outlook_tables import inputs_table
from wattlas.report.parts import source_blocks
from wattlas.report.table import (
    WIDE,
    Column,
    Number,
    Piece,
    Row,
    Table,
    Word,
    joined,
    word,
)
from wattlas.report.words import outlook as outlook_words
from wattlas.report.words import outlook_questions as words
from wattlas.report.words.parts_page import SECTIONS


def what_if_document(found: WhatIf) -> Document:
    """Return changes of inputs as a document."""
    last = found.changes[-1]
    said = word(
        words.WHAT_IF,
        scope=Word(outlook_words.SUBJECTS[found.scope]),
        after=energy(last.after_twh, unit=True),
        before=energy(last.before_twh, unit=True),
        difference=energy(last.difference_twh, unit=True),
        year=str(found.year),
    )
    names = {c.name: input_name(c.name) for c in found.changes}
    table = changes_table("changes", "", found.changes, names, with_values=True)
    built: dict[str, list[Block]] = {
        "causes": [table, Prose((Word(words.DRAW_BY_DRAW),))],
        "sources": source_blocks(s.key for s in found.sources),
    }
    title = word(
        words.WHAT_IF_TITLE, place=place_name(found.region), year=str(found.year)
    )
    return Document(title, sections_of(SECTIONS, built), answer=said)


def efficiency_document(found: Efficiency) -> Document:
    """Return a gain in efficiency, by rebound, as a document."""
    by_name = {c.name: c for c in found.changes}
    kept, assumed = by_name["none"], by_name[ASSUMED]
    way = _way(found.rate)
    taken = word(
        words.TAKEN,
        scope=Word(outlook_words.SUBJECTS[found.scope]),
        after=energy(assumed.after_twh, unit=True),
        before=energy(assumed.before_twh, unit=True),
        kept=energy(kept.after_twh, unit=True),
        without=energy(kept.before_twh, unit=True),
    )
    said = _said(found, way, taken)
    rows = words.REBOUNDS["either" if way == "same" else way]
    names = {name: Word(text) for name, text in rows.items()}
    built: dict[str, list[Block]] = {
        "causes": [
            changes_table("changes", "", found.changes, names),
            Prose((Word(words.EFFICIENCY_MEANS),)),
        ],
        "sources": source_blocks(s.key for s in found.sources),
    }
    title = word(
        words.EFFICIENCY_TITLE, place=place_name(found.region), year=str(found.year)
    )
    return Document(title, sections_of(SECTIONS, built), answer=said)


def _way(rate: Range) -> str:
    """Return where the energy of a unit of use goes by a rate: less, more, either."""
    if rate.low >= 1:
        return "less" if rate.high > 1 else "same"
    return "more" if rate.high <= 1 else "either"


def _said(found: Efficiency, way: str, taken: Piece) -> Piece:
    """Return the gain or loss of a unit of use as words, and what is `taken` then."""
    if way == "same":
        return word(words.EFFICIENCY[way], year=str(found.year), taken=taken)
    rate, gain = found.rate, found.gain
    if way != "less":
        rate, gain = Range(1 / rate.high, 1 / rate.mid, 1 / rate.low), 1 / gain
    return word(
        words.EFFICIENCY[way],
        rate=Number(rate.mid, "", rate.low, rate.high),
        gain=Number(gain, digits=2),
        year=str(found.year),
        taken=taken,
    )


def presets_document(found: Presets) -> Document:
    """Return studies' assumptions in our model as a document."""
    shown = [block for preset in found.presets for block in _preset(preset)]
    built: dict[str, Sequence[Block]] = {
        "causes": [*shown, Prose((Word(words.PRESETS_MEAN),))],
        "assumed": [_preset_inputs(preset) for preset in found.presets],
        "sources": source_blocks(s.key for s in found.sources),
    }
    return Document(Word(words.PRESETS_TITLE), sections_of(SECTIONS, built))


def _preset(preset: Preset) -> list[Block]:
    last = preset.changes[-1]
    said = word(
        words.PRESET,
        name=preset.name,
        place=place_name(preset.region),
        year=str(preset.year),
        stated=energy(preset.stated_twh, unit=True),
        before=energy(last.before_twh, unit=True),
        after=energy(last.after_twh, unit=True),
    )
    names = {name: Word(text) for name, text in words.ASSUMPTIONS.items()}
    return [Prose((said,)), changes_table(preset.key, "", preset.changes, names)]


def _preset_inputs(preset: Preset) -> Table:
    alone = [c for c in preset.changes if c.name != TOGETHER]
    inputs = [i for c in alone for i in c.inputs]
    title = joined((Word(words.PRESET_INPUTS), preset.name), ": ")
    return inputs_table(title, inputs, notes=WIDE)


def changes_table(
    key: str,
    title: Piece,
    changes: Sequence[Change],
    names: Mapping[str, Piece],
    *,
    with_values: bool = False,
) -> Table:
    """Return changes side by side, with the values that are set where asked. [TWh]"""
    columns = (
        Column("change", Word(words.CHANGE_HEAD), kind="word"),
        *((Column("set", Word(words.SET_HEAD), kind="word"),) if with_values else ()),
        Column("before", Word(words.BEFORE), "TWh"),
        Column("after", Word(words.AFTER), "TWh"),
        Column("difference", Word(words.DIFFERENCE), "TWh"),
    )
    rows = tuple(
        Row(
            (
                _name(c, names),
                *((values_text(c.inputs),) if with_values else ()),
                energy(c.before_twh),
                energy(c.after_twh),
                energy(c.difference_twh),
            ),
            role="total" if c.name == TOGETHER else "",
        )
        for c in changes
    )
    return Table(key, title, columns, rows)


def _name(change: Change, names: Mapping[str, Piece]) -> Piece:
    if change.name == TOGETHER:
        return Word(words.TOGETHER)
    return names.get(change.name, change.name)


def values_text(inputs: Sequence[Input]) -> Piece:
    """Return what is set, each value with its unit in words."""
    return joined(_value(i) for i in inputs)


def _value(item: Input) -> Piece:
    """Return a value within a sentence: a rate and years in words, a date without."""
    value = replace(input_value(item), digits=3)
    if value.form == "year":
        return replace(value, unit="")
    text = words.VALUES.get(value.unit)
    return value if text is None else word(text, number=replace(value, unit=""))
