"""Runs and disclosures that were published, beside what the chain predicts of them."""

from __future__ import annotations

from collections.abc import Sequence

from wattlas.accuracy.disclosures import Disclosure
from wattlas.accuracy.record import TrainingRun
from wattlas.records import Range
from wattlas.report.prediction import yes
from wattlas.report.table import Cell, Column, Number, Row, Table, Word
from wattlas.report.words import accuracy as words
from wattlas.report.words import en


def hours_table(runs: Sequence[TrainingRun]) -> Table:
    """Return the chip-hours of each run, predicted and published."""
    columns = _beside_columns(words.PUBLISHED_HEAD)
    rows = [
        Row((_run_name(run), *_beside(run.chip_hours, hours)))
        for run in runs
        if run.chip_hours and (hours := run.published_chip_hours) and run.hours_scored
    ]
    return Table("hours", Word(words.HOURS_TITLE), columns, tuple(rows))


def energies_table(runs: Sequence[TrainingRun]) -> Table:
    """Return the energy of each measured run, predicted and measured."""
    columns = (
        *_beside_columns(words.MEASURED_HEAD, "MWh"),
        Column("boundary", Word(words.BOUNDARY_HEAD), kind="word"),
        Column("from", Word(words.FROM_HEAD), kind="word"),
    )
    rows = []
    for run in runs:
        energy = run.published_energy_mwh
        if run.energy_mwh and energy and run.energy_scored:
            cells = _beside(run.energy_mwh, energy, "MWh")
            how = (_boundary(run.boundary), Word(run.energy_from))
            rows.append(Row((_run_name(run), *cells, *how)))
    return Table("energies", Word(words.ENERGIES_TITLE), columns, tuple(rows))


def _run_name(run: TrainingRun) -> str:
    return f"{run.model}, {run.hardware}"


def _boundary(name: str) -> Word:
    return Word(en.BOUNDARY_NAMES.get(name, name))


def _beside_columns(head: str, unit: str = "") -> tuple[Column, ...]:
    return (
        Column("run", Word(words.RUN_HEAD), kind="word"),
        Column("predicted", spread=True),
        Column("known", Word(head), unit),
        Column("ratio", Word(words.OVER_HEAD)),
        Column("inside", Word(words.INSIDE_HEAD), kind="word"),
    )


def _beside(predicted: Range, value: float, unit: str = "") -> tuple[Cell, ...]:
    return (
        Number(predicted.mid, unit, predicted.low, predicted.high),
        Number(value),
        Number(predicted.mid / value),
        yes(predicted.contains(value)),
    )


def disclosures_table(disclosures: Sequence[Disclosure]) -> Table:
    """Return each public disclosure beside our range on its own boundary."""
    columns = (
        Column("disclosure", kind="word"),
        Column("predicted", spread=True),
        Column("published", Word(words.PUBLISHED_HEAD)),
        Column("boundary", Word(words.BOUNDARY_HEAD), kind="word"),
        Column("inside", Word(words.INSIDE_HEAD), kind="word"),
        Column("source", Word("source"), kind="word"),
    )
    rows = tuple(
        Row(
            (
                Word(d.name),
                Number(d.mid, d.unit, d.low, d.high),
                Number(d.published),
                _boundary(d.boundary),
                yes(d.inside),
                d.source,
            )
        )
        for d in disclosures
    )
    return Table("disclosures", Word(words.DISCLOSURES_TITLE), columns, rows)
