"""Numbers that give one another are found by dimension, in any order of words."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattlas import check
from wattlas.claims.closure import closures, found
from wattlas.claims.factors import exactness
from wattlas.claims.reading import read

CLOSED = {
    "195 million requests a day": 195e6,
    "2.9 Wh per request": 2.9,
    "565.5 MWh a day": 565.5,
}
"""By hand: 195e6 x 2.9 Wh = 565.5 MWh."""
SENTENCES = (
    "It needs 512,821 A100 servers, at 6.5 kW per server a daily 80 GWh.",
    "If 3 million H100s at 3,740 kWh a year each run, they take 11,220 GWh annually.",
    "A rack of 4 kW against one of 80 kW, 20 times as much.",
    "The lake holds 1.7 billion gallons (6.44 billion litres).",
    "机房每天用电 7945 万度，一年 290 亿千瓦时，即每天约 7945 万度。",
    "共 3617 台 HGX A100 服务器、28936 个 GPU。",
)
"""By hand: 512,821 x 6.5 x 24 = 80.0 GWh; 3e6 x 3,740 = 11,220 GWh; 4 x 20 = 80;
1.7 x 3.785 = 6.435; 7,945 x 365 = 2.90e6; 8 GPUs a server."""


@pytest.mark.parametrize("order", list(permutations(CLOSED)))
def test_the_order_of_clauses_does_not_matter(order: tuple[str, ...]) -> None:
    """Law: the same three quantities close however they are ordered."""
    assert len(found(read(", ".join(order) + "."))[0].used) == 3


@pytest.mark.parametrize("sentence", SENTENCES)
def test_numbers_that_fit_are_found(sentence: str) -> None:
    """By hand, beside the sentences."""
    assert found(read(sentence))


@pytest.mark.parametrize("factor", [10, 100, 0.1, 0.01, 3])
@pytest.mark.parametrize("wrong", list(CLOSED))
def test_a_wrong_number_does_not_close(wrong: str, factor: float) -> None:
    """Law: any operative number off by 3 or a power of ten breaks the closure."""
    texts = [
        k.replace(
            f"{v:g}" if v < 1e6 else "195", f"{factor * (v if v < 1e6 else 195):g}"
        )
        if k == wrong
        else k
        for k, v in CLOSED.items()
    ]
    assert closures(read(", ".join(texts))) == []


def test_arithmetic_alone_is_never_right() -> None:
    """Law: that numbers fit together says nothing of the world."""
    claim = check("The bill for 24 GWh was 2.4 million dollars at 10 cents, or $0.1.")
    assert claim.verdict == "partly_judged"
    assert [p.relation for p in claim.parts if p.verdict == "right"] == ["arithmetic"]


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 9_000_000), st.floats(0.1, 900.0), st.floats(1.6, 1e5), st.booleans()
)
def test_what_does_not_multiply_does_not_close(
    count: int, energy: float, off: float, below: bool
) -> None:
    """Law: a total off by more than 1.6 is no product, whatever the digits."""
    ratio = 1 / off if below else off
    total = count * energy * ratio / 1e3
    text = (
        f"{count:,} requests a day, {energy:.4g} Wh per request, {total:.6g} kWh a day"
    )
    assert closures(read(text)) == []


def test_digits_say_how_exact_a_number_is() -> None:
    """By hand: half of the last digit that counts, over the number."""
    assert exactness("1,287 MWh") == pytest.approx(0.5 / 1287)
    assert exactness("2.90 Wh") == pytest.approx(0.5 / 290)
    assert exactness("20,000") == pytest.approx(0.25)


APART = ("A {0:g} kW heater runs for {1:g} hours; the laptop uses {2:g} kWh.",
         "One lamp draws {0:g} kW; a party lasted {1:g} hours; the bus took {2:g} kWh.",
         "加热器{0:g}千瓦，开{1:g}小时；笔记本用电{2:g}千瓦时。")  # fmt: skip


@pytest.mark.parametrize("form", APART)
@pytest.mark.parametrize(("kw", "hours"), [(1, 8), (20, 10), (700, 24)])
def test_numbers_of_two_statements_give_nothing(form, kw, hours) -> None:
    """Law: across a semicolon, fitting or not, only what refers back is arithmetic."""
    for off in (1, 10, 0.1):
        found = check(form.format(kw, hours, kw * hours * off))
        stated = {found.verdict, *(p.verdict for p in found.parts)}
        assert stated <= {"unsupported", "not_numeric"}, found.statement
    tied = f"A heater draws {kw} kW for {hours} hours; that is {kw * hours} kWh."
    assert check(tied).verdict == "right"
