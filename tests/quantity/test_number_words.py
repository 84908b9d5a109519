"""Numbers in English words: what is written is read, whatever its size."""

from __future__ import annotations

import pytest

from wattlas.quantity.numerals import _SMALL, number_at
from wattlas.quantity.scan import find

ONES = tuple(_SMALL)[:20]
TENS = ("zero", "ten", *tuple(_SMALL)[20:28])
LARGE = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


def words(n: int, joint: str = " and ") -> str:
    """Return a number in words, as the press writes it."""
    for size, name in LARGE:
        if n >= size:
            rest = words(n % size, joint) if n % size else ""
            return f"{words(n // size, joint)} {name}{' ' if rest else ''}{rest}"
    if n >= 100:
        rest = words(n % 100, joint) if n % 100 else ""
        return f"{ONES[n // 100]} hundred{joint if rest else ''}{rest}"
    if n < 20:
        return ONES[n]
    return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")


@pytest.mark.parametrize("joint", [" and ", " "])
@pytest.mark.parametrize("capital", [False, True])
def test_every_number_in_words_is_read(joint: str, capital: bool) -> None:
    """Law: of numbers of every size, with and without *and*, in titles too."""
    numbers = {7 * k**3 + k for k in range(1, 500)} | {2 * 10**9, 416, 1287, 100_000}
    for n in numbers:
        text = words(n, joint)
        text = text.capitalize() if capital else text
        found = number_at(text, 0)
        assert found is not None
        assert (found.mid, found.end) == (n, len(text)), text


@pytest.mark.parametrize(("text", "values"), [
    ("between one hundred and two hundred homes", [(100, 200)]),
    ("one hundred homes and two hundred cars", [(100, 100), (200, 200)]),
    ("Three million and a half litres", [(3.5e6, 3.5e6)]),
    ("one and a half lakes", [(1.5, 1.5)]),
    ("a hundred and a thousand", [(100, 100), (1000, 1000)]),
    ("Five hundred and twelve megawatts", [(512e6, 512e6)]),
])  # fmt: skip
def test_two_numbers_are_not_one(text, values) -> None:
    """By hand."""
    assert [(m.low, m.high) for m in find(text)] == values
