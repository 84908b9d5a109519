"""A plan as aligned text: what it saves, what is built, what one more is worth."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from rich.console import RenderableType
from rich.text import Text

from wattlas.planning.answer.figures import Figures
from wattlas.planning.answer.record import Plan
from wattlas.planning.blocks import FINAL_H
from wattlas.report.format import per_cent, significant
from wattlas.report.plan_sentences import late_line, limit_line, note_line
from wattlas.report.plan_tables import (
    LEAST_SHARE,
    break_even_table,
    costs_table,
    entries_table,
    front_table,
    levers_table,
    near_optimal_table,
    promises_table,
    shown_sites,
    sizes_table,
    uses_table,
)
from wattlas.report.words import planning as words

WIDE = 0.01
"""Gap above which a plan says what would narrow it."""


def plan_blocks(plan: Plan) -> Iterable[RenderableType]:
    """Yield a plan's blocks: levers, sizes, costs, the worth of one more, sources."""
    yield Text(f"{plan.title}: the plan for {plan.year}", style="bold")
    yield levers_table(plan)
    if plan.baseline is None:
        yield Text(words.NO_BASELINE.format(home=plan.home))
    yield Text(f"{words.MONEY_LINES} {words.BASELINE_IS_FREE}")
    yield from _work_lines(plan)
    yield sizes_table(plan)
    yield costs_table(plan)
    yield _supply_lines(plan)
    yield uses_table(plan)
    if plan.near_optimal:
        yield near_optimal_table(plan)
    for of in plan.fronts:
        yield Text(words.FRONTS[of])
        yield front_table(plan, of)
    yield from _worth(plan)
    if plan.entries:
        yield Text(words.ENTRIES.format(year=plan.year))
        yield entries_table(plan)
    elif plan.break_evens:
        yield Text(words.BREAK_EVEN)
        yield break_even_table(plan)
    if plan.promises:
        yield Text(words.PROMISES)
        yield promises_table(plan)
    yield from _how(plan)


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
    return ", ".join(f"{words.OPTIONS.get(k, k)} {per_cent(v)}" for v, k in kept)


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
    most = max(plan.serving_chips.values(), default=0.0)
    held = {h: n for h, n in plan.serving_chips.items() if n >= 0.01 * most}
    if held:
        named = ", ".join(
            f"{significant(n)} {h.partition(':')[2]} in {h.partition(':')[0]}"
            for h, n in held.items()
        )
        lines.append(words.CHIPS.format(chips=named))
    if lines:
        yield Text("\n".join(lines))


def _worth(plan: Plan) -> Iterable[Text]:
    lines = []
    floor = 1e-5 * abs(plan.figures.electricity_cost)
    for shadow in plan.shadows:
        if abs(shadow.value) < floor:
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
        f"{significant(plan.marginal_price[s])} {plan.currency} in {s}" for s in shown
    )
    lines.append(words.MARGINAL.format(prices=prices))
    yield Text("\n".join(lines))


def _how(plan: Plan) -> Iterable[Text]:
    proof = plan.proof
    seconds = significant(sum(proof.seconds.values()))
    shown = {
        "rows": f"{proof.rows:,}",
        "gap": f"{proof.gap * 100:.2f} %",
        "method": proof.method,
        "seconds": seconds,
        "block": significant(proof.block_hours),
    }
    lines = [limit_line(item, proof.block_hours) for item in plan.kept]
    lines.append((words.PROVEN if proof.proven else words.TWO_STAGES).format(**shown))
    if proof.gap > WIDE:
        advice = words.ADVICE[proof.block_hours > FINAL_H].format(block=FINAL_H)
        lines.append(words.WIDE_GAP.format(advice=advice))
    if proof.whole_gap > 1e-5:
        lines.append(words.WHOLE.format(gap=f"{proof.whole_gap * 100:.2f} %"))
    if plan.late:
        lines.append(late_line(plan))
    lines += [note_line(code) for code in plan.notes]
    lines.append(words.SERIES.format(kinds=_kinds(plan)))
    lines.append(f"Sources (wattlas facts sources KEY): {' '.join(plan.sources)}")
    yield Text("\n".join(lines))


def _kinds(plan: Plan) -> str:
    by_kind: dict[str, dict[str, None]] = {}
    for series in plan.provenance.values():
        for name, (kind, _) in series.items():
            plain = name.split("_kg")[0].split("_l_per")[0].split("_per")[0]
            by_kind.setdefault(kind, {})[plain.replace("_", " ")] = None
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in by_kind.items())


def _date(plan: Plan, hour: int) -> str:
    moment = datetime(plan.year, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    return f"{moment:%-d %B}"


def _money(value: float, currency: str) -> str:
    if abs(value) >= 1e6:
        return f"{significant(value / 1e6)} million {currency}"
    return f"{significant(value)} {currency}"
