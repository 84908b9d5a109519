"""What a plan sheds and gives up when called, what it costs and what it is paid."""

from __future__ import annotations

from collections.abc import Iterator

from wattlas.planning.answer.parts import OfferTaken
from wattlas.planning.answer.values import Values
from wattlas.planning.program.frame import THOUSAND
from wattlas.planning.supply import Offer

LOAD_SHED, PAID = "load shed", "flexibility"
"""The lines of cost: what is not computed, and what offers are paid, below nought."""
NOTHING_KW = 1e-3


def shed_kwh(v: Values, site: str) -> float:
    """Return what the servers of a site were to draw and did not. [kWh]"""
    shed = (s for s in v.problem.sheddable if s.site == site)
    return sum(float(v.at("shed_mw", shed=s.key).sum()) for s in shed) * THOUSAND


def flexible_costs(v: Values, site: str) -> dict[str, float]:
    """Return what shedding costs at a site, and what it is paid. [money]"""
    lines: dict[str, float] = {}
    for item in (s for s in v.problem.sheddable if s.site == site):
        cost = item.cost_per_kwh * float(v.at("shed_mw", shed=item.key).sum())
        lines[LOAD_SHED] = lines.get(LOAD_SHED, 0.0) + cost * THOUSAND
    for offer in (o for o in v.problem.offers if o.site == site):
        worth = offer.worth_per_kw(v.problem.years)
        lines[PAID] = lines.get(PAID, 0.0) - worth * offered_kw(v, offer)
    return lines


def offered_kw(v: Values, offer: Offer) -> float:
    """Return what a site gives up when an offer is called. [kW]"""
    return float(v.at("offered_mw", offer=offer.key)[0]) * THOUSAND


def offers_taken(v: Values) -> Iterator[OfferTaken]:
    """Yield every offer that the plan makes."""
    for offer in v.problem.offers:
        kw = offered_kw(v, offer)
        if kw <= NOTHING_KW:
            continue
        yield OfferTaken(
            site=offer.site,
            kind=offer.kind,
            offered_kw=kw,
            baseline_kw=float(offer.baseline_kw.min()),
            events=offer.events,
            called_hours=offer.called_hours,
            event_hours=offer.event_hours,
            notice_hours=offer.notice_hours,
            paid=offer.worth_per_kw(v.problem.years) * kw,
            paid_for_calls=offer.call_payment_per_kwh * offer.called_hours * kw,
        )
