"""A plan as aligned text: what it saves, what is built, what one more is worth."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from rich.console import RenderableType
from rich.text import Text

from wattlas.planning.answer.parts import FINAL_H, Figures
from wattlas.planning.answer.record import Plan
from wattlas.report.format import TRACE, fine_per_cent, per_cent, significant
from wattlas.report.plan_levers import burdens_table, levers_table
from wattlas.report.plan_sentences import (
    late_line,
    limit_line,
    moving_line,
    note_line,
    store_line,
    whole_line,
    without_line,
)
from wattlas.report.plan_tables import (
    LEAST_SHARE,
    break_even_table,
    costs_table,
    entries_table,
    front_blocks,
    front_table,
    near_optimal_table,
    promises_table,
    shown_sites,
    sizes_table,
    uses_table,
)
from wattlas.report.words import planning as words
from wattlas.units import MILLION

WIDE = 0.01
"""Gap above which a plan says what would narrow it."""


def plan_blocks(plan: Plan) -> Iterable[RenderableType]:
    """Yield a plan's blocks: levers, sizes, costs, the worth of one more, sources."""
    yield Text(f"{plan.title}: the plan for {plan.year}", style="bold")
    yield levers_table(plan)
    yield burdens_table(plan)
    yield Text(" ".join(_told(plan)))
    yield from (Text(line) for line in (moving_line(plan),) if line)
    yield from _work_lines(plan)
    yield sizes_table(plan)
    yield costs_table(plan)
    yield _supply_lines(plan)
    yield uses_table(plan)
    yield from _flat_and_fronts(plan)
    yield from _worth(plan)
    yield from _entering(plan)
    yield from _how(plan)


def _flat_and_fronts(plan: Plan) -> Iterable[RenderableType]:
    """Yield how far the mix may differ, and what less carbon and water cost."""
    if plan.near_optimal:
        yield near_optimal_table(plan)
    for of in plan.fronts:
        yield Text(words.FRONTS[of])
        yield front_table(plan, of)
        yield Text(front_blocks(plan, of))


def _entering(plan: Plan) -> Iterable[RenderableType]:
    """Yield when what is not chosen would enter, and what may come and is not used."""
    if plan.entries:
        block = significant(plan.proof.beside_block_hours)
        yield Text(words.ENTRIES.format(year=plan.year, block=block))
        yield entries_table(plan)
    elif plan.break_evens:
        yield Text(words.BREAK_EVEN)
        yield break_even_table(plan)
    if plan.store_break_evens:
        yield Text("\n".join(store_line(item) for item in plan.store_break_evens))
    if plan.promises:
        yield Text(words.PROMISES)
        yield promises_table(plan)


def _told(plan: Plan) -> Iterable[str]:
    """Yield what the costs of baseline and levers count, and what they keep."""
    yield words.MONEY_LINES
    free = words.NO_BASELINE if plan.baseline is None else words.BASELINE_IS_FREE
    yield free.format(home=plan.home)
    if plan.left_out:
        yield without_line(plan)


def _supply_lines(plan: Plan) -> Text:
    lines = [
        words.SUPPLIED.format(site=s, supply=_supply_words(plan.figures, s))
        for s in shown_sites(plan)
    ]
    return Text("\n".join(lines))


def _supply_words(found: Figures, site: str) -> str:
    supply = found.supply_kwh[site]
    total = sum(v for k, v in supply.items() if k != "battery")
    shares = sorted(
        ((v / total, k) for k, v in supply.items() if k != "battery"), reverse=True
    )
    kept = [(v, k) for v, k in shares if v >= LEAST_SHARE]
    return ", ".join(f"{words.part(k)} {per_cent(v)}" for v, k in kept)


def _work_lines(plan: Plan) -> Iterable[Text]:
    lines = []
    training = plan.training
    if training is not None:
        lines.append(
            words.TRAINED.format(
                site=training.site,
                chips=significant(training.chips),
                chip=training.chip,
                first=_date(plan, training.first_hour),
                last=_date(plan, training.last_hour),
                running=significant(training.running_hours),
                waiting=significant(max(training.waiting_chip_hours, 0.0))
                if training.waiting_chip_hours > 1
                else "0",
            )
        )
    shares = {s: v for s, v in plan.serving_share.items() if v >= LEAST_SHARE}
    if shares:
        named = ", ".join(f"{s} {per_cent(v)}" for s, v in shares.items())
        lines.append(words.SERVED.format(shares=named))
    most = max((held.chips for held in plan.serving_chips), default=0.0)
    shown = [held for held in plan.serving_chips if held.chips >= 0.01 * most]
    if shown:
        named = ", ".join(f"{significant(h.chips)} {h.chip} in {h.site}" for h in shown)
        lines.append(words.CHIPS.format(chips=named))
    if lines:
        yield Text("\n".join(lines))


def _worth(plan: Plan) -> Iterable[Text]:
    lines = []
    floor = TRACE * abs(plan.figures.electricity_cost)
    for shadow in plan.shadows:
        if abs(shadow.value) < floor and shadow.limit != "capital_budget":
            continue
        value = shadow.value
        if shadow.unit.startswith("thousand"):
            value /= 1000.0
        lines.append(
            words.SHADOWS[shadow.limit].format(
                where=shadow.where,
                value=_money(value, plan.currency),
                hours=f"{shadow.binding_hours:,}" if shadow.binding_hours else "no",
                currency=plan.currency,
            )
        )
    shown = shown_sites(plan)
    prices = ", ".join(
        f"{significant(plan.marginal_price[s])} {plan.currency} in {s}"
        for s in shown
        if s in plan.marginal_price
    )
    lines.append(words.MARGINAL.format(prices=prices))
    yield Text("\n".join(lines))


def _of_assumed_normals(plan: Plan) -> str:
    """Return the synthetic series of assumed normals, with sites where not of all."""
    sites: dict[str, list[str]] = {}
    for site, series in plan.provenance.items():
        for name, known in series.items():
            if known.kind == "synthetic" and "assumed" in known.sources:
                sites.setdefault(_plain(name), []).append(site)
    return ", ".join(
        name if len(at) == len(plan.provenance) else f"{name} ({' '.join(at)})"
        for name, at in sites.items()
    )


def _plain(name: str) -> str:
    return name.split("_kg")[0].split("_l_per")[0].split("_per")[0].replace("_", " ")


def _how(plan: Plan) -> Iterable[Text]:
    proof = plan.proof
    seconds = significant(sum(proof.seconds.values()))
    shown = {
        "rows": f"{proof.rows:,}",
        "gap": fine_per_cent(proof.gap),
        "method": proof.method,
        "seconds": seconds,
        "block": significant(proof.block_hours),
    }
    lines = [limit_line(item, proof.block_hours) for item in plan.limit_violations]
    lines.append((words.PROVEN if proof.proven else words.TWO_STAGES).format(**shown))
    if proof.gap > WIDE:
        advice = words.ADVICE[proof.block_hours > FINAL_H].format(block=FINAL_H)
        lines.append(words.WIDE_GAP.format(advice=advice))
    if whole := whole_line(plan):
        lines.append(whole)
    if plan.late:
        lines.append(late_line(plan))
    lines += [note_line(code) for code in plan.notes]
    lines.append(words.SERIES.format(kinds=_kinds(plan)))
    if assumed := _of_assumed_normals(plan):
        lines.append(words.ASSUMED_NORMALS.format(series=assumed))
    lines.append(f"Sources (wattlas facts sources KEY): {' '.join(plan.sources)}")
    yield Text("\n".join(lines))


def _kinds(plan: Plan) -> str:
    by_kind: dict[str, dict[str, None]] = {}
    for series in plan.provenance.values():
        for name, known in series.items():
            by_kind.setdefault(known.kind, {})[_plain(name)] = None
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in by_kind.items())


def _date(plan: Plan, hour: int) -> str:
    moment = datetime(plan.year, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    return f"{moment:%-d %B}"


def _money(value: float, currency: str) -> str:
    if abs(value) >= MILLION:
        return f"{significant(value / MILLION)} million {currency}"
    return f"{significant(value)} {currency}"
