"""How clean a plan is by each account, as a reader sees it."""

from __future__ import annotations

from wattlas.planning.answer.parts import CarbonScores
from wattlas.planning.answer.record import Plan
from wattlas.report.blocks import Block
from wattlas.report.plan_tables import head
from wattlas.report.table import Column, Number, Row, Table, Word
from wattlas.report.words import plan_scores as words
from wattlas.units import KG_PER_T, KWH_PER_MWH


def scores_blocks(plan: Plan) -> list[Block]:
    """Return carbon by location and market with the clean shares; nothing without."""
    return [] if plan.scores is None else [scores_table(plan.scores)]


def scores_table(found: CarbonScores) -> Table:
    """Return carbon by location and by market, and the clean shares by each count."""
    rows: tuple[tuple[str, float | None, str], ...] = (
        ("location_kg", found.location_kg / KG_PER_T, "tCO2e"),
        ("market_kg", found.market_kg / KG_PER_T, "tCO2e"),
        ("hourly_share", found.hourly_share * 100, "%"),
        (
            "hourly_share_with_certificates",
            found.hourly_share_with_certificates * 100,
            "%",
        ),
        ("hourly_share_with_grid", _per_cent(found.hourly_share_with_grid), "%"),
        ("annual_share", found.annual_share * 100, "%"),
        (
            "annual_share_with_certificates",
            found.annual_share_with_certificates * 100,
            "%",
        ),
        ("certified_kwh", found.certified_kwh / KWH_PER_MWH, "MWh"),
    )
    reused = found.energy_reuse_factor
    if reused:
        rows = (*rows, ("energy_reuse_factor", reused * 100, "%"))
    bought = found.certified_kwh > 0
    shown = tuple(
        Row((Word(words.SCORES[name]), Number(value), unit))
        for name, value, unit in rows
        if value is not None and (bought or "certif" not in name)
    )
    columns = (
        Column("figure", head("figure"), kind="word"),
        Column("value", Word(words.VALUE)),
        Column("unit", head("unit"), kind="unit"),
    )
    notes = (Word(words.HOW), *(() if found.residual_known else (Word(words.MEAN),)))
    return Table("scores", Word(words.TITLE), columns, shown, notes)


def _per_cent(share: float | None) -> float | None:
    return None if share is None else share * 100
