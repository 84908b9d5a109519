"""A plan as aligned text: what it saves, what is built, what one more is worth."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from wattlas.planning.answer.figures import CHIP_LINES, Figures
from wattlas.planning.answer.record import Plan
from wattlas.planning.blocks import FINAL_H
from wattlas.planning.kept import ENOUGH, Kept
from wattlas.report.format import per_cent, significant, unit_for
from wattlas.report.terminal import plain_table
from wattlas.report.words import planning as words

LEAST_SHARE = 0.002
"""Sites, costs and shadow prices below this share of the whole are left out."""

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
    if plan.front:
        yield front_table(plan)
    yield from _worth(plan)
    if plan.break_evens:
        yield Text(words.BREAK_EVEN)
        yield break_even_table(plan)
    if plan.promises:
        yield Text(words.PROMISES)
        yield promises_table(plan)
    yield from _how(plan)


def levers_table(plan: Plan) -> Table:
    """Return cost, saving, energy, carbon and water of baseline, levers and plan."""
    money = f"million {plan.currency}/year"
    table = plain_table(
        money,
        "electricity",
        "with chips",
        "saves",
        "of which el.",
        "MWh",
        "tCO2e",
        "m3",
    )
    base = plan.baseline.figures if plan.baseline else None
    if base:
        table.add_row(words.BASELINE.format(home=plan.home), *_lever_cells(base, None))
    for lever in plan.levers:
        name = f"  {words.LEVERS[lever.name]} alone"
        table.add_row(name, *_lever_cells(lever.figures, base))
    table.add_row(words.TOGETHER, *_lever_cells(plan.figures, base), style="bold")
    return table


def _lever_cells(found: Figures, base: Figures | None) -> list[str]:
    saved = saved_electricity = ""
    if base:
        saved = significant((base.total_cost - found.total_cost) / 1e6)
        electricity = base.electricity_cost - found.electricity_cost
        saved_electricity = significant(electricity / 1e6)
    return [
        significant(found.electricity_cost / 1e6),
        significant(found.total_cost / 1e6),
        saved,
        saved_electricity,
        significant(found.facility_kwh / 1e3),
        significant(found.carbon / 1e3),
        significant(found.water / 1e3),
    ]


def sizes_table(plan: Plan) -> Table:
    """Return what is built or bought."""
    table = plain_table("built or bought", "where", "MW", "MWh", "units", "used")
    table.columns[1].justify = "left"
    largest = max((s.power_kw for s in plan.sizes), default=0.0)
    for size in plan.sizes:
        if size.power_kw < LEAST_SHARE * largest:
            continue
        used = "" if size.used_share is None else per_cent(size.used_share)
        if size.energy_kwh is not None and size.used_share is not None:
            used = f"{significant(size.used_share)} cycles"
        table.add_row(
            words.OPTIONS.get(size.option, size.option),
            size.site,
            significant(size.power_kw / 1e3),
            "" if size.energy_kwh is None else significant(size.energy_kwh / 1e3),
            "" if size.units is None else str(size.units),
            used,
        )
    return table


def costs_table(plan: Plan) -> Table:
    """Return the cost stack: lines by site."""
    sites = _shown_sites(plan)
    table = plain_table(f"cost, million {plan.currency}/year", *sites)
    lines = dict.fromkeys(k for s in sites for k in plan.figures.costs[s])
    electricity = [k for k in lines if k not in CHIP_LINES]
    chips = [k for k in lines if k in CHIP_LINES]
    for line in electricity:
        table.add_row(words.OPTIONS.get(line, line), *_cost_cells(plan, sites, [line]))
    table.add_row("electricity", *_cost_cells(plan, sites, electricity), style="bold")
    for line in chips:
        table.add_row(line, *_cost_cells(plan, sites, [line]))
    both = electricity + chips
    if chips:
        table.add_row("with chips", *_cost_cells(plan, sites, both), style="bold")
    return table


def _supply_lines(plan: Plan) -> Text:
    lines = [
        words.SUPPLIED.format(site=s, supply=_supply_words(plan.figures, s))
        for s in _shown_sites(plan)
    ]
    return Text("\n".join(lines))


def _cost_cells(plan: Plan, sites: list[str], lines: list[str]) -> list[str]:
    costs = plan.figures.costs
    sums = [sum(costs[s].get(k, 0.0) for k in lines) for s in sites]
    least = 1e-5 * plan.figures.electricity_cost
    return [significant(v / 1e6) if abs(v) > least else "0" for v in sums]


def _supply_words(found: Figures, site: str) -> str:
    supply = found.supply_kwh[site]
    total = sum(v for k, v in supply.items() if k != "battery")
    shares = sorted(
        ((v / total, k) for k, v in supply.items() if k != "battery"), reverse=True
    )
    kept = [(v, k) for v, k in shares if v >= LEAST_SHARE]
    return ", ".join(f"{words.OPTIONS.get(k, k)} {per_cent(v)}" for v, k in kept)


def _shown_sites(plan: Plan) -> list[str]:
    total = max(plan.figures.facility_kwh, 1e-9)
    loads = plan.figures.load_kwh
    return [s for s in loads if loads[s] >= LEAST_SHARE * total]


def uses_table(plan: Plan) -> Table:
    """Return what the plan takes for each kWh, million tokens and in all."""
    found = plan.figures
    table = plain_table("", "electricity", "with chips", "carbon", "water")
    rows = [("for a kWh of the servers", sum(found.it_kwh.values()))]
    rows.append(("for a kWh of the buildings", found.facility_kwh))
    if found.output_tokens and plan.training is None:
        rows.append(("for a million output tokens", found.output_tokens / 1e6))
    for name, count in rows:
        carbon, carbon_unit = unit_for(found.carbon / count, "kgCO2e")
        water, water_unit = unit_for(found.water / count, "L")
        table.add_row(
            name,
            f"{significant(found.electricity_cost / count)} {plan.currency}",
            f"{significant(found.total_cost / count)} {plan.currency}",
            f"{significant(found.carbon / count / carbon)} {carbon_unit}",
            f"{significant(found.water / count / water)} {water_unit}",
        )
    return table


def near_optimal_table(plan: Plan) -> Table:
    """Return least and most of each option in plans of nearly the same cost."""
    table = plain_table("MW, at most 1 % more cost", "least", "plan", "most")
    for near in plan.near_optimal:
        cells = (significant(v / 1e3) for v in (near.low_kw, near.kw, near.high_kw))
        table.add_row(words.OPTIONS.get(near.option, near.option), *cells)
    return table


def front_table(plan: Plan) -> Table:
    """Return the front of cost and carbon, with the price of the last tonne saved."""
    options = dict.fromkeys(
        k
        for p in plan.front
        for k, kw in p.power_kw.items()
        if kw > LEAST_SHARE * max(p.power_kw.values())
    )
    heads = [f"{words.OPTIONS.get(o, o)}, MW" for o in options]
    table = plain_table(
        f"million {plan.currency}/year", "tCO2e", f"{plan.currency}/t", "m3", *heads
    )
    before = None
    for point in plan.front:
        price = ""
        if before and before.carbon_kg > point.carbon_kg:
            extra = point.total_cost - before.total_cost
            price = significant(extra / (before.carbon_kg - point.carbon_kg) * 1e3)
        table.add_row(
            significant(point.total_cost / 1e6, 4),
            significant(point.carbon_kg / 1e3),
            price,
            significant(point.water_l / 1e3),
            *(significant(point.power_kw.get(o, 0.0) / 1e3) for o in options),
        )
        before = point
    return table


def break_even_table(plan: Plan) -> Table:
    """Return now and break-even of every option that is not chosen."""
    unit = f"{plan.currency}/kWh"
    table = plain_table("option", "where", "costs now", "enters at", "unit", "chance")
    table.columns[1].justify = "left"
    for item in sorted(plan.break_evens, key=lambda b: b.price_now - b.price):
        chance = "" if item.chance >= 1 else per_cent(item.chance)
        table.add_row(
            words.OPTIONS.get(item.option, item.option),
            item.site,
            significant(item.price_now),
            significant(item.price),
            unit,
            chance,
        )
    return table


def promises_table(plan: Plan) -> Table:
    """Return what each option that may not come would save if it came."""
    money = f"million {plan.currency}/year"
    table = plain_table("if it came", "MW", "saves", "x chance", "unit", "chance")
    for promise in plan.promises:
        table.add_row(
            words.OPTIONS.get(promise.option, promise.option),
            significant(promise.power_kw / 1e3),
            significant(promise.saving / 1e6),
            significant(promise.saving * promise.chance / 1e6),
            money,
            per_cent(promise.chance),
        )
    return table


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
    shown = _shown_sites(plan)
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
        "block": proof.block_hours,
    }
    lines = [_limit_line(item, proof.block_hours) for item in plan.kept]
    lines.append((words.PROVEN if proof.proven else words.TWO_STAGES).format(**shown))
    if proof.gap > WIDE:
        advice = words.ADVICE[proof.block_hours > FINAL_H]
        lines.append(words.WIDE_GAP.format(advice=advice))
    if proof.whole_gap > 1e-5:
        lines.append(words.WHOLE.format(gap=f"{proof.whole_gap * 100:.2f} %"))
    if plan.late:
        late = dict(plan.late)
        named = ", ".join(
            f"{words.OPTIONS.get(o, o)} ({y:.0f})" for o, y in late.items()
        )
        lines.append(words.LATE.format(year=plan.year, options=named))
    lines += [_note(code) for code in plan.notes]
    lines.append(words.SERIES.format(kinds=_kinds(plan)))
    lines.append(f"Sources (wattlas facts sources KEY): {' '.join(plan.sources)}")
    yield Text("\n".join(lines))


def _limit_line(item: Kept, block_hours: int) -> str:
    limit = words.LIMITS[item.limit].format(reached=_limit_value(item, item.reached))
    asked = _limit_value(item, item.asked)
    if item.missed_share <= ENOUGH:
        return words.HOLDS.format(limit=limit, asked=asked)
    return words.MISSED.format(
        limit=limit,
        asked=asked,
        missed=f"{item.missed_share * 100:.2f} %",
        block=FINAL_H if block_hours > FINAL_H else 1,
    )


def _limit_value(item: Kept, value: float) -> str:
    if item.unit == "share":
        return f"{value * 100:.1f} %"
    scale, unit = {"kg": (1e3, "tCO2e"), "L": (1e3, "m3")}[item.unit]
    return f"{significant(value / scale)} {unit}"


def _kinds(plan: Plan) -> str:
    by_kind: dict[str, dict[str, None]] = {}
    for series in plan.provenance.values():
        for name, (kind, _) in series.items():
            plain = name.split("_kg")[0].split("_l_per")[0].split("_per")[0]
            by_kind.setdefault(kind, {})[plain.replace("_", " ")] = None
    return "; ".join(f"{kind}: {', '.join(names)}" for kind, names in by_kind.items())


def _note(code: str) -> str:
    name, *values = code.split(":")
    return words.NOTES[name].format(*values)


def _date(plan: Plan, hour: int) -> str:
    moment = datetime(plan.year, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    return f"{moment:%-d %B}"


def _money(value: float, currency: str) -> str:
    if abs(value) >= 1e6:
        return f"{significant(value / 1e6)} million {currency}"
    return f"{significant(value)} {currency}"
