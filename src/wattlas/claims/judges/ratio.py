"""One thing is a multiple of another: from stated amounts, or from known figures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wattlas import facts
from wattlas.claims.judges.common import correction, known_line, part_of, unsupported
from wattlas.claims.judging import NEAR_ABOUT, inverted, slip, term
from wattlas.claims.known import Known, known
from wattlas.claims.record import Line, Note, Part, Term
from wattlas.claims.schema import Operand, Ratio
from wattlas.claims.verdict import RIGHT
from wattlas.quantity import Mention

NEAR = 0.12
"""Relative distance at which a stated multiple is that of two figures."""
CHANGE, CHANGE_ABOUT, LEAST_CHANGE = 0.15, 0.25, 0.015
"""Part of a change, or least difference, at which a stated one is that of figures."""
NEAR_CHANGE = 1.5
"""A change off by less than this factor is neither right nor wrong."""
HALF_A_DIGIT = 0.5
NARROW = 2.0
"""A stated range up to so wide fits what it holds; of a wider one both ends count."""
OF_RANGES = ("rated_power_w", "training_energy_kwh")
"""Quantities of which the ends of both figures count: a kind of plant, an estimate."""
WORKED_SERVERS = ("dgx-a100", "dgx-h100", "two-socket-2020", "two-socket-2024")
"""Servers whose draw under load is shown beside ratings of their supplies."""

MEANT_BY = {"chatbot": ("chatgpt",)}
"""Things that one without a name may be: *a chatbot answer* of an old comparison."""


@dataclass(frozen=True, slots=True)
class _Sides:
    of: tuple[float, float, float]
    to: tuple[float, float, float]
    lines: tuple[Line, ...]
    figures: tuple[Known, ...]
    like_for_like: float | None = None
    newest: float | None = None

    @property
    def low(self) -> float:
        return self.of[0] / self.to[2]

    @property
    def high(self) -> float:
        return self.of[2] / self.to[0]

    @property
    def mid(self) -> float:
        return self.of[1] / self.to[1]


def judge(relation: Ratio) -> Part:
    """Return the judged part: the stated multiple beside the recomputed one."""
    stated = relation.of.amount is not None and relation.to.amount is not None
    sides = _stated(relation) if stated else _known(relation)
    if sides is None:
        return unsupported(relation, relation.of.subject or relation.to.subject)
    verdict, notes = _graded(relation, sides, stated)
    if relation.as_change and verdict not in RIGHT and _is_near(relation.value, sides):
        verdict = "unsupported"
        notes = (Note("near", {"factor": Term(relation.value.middle / sides.mid)}),)
    fine = verdict in ("right", "right_within_range", "unsupported")
    corrected = None if fine else correction(
        "ratio", of=_name(relation.of), to=_name(relation.to), value=_result(sides)
    )  # fmt: skip
    lines = (*sides.lines, _ratio_line(relation, sides), *_drawn(relation))
    return part_of(relation, verdict, lines, _result(sides), notes, corrected)


def _name(side: Operand) -> str:
    return side.subject or (side.amount.text if side.amount else "")


def _result(sides: _Sides) -> Term:
    low, high = sides.low, sides.high
    return (
        Term(sides.mid, "times", low=low, high=high)
        if low != high
        else Term(low, "times")
    )


def _ratio_line(relation: Ratio, sides: _Sides) -> Line:
    of, to = (
        Term(x[1], _unit(relation), low=x[0], high=x[2]) for x in (sides.of, sides.to)
    )
    of, to = (
        replace(t, low=None, high=None) if t.low == t.high else t for t in (of, to)
    )
    return Line("ratio", _result(sides), "{0} / {1}", (of, to))


def _unit(relation: Ratio) -> str:
    side = relation.of.amount or relation.to.amount
    if side:
        return side.exact_unit
    figures = known(relation.of.subject, relation.of.quantity)
    return figures[0].unit if figures else "1"


def _stated(relation: Ratio) -> _Sides | None:
    of, to = relation.of.amount, relation.to.amount
    if of is None or to is None:
        return None
    lines = [_total_line(m) for m in (of, to) if m.times]
    return _Sides(_three(of), _three(to), tuple(lines), ())


def _three(m: Mention) -> tuple[float, float, float]:
    low, high = m.total()
    return low, (low + high) / 2, high


def _total_line(m: Mention) -> Line:
    low, high = m.total()
    ends = (low, high) if low != high else (None, None)
    return Line(
        "total-of-items",
        Term((low + high) / 2, m.exact_unit, "", *ends),
        "{0}",
        (term(m),),
    )


def _known(relation: Ratio) -> _Sides | None:
    of = _figures(relation.of)
    to = _figures(relation.to)
    if not of or not to:
        return None
    a, b = _pair(relation, of, to)
    whole = [_whole(figures) for figures in (of, to)]
    like = None
    if whole[0] and whole[1] and a.boundary != b.boundary:
        like = whole[0].mid / whole[1].mid
    newest = (
        of[-1].mid / to[-1].mid if relation.of.quantity.startswith("use_") else None
    )
    shown = list(dict.fromkeys([a, b, *(k for k in whole if k), of[-1]]))
    lines = tuple(known_line(k) for k in shown)
    spread = relation.of.quantity in OF_RANGES
    sides = [(k.low, k.mid, k.high) if spread else (k.mid,) * 3 for k in (a, b)]
    return _Sides(sides[0], sides[1], lines, tuple(shown), like, newest)


def _figures(side: Operand) -> list[Known]:
    if side.amount is not None:
        m = side.amount
        low, high = m.total()
        return [Known(m.text, "stated", low, m.middle, high, m.unit, 0, "given")]
    kind = (side.subject, *MEANT_BY.get(side.subject, ()))
    return sorted((k for s in kind for k in known(s, side.quantity)), key=_year)


def _year(k: Known) -> int:
    return k.year


def _pair(relation: Ratio, of: list[Known], to: list[Known]) -> tuple[Known, Known]:
    """Return the two figures whose quotient fits the stated multiple best."""
    if relation.of.quantity == "training_energy_kwh":
        return of[0], to[0]
    stated = relation.value.middle
    pairs = [(a, b) for a in of for b in to]
    return min(pairs, key=lambda p: abs(p[0].mid / p[1].mid / stated - 1))


def _whole(figures: list[Known]) -> Known | None:
    return next((k for k in figures if k.boundary == "facility"), None)


def _graded(
    relation: Ratio, sides: _Sides, stated: bool
) -> tuple[str, tuple[Note, ...]]:
    value = relation.value
    agrees = _is_change(value, sides) if relation.as_change else _agrees(value, sides)
    if agrees:
        return _scoped(sides, value)
    notes: list[Note] = []
    turned = inverted(value.middle, sides.mid)
    notes += [turned] if turned else []
    if stated and relation.of.amount and relation.to.amount:
        notes += _one_side(value, relation.of.amount, relation.to.amount)
        return "inconsistent_with_itself", tuple(notes)
    mended = slip(value.middle / sides.mid)
    return "contradicted", (*notes, *([mended] if mended and not turned else []))


def _is_change(value: Mention, sides: _Sides) -> bool:
    """Say whether a multiple told as a change is so: what counts is what changed."""
    part = CHANGE_ABOUT if value.bound == "about" else CHANGE
    slack = max(LEAST_CHANGE, part * abs(sides.mid - 1))
    if value.bound == "at-least":
        return sides.high >= value.low - slack
    return value.low - slack <= sides.high and sides.low <= value.high + slack


def _is_near(value: Mention, sides: _Sides) -> bool:
    """Say whether a change is off by less than half of it: rounded, perhaps."""
    stated, made = value.middle - 1, sides.mid - 1
    return stated * made > 0 and 1 / NEAR_CHANGE < stated / made < NEAR_CHANGE


def _agrees(value: Mention, sides: _Sides) -> bool:
    tolerance = NEAR_ABOUT if value.bound == "about" else NEAR
    if not any(c.isdigit() for c in value.text) and not value.is_range:
        # A word such as doubled has one digit, and half of it either way.
        tolerance = max(tolerance, HALF_A_DIGIT / max(value.middle, 1 / value.middle))
    if value.is_range and value.high <= NARROW * value.low:
        low, high = value.low * (1 - tolerance), value.high * (1 + tolerance)
        return low <= sides.high and sides.low <= high
    if value.is_range:
        return value.low >= sides.low * (1 - tolerance) and value.high <= sides.high * (
            1 + tolerance
        )
    if value.bound == "at-least":
        return sides.high >= value.low * (1 - NEAR)
    return sides.low * (1 - tolerance) <= value.middle <= sides.high * (1 + tolerance)


def _scoped(sides: _Sides, value: Mention) -> tuple[str, tuple[Note, ...]]:
    like = sides.like_for_like
    if like and abs(like / value.middle - 1) > NEAR:
        return "right_scope_differs", (
            Note("like-for-like", {"ratio": Term(like, "times")}),
        )
    newest = sides.newest
    if newest and abs(newest / value.middle - 1) > NEAR_ABOUT:
        return "right_scope_differs", (
            Note("ratio-dated", {"ratio": Term(newest, "times")}),
        )
    return ("right" if sides.low == sides.high else "right_within_range"), ()


def _one_side(value: Mention, of: Mention, to: Mention) -> list[Note]:
    """Return whether the multiple fits if only one item of a redundant side counts."""
    if not of.times or not to.times:
        return []
    whole = of.total()
    low, high = whole[0] / to.high, whole[1] / to.low
    if low <= value.high and value.low <= high:
        ends = Term((low + high) / 2, "times", low=low, high=high)
        return [Note("one-side-redundant", {"ratio": ends})]
    return []


def _drawn(relation: Ratio) -> list[Line]:
    """Return what such servers draw under load, where supplies were compared."""
    if not (relation.of.amount and relation.of.amount.times and relation.to.amount):
        return []
    found = []
    for server in WORKED_SERVERS:
        fact = facts.find_number("servers", server, "typical_w")
        if fact:
            known_draw = Known(
                server,
                "typical_w",
                fact.low,
                fact.value,
                fact.high,
                "W",
                int(fact.year),
                fact.source,
            )
            found.append(known_line(known_draw))
    big, small = found[:2], found[2:]
    low = big[0].result.value / small[-1].result.value
    high = big[-1].result.value / small[0].result.value
    ratio = Term((low + high) / 2, "times", low=low, high=high)
    return [*found, Line("ratio-of-draw", ratio)]
