"""A study as a document: the answer first, then how it comes about, and its plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from wattlas.records import RESULT_UNITS, Estimate
from wattlas.report.answer import chosen, study_answer, study_cards
from wattlas.report.blocks import (
    Block,
    Card,
    Document,
    Figure,
    Heading,
    Prose,
    sections_of,
)
from wattlas.report.charts.causes import causes_chart
from wattlas.report.charts.flow import flow_chart
from wattlas.report.charts.places import places_chart
from wattlas.report.charts.stages import stages_chart
from wattlas.report.derivation import derivation_blocks
from wattlas.report.equivalents import equivalents_table
from wattlas.report.estimates import (
    defaults,
    inputs_table,
    notes_blocks,
    sensitivity_blocks,
    stages_table,
)
from wattlas.report.names import distinct_names, placement_name
from wattlas.report.parts import source_blocks
from wattlas.report.table import (
    PAGE,
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
from wattlas.report.words import page as words
from wattlas.report.words.notes import note_sentence
from wattlas.report.words.parts_page import SECTIONS
from wattlas.workflow import COMPARED, Placement, StudyResult

if TYPE_CHECKING:
    from wattlas.planning import Plan

DETAILED = 6
"""Up to so many placements are shown stage by stage."""


def study_document(result: StudyResult, *, explain: bool = False) -> Document:
    """Return a study as a document, with derivations where they are asked for."""
    built: dict[str, Sequence[Block]] = {
        "plan": _of_plan(result),
        **(_of_placements(result) if result.placements else {}),
        "deployments": _of_deployments(result),
        "assumed": _assumed(result),
        "equations": list(_equations(result)) if explain else [],
        "method": [*_method(result), *source_blocks(_sources(result))],
    }
    return Document(
        result.title,
        sections_of(SECTIONS, built),
        result.note,
        _answer(result),
        _subject(result),
        tuple(_cards(result)),
    )


def plan_document(plan: Plan) -> Document:
    """Return a plan alone as a document."""
    return study_document(plan_alone(plan))


def plan_alone(plan: Plan) -> StudyResult:
    """Return a plan as the result of a study without estimates."""
    return StudyResult(plan.title, plan.note, "study", (), plan)


def comparison_table(result: StudyResult) -> Table:
    """Return each result of each placement, in one unit, with its range."""
    placements = result.placements
    names = distinct_names(placements)
    columns = (
        Column("result", Word(en.RESULT), kind="word"),
        Column("placement", kind="word"),
        Column("value", spread=True),
        Column("below_first", Word(en.BELOW)),
    )
    rows = []
    for name in COMPARED:
        having = [p for p in placements if name in p.total]
        for placement in having:
            total = placement.total[name]
            value = ranged(total, RESULT_UNITS[name], having[0].total[name].mid)
            less = placement.below_first.get(name)
            below = None if less is None else share(less)
            cells = (Word(en.RESULTS[name]), names[id(placement)], value, below)
            rows.append(Row(cells))
    title = word(en.SIDE_BY_SIDE, basis=Word(en.BASES[result.basis]))
    notes = (Word(en.BELOW_FIRST),)
    return Table("comparison", title, columns, tuple(rows), notes, grouped=True)


def _of_placements(result: StudyResult) -> dict[str, Sequence[Block]]:
    """Return the sections of a study's estimates."""
    best, several = chosen(result), len(result.placements) > 1
    return {
        "flow": [
            Figure("flow", partial(flow_chart, best)),
            Figure("stages", partial(stages_chart, result), ""),
            *(b for p in result.placements[:DETAILED] for b in _stages(p)),
            Prose((Word(en.WHY_BOUNDARIES_DIFFER),)),
        ],
        "places": [
            *([comparison_table(result)] if several else []),
            Figure("places", partial(places_chart, result.placements), ""),
        ],
        "causes": [b for e in best.estimates for b in _causes(e)],
        "equivalents": [
            replace(equivalents_table(best.equivalents), folded=True, surfaces=PAGE)
        ],
    }


def _stages(placement: Placement) -> Iterator[Block]:
    """Yield a placement by stage and boundary, and when serving equals training."""
    yield Heading(placement_name(placement))
    for estimate in placement.estimates:
        yield stages_table(estimate)
        request = estimate.per.get("request")
        if request:
            whole = ranged(request["facility_energy_kwh"], "kWh")
            yield Prose((word(en.PER_REQUEST, energy=whole),))
    if told := list(_break_even(placement)):
        yield Prose(tuple(told))


def _break_even(placement: Placement) -> Iterator[Piece]:
    requests = placement.break_even.get("break_even_requests")
    days = placement.break_even.get("break_even_days")
    if requests:
        on = word(en.ON_DAY, day=Number(days.mid)) if days else ""
        yield word(en.BREAK_EVEN, requests=ranged(requests, ""), when=on)


def _causes(estimate: Estimate) -> list[Block]:
    title = Word(words.KINDS[estimate.kind])
    figure = Figure(f"causes-{estimate.kind}", partial(causes_chart, estimate), title)
    return [figure, *sensitivity_blocks(estimate)]


def _of_deployments(result: StudyResult) -> list[Block]:
    """Return the layouts of each case and place, and their chart."""
    if not result.deployments:
        return []
    from wattlas.report.deployments import deployment_blocks

    several = len(result.deployments) > 1
    return [
        block
        for index, each in enumerate(result.deployments)
        for block in deployment_blocks(
            each.deployment,
            f"deployment-{index}",
            joined(filter(None, (each.case, each.deployment.place)), ", ")
            if several
            else None,
        )
    ]


def _of_plan(result: StudyResult) -> list[Block]:
    if result.plans:
        from wattlas.report.plan_cases import cases_blocks

        return cases_blocks(result.plans)
    if result.plan is None:
        return []
    from wattlas.report.plan import plan_blocks

    return plan_blocks(result.plan)


def _answer(result: StudyResult) -> Piece:
    """Return the answer in a sentence: what is decided, else what is estimated."""
    parts: list[Piece] = []
    if result.plan is not None:
        from wattlas.report.plan_answer import plan_answer

        parts.append(plan_answer(result.plan))
    if result.placements:
        parts.append(study_answer(result, chosen(result)))
    elif result.deployments:
        from wattlas.report.deployments import deployment_answer

        parts.append(deployment_answer(result.deployments[0].deployment))
    return joined(parts, " ")


def _subject(result: StudyResult) -> Piece:
    """Return what the numbers of the first screen are of."""
    if result.plan is not None:
        told = result.plan.finance is not None
        return Word(en.YEAR_WITH_RANGES if told else en.YEAR_WITHOUT_RANGES)
    if len(result.placements) < 2:
        return ""
    name = distinct_names(result.placements)[id(chosen(result))]
    return word(words.FIGURES_OF, name=name)


def _cards(result: StudyResult) -> Iterator[Card]:
    if result.plan is not None:
        from wattlas.report.plan_answer import plan_cards

        yield from plan_cards(result.plan)
    elif result.placements:
        yield from study_cards(chosen(result))


def _assumed(result: StudyResult) -> list[Block]:
    estimates = [e for p in result.placements for e in p.estimates]
    if not estimates:
        return [Prose(tuple(told))] if (told := _unused(result)) else []
    given = {(i.label, i.mid): i for e in estimates for i in e.given.values()}
    return [
        Prose((Word(words.ASSUMED),), surfaces=PAGE),
        inputs_table(en.USER_INPUTS, given.values(), folded=True),
        inputs_table(en.DEFAULTS_OF_STUDY, defaults(estimates), folded=True),
        *notes_blocks(estimates),
        *([Prose(tuple(told))] if (told := _unused(result)) else []),
    ]


def _unused(result: StudyResult) -> list[Piece]:
    """Return what the study gives and nothing uses."""
    return list(map(note_sentence, result.notes))


def _equations(result: StudyResult) -> Iterator[Block]:
    for placement in result.placements:
        yield Heading(placement_name(placement))
        for estimate in placement.estimates:
            yield from derivation_blocks(estimate.derivation)


def _method(result: StudyResult) -> list[Block]:
    texts = [*(words.METHOD if result.placements else ())]
    if result.plan is not None or result.plans:
        from wattlas.report.words import plan_page

        texts += plan_page.METHOD
    return [Prose(tuple(map(Word, texts)), surfaces=PAGE)]


def _sources(result: StudyResult) -> list[str]:
    keys = [s.key for p in result.placements for e in p.estimates for s in e.sources]
    keys += [s.key for d in result.deployments for s in d.deployment.sources]
    plans = [*([result.plan] if result.plan else ()), *result.plans.values()]
    return [*keys, *(key for plan in plans for key in plan.sources)]
