"""Checked claims as a chart: what is stated against what is known, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wattlas import quantity
from wattlas.claims import Verdict
from wattlas.claims.record import Part, Term
from wattlas.errors import InputError
from wattlas.report.charts.lines import sentences
from wattlas.report.charts.theme import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    Drawing,
    altair,
    inline,
    source_names,
)
from wattlas.report.claim_numbers import term_piece
from wattlas.report.claim_terms import relation_of
from wattlas.report.paint.text import text_of
from wattlas.report.words import claims as words
from wattlas.report.words.language import ENGLISH, Language

WIDTH, ROW_HEIGHT = 300, 34
NAME_PX, TEXT_GAP_PX = 300, 10
IMPLIED = ("implied-each", "implied-use", "in-usd")
"""Lines of a recomputation that bring what is stated to the known figure's unit."""
STATED = ("value", "total", "rate")
"""Fields of a relation that state a quantity, in the known figure's unit or not."""
RIGHT = ("right", "right_within_range", "right_scope_differs")
LEAST_ROOM, ROOM = 2.0, 1.4
"""The axis reaches at least this far to both sides of equal, and beyond what is far."""


def verdict_chart(
    claims: Sequence[Verdict], title: str = "", say: Language = ENGLISH
) -> Drawing | None:
    """Return each stated figure over the known one, with the known range. [times]

    One row for each part whose figure stands against a known one of the same unit; the
    caption names the claims that have none. None where no claim has one. The title of
    a single claim is its verdict.
    """
    rows = list(verdict_rows(claims, say))
    if not rows:
        return None
    name = title or say(words.VERDICTS[claims[0].verdict])
    said = [f"{r['name']}: {r['text']}" for r in rows]
    return Drawing(
        _body(rows, say),
        name,
        _caption(claims, rows, say),
        f"{name}: {'; '.join(said)}",
        tuple(rows),
    )


def verdict_rows(
    claims: Sequence[Verdict], say: Language = ENGLISH
) -> Iterator[dict[str, Any]]:
    """Yield what the chart shows: each part's stated and known figures, over the known.

    `known_low` and `known_high` are None where a known figure has no range.
    """
    for number, claim in enumerate(claims, start=1):
        for part in claim.parts:
            stated, known = stated_term(part), part.known
            if stated is None or known is None or known.value <= 0:
                continue
            low, mid, high = _ends(stated)
            if low <= 0:
                continue
            key = claim.id or (str(number) if len(claims) > 1 else "")
            yield {
                "claim": key,
                "name": f"{key} {text_of(relation_of(part), say)}".strip(),
                "verdict": part.verdict,
                "right": part.verdict in RIGHT,
                "low": low / known.value,
                "stated": mid / known.value,
                "high": high / known.value,
                "known_low": None if known.low is None else known.low / known.value,
                "known_high": None if known.high is None else known.high / known.value,
                "text": _text(part, stated, known, say),
            }


def _text(part: Part, stated: Term, known: Term, say: Language) -> str:
    return say(
        words.CHART["least" if part.read.get("at_least") else "row"],
        stated=text_of(term_piece(stated), say),
        known=text_of(term_piece(known), say),
        verdict=say(words.VERDICTS[part.verdict]),
    )


def stated_term(part: Part) -> Term | None:
    """Return what a part states, in the unit of its known figure; None if it has none.

    A statement of another unit is compared by what it implies: for one home, one use,
    or in dollars.
    """
    if part.known is None:
        return None
    for line in part.lines:
        if line.name in IMPLIED:
            return line.result
    for name in STATED:
        if name in part.read:
            term = _read(str(part.read[name]))
            return term if term is not None and term.unit == part.known.unit else None
    return None


def _read(text: str) -> Term | None:
    try:
        found = quantity.read(text)
    except InputError:
        return None
    unit = {"share": "%", "ratio": "times"}.get(found.dimension, found.exact_unit)
    ends = (found.low, found.high) if found.is_range else (None, None)
    return Term(found.middle, unit, "", *ends)


def _ends(term: Term) -> tuple[float, float, float]:
    low = term.value if term.low is None else term.low
    return low, term.value, term.value if term.high is None else term.high


def _caption(
    claims: Sequence[Verdict], rows: Sequence[dict[str, Any]], say: Language
) -> str:
    shown = {r["claim"] for r in rows}
    left = [c.id or str(i) for i, c in enumerate(claims, start=1)]
    left = [key for key in left if key not in shown] if len(claims) > 1 else []
    keys = dict.fromkeys(s for claim in claims for s in claim.sources)
    statement = f"“{claims[0].statement}”" if len(claims) == 1 else ""
    return sentences(
        statement,
        say(words.CHART["caption"]),
        say(words.CHART["left"], claims=", ".join(left)) if left else "",
        say(words.CHART["sources"], sources=source_names(keys, say)) if keys else "",
    )


def _body(rows: list[dict[str, Any]], say: Language) -> Any:
    alt = altair()
    shown = [row | {"row": str(i), "equal": 1.0} for i, row in enumerate(rows)]
    names = {row["row"]: row["name"] for row in shown}
    axis = alt.Axis(labelExpr=f"{names}[datum.value]", labelLimit=NAME_PX)
    y = alt.Y("row:N", title=None, sort=list(names), axis=axis)
    base = alt.Chart(inline(shown)).encode(y=y)
    colour = alt.condition("datum.right", alt.value(BLUE), alt.value(ORANGE))
    x = _axis(rows, say)
    return alt.layer(
        base.transform_filter("isValid(datum.known_low)")
        .mark_rule(color=GREY, strokeWidth=12, opacity=0.5)
        .encode(x=x("known_low"), x2="known_high:Q"),
        base.mark_tick(color=INK, thickness=2, size=18).encode(x=x("equal")),
        base.mark_rule(strokeWidth=3).encode(x=x("low"), x2="high:Q", color=colour),
        base.mark_point(filled=True, size=90, opacity=1).encode(
            x=x("stated"), color=colour
        ),
        base.mark_text(align="left", color=INK).encode(
            x=alt.value(WIDTH + TEXT_GAP_PX), text="text:N"
        ),
    ).properties(width=WIDTH, height=ROW_HEIGHT * len(rows))


def _axis(rows: list[dict[str, Any]], say: Language) -> Any:
    """Return the maker of the axis on which a stated figure over a known one lies."""
    alt = altair()
    names = ("low", "high", "known_low", "known_high")
    found = [row[n] for row in rows for n in names if row[n] is not None and row[n] > 0]
    domain = [
        min(1 / LEAST_ROOM, min(found) / ROOM),
        max(LEAST_ROOM, max(found) * ROOM),
    ]
    scale = alt.Scale(type="log", domain=domain, nice=False)
    axis = alt.Axis(tickCount=5, format="~g")
    return lambda name: alt.X(
        f"{name}:Q", title=say(words.CHART["axis"]), scale=scale, axis=axis
    )
