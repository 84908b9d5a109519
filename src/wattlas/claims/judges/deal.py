"""Who invested in, or buys power from, whom: investor or customer, sum, power, date."""

from __future__ import annotations

from wattlas import facts
from wattlas.claims.judges.common import correction, fields
from wattlas.claims.judging import NEAR, match, slip
from wattlas.claims.known import of_fact
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Deal
from wattlas.units import HOURS_PER_YEAR, W_PER_KW

STATED = (("amount", "amount_usd"), ("power", "rated_power_w"))


def judge(relation: Deal) -> Part:
    """Return the judged part of a deal."""
    same = _deals(relation)
    if not same:
        return _no_such(relation)
    wrong, lines, notes = _checked(relation, same)
    keys = tuple(dict.fromkeys(facts.row("deals", d)["source"] for d in same))
    if wrong:
        verdict = "contradicted"
    elif relation.form == "purchase":
        verdict, notes = "promise", [*notes, Note("not-delivered")]
    else:
        verdict = "right"
    corrected = correction("deal", deal=same[-1]) if wrong else None
    return Part(
        "deal",
        verdict,
        fields(relation),
        tuple(lines),
        None,
        tuple(notes),
        corrected,
        keys,
    )


def _deals(relation: Deal) -> list[str]:
    """Return the deals of these two and this form; by year if one is of that year."""
    found = [
        d
        for d in facts.keys("deals")
        if (row := facts.row("deals", d))["who"] == relation.who
        and row["what"] == relation.what
        and row["form"] == relation.form
    ]
    dated = [d for d in found if facts.row("deals", d)["year"] == str(relation.year)]
    return dated or found


def _no_such(relation: Deal) -> Part:
    """Judge two that have another kind of deal, or none that is known."""
    others = [
        d for d in facts.keys("deals") if facts.row("deals", d)["what"] == relation.what
    ]
    if not others:
        note = Note("no-figure", {"subject": relation.what})
        return Part("deal", "unsupported", fields(relation), notes=(note,))
    own = [d for d in others if facts.row("deals", d)["who"] == relation.who]
    shown = own or others
    lines = tuple(_deal_line(d) for d in dict.fromkeys([*shown, *others]))
    keys = tuple(dict.fromkeys(facts.row("deals", d)["source"] for d in shown))
    note = Note(
        "other-deal" if own else "not-party",
        {"who": relation.who, "what": relation.what},
    )
    return Part(
        "deal",
        "contradicted" if own or _of_another(relation, others) else "unsupported",
        fields(relation),
        lines,
        None,
        (note,),
        correction("deal", deal=shown[-1]),
        keys,
    )


def _of_another(relation: Deal, others: list[str]) -> bool:
    """Say whether the sum is that of another party: a person's told of a company."""
    found = [facts.find_number("deals", d, "amount_usd") for d in others]
    sums = [of_fact(f) for f in found if f is not None]
    if relation.amount is None or not sums:
        return False
    return match(relation.amount, sums).is_right


def _deal_line(deal: str) -> Line:
    row = facts.row("deals", deal)
    fact = next(iter(facts.numbers("deals", deal).values()), None)
    result = Term(fact.value, fact.unit) if fact else Term(float(row["year"]), "date")
    values = {k: row[k] for k in ("who", "what", "form", "year", "note")}
    return Line("deal", result, sources=(row["source"],), values=values)


def _checked(relation: Deal, deals: list[str]) -> tuple[bool, list[Line], list[Note]]:
    """Return whether a stated sum or power is wrong, the lines and notes."""
    lines, notes, wrong = [_deal_line(d) for d in deals], [], False
    for field, name in STATED:
        stated = getattr(relation, field)
        figures = [
            of_fact(f) for d in deals if (f := facts.find_number("deals", d, name))
        ]
        if stated is None or not figures:
            continue
        found = match(stated, figures)
        if not found.is_right:
            wrong = True
            notes += [n] if (n := slip(found.ratio)) else []
        if field == "power":
            energy = stated.middle / W_PER_KW * HOURS_PER_YEAR
            terms = (Term(stated.middle, "W", stated.text),)
            lines.append(
                Line(
                    "energy-of-power", Term(energy, "kWh/year"), "{0} × 8,760 h", terms
                )
            )
    wrong |= _wrong_start(relation, deals)
    return wrong, lines, notes


def _wrong_start(relation: Deal, deals: list[str]) -> bool:
    starts = [f for d in deals if (f := facts.find_number("deals", d, "start_year"))]
    years = {int(facts.row("deals", d)["year"]) for d in deals}
    year = relation.year
    if year is None or not starts or year in years or relation.form != "purchase":
        return False
    return not any(f.low - NEAR <= year <= f.high + NEAR for f in starts)
