"""The plans of a study's cases as a document: side by side, then each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wattlas.planning import Plan
from wattlas.planning.cases import PlanCases
from wattlas.report.blocks import Block, Document, Heading, sections_of
from wattlas.report.parts import source_blocks
from wattlas.report.plan import plan_blocks
from wattlas.report.plan_measures import amounts
from wattlas.report.table import Cell, Column, Number, Row, Table, Word, joined
from wattlas.report.words import planning as words
from wattlas.report.words.parts_page import SECTIONS
from wattlas.units import KW_PER_MW


def cases_document(cases: PlanCases) -> Document:
    """Return the cases of a study as a document."""
    keys = (key for plan in cases.plans.values() for key in plan.sources)
    built = {
        "plan": cases_blocks(cases.plans),
        "sources": source_blocks(keys),
    }
    title = joined((cases.title, Word(words.SIDE_BY_SIDE)), ": ")
    return Document(title, sections_of(SECTIONS, built))


def cases_blocks(plans: Mapping[str, Plan]) -> list[Block]:
    """Return the blocks of a study's cases: all side by side, then each plan."""
    blocks: list[Block] = [cases_table(plans)]
    for case, plan in plans.items():
        blocks += [Heading(case), *plan_blocks(plan)]
    return blocks


def cases_table(plans: Mapping[str, Plan]) -> Table:
    """Return one row a case: money, energy, carbon, water of a year; what is built."""
    options = dict.fromkeys(size.option for p in plans.values() for size in p.sizes)
    columns = (
        Column("case", Word("case"), kind="word"),
        *(Column(key, Word(head)) for key, head in words.CASE_HEADS.items()),
        *(Column(option, words.part_name(option), "MW") for option in options),
    )
    rows = (
        Row((case, *amounts(plan.figures, plan.currency), *_powers(plan, options)))
        for case, plan in plans.items()
    )
    return Table("cases", "", columns, tuple(rows)).without_empty()


def _powers(plan: Plan, options: Iterable[str]) -> Iterator[Cell]:
    for option in options:
        kw = sum(size.power_kw for size in plan.sizes if size.option == option)
        yield Number(kw / KW_PER_MW)
