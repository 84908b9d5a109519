"""Two prices and what lies between them, or a saving without its baseline."""

from __future__ import annotations

from wattlas.claims.judges.common import correction, fields, known_line, sources
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
    agrees = _agrees(relation.saved, saved, share)
    place, outside = _in_range(relation, (dear, cheap))
    if place:
        rate, source = per_usd(dear.currency)
        here = Term(
            place.mid * rate, dear.exact_unit, "", place.low * rate, place.high * rate
        )
        values = {"currency": dear.currency}
        lines += [
            known_line(place),
            Line("price-in-currency", here, sources=(source,), values=values),
        ]
    notes = [Note("net-of")]
    notes += [Note("price-outside", {"place": place.key})] if place and outside else []
    verdict = "right_within_range" if place and not outside else "right"
    verdict = "partly_right" if outside else verdict
    if not agrees:
        verdict = "inconsistent_with_itself"
    return Part(
        "saving",
        verdict,
        fields(relation),
        tuple(lines),
        known_term(place) if place else None,
        tuple(notes),
        None
        if agrees
        else correction(
            "saving", saved=Term(saved, dear.exact_unit), share=Term(share, "%")
        ),
        sources([place]) if place else (),
    )


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
        note = Note("no-baseline")
        return Part("saving", "unsupported", fields(relation), notes=(note,))
    rate, source = per_usd(stated.currency)
    saved = stated.middle / rate
    places = (relation.against,) if relation.against else PLACES
    prices = [p for p in (grid_price(place) for place in places) if p]
    lines = [
        Line("saving-usd", Term(saved, "USD/kWh"), sources=(source,) if source else ())
    ]
    lines += [known_line(p) for p in prices]
    cost = known(relation.subject, "cost_usd_per_kwh")
    if cost:
        needed = Term(saved + cost[-1].mid, "USD/kWh")
        terms = (Term(saved, "USD/kWh"), known_term(cost[-1]))
        lines += [
            known_line(cost[-1]),
            Line("baseline-needed", needed, "{0} + {1}", terms),
        ]
    verdict, notes = _verdict(relation, saved, prices)
    used = [*prices, *cost[-1:]]
    return Part("saving", verdict, fields(relation), tuple(lines),
                known_term(prices[0]) if prices else None, notes,
                correction("baseline"), sources(used))  # fmt: skip


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
