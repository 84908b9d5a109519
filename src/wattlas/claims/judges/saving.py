"""Two prices and what lies between them, or a saving without its baseline."""

from __future__ import annotations

from wattlas.claims.judges.common import correction, known_line, part_of, unsupported
from wattlas.claims.judging import NEAR_ABOUT, known_term, term
from wattlas.claims.known import Known, known
from wattlas.claims.money import grid_price, per_usd
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Saving
from wattlas.quantity import Mention

SAME = 0.06
PLACES = ("cn", "us", "world")
"""Grids whose whole price a saving without a baseline is laid beside."""


def judge(relation: Saving) -> Part:
    """Return the judged part of a saving."""
    if len(relation.prices) >= 2:
        return _between(relation)
    return _alone(relation)


def _between(relation: Saving) -> Part:
    dear, cheap = sorted(relation.prices[:2], key=lambda m: -m.middle)
    saved, share, lines = _difference(relation, dear, cheap)
    place, outside = _in_range(relation, (dear, cheap))
    lines += _place_lines(place, dear) if place else []
    notes = [Note("net-of")]
    notes += [Note("price-outside", {"place": place.key})] if place and outside else []
    verdict, corrected = "right_within_range" if place else "right", None
    if outside:
        verdict = "partly_right"
    if not _agrees(relation.saved, saved, share):
        verdict = "inconsistent_with_itself"
        terms = {"saved": Term(saved, dear.exact_unit), "share": Term(share, "%")}
        corrected = correction("saving", **terms)
    shown = known_term(place) if place else None
    return part_of(relation, verdict, lines, shown, notes, corrected)


def _place_lines(place: Known, price: Mention) -> list[Line]:
    """Return the known price of a place, and the same in the stated currency."""
    rate, source = per_usd(price.currency)
    ends = (place.low * rate, place.high * rate)
    here = Term(place.mid * rate, price.exact_unit, "", *ends)
    values = {"currency": price.currency}
    if price.currency == "USD":
        return [known_line(place)]
    same = Line("price-in-currency", here, sources=(source,), values=values)
    return [known_line(place), same]


def _difference(
    relation: Saving, dear: Mention, cheap: Mention
) -> tuple[float, float, list[Line]]:
    """Return the difference of two prices and its share, of the one it starts from."""
    saved = dear.middle - cheap.middle
    base = 1 if relation.dearer else 0
    share = saved / (dear, cheap)[base].middle
    terms = (term(dear), term(cheap))
    of = f"({{0}} − {{1}}) / {{{base}}}"
    lines = [
        Line("saving", Term(saved, dear.exact_unit), "{0} − {1}", terms),
        Line("saving-share", Term(share, "%"), of, terms),
    ]
    return saved, share, lines


def _agrees(stated: Mention | None, saved: float, share: float) -> bool:
    if stated is None:
        return True
    true = saved if stated.dimension == "money" else share
    tolerance = NEAR_ABOUT if stated.bound == "about" else SAME
    return stated.low * (1 - tolerance) <= true <= stated.high * (1 + tolerance)


def _in_range(
    relation: Saving, prices: tuple[Mention, Mention]
) -> tuple[Known | None, bool]:
    """Return the known price of the place, and whether a stated one lies outside."""
    place = relation.against or ("cn" if prices[0].currency == "CNY" else "")
    price = grid_price(place) if place else None
    if price is None:
        return None, False
    rate, _ = per_usd(prices[0].currency)
    wide = 1.25  # provinces and years around the mean of a country
    usd = [m.middle / rate for m in prices]
    outside = any(not price.low / wide <= x <= price.high * wide for x in usd)
    return price, outside


def _alone(relation: Saving) -> Part:
    """Judge a saving per kWh by the whole price that it would come off."""
    stated = relation.saved
    if stated is None or stated.dimension != "money" or stated.per != "kWh":
        return unsupported(relation, relation.subject, "no-baseline")
    rate, source = per_usd(stated.currency)
    saved = stated.middle / rate
    places = (relation.against,) if relation.against else PLACES
    prices = [p for p in (grid_price(place) for place in places) if p]
    keys = (source,) if source else ()
    lines = [Line("saving-usd", Term(saved, "USD/kWh"), sources=keys)]
    lines += [known_line(p) for p in prices]
    for cost in known(relation.subject, "cost_usd_per_kwh")[-1:]:
        needed = Term(saved + cost.mid, "USD/kWh")
        terms = (Term(saved, "USD/kWh"), known_term(cost))
        lines.append(known_line(cost))
        lines.append(Line("baseline-needed", needed, "{0} + {1}", terms))
    verdict, notes = _verdict(relation, saved, prices)
    shown = known_term(prices[0]) if prices else None
    return part_of(relation, verdict, lines, shown, notes, correction("baseline"))


def _verdict(
    relation: Saving, saved: float, prices: list[Known]
) -> tuple[str, tuple[Note, ...]]:
    above = [p for p in prices if saved > p.mid]
    notes = [Note("saving-above-price", {"place": p.key}) for p in above]
    if relation.against:
        if above:
            return "contradicted", tuple(notes)
        return "unsupported", (Note("no-source"),)
    return "unsupported", (Note("no-baseline"), *notes)
