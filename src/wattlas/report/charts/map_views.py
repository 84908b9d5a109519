"""The map of a plan's record: its sites, its study's users, who is served where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wattlas import facts
from wattlas.planning import Plan
from wattlas.planning.ask.latency import routes
from wattlas.report.charts.map import Flow, Spot, map_chart
from wattlas.report.charts.theme import Drawing, sentences
from wattlas.report.format import TRACE, per_cent, significant, unit_for
from wattlas.report.plan_tables import shown_sites
from wattlas.report.words import plan_charts as words
from wattlas.report.words.language import ENGLISH, Language
from wattlas.study import Study

SEEN = 5e-3
"""Shares below this are not drawn: their lines could not be seen."""
ROUNDS = 200


def site_map(
    plan: Plan, say: Language = ENGLISH, study: Study | None = None
) -> Drawing | None:
    """Return the map of a plan; None where no site's position is known.

    Where the users are stands in the study: without it the map has no flows.
    """
    users = origins(plan, study)
    spots = [
        spot
        for key in dict.fromkeys([*shown_sites(plan), *users])
        if (spot := _spot(plan, key, users, say)) is not None
    ]
    if not any(spot.energy_kwh is not None for spot in spots):
        return None
    flows = [f for f in served_flows(plan, study) if f.share >= SEEN]
    spots.sort(key=lambda spot: -(spot.energy_kwh or 0.0))
    drawn = map_chart(spots, flows, say(words.TITLES["map"]), say)
    placed = {spot.key for spot in spots}
    absent = [k for k in [*shown_sites(plan), *users] if k not in placed]
    return replace(
        drawn, caption=sentences(_caption(flows, absent, say), drawn.caption)
    )


def _caption(flows: Sequence[Flow], absent: Sequence[str], say: Language) -> str:
    names = ", ".join(dict.fromkeys(absent))
    return sentences(
        say(words.MAP["caption"]),
        say(words.MAP["flows"]) if flows else "",
        say(words.MAP["split"]) if any(not f.exact for f in flows) else "",
        say(words.MAP["absent"], places=names) if absent else "",
        say(words.MAP["land"]),
    )


def origins(plan: Plan, study: Study | None) -> dict[str, float]:
    """Return the share of all requests by the place of the users, as a study has it."""
    if study is None or study.serve is None or not plan.serving_share:
        return {}
    given = study.serve.origins or {plan.home: 1.0}
    total = sum(given.values())
    return {place: part / total for place, part in given.items()}


def served_flows(plan: Plan, study: Study | None) -> list[Flow]:
    """Return who is served from where, as shares of all requests.

    With one origin, or one site, the shares of the record say it. Else a plan fixes
    only the sums: its cost does not depend on whose requests a site serves. They are
    then split in proportion over the routes that latency and law allow, so that the
    sums of origins and sites hold.
    """
    users = origins(plan, study)
    served = {s: share for s, share in plan.serving_share.items() if share > TRACE}
    if study is None or not users or not served:
        return []
    allowed = routes(study, tuple(users), list(served))
    parts = dict.fromkeys(allowed, 1.0)
    for _ in range(ROUNDS):
        parts = _fitted(_fitted(parts, users, 0), served, 1)
    exact = 1 in (len(users), len(served))
    return [Flow(o, s, share, exact) for (o, s), share in parts.items()]


def _fitted(
    parts: Mapping[tuple[str, str], float], wanted: Mapping[str, float], end: int
) -> dict[tuple[str, str], float]:
    """Return parts scaled so that they add up to what is wanted at one end."""
    sums = dict.fromkeys(wanted, 0.0)
    for pair, part in parts.items():
        sums[pair[end]] += part
    return {
        pair: part * wanted[pair[end]] / sums[pair[end]] if part else 0.0
        for pair, part in parts.items()
    }


def _spot(
    plan: Plan, key: str, users: Mapping[str, float], say: Language
) -> Spot | None:
    found = facts.find("sites", key)
    if found is None:
        return None
    row = facts.row("sites", found)
    return Spot(
        key,
        float(row["longitude"]),
        float(row["latitude"]),
        _lines(plan, key, users, say),
        _energy_kwh(plan, key),
        key in users,
    )


def _energy_kwh(plan: Plan, key: str) -> float | None:
    """Return what a site's building draws; None where it is a trace or no site."""
    return plan.figures.load_kwh[key] if key in shown_sites(plan) else None


def _lines(
    plan: Plan, key: str, users: Mapping[str, float], say: Language
) -> tuple[str, ...]:
    """Return the lines of a place's label: its energy, what it does, its users."""
    lines = []
    energy, share = _energy_kwh(plan, key), plan.serving_share.get(key, 0.0)
    if energy is not None:
        size, unit = unit_for(energy, "kWh")
        said = f"{significant(energy / size)} {unit}"
        lines.append(say(words.MAP["site"], site=key, energy=said))
    does = [say(words.MAP["serves"], share=per_cent(share))] if share >= SEEN else []
    if plan.training is not None and plan.training.site == key:
        does.insert(0, say(words.MAP["trains"]))
    if does:
        lines.append(", ".join(does))
    if key in users:
        lines.append(say(words.MAP["users"], place=key, share=per_cent(users[key])))
    return tuple(lines)
