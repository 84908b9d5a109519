"""What is said of a plan beside its tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from wattlas.planning.answer.alternatives import StoreBreakEven
from wattlas.planning.answer.parts import (
    ENOUGH,
    FINAL_H,
    LimitViolation,
    ServingChips,
    TrainingPlan,
)
from wattlas.planning.answer.record import Plan
from wattlas.report.format import TRACE
from wattlas.report.table import Number, Piece, Word, joined, share, word
from wattlas.report.words import planning as words
from wattlas.units import KG_PER_T, KWH_PER_MWH, L_PER_M3, MILLION

WIDE = 0.01
"""Gap above which a plan says what would narrow it."""
LEAST_SHARE = 0.002
"""Shares below this are not named."""


def moving_line(plan: Plan) -> Piece:
    """Return whether other sites than home are worth it; nothing where none are."""
    sites = next((item for item in plan.left_out if item.name == "sites"), None)
    if sites is None:
        return ""
    if sites.total_more is None:
        return word(words.MOVING[None], home=plan.home)
    if sites.total_more <= cost_seen(plan):
        return Word(words.MOVING[False])
    more = Number(sites.total_more / MILLION, f"million {plan.currency}")
    return word(words.MOVING[True], home=plan.home, more=more)


def placed_line(plan: Plan) -> Piece:
    """Return where the load stands best; nothing where it has one place."""
    costs = {
        p.sites: p.figures.total_cost for p in plan.placements if p.figures is not None
    }
    best = next((p.sites for p in plan.placements if p.chosen), None)
    others = sorted((cost, sites) for sites, cost in costs.items() if sites != best)
    if best is None or not others:
        return ""
    cost, beside = others[0]
    more = Number((cost - costs[best]) / MILLION, f"million {plan.currency}")
    placed = word(words.PLACED, best=joined(best), next=joined(beside), more=more)
    sure = next(p.cheapest_share for p in plan.placements if p.chosen)
    if sure is None:
        return placed
    return word(words.PLACED_SURE, placed=placed, share=share(sure))


def without_line(plan: Plan) -> Word:
    """Return what it is to leave a measure out, and how exact both costs are."""
    proof = plan.proof
    gap = 0.0 if proof.proven else max(proof.gap, 0.0)
    block = Number(proof.beside_block_hours)
    return word(words.WITHOUT, block=block, gap=share(gap, fine=True))


def cost_seen(plan: Plan) -> float:
    """Return the difference of two plans' costs above which it is not the solver's."""
    least = max(TRACE, 2.0 * plan.proof.tolerance)
    return least * abs(plan.figures.total_cost)


def store_line(item: StoreBreakEven) -> Word:
    """Return at which share of its cost a battery would enter."""
    if item.duration_h is None:
        return word(words.STORE_NEVER, site=item.site)
    return word(
        words.STORE_ENTERS,
        site=item.site,
        share=share(item.cost_share, fine=True),
        hours=Number(item.duration_h),
    )


def limit_line(item: LimitViolation, block_hours: float) -> Word:
    """Return what a limit of the year asks for, and what the hours reach."""
    limit = word(words.LIMITS[item.limit], reached=limit_value(item, item.reached))
    asked = limit_value(item, item.asked)
    if item.missed_share <= ENOUGH:
        return word(words.HOLDS, limit=limit, asked=asked)
    return word(
        words.MISSED,
        limit=limit,
        asked=asked,
        missed=Number(item.missed_share * 100, "%"),
        block=Number(FINAL_H if block_hours > FINAL_H else 1),
    )


def limit_value(item: LimitViolation, value: float) -> Number:
    """Return a value of a limit in its unit."""
    if item.unit == "share":
        return Number(value * 100, "%")
    scale, unit = {"kg": (KG_PER_T, "tCO2e"), "L": (L_PER_M3, "m3")}[item.unit]
    return Number(value / scale, unit)


def work_lines(plan: Plan) -> Iterator[Piece]:
    """Yield where and when the run is trained, and where requests are served."""
    if plan.training is not None:
        yield _training_line(plan.year, plan.training)
    shares = {s: v for s, v in plan.serving_share.items() if v >= LEAST_SHARE}
    if shares:
        named = (_part_share(site, value) for site, value in shares.items())
        yield word(words.SERVED, shares=joined(named))
    most = max((held.chips for held in plan.serving_chips), default=0.0)
    shown = [h for h in plan.serving_chips if h.chips and h.chips >= 0.01 * most]
    if shown:
        yield word(words.CHIPS, chips=joined(map(_chips, shown)))


def _training_line(year: int, training: TrainingPlan) -> Word:
    waiting = training.waiting_chip_hours
    return word(
        words.TRAINED,
        site=training.site,
        chips=Number(training.chips),
        chip=training.chip,
        first=_date(year, training.first_hour),
        last=_date(year, training.last_hour),
        running=Number(training.running_hours),
        waiting=Number(waiting if waiting > 1 else 0.0),
    )


def _chips(held: ServingChips) -> Word:
    count = Number(held.chips)
    return word(words.CHIPS_IN, count=count, chip=held.chip, site=held.site)


def _date(year: int, hour: int) -> str:
    moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    return f"{moment:%Y-%m-%d}"


def supply_lines(plan: Plan) -> Iterator[Piece]:
    """Yield what the power of each site comes from, and what leaves it."""
    figures = plan.figures
    for site, load in figures.load_kwh.items():
        if load < LEAST_SHARE * figures.facility_kwh:
            continue
        supply = {k: v for k, v in figures.supply_kwh[site].items() if k != "battery"}
        total = sum(supply.values()) or 1.0
        ranked = sorted(supply.items(), key=lambda item: -item[1])
        named = (
            _part_share(words.part_name(k), v / total)
            for k, v in ranked
            if v >= LEAST_SHARE * total
        )
        yield word(words.SUPPLIED, site=site, supply=joined(named))
        yield from _not_taken(plan, site)


def _not_taken(plan: Plan, site: str) -> Iterator[Piece]:
    """Yield what of its plants a site sells, with cost and carbon, and what is lost."""
    found, least = plan.figures, LEAST_SHARE * plan.figures.load_kwh[site]
    sold = found.exported.get(site)
    if sold is not None and sold.energy_kwh >= least:
        yield word(
            words.EXPORTED,
            site=site,
            energy=Number(sold.energy_kwh / KWH_PER_MWH, "MWh"),
            revenue=_money(sold.revenue, plan.currency),
            cost=_money(sold.cost, plan.currency),
            carbon=Number(sold.carbon_kg / KG_PER_T, "tCO2e"),
        )
    lost = found.curtailed_kwh.get(site, 0.0)
    if lost >= least:
        yield word(words.CURTAILED, site=site, energy=Number(lost / KWH_PER_MWH, "MWh"))


def _part_share(name: Piece, value: float) -> Word:
    return word(words.PART_SHARE, part=name, share=share(value))


def shadow_lines(plan: Plan) -> Iterator[Piece]:
    """Yield what one more of each limit is worth, and what one more kWh costs."""
    floor = TRACE * abs(plan.figures.electricity_cost)
    for shadow in plan.shadows:
        if abs(shadow.value) < floor and shadow.limit != "capital_budget":
            continue
        hours = shadow.binding_hours
        over = 1000.0 if shadow.unit.startswith("thousand") else 1.0
        told: dict[str, Piece] = {
            "where": shadow.where,
            "value": _money(shadow.value / over, plan.currency),
            "hours": Number(hours, form="count") if hours else Word(words.NO_HOURS),
            "currency": plan.currency,
        }
        yield Word(words.SHADOWS[shadow.limit], told)
    load, total = plan.figures.load_kwh, plan.figures.facility_kwh
    prices = [
        word(words.PRICE_IN, price=Number(price, plan.currency), site=site)
        for site, price in plan.marginal_price.items()
        if load.get(site, 0.0) >= LEAST_SHARE * total
    ]
    if prices:
        yield word(words.MARGINAL, prices=joined(prices))


def _money(value: float, currency: str) -> Number:
    if abs(value) >= MILLION:
        return Number(value / MILLION, f"million {currency}")
    return Number(value, currency)


def how_lines(plan: Plan) -> Iterator[Piece]:
    """Yield how the plan was solved, how exact it is, and how the hours are known."""
    proof = plan.proof
    yield word(
        words.PROVEN if proof.proven else words.TWO_STAGES,
        rows=Number(proof.rows, form="count"),
        gap=share(proof.gap, fine=True),
        method=proof.method,
        seconds=Number(sum(proof.seconds.values())),
        block=Number(proof.block_hours),
    )
    if proof.monthly_routing:
        yield word(words.MONTHLY_ROUTING)
    if proof.gap > WIDE:
        advice = Word(words.ADVICE[proof.block_hours > FINAL_H])
        if proof.block_hours > FINAL_H:
            advice = word(advice.text, block=Number(FINAL_H))
        yield word(words.WIDE_GAP, advice=advice)
    if proof.whole_gap > TRACE:
        yield word(words.WHOLE, gap=share(proof.whole_gap, fine=True))
    if assumed := _of_assumed_normals(plan):
        yield word(words.ASSUMED_NORMALS, series=joined(assumed))


def _of_assumed_normals(plan: Plan) -> list[Piece]:
    """Return the synthetic series of assumed normals, with sites where not of all."""
    sites: dict[str, list[str]] = {}
    for site, series in plan.provenance.items():
        for name, known in series.items():
            if known.kind == "synthetic" and "assumed" in known.sources:
                sites.setdefault(name, []).append(site)
    return [
        Word(words.SERIES_NAMES[name])
        if len(at) == len(plan.provenance)
        else word(
            words.SERIES_AT, series=Word(words.SERIES_NAMES[name]), sites=joined(at)
        )
        for name, at in sites.items()
    ]
