"""A study's result as a page: the answer first, then how it comes about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING

from wattlas import facts
from wattlas.estimation.equivalents import Equivalent, equivalents_of
from wattlas.records import Input
from wattlas.report import terminal
from wattlas.report.charts.causes import causes_chart
from wattlas.report.charts.flow import flow_chart
from wattlas.report.charts.places import places_chart
from wattlas.report.charts.stages import stages_chart
from wattlas.report.charts.theme import Drawing, sentences, unchecked
from wattlas.report.format import significant, unit_for
from wattlas.report.page.answer import answer, cards, chosen
from wattlas.report.page.blocks import Block, Card, Figure, Grid, Page, Prose
from wattlas.report.page.parts import (
    NUMBERS,
    Head,
    Made,
    cited,
    page_of,
    sources_grid,
)
from wattlas.report.study import distinct_names
from wattlas.report.words import page as words
from wattlas.report.words import plan_page
from wattlas.report.words.language import Language
from wattlas.study import Study
from wattlas.workflow import Placement, StudyResult

if TYPE_CHECKING:
    from wattlas.planning import Plan

REGIONS = {"en": "US", "zh": "CN"}
"""The region whose households and cars readers of a language picture."""


def study_page(
    result: StudyResult, made: Made, say: Language, study: Study | None = None
) -> Page:
    """Return the page of a study in a language.

    `study`, as it was read, adds to the charts of a plan what its record does not hold.
    """
    built: dict[str, list[Block]] = {
        **(_of_placements(result, say) if result.placements else {}),
        "plan": _of_plan(result, study, say),
        "assumed": list(_assumed(result, say)),
        "method": [Prose(tuple(_method(result, say))), _sources(result, say)],
        "cite": list(cited(result.title, made, say)),
    }
    head = Head(
        result.title,
        result.note,
        _answer(result, say),
        tuple(_cards(result, say)),
        _subject(result, say),
    )
    return page_of(head, built, made, say)


def _of_plan(result: StudyResult, study: Study | None, say: Language) -> list[Block]:
    if result.plan is not None:
        return list(_planned().plan_section(result.plan, say, study))
    variants = study.variants() if study else {}
    blocks: list[Block] = [_cases(result.plans, say)] if result.plans else []
    for case, plan in result.plans.items():
        blocks.append(Prose((case,)))
        blocks += _planned().plan_section(plan, say, variants.get(case))
    return blocks


def _cases(plans: Mapping[str, Plan], say: Language) -> Grid:
    """Return the plans of a study's cases side by side."""
    from wattlas.report.plan_cases import cases_side_by_side

    heads, rows = cases_side_by_side(plans, say)
    return Grid("", heads, tuple(rows), frozenset(range(2, len(heads))))


def _planned() -> ModuleType:
    """Return the module of a plan's blocks, which needs the extra for plans."""
    from wattlas.report.page import plan

    return plan


def _plan_answer() -> ModuleType:
    """Return the module of a plan's first screen, which needs the extra too."""
    from wattlas.report.page import plan_answer

    return plan_answer


def _answer(result: StudyResult, say: Language) -> str:
    parts = [answer(result, chosen(result), say)] if result.placements else []
    if result.plan is not None:
        parts.append(_plan_answer().plan_answer(result.plan, say))
    for case, plan in result.plans.items():
        parts.append(f"{case}: {_plan_answer().plan_answer(plan, say)}")
    return sentences(*parts)


def _plans(result: StudyResult) -> list[Plan]:
    return [result.plan] if result.plan else list(result.plans.values())


def _subject(result: StudyResult, say: Language) -> str:
    if not result.placements:
        return say(plan_page.SUBJECT)
    if len(result.placements) < 2:
        return ""
    name = distinct_names(result.placements)[id(chosen(result))]
    return say(words.FIGURES_OF, name=name)


def _cards(result: StudyResult, say: Language) -> Iterator[Card]:
    if result.placements:
        yield from cards(chosen(result), say)
    elif result.plan:
        yield from _plan_answer().plan_cards(result.plan, say)


def _of_placements(result: StudyResult, say: Language) -> dict[str, list[Block]]:
    """Return the sections of a study's estimates."""
    best, drawings = chosen(result), placement_drawings(result, say)
    return {
        "flow": [*_figures(drawings, "flow"), *_figures(drawings, "stages")],
        "places": _figures(drawings, "places"),
        "causes": _figures(drawings, "causes", _cause_titles(best, say)),
        "equivalents": list(_equivalents(best, say)),
    }


def study_drawings(
    result: StudyResult, say: Language, study: Study | None = None
) -> dict[str, Drawing]:
    """Return every chart of a study, by the name of its file.

    `study`, as it was read, adds to the charts of a plan what its record does not hold.
    """
    found = placement_drawings(result, say)
    if result.plan is not None:
        with unchecked():
            found |= _planned().plan_drawings(result.plan, say, study)
    variants = study.variants() if study else {}
    for case, plan in result.plans.items():
        with unchecked():
            drawn = _planned().plan_drawings(plan, say, variants.get(case))
        found |= {f"{'-'.join(case.split())}-{name}": d for name, d in drawn.items()}
    return found


def placement_drawings(result: StudyResult, say: Language) -> dict[str, Drawing]:
    """Return the charts of a study's estimates, by the name of their files."""
    if not result.placements:
        return {}
    best = chosen(result)
    with unchecked():
        found = {
            "flow": flow_chart(best, say),
            "stages": stages_chart(result, say),
            "places": places_chart(result.placements, say),
            **{f"causes-{e.kind}": causes_chart(e, say) for e in best.estimates},
        }
    return {name: drawing for name, drawing in found.items() if drawing is not None}


def _figures(
    drawings: dict[str, Drawing], start: str, titles: dict[str, str] | None = None
) -> list[Block]:
    named = titles or {}
    return [
        Figure.of(drawing, named.get(name, ""))
        for name, drawing in drawings.items()
        if name.startswith(start)
    ]


def _cause_titles(best: Placement, say: Language) -> dict[str, str]:
    if len(best.estimates) < 2:
        return {}
    return {f"causes-{e.kind}": say(words.KINDS[e.kind]) for e in best.estimates}


def _equivalents(best: Placement, say: Language) -> Iterator[Block]:
    """Yield one comparison of each kind, of the reader's region; the rest is folded."""
    found = equivalents_of(best.total)
    if not found:
        return
    own = REGIONS[say.code]
    shown: dict[str, Equivalent] = {}
    for item in sorted(found, key=lambda e: e.region != own):
        shown.setdefault(facts.row("equivalents", item.key)["per"], item)
    rest = [item for item in found if item not in shown.values()]
    heads = ("what", "low", "mid", "high", "each", "where", "source")
    names = tuple(say(words.HEADS[h]) for h in heads)
    yield Prose((say(words.EQUIVALENTS),))
    rows = tuple(_equivalent(item, say) for item in shown.values())
    yield Grid("", names, rows, NUMBERS)
    if rest:
        rows = tuple(_equivalent(item, say) for item in rest)
        yield Grid(say(words.MORE_EQUIVALENTS), names, rows, NUMBERS, folded=True)


def _equivalent(item: Equivalent, say: Language) -> tuple[str, ...]:
    row = facts.row("equivalents", item.key)
    name = row.get(f"name_{say.code}") or row["name_en"]
    size, unit = unit_for(item.each.mid, item.unit)
    counts = (item.count.low, item.count.mid, item.count.high)
    return (
        name,
        *map(significant, counts),
        f"{significant(item.each.mid / size)} {unit}",
        f"{item.region} {item.year}",
        item.source,
    )


def _assumed(result: StudyResult, say: Language) -> Iterator[Block]:
    estimates = [e for p in result.placements for e in p.estimates]
    if not estimates:
        return
    of_study = [terminal.note(code, say) for code in result.notes]
    given = {(i.label, i.mid): i for e in estimates for i in e.given.values()}
    taken = {(i.label, i.mid): i for e in estimates for i in e.assumed.values()}
    yield Prose((say(words.ASSUMED),))
    if given:
        yield _inputs(say(words.GIVEN), given.values(), say, folded=True)
    wide = [i for i in taken.values() if not i.exact]
    yield _inputs(say(words.DEFAULTS), wide, say, folded=True)
    notes = dict.fromkeys(
        line
        for e in estimates
        for block in terminal.notes(e, say)
        for line in str(block).splitlines()
    )
    notes |= dict.fromkeys(of_study)
    if notes:
        yield Prose((say(words.ABSENT), *notes))


def _inputs(title: str, inputs: Iterable[Input], say: Language, folded: bool) -> Grid:
    heads = ("input", "low", "mid", "high", "unit", "source")
    rows = []
    for item in inputs:
        low, mid, high = map(significant, (item.low, item.mid, item.high))
        bounds = ("", mid, "") if item.exact else (low, mid, high)
        unit = "" if item.unit == "1" else item.unit
        rows.append((item.label, *bounds, unit, item.source))
    names = tuple(say(words.HEADS[h]) for h in heads)
    return Grid(title, names, tuple(rows), NUMBERS, folded)


def _method(result: StudyResult, say: Language) -> Iterator[str]:
    if result.placements:
        yield from map(say, words.METHOD)
    if _plans(result):
        yield from map(say, plan_page.METHOD)


def _sources(result: StudyResult, say: Language) -> Grid:
    keys = [s.key for p in result.placements for e in p.estimates for s in e.sources]
    keys += [key for plan in _plans(result) for key in plan.sources]
    return sources_grid(keys, say)
