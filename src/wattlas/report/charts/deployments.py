"""A deployment as a chart: energy over speed, chip by chip, each layout named."""

from __future__ import annotations

from typing import Any

from wattlas.estimation.deployment_record import Deployment
from wattlas.report.charts.parts import WIDTH
from wattlas.report.charts.theme import Drawing, altair, inline
from wattlas.report.words import deployments as words
from wattlas.report.words.language import ENGLISH, Language
from wattlas.units import WH_PER_KWH

HEIGHT = 320
PER_THOUSAND = 1000.0


def deployment_chart(deployment: Deployment, say: Language = ENGLISH) -> Drawing:
    """Return each layout's energy over the time to a token, chip by chip.

    Size is the cost; without money chips that work on a request stand for it.
    """
    alt = altair()
    rows = deployment_rows(deployment)
    currency = next((r["currency"] for r in rows if r["currency"]), "")
    cost = (
        say(words.COST_AXIS, currency=currency) if currency else say(words.HOURS_AXIS)
    )
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("token_ms:Q", title=say(words.SPEED), scale=alt.Scale(zero=False)),
        y=alt.Y(
            "energy:Q",
            title=say(words.ENERGY_AXIS),
            scale=alt.Scale(type="log", nice=False, padding=20),
        ),
        color=alt.Color("hardware:N", title=say(words.CHIP)),
    )
    line = base.mark_line(opacity=0.4).encode(order="token_ms:Q")
    points = base.mark_point(filled=True, opacity=0.9).encode(
        size=alt.Size("cost:Q", title=cost, scale=alt.Scale(zero=True))
    )
    names = base.mark_text(align="left", dx=8, dy=-8).encode(
        text="name:N", size=alt.value(9)
    )
    title = say(words.CHART_TITLE, model=deployment.model)
    said = ", ".join(f"{r['hardware']} {r['name']}" for r in rows)
    return Drawing(
        alt.layer(line, points, names).properties(width=WIDTH, height=HEIGHT),
        title,
        say(words.CHART_CAPTION),
        f"{title}: {say(words.CHART_ALT)}; {said}",
        tuple(rows),
    )


def deployment_rows(deployment: Deployment) -> list[dict[str, Any]]:
    """Return a row for each layout: Wh, money of 1,000 requests or chip-seconds."""
    rows = []
    for option in deployment.options:
        cost = option.per_request.get("total_cost")
        rate = deployment.requests_per_second
        seconds = option.all_chips / rate
        energy = option.per_request["facility_energy_kwh"].mid * WH_PER_KWH
        rows.append(
            {
                "hardware": option.hardware,
                "name": f"{option.layout}, {option.replicas}x",
                "energy": energy,
                "cost": seconds if cost is None else cost.mid * PER_THOUSAND,
                "currency": "" if cost is None else cost.currency,
                "token_ms": option.tpot_s * 1000.0,
            }
        )
    return rows
