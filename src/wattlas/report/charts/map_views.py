"""The map of a plan's record: its sites, its study's users, who is served where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from wattlas.planning import Plan
from wattlas.report.charts.lines import sentences
from wattlas.report.charts.map import Flow, Spot, map_chart
from wattlas.report.charts.theme import Drawing
from wattlas.report.format import per_cent, significant, unit_for
from wattlas.report.plan_tables import shown_sites
from wattlas.report.words import plan_charts as words
from wattlas.report.words.language import ENGLISH, Language

SEEN = 5e-3
"""Shares below this are not drawn: their lines could not be seen."""


def site_map(plan: Plan, say: Language = ENGLISH) -> Drawing | None:
    """Return the map of a plan; None where fewer than two places can be drawn."""
    users = plan.origins
    places = dict.fromkeys([*shown_sites(plan), *users])
    spots = [
        spot for key in places if (spot := _spot(plan, key, users, say)) is not None
    ]
    if len(spots) < 2 or all(spot.energy_kwh is None for spot in spots):
        return None
    flows = [
        Flow(r.origin, r.site, r.share, r.exact) for r in plan.routes if r.share >= SEEN
    ]
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


def _spot(
    plan: Plan, key: str, users: Mapping[str, float], say: Language
) -> Spot | None:
    position = plan.positions.get(key)
    if position is None:
        return None
    return Spot(
        key,
        position.longitude,
        position.latitude,
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
